"""What can be said of a measure in one line: how it went last, and the newest value seen."""

from __future__ import annotations

from collections.abc import Sequence

from kortreist_web.core.texts import text, web
from kortreist_web.indicators.models import Observation
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.reports.models import StatusReport
from kortreist_web.reports.statuses import latest_statuses, up_to
from kortreist_web.tenants.models import Organisation

__all__ = ["in_one_line"]

#: Longest part of what hinders that a line holds.
_LONGEST = 90


def in_one_line(
    organisation: Organisation, choices: Sequence[MeasureChoice], year: int, period: int
) -> dict[int, str]:
    """Return choice key → one line of how a measure goes, up to a period.

    What was said in the year before counts: it is the newest until the new year is reported.
    """
    statuses = latest_statuses(organisation, choices, year, period, year - 1)
    values = {
        o.indicator.choice_id: o
        for o in Observation.objects.filter(
            up_to(year, period),
            organisation=organisation,
            indicator__choice__in=choices,
            indicator__ended_on=None,
            value__isnull=False,
        )
        .select_related("indicator")
        .order_by("year", "period", "-indicator__name")
    }
    return {c.pk: " · ".join(_said(statuses.get(c.pk), values.get(c.pk), year)) for c in choices}


def _said(status: StatusReport | None, seen: Observation | None, year: int) -> list[str]:
    """Return what can be said of a measure in one line."""
    if status is None:
        return []  # the tag beside says that nothing is reported
    parts = [
        text("reports.job.status", status=text(f"reports.status.{status.status}"), when=status.when)
    ]
    if seen is not None and seen.value is not None:
        what = {"name": seen.indicator.name, "value": web().number(seen.value)}
        what["unit"] = seen.indicator.unit_of_measure
        target = seen.indicator.targets.get(str(year))
        if target is not None:
            what |= {"target": web().number(target), "year": str(year)}
        parts.append(
            text("reports.job.value" if target is None else "reports.job.value_target", **what)
        )
    if hindrance := status.hindrance.strip():
        short = hindrance if len(hindrance) <= _LONGEST else hindrance[:_LONGEST].rstrip() + " …"
        parts.append(short)
    return parts
