"""Whose measures are whose: what a person is to report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import named
from kortreist_web.core.year_steps import YearLook
from kortreist_web.people.models import User
from kortreist_web.reports.due import is_asked, rhythms_of
from kortreist_web.reports.models import StatusReport
from kortreist_web.reports.statuses import latest_statuses
from kortreist_web.tenants.models import Organisation, Unit
from kortreist_web.tenants.periods import being_reported
from kortreist_web.tenants.tree import descendants

__all__ = [
    "OVER",
    "Now",
    "ToReport",
    "due_in",
    "due_now",
    "may_report",
    "reported_units",
    "to_report",
    "to_report_now",
]

#: A measure in one of these states is under way and reported.
_STATES = ("chosen", "under_way")
#: Roles that report.
_REPORTING = ("reporter", "editor", "approver")
#: A measure in one of these states is not, whatever was adopted.
OVER = ("done", "excluded")


def reported_units(user: User, organisation: Organisation) -> set[int] | None:
    """Return the keys of the units a person reports for; None: any.

    A role that is not tied to a unit, and an editor's, reports for all. A unit counts with
    those under it.
    """
    tied = [h for h in user.held_in(organisation) if h[0] in _REPORTING]
    if any(role != "reporter" or unit is None for role, unit in tied):
        return None
    return _with_those_under(organisation, {unit for _, unit in tied})


def _with_those_under(organisation: Organisation, units: Iterable[int | None]) -> set[int]:
    keys = {unit for unit in units if unit is not None}
    if not keys:
        return keys
    rows = Unit.objects.filter(organisation=organisation).only("id", "parent_id")
    return descendants(rows, keys)


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


def due_in(organisation: Organisation, year: int, period: int) -> list[ToReport]:
    """Return the measures something should be said of in a period, whoever says it."""
    from kortreist_web.measures.models import MeasureChoice

    asked = _asked(organisation, year, period)
    rows = MeasureChoice.objects.filter(organisation=organisation)
    rows = rows.filter(Q(state__in=_STATES) | Q(measure__in=asked))
    rows = rows.exclude(state__in=OVER).exclude(
        measure__in=[m for m, is_ in asked.items() if not is_]
    )
    choices = list(rows.select_related("unit", "responsible"))
    said = latest_statuses(organisation, choices, year, period, year)
    due = []
    for choice in choices:
        newest = said.get(choice.pk)
        now = newest if newest is not None and newest.period == period else None
        # What begins in a later year is nothing to report on yet, and what was done in an
        # earlier period is not asked about again: the same count as the report's own.
        begins_later = choice.state == "chosen" and (choice.start_year or year) > year
        done_before = newest is not None and newest is not now and newest.status == "done"
        if not begins_later and not done_before:
            due.append(ToReport(choice, now))
    return due


def to_report(
    user: User,
    organisation: Organisation,
    year: int,
    period: int,
    due: Sequence[ToReport] | None = None,
) -> tuple[list[ToReport], bool]:
    """Return the measures a person is to report for a period, and whether they are hers.

    Hers are those she is responsible for and her unit's. One who may report any and has none
    of her own gets all.

    Parameters
    ----------
    due : sequence of ToReport, optional
        :func:`due_in` of the period, where it is known.
    """
    due = due_in(organisation, year, period) if due is None else due
    limit = reported_units(user, organisation)
    own = _with_those_under(organisation, user.units_in(organisation)) if limit is None else limit
    hers = [m for m in due if m.choice.responsible_id == user.pk or m.choice.unit_id in own]
    is_hers = bool(hers) or limit is not None
    listed = hers if is_hers else due
    return sorted(listed, key=lambda x: (x.done, named(x.choice.name).casefold())), is_hers


@dataclass(frozen=True, slots=True)
class Now:
    """What somebody is to report for the period being reported, and whether it is hers."""

    year: int
    period: int
    measures: list[ToReport]
    hers: bool


def due_now(look: YearLook[Organisation]) -> list[ToReport]:
    """Return what something should be said of in the period that is reported."""
    return due_in(look.organisation, *look.reported)


def to_report_now(
    request: SignedInRequest,
    organisation: Organisation,
    look: YearLook[Organisation] | None = None,
) -> Now:
    """Return what whoever asks is to report for the period being reported; found out once."""
    known: dict[int, Now] = request.__dict__.setdefault("_to_report", {})
    if organisation.pk not in known:
        look = look or YearLook(organisation, timezone.localdate(), being_reported)
        hers = to_report(request.user, organisation, *look.reported, look.once(due_now))
        known[organisation.pk] = Now(*look.reported, *hers)
    return known[organisation.pk]
