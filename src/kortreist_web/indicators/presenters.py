"""An indicator as its page shows it: what was observed against what is to be reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kortreist_web.core.texts import text
from kortreist_web.indicators.models import Indicator, Observation

__all__ = ["Status", "by_year", "chart", "status"]


@dataclass(frozen=True, slots=True)
class Status:
    """Where an indicator stands: the last value, and what was to be reached by then.

    ``reached`` is None where nothing was observed or no target is set for that year.
    """

    year: int | None
    value: float | None
    target: float | None
    reached: bool | None


def by_year(observations: Iterable[Observation]) -> dict[int, float]:
    """Return year → value: the whole year's, or the last period's that was observed."""
    out: dict[int, tuple[int, float]] = {}
    for o in observations:
        if o.value is None:
            continue
        rank = 99 if o.period == 0 else o.period
        if o.year not in out or rank > out[o.year][0]:
            out[o.year] = (rank, o.value)
    return {year: value for year, (_, value) in sorted(out.items())}


def status(indicator: Indicator, observations: Iterable[Observation]) -> Status:
    """Return where the indicator stands."""
    values = by_year(observations)
    if not values:
        return Status(None, None, None, None)
    year = max(values)
    value, target = values[year], indicator.targets.get(str(year))
    if target is None:
        return Status(year, value, None, None)
    reached = (value - target) * indicator.direction >= 0
    return Status(year, value, float(target), reached)


def chart(indicator: Indicator, observations: Iterable[Observation]) -> Any:
    """Return the chart of observations against targets."""
    from kortreist_web.core.line_chart import Series, lines

    seen = by_year(observations)
    if indicator.start_year is not None and indicator.start_value is not None:
        seen.setdefault(indicator.start_year, indicator.start_value)
    targets = {int(y): float(v) for y, v in indicator.targets.items()}
    all_years = {*seen, *targets}
    years = list(range(min(all_years), max(all_years) + 1)) if all_years else []
    series = [
        Series("inventory", text("indicators.chart.observed"), seen),
        Series("frame", text("indicators.chart.targets"), targets),
    ]
    return lines(indicator.name, years, series, indicator.unit_of_measure)
