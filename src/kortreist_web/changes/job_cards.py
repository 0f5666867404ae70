"""First pages about the log: the auditor's by period, the administrator's export."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from kortreist_web.changes.chain import head_of
from kortreist_web.changes.models import Change
from kortreist_web.changes.readable_log import WITHOUT_REASON
from kortreist_web.core.clock import day_of
from kortreist_web.core.domain import Card, CardRow, Todo
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text, web
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.periods import just_ended, next_period, period_end, period_name

__all__ = ["administrator", "auditor"]

#: Periods that are counted: the running one and those before it.
_PERIODS = 4
_DAY = dt.timedelta(days=1)


def administrator(request: SignedInRequest, organisation: Organisation) -> Card | None:
    """Return when all was last taken along, and the way to do it; only to one who may."""
    if "administrator" not in request.user.roles_in(organisation):
        return None
    last = Change.objects.filter(organisation=organisation, kind="export").order_by("-at").first()
    export = reverse("changes:export", kwargs={"code": organisation.code})
    if last is None:
        said = text("changes.admin.never")
    else:
        day = web().date(day_of(last.at).isoformat())
        said = text("changes.admin.last", day=day)
    return Card(text("changes.admin.title"), (CardRow(text("changes.export.title"), export, said),))


def auditor(request: SignedInRequest, organisation: Organisation) -> Card:
    """Return how many changes each of the last periods has, and how many lack a reason."""
    of, today = organisation.interim_reports, timezone.localdate()
    log = reverse("changes:list", kwargs={"code": organisation.code})
    spans = _spans(today, of)
    counts = _counted(organisation, spans)
    rows: list[CardRow] = []
    todos: list[Todo] = []
    for number, (year, period, first, last) in enumerate(spans):
        every, without = counts[f"all_{number}"], counts[f"without_{number}"]
        asked = {"first": first.isoformat(), "last": last.isoformat()}
        name = period_name(year, period, of)
        said = text("changes.job.period", when=name, n=every)
        note = text("changes.job.without", n=without) if without else ""
        rows.append(CardRow(said, f"{log}?{urlencode(asked)}", note))
        if without and not todos:
            url = f"{log}?{urlencode({**asked, 'reason': 'without'})}"
            todos.append(Todo(text("changes.job.do", n=without, when=name), url))
    head = text("changes.check.head_is", head=str(head_of(organisation)))
    check = reverse("changes:check", kwargs={"code": organisation.code})
    more = (
        CardRow(text("changes.title"), log),
        CardRow(text("changes.check.title"), check, head),
        CardRow(
            text("changes.export.title"),
            reverse("changes:export", kwargs={"code": organisation.code}),
        ),
    )
    return Card(text("changes.job.title"), tuple(rows), "", more, tuple(todos))


def _spans(today: dt.date, of: int) -> list[tuple[int, int, dt.date, dt.date]]:
    """Return year, number, first and last day of the running period and those before it."""
    year, period = next_period(*just_ended(today, of), of)
    spans = []
    for _ in range(_PERIODS):
        before = (year, period - 1) if period > 1 else (year - 1, of)
        first = period_end(*before, of) + _DAY
        spans.append((year, period, first, min(period_end(year, period, of), today)))
        year, period = before
    return spans


def _counted(
    organisation: Organisation, spans: list[tuple[int, int, dt.date, dt.date]]
) -> dict[str, int]:
    """Return the counts of all spans; one question."""
    counted = {}
    for number, (_, _, first, last) in enumerate(spans):
        within = Q(at__date__gte=first, at__date__lte=last)
        counted[f"all_{number}"] = Count("pk", filter=within)
        counted[f"without_{number}"] = Count("pk", filter=within & WITHOUT_REASON)
    rows = Change.objects.filter(organisation=organisation, at__date__gte=spans[-1][2])
    return dict(rows.order_by().aggregate(**counted))
