"""What has been said of each measure up to a period, under one adopted budget."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from kortreist_web.reports.models import StatusReport
from kortreist_web.tenants.models import Organisation

__all__ = ["choices_of", "latest_statuses", "up_to"]


def up_to(year: int, period: int) -> Q:
    """Return the condition that something is of this period or an earlier one."""
    return Q(year__lt=year) | Q(year=year, period__lte=period)


def choices_of(organisation: Organisation, content: dict[str, Any]) -> dict[str, Any]:
    """Return measure → choice for the lines of a frozen budget.

    A line without a choice is found by its measure: the council may adopt a line before the
    measure is chosen in the list.
    """
    from kortreist_web.measures.models import MeasureChoice

    measure_ids = {line["measure"] for line in content["lines"]}
    rows = MeasureChoice.objects.filter(organisation=organisation, measure__in=measure_ids)
    return {choice.measure: choice for choice in rows.select_related("unit", "responsible")}


def latest_statuses(
    organisation: Organisation, choices: Iterable[Any], year: int, period: int, since: int
) -> dict[int, StatusReport]:
    """Return choice key → its newest status of this period or an earlier one.

    Parameters
    ----------
    since : int
        The budget's year: what was said under an earlier budget, this one has taken in.
    """
    rows = StatusReport.objects.filter(
        up_to(year, period),
        organisation=organisation,
        choice__in=[c.pk for c in choices],
        year__gte=since,
    ).order_by("year", "period")
    return {row.choice_id: row for row in rows}
