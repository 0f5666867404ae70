"""Report how a measure goes, with what was observed: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.core.models import ConflictError
from kortreist_web.core.reasons import in_words
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import User
from kortreist_web.reports.mine import may_report
from kortreist_web.reports.models import StatusReport
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.periods import check_period

__all__ = ["Seen", "report"]

#: Statuses nobody understands without being told why.
_EXPLAINED = (StatusReport.Status.DELAYED, StatusReport.Status.STOPPED)


@dataclass(frozen=True, slots=True)
class Seen:
    """A value of an indicator, or why it cannot be given."""

    indicator: Any
    value: float | None
    missing_reason: str = ""
    note: str = ""


@action("report", StatusReport)
def report(
    who: User,
    organisation: Organisation,
    choice: Any,
    *,
    year: int,
    period: int,
    status: str,
    hindrance: str = "",
    observations: Iterable[Seen] = (),
    version: int | None = None,
) -> StatusReport:
    """Say how a measure goes in a period; said again, it is corrected.

    Parameters
    ----------
    observations : iterable of Seen
        Of the measure's indicators, in the same transaction.
    version : int, optional
        The version that was read, 0 when there was none: another now is a conflict. Without
        it the newest word counts.

    Raises
    ------
    PermissionDenied
        The person reports for another unit.
    RefusedError
        An unknown status, one that must be explained and is not, a period the year does not
        have or that has not begun, or another measure's indicator.
    ConflictError
        Somebody else has reported since.
    """
    if not may_report(who, organisation, choice):
        raise PermissionDenied("another unit's measure")
    if status not in StatusReport.Status.values:
        raise RefusedError("reports.refused.status", status=status)
    if status in _EXPLAINED and not in_words(hindrance):
        raise RefusedError("reports.form.needs_hindrance")
    check_period(organisation, year, period)
    key = {"choice": choice, "year": year, "period": period}
    row = StatusReport.objects.filter(organisation=organisation, **key).first()
    if row is not None and version is not None:
        if version == 0:
            raise ConflictError(row)
        row.version = version
    row = row or StatusReport(
        organisation=organisation, periods=organisation.interim_reports, **key
    )
    changed = (row.status, row.hindrance) != (status, hindrance)
    row.status, row.hindrance = status, hindrance
    if changed or row.pk is None:
        row.reported_by, row.reported_at = who, timezone.now()
    _save(row, key)
    for seen in observations:
        if seen.indicator.choice_id != choice.pk:
            raise RefusedError("reports.refused.indicator", name=seen.indicator.name)
        _observe(who, organisation, seen, year, period)
    return row


def _save(row: StatusReport, key: dict[str, Any]) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        # Two people reported the measure for the first time in the same moment.
        raise ConflictError(StatusReport.objects.get(**key)) from None


def _observe(who: User, organisation: Organisation, seen: Seen, year: int, period: int) -> None:
    from kortreist_web.indicators.actions.observe import observe

    observe(
        who,
        organisation,
        seen.indicator,
        year=year,
        period=period,
        value=seen.value,
        missing_reason=seen.missing_reason,
        note=seen.note,
    )
