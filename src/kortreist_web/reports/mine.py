"""Whose measures are whose: what a person is to report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from kortreist_web.core.clock import lasts_on
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import named
from kortreist_web.people.models import User
from kortreist_web.reports.due import is_asked, rhythms_of
from kortreist_web.reports.models import StatusReport
from kortreist_web.reports.statuses import latest_statuses
from kortreist_web.tenants.models import Organisation, Unit
from kortreist_web.tenants.periods import being_reported
from kortreist_web.tenants.tree import descendants

if TYPE_CHECKING:
    from kortreist_web.measures.models import MeasureChoice

__all__ = [
    "OVER",
    "Now",
    "ToReport",
    "due_choices",
    "may_report",
    "reported_units",
    "to_report",
    "to_report_now",
]

#: A measure in one of these states is under way and reported.
_STATES = ("chosen", "under_way")
#: A measure in one of these states is not, whatever was adopted.
OVER = ("done", "excluded")


def reported_units(user: User, organisation: Organisation) -> set[int] | None:
    """Return the keys of the units a person reports for; None: any.

    A role that is not tied to a unit, and an editor's, reports for all. A unit counts with
    those under it.
    """
    from kortreist_web.people.models import Membership

    today = timezone.localdate()
    rows = Membership.objects.filter(
        lasts_on(today),
        user=user,
        organisation=organisation,
        valid_from__lte=today,
        role__in=("reporter", "editor", "approver"),
    )
    tied = [(m.role, m.unit_id) for m in rows]
    if any(role != "reporter" or unit is None for role, unit in tied):
        return None
    units = Unit.objects.filter(organisation=organisation).only("id", "parent_id")
    return descendants(units, {unit for _, unit in tied if unit is not None})


def may_report(user: User, organisation: Organisation, choice: Any) -> bool:
    """Tell whether a person reports for a measure: hers, her unit's, or any."""
    if choice.responsible_id == user.pk:
        return True
    units = reported_units(user, organisation)
    return units is None or choice.unit_id in units


@dataclass(frozen=True, slots=True)
class ToReport:
    """A measure and what was said of it in the period, if anything."""

    choice: Any
    report: StatusReport | None
    #: What can be said of it in one line, where that is shown.
    line: str = ""

    @property
    def done(self) -> bool:
        """Tell whether it has been reported."""
        return self.report is not None


def _asked(organisation: Organisation, year: int, period: int) -> dict[str, bool]:
    """Return measure of the budget in force → whether its part is reported on in a period."""
    from kortreist_web.budgets.frozen import current

    budget = current(organisation, year)
    of = organisation.interim_reports
    rhythms = rhythms_of(budget.content) if budget else {}
    return {m: is_asked(rhythm, period, of) for m, rhythm in rhythms.items()}


def due_choices(organisation: Organisation, year: int, period: int) -> QuerySet[MeasureChoice]:
    """Return the measures something should be said of in a period, whoever says it."""
    from kortreist_web.measures.models import MeasureChoice

    asked = _asked(organisation, year, period)
    rows = MeasureChoice.objects.filter(organisation=organisation)
    rows = rows.filter(Q(state__in=_STATES) | Q(measure__in=asked))
    rows = rows.exclude(state__in=OVER).exclude(
        measure__in=[m for m, is_ in asked.items() if not is_]
    )
    # What begins in a later year is nothing to report on yet, and what was done in an earlier
    # period is not asked about again: the same count as the report's own.
    finished = [
        s.choice_id
        for s in latest_statuses(organisation, rows, year, period, year).values()
        if s.status == "done" and (s.year, s.period) != (year, period)
    ]
    return rows.exclude(state="chosen", start_year__gt=year).exclude(pk__in=finished)


def to_report(
    user: User, organisation: Organisation, year: int, period: int
) -> tuple[list[ToReport], bool]:
    """Return the measures a person is to report for a period, and whether they are hers.

    Hers are those she is responsible for and her unit's. One who may report any and has none
    of her own gets all.
    """
    from kortreist_web.people.models import Membership

    rows = due_choices(organisation, year, period).select_related("unit", "responsible")
    limit = reported_units(user, organisation)
    own = limit
    if own is None:
        today = timezone.localdate()
        tied = Membership.objects.filter(
            lasts_on(today),
            user=user,
            organisation=organisation,
            unit__isnull=False,
        ).values_list("unit_id", flat=True)
        units = Unit.objects.filter(organisation=organisation).only("id", "parent_id")
        own = descendants(units, set(tied)) if tied else set()
    hers = list(rows.filter(Q(responsible=user) | Q(unit__in=own)))
    if not hers and limit is None:
        choices, is_hers = list(rows), False
    else:
        choices, is_hers = hers, True
    reports = {
        r.choice_id: r
        for r in StatusReport.objects.filter(
            organisation=organisation, year=year, period=period, choice__in=[c.pk for c in choices]
        )
    }
    listed = [ToReport(c, reports.get(c.pk)) for c in choices]
    return sorted(listed, key=lambda x: (x.done, named(x.choice.name).casefold())), is_hers


@dataclass(frozen=True, slots=True)
class Now:
    """What somebody is to report for the period being reported, and whether it is hers."""

    year: int
    period: int
    measures: list[ToReport]
    hers: bool


def to_report_now(request: SignedInRequest, organisation: Organisation) -> Now:
    """Return what whoever asks is to report for the period being reported; found out once."""
    known: dict[int, Now] = request.__dict__.setdefault("_to_report", {})
    if organisation.pk not in known:
        period = being_reported(organisation, timezone.localdate())
        known[organisation.pk] = Now(*period, *to_report(request.user, organisation, *period))
    return known[organisation.pk]
