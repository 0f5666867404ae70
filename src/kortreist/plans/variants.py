"""In how many variants a measure keeps its group: price, learning year, thresholds, futures.

The evidence that is drawn is judged again at other prices, another learning year and the
other ends of the thresholds. Only other futures must be solved anew; they are of the same
draw, which is independent from one part to the next, and few are asked while someone waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from kortreist.plans.evidence import Seen, gather
from kortreist.plans.groups import Evidence, group_of, rules, same_group, unsure
from kortreist.plans.outcome import Change, ChangeKind
from kortreist.plans.thresholds import Thresholds

__all__ = ["Holds", "holds"]

IntArray = npt.NDArray[np.int64]

#: Years the learning year is moved.
_YEARS = 1


@dataclass(frozen=True, slots=True)
class Holds:
    """How many variants there are, and those in which each measure leaves its group."""

    variants: int
    changes: tuple[tuple[Change, ...], ...]

    def share(self) -> npt.NDArray[np.float64]:
        """Return (M,) share 0–1 of variants in which the group holds."""
        away = np.array([len(c) for c in self.changes], dtype=np.float64)
        return 1.0 - away / max(self.variants, 1)


def holds(
    s: Seen,
    evidence: Evidence,
    limits: Thresholds,
    rule: IntArray,
    others: Callable[[], Iterator[Seen]],
    at: date | None = None,
) -> Holds:
    """Judge the measures again in every variant.

    Parameters
    ----------
    s : Seen
    evidence : Evidence
        Of it, as it stands.
    limits : Thresholds
    rule : (M,) int
        As found.
    others : callable
        Gives what is seen in other futures, one part after the other.
    at : datetime.date, optional
        Which thresholds are valid.
    """
    again: list[tuple[ChangeKind, str, IntArray]] = []
    for end, times in (("low", limits.price_low), ("high", limits.price_high)):
        again.append(("price", end, rules(gather(s, limits, times=times)[0], limits)))
    for step in (-_YEARS, _YEARS):
        year = s.question.learning_year + step
        if s.question.plan_years[0] < year <= s.question.horizon:
            moved = gather(s, limits, learning_year=year)[0]
            again.append(("learning_year", str(year), rules(moved, limits)))
    for name, other in limits.variants(at):
        again.append(("threshold", name, rules(evidence, other)))
    for number, part in enumerate(others(), 1):
        again.append(("futures", str(number), rules(gather(part, limits)[0], limits)))
    changes: list[list[Change]] = [[] for _ in rule]
    for kind, variant, found in again:
        groups, _ = group_of(found)
        for m in np.flatnonzero(~same_group(found, rule)):
            changes[m].append(Change(kind, variant, groups[m]))
    return Holds(len(again), tuple(tuple(c) for c in changes))


def settled_rule(
    rule: IntArray, stability: npt.NDArray[np.float64], found: Holds, s: Seen, least: float
) -> IntArray:
    """Return the rules with lock-ins that do not hold kept open."""
    doubtful = (stability < least) | (found.share() < least)
    return unsure(rule, doubtful, s.late)
