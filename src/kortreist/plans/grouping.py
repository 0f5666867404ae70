"""The group of every measure and how sure it is: the rules, on all that is varied."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from kortreist.plans.evidence import Seen
from kortreist.plans.groups import Evidence, group_of, rules, stability
from kortreist.plans.thresholds import Thresholds
from kortreist.plans.variants import holds, settled_rule
from kortreist.plans.verdict import Change, Group

__all__ = ["Grouping", "grouped"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Grouping:
    """Group of every measure, and how sure it is; M measures.

    Parameters
    ----------
    groups, reasons : length M
    stability : (M,) float
        Share 0–1 of resamples of the futures in which it keeps its group.
    variants : int
        How many variants of price, learning year, thresholds and futures were judged.
    changes : tuple of tuple of Change, length M
        Those in which it is in another group.
    one_of : tuple of tuple of int, length M
        The others of which one is enough; empty where there is no such choice.
    """

    groups: tuple[Group, ...]
    reasons: tuple[str, ...]
    stability: FloatArray
    variants: int
    changes: tuple[tuple[Change, ...], ...]
    one_of: tuple[tuple[int, ...], ...]

    def sure(self, least: float) -> npt.NDArray[np.bool_]:
        """Return (M,) whether it holds in so many resamples and variants."""
        kept = [1.0 - len(c) / max(self.variants, 1) for c in self.changes]
        sure: npt.NDArray[np.bool_] = (self.stability >= least) & (np.array(kept) >= least)
        return sure


def grouped(
    first: Seen,
    evidence: Evidence,
    limits: Thresholds,
    others: Callable[[], Iterator[Seen]],
    seed: int,
    at: date | None,
) -> Grouping:
    """Put every measure in its group, and see in how many variants it stays there.

    Parameters
    ----------
    first : Seen
    evidence : Evidence
        Of ``first``, as it stands.
    limits : Thresholds
    others : callable
        Gives what is seen in other futures.
    seed : int
    at : datetime.date, optional
        Which ranges of the thresholds are valid.
    """
    rule = rules(evidence, limits)
    same = stability(evidence, limits, rule, seed)
    found = holds(first, evidence, limits, rule, others, at)
    groups, reasons = group_of(settled_rule(rule, same, found, first, limits.stability))
    member = {m: some for some in evidence.sets for m in some}
    one_of = tuple(
        tuple(x for x in member.get(m, ()) if x != m) if reason == "one_of_these" else ()
        for m, reason in enumerate(reasons)
    )
    return Grouping(groups, reasons, same, found.variants, found.changes, one_of)
