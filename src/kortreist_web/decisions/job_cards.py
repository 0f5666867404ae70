"""First pages about what is decided: the auditor's, and elected representatives'."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from kortreist_web.changes.models import Change
from kortreist_web.core.domain import Card, CardRow, Evidence, Todo
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text, web
from kortreist_web.decisions.meetings import next_meeting
from kortreist_web.decisions.models import CasePaper, Resolution, ResolutionPoint
from kortreist_web.decisions.points import follow_up
from kortreist_web.decisions.queries import address, waiting
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["auditor", "elected_representative", "shown_by"]

#: Resolutions and points that are shown; the pages of politics have all.
_MAX = 6


def _all(organisation: Organisation, key: str) -> CardRow:
    return CardRow(text(key), reverse("decisions:list", kwargs={"code": organisation.code}))


def auditor(request: SignedInRequest, organisation: Organisation) -> Card:
    """Return what was decided, by which body and when, and who entered it here."""
    rows = list(Resolution.objects.filter(organisation=organisation)[:_MAX])
    entered = Change.objects.filter(
        organisation=organisation,
        what="decisions.Resolution",
        kind="add",
        row__in=[r.pk for r in rows],
    ).values_list("row", "user")
    by_row = dict(entered)
    names = {u.pk: str(u) for u in User.objects.filter(pk__in=filter(None, by_row.values()))}
    shown = []
    for r in rows:
        url = reverse("decisions:resolution", kwargs={"code": organisation.code, "pk": r.pk})
        values = {
            "outcome": text(f"decisions.outcome.{r.outcome}"),
            "body": r.body,
            "day": web().date(r.decided_on.isoformat()),
            "who": names.get(by_row.get(r.pk) or 0, "–"),
        }
        shown.append(CardRow(r.title, url, text("decisions.job.by", **values)))
    return Card(
        text("decisions.job.adopted"),
        tuple(shown),
        text("decisions.job.nothing_adopted"),
        (_all(organisation, "decisions.home.all"),),
    )


def elected_representative(request: SignedInRequest, organisation: Organisation) -> Card:
    """Return what earlier resolutions came to; the next cases are what there is to do."""
    today = timezone.localdate()
    papers = CasePaper.objects.filter(frozen__in=waiting(organisation)).select_related(
        "frozen__organisation"
    )
    todos = []
    for paper in papers.order_by("-id"):
        meeting = next_meeting(paper.meetings, today)
        said = text("decisions.job.read", title=paper.title)
        todos.append(Todo(said, address("paper", paper.frozen), meeting.day if meeting else None))
    points = ResolutionPoint.objects.filter(
        organisation=organisation, resolution__outcome=Resolution.Outcome.ADOPTED
    ).select_related("resolution", "changed_by", "lapsed_by")
    newest = points.order_by(F("resolution__decided_on").desc(), "-resolution", "number")
    followed = [p for p in follow_up(newest[: 3 * _MAX], today) if p.task is not None][:_MAX]
    rows = []
    for one in followed:
        point = one.point
        page = {"code": organisation.code, "pk": point.resolution_id}
        state = text(f"decisions.point_state.{one.state}")
        case = text("decisions.job.case", case=point.resolution.case_number)
        if one.overdue:
            state = text("decisions.job.late", state=state)
        said = point.text if len(point.text) < 140 else point.text[:137].rstrip() + " …"
        rows.append(
            CardRow(
                said,
                reverse("decisions:resolution", kwargs=page),
                " · ".join(filter(None, (state, one.owner_name, case))),
            )
        )
    return Card(
        text("decisions.job.came_to"),
        tuple(rows),
        text("decisions.job.nothing_asked"),
        (_all(organisation, "decisions.home.all"),),
        tuple(todos),
    )


def shown_by(organisation: Organisation, day: dt.date) -> Iterator[Evidence]:
    """Return what shows that local processes go on: the newest the council adopted."""
    adopted = Resolution.objects.filter(
        organisation=organisation, outcome=Resolution.Outcome.ADOPTED, decided_on__lte=day
    )
    newest = adopted.first()
    if newest is not None:
        url = reverse("decisions:resolution", kwargs={"code": organisation.code, "pk": newest.pk})
        yield Evidence("local", newest.title, url, newest.decided_on)
