"""Choose measures greedily: the cheapest tonne first, within money and staff."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kortreist.measures.measure import Measure
from kortreist.plans.limits import Room

__all__ = ["Candidate", "Choice", "greedy", "staff_by_year"]

FloatArray = npt.NDArray[np.float64]
Money = Callable[[Measure, int], FloatArray]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A measure that could be chosen.

    Parameters
    ----------
    measure : Measure
    tonnes : float
        Discounted t CO2e it cuts alone over the years computed, mean over futures.
    nok_per_tonne : float or None
        Discounted expected cost, all bearers, over ``tonnes``; ``None`` when a cost is
        unknown. Unknown is ranked last: it is not zero.
    """

    measure: Measure
    tonnes: float
    nok_per_tonne: float | None

    def rank(self, staff_price: float) -> tuple[bool, float, float, str]:
        """Return the sort key: cost a tonne with staff at ``staff_price`` NOK per FTE-year.

        A saving is a saving however large: it ranks as no cost, and then by tonnes.
        """
        busy = self.measure.staff_fte * max(self.measure.ramp_years, 1)
        money = max(self.nok_per_tonne or 0.0, 0.0) + staff_price * busy / self.tonnes
        return (self.nok_per_tonne is None, money, -self.tonnes, self.measure.id)


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen, and why the rest was not.

    Parameters
    ----------
    starts : dict
        Measure id → start year, in the order chosen.
    refused : dict
        Measure id → ``money``, ``staff``, ``excluded``, ``requires``, ``no_effect`` or
        ``target_met``.
    """

    starts: dict[str, int]
    refused: dict[str, str]


def staff_by_year(measure: Measure, start: int, years: npt.NDArray[np.int64]) -> FloatArray:
    """Return (T,) full-time equivalents: the measure's need in its ramp years."""
    busy = (years >= start) & (years < start + max(measure.ramp_years, 1))
    return np.where(busy, measure.staff_fte, 0.0)


def greedy(
    candidates: Sequence[Candidate],
    room: Room,
    plan_years: Sequence[int],
    money: Money,
    enough: Callable[[Mapping[str, int]], bool],
    staff_price: float = 0.0,
) -> Choice:
    """Choose start years, cheapest tonne first.

    Each measure takes the earliest year of the plan in which the limits let it start; what
    it requires is chosen before it; what it excludes is not chosen. Measures are added in
    that order until ``enough`` holds.

    Parameters
    ----------
    candidates : sequence of Candidate
    room : Room
        Limits; used up by the call.
    plan_years : sequence of int
        Years a measure may start in.
    money : callable
        (measure, start year) → (T,) NOK of the municipality's own money.
    enough : callable
        Starts → whether the frame is met with the wanted probability. Must not turn false
        when measures are added.
    staff_price : float
        NOK that an FTE-year is worth beyond its pay when measures compete for few people.

    Returns
    -------
    Choice
    """
    by_id = {c.measure.id: c for c in candidates}
    refused = {c.measure.id: "no_effect" for c in candidates if c.tonnes <= 0}
    ranked = sorted(
        (c for c in candidates if c.measure.id not in refused),
        key=lambda c: c.rank(staff_price),
    )
    starts: dict[str, int] = {}

    def choose(candidate: Candidate, waiting: tuple[str, ...]) -> str | None:
        measure = candidate.measure
        if _excluded(measure, starts, by_id):
            return "excluded"
        earliest = plan_years[0]
        for needed in measure.requires:
            if needed not in starts:
                if needed not in by_id or needed in waiting:
                    return "requires"
                if choose(by_id[needed], (*waiting, measure.id)) is not None:
                    return "requires"
            earliest = max(earliest, starts[needed])
        reason = None
        for year in (y for y in plan_years if y >= earliest):
            reason = room.take(money(measure, year), staff_by_year(measure, year, room.years))
            if reason is None:
                starts[measure.id] = year
                return None
        return reason or "requires"

    for candidate in ranked:
        if candidate.measure.id not in starts:
            reason = choose(candidate, ())
            if reason is not None:
                refused[candidate.measure.id] = reason
    kept = _shortest_prefix(starts, enough)
    refused.update({m: "target_met" for m in starts if m not in kept})
    return Choice(kept, {m: r for m, r in refused.items() if m not in kept})


def _excluded(measure: Measure, starts: Mapping[str, int], by_id: Mapping[str, Candidate]) -> bool:
    return any(m in starts for m in measure.excludes) or any(
        measure.id in by_id[m].measure.excludes for m in starts
    )


def _shortest_prefix(
    starts: Mapping[str, int], enough: Callable[[Mapping[str, int]], bool]
) -> dict[str, int]:
    """Return the fewest of the first measures that suffice; all when none do."""
    items = list(starts.items())
    if not enough(starts):
        return dict(items)
    low, high = 0, len(items)
    while low < high:
        middle = (low + high) // 2
        if enough(dict(items[:middle])):
            high = middle
        else:
            low = middle + 1
    return dict(items[:low])
