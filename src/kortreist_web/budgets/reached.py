"""What a measure that is told to be done has reached, beside what it is to reach later.

A measure done for a year is not finished: its indicator may have a higher aim in a later one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kortreist_web.budgets.traces import Indicated
from kortreist_web.core.texts import text, web

__all__ = ["Reached", "reached"]


@dataclass(frozen=True, slots=True)
class Reached:
    """An indicator at a year and at its last: ``value`` and ``target`` None where not known."""

    indicator: str
    unit: str
    year: int
    value: float | None
    target: float | None
    last_year: int
    last_target: float

    def __str__(self) -> str:
        """Say what is done, for which year, and what remains."""
        number = _number
        values = {"year": self.year, "last": self.last_year, "unit": self.unit}
        values |= {"target": number(self.last_target)}
        if self.value is None or self.target is None:
            return text("budgets.measure.done_unseen", **values)
        seen, aim = number(self.value), number(self.target)
        return text("budgets.measure.done_so_far", seen=seen, aim=aim, **values)


def _number(value: float) -> str:
    decimals = next((n for n in (0, 1) if round(value, n) == value), 2)
    return web().number(value, decimals)


def reached(indicators: Iterable[Indicated], year: int) -> Reached | None:
    """Return the first indicator that has more to reach after a year; None: there is none."""
    for one in indicators:
        targets = {int(y): float(v) for y, v in one.targets.items()}
        last = max(targets, default=year)
        if last <= year or targets[last] == targets.get(year):
            continue
        seen = [s for s in one.seen if s.year == year and s.value is not None]
        # The whole year's, or that of the last period that was observed.
        newest = max(seen, key=lambda s: s.period or 99, default=None)
        value = newest.value if newest else None
        return Reached(one.name, one.unit, year, value, targets.get(year), last, targets[last])
    return None
