"""Cases and resolutions that can be found by searching."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from kortreist_web.core.policy import policy_of
from kortreist_web.core.searching import Findable
from kortreist_web.core.texts import web
from kortreist_web.decisions.models import CasePaper, Resolution, ResolutionPoint
from kortreist_web.decisions.points import POINT
from kortreist_web.decisions.queries import withdrawn_resolutions
from kortreist_web.tasks.models import Task
from kortreist_web.tenants.models import Organisation

__all__ = ["find_cases"]


def _shown_by(organisation: Organisation) -> dict[int, list[str]]:
    """Return resolution → what shows that its points are done, as its open page tells it."""
    points = ResolutionPoint.objects.filter(organisation=organisation)
    of = dict(points.values_list("pk", "resolution_id"))
    tasks = Task.objects.filter(organisation=organisation, kind=POINT).exclude(evidence="")
    out: dict[int, list[str]] = {}
    for point, said in tasks.values_list("subject", "evidence"):
        if point in of:
            out.setdefault(of[point], []).append(said)
    return out


def find_cases(
    request: HttpRequest, organisation: Organisation, at_work: bool
) -> Iterator[Findable]:
    """Yield the resolutions anyone may read; at work also those withdrawn, and the papers."""
    code = {"code": organisation.code}
    hidden = set() if at_work else withdrawn_resolutions(organisation)
    rows = Resolution.objects.filter(organisation=organisation).exclude(pk__in=hidden)
    shows = _shown_by(organisation)
    for row in rows:
        about = f"{row.body} {web().date(row.decided_on.isoformat())}, {row.case_number}"
        url = reverse("decisions:resolution", kwargs={**code, "pk": row.pk})
        yield Findable(
            "case",
            row.title,
            url,
            about,
            (about, row.text, row.archive_reference, *shows.get(row.pk, ())),
        )
    if not at_work or not policy_of(CasePaper).may(request.user, "view", organisation):
        return
    for paper in CasePaper.objects.filter(organisation=organisation, resolutions=None):
        url = reverse("decisions:list", kwargs=code)
        yield Findable(
            "case", paper.title, url, paper.case_number, (paper.case_number, paper.summary)
        )
