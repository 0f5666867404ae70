"""First pages about what is decided: auditor's, case officer's, elected representatives'."""

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
from kortreist_web.decisions.lacking import Lacking, lacking, order_of
from kortreist_web.decisions.meetings import Meeting, next_meeting
from kortreist_web.decisions.models import Body, CasePaper, Resolution, ResolutionPoint
from kortreist_web.decisions.points import follow_up
from kortreist_web.decisions.queries import address, waiting
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["auditor", "case_officer", "elected_representative", "shown_by"]

#: Resolutions and points that are shown; the pages of politics have all.
_MAX = 6
#: Characters of a point that are shown.
_LONGEST = 140


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


def case_officer(request: SignedInRequest, organisation: Organisation) -> Card:
    """Return the cases that wait: order of treatment, and what lacks before each can be sent."""
    today = timezone.localdate()
    versions = waiting(organisation)
    papers = {
        p.frozen_id: p
        for p in CasePaper.objects.filter(frozen__in=[v.pk for v in versions]).order_by("id")
    }
    bodies = list(Body.objects.filter(organisation=organisation)) if papers else []
    rows: list[CardRow] = []
    todos: list[Todo] = []
    for version in versions:
        version.organisation = organisation
        paper, page = papers.get(version.pk), address("paper", version)
        if paper is None:
            title = version.content["title"]
            rows.append(CardRow(title, page, text("decisions.list.paper_missing")))
            todos.append(Todo(text("decisions.job.write", title=title), page))
            continue
        order, lacks = order_of(paper), lacking(paper, bodies)
        rows.append(CardRow(paper.title, page, _course(order, today)))
        coming = next_meeting(paper.meetings, today)
        if lacks:
            what = _lacks(lacks)
            rows.append(CardRow(text("decisions.job.lacks", what=what), page))
            do = text("decisions.job.fill", title=paper.title)
            todos.append(Todo(do, page, coming.day if coming else None))
        elif order and coming is None:
            record = address("record", version)
            do = text("decisions.job.record", title=paper.title)
            todos.append(Todo(do, record, order[-1].day))
    return Card(
        text("decisions.job.papers"),
        tuple(rows),
        text("decisions.list.nothing_waits"),
        (_all(organisation, "decisions.home.all"),),
        tuple(todos),
    )


def _course(order: list[Meeting], today: dt.date) -> str:
    """Return the order of treatment in one line; a meeting that is over is marked."""
    if not order:
        return text("decisions.job.no_meetings")
    said = [
        f"{'✓ ' if m.day < today else ''}{m.body} {web().date(m.day.isoformat())}" for m in order
    ]
    return " → ".join(said)


def _lacks(lacks: Lacking) -> str:
    """Return what lacks as a list of words."""
    said = [text(f"decisions.paper_form.{field}").lower() for field in lacks.fields]
    if lacks.meetings:
        said.append(text("decisions.paper_form.meetings").lower())
    said += [text("decisions.job.meeting_of", body=body) for body in lacks.bodies]
    return ", ".join(said)


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
        said = point.text if len(point.text) < _LONGEST else _beginning(point.text)
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


def _beginning(text: str) -> str:
    """Return the first whole words of a long text, with no bracket or sign left open.

    Examples
    --------
    >>> _beginning("Kostnaden er anslått til 3,7 mill. kr (− 1,2 til " + "x" * 140)
    'Kostnaden er anslått til 3,7 mill. kr …'
    """
    short = text[: _LONGEST - 3].rsplit(None, 1)[0]
    if short.rfind("(") > short.rfind(")"):
        short = short[: short.rfind("(")]
    return short.rstrip(" (–−-,;:") + " …"
