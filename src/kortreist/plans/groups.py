"""The four groups: start now, anchor first, keep open, lock-in; and how sure each is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from kortreist.facts import load
from kortreist.plans.outcome import GROUPS, Group

__all__ = ["Evidence", "Grouping", "Thresholds", "group"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the groups part: dated facts, shares 0–1 and years."""

    early: float
    anchor: float
    some: float
    room_loss: float
    binding_years: float
    reversal: float
    stability: float
    resamples: int

    @classmethod
    def at(cls, when: date | None = None) -> Thresholds:
        """Return the thresholds in force on a date."""
        store = load()
        names = (
            "early_share",
            "anchor_share",
            "some_share",
            "room_loss",
            "binding_years",
            "reversal_share",
            "stability",
            "resamples",
        )
        v = {n: store.figure(f"groups/{n}", when).value for n in names}
        return cls(
            v["early_share"],
            v["anchor_share"],
            v["some_share"],
            v["room_loss"],
            v["binding_years"],
            v["reversal_share"],
            v["stability"],
            int(v["resamples"]),
        )

    def binds(self, commitment_years: int, reversal_cost: float | None) -> bool:
        """Tell whether a measure binds: long, or dear to give up, where that is known."""
        long = commitment_years >= self.binding_years
        return long or (reversal_cost is not None and reversal_cost >= self.reversal)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the futures say about every measure; F futures, M measures.

    Parameters
    ----------
    early, ever : (F, M) bool
        Whether the future's own best plan starts it before the learning year, or ever.
    met_with, met_without : (F, M) bool
        Whether the goal can still be met with it bound now, and without.
    difference : (F, M) float
        NOK that starting now costs more than waiting; NaN where it cannot start now.
    binds, waits, shut, unpriced : (M,) bool
        It binds; it waits for a condition; it may not be chosen (unknown cost, too dear);
        nobody knows what a tonne by it costs.
    closes : (M,) int
        How many other measures it rules out.
    """

    early: BoolArray
    ever: BoolArray
    met_with: BoolArray
    met_without: BoolArray
    difference: FloatArray
    binds: BoolArray
    waits: BoolArray
    shut: BoolArray
    unpriced: BoolArray
    closes: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Grouping:
    """Group of every measure, how often resamples agree, and the room it changes.

    ``groups``, ``reasons``: length M. ``stability``: (M,) share of resamples. ``room_change``:
    (M,) share points.
    """

    groups: tuple[Group, ...]
    reasons: tuple[str, ...]
    stability: FloatArray
    room_change: FloatArray


_REASONS = (
    "early_and_free",
    "early_but_binds",
    "some_futures",
    "waits_for_condition",
    "no_room_for_it",
    "closes_more",
    "price_unknown",
)
_GROUP_OF = np.array([0, 1, 2, 2, 2, 3, 2])


def group(evidence: Evidence, limits: Thresholds, seed: int) -> Grouping:
    """Put every measure in its group, and see how often it stays there.

    The futures are drawn again with replacement (bootstrap; Efron 1979), and the same rules
    are used on every sample.

    Parameters
    ----------
    evidence : Evidence
    limits : Thresholds
    seed : int
    """
    futures = evidence.early.shape[0]
    whole = np.full((1, futures), 1.0 / futures)
    rng = np.random.default_rng([seed, 0x67727570])
    drawn = rng.multinomial(futures, whole[0], size=limits.resamples) / futures
    reason = _reasons(evidence, limits, whole)[0]
    again = _reasons(evidence, limits, drawn)
    groups = _GROUP_OF[reason]
    stability = (_GROUP_OF[again] == groups).mean(axis=0)
    change = evidence.met_with.mean(axis=0) - evidence.met_without.mean(axis=0)
    return Grouping(
        tuple(GROUPS[g] for g in groups), tuple(_REASONS[r] for r in reason), stability, change
    )


def _reasons(e: Evidence, limits: Thresholds, weight: FloatArray) -> npt.NDArray[np.int64]:
    """Return (B, M) the rule that decides, for each of B weightings (B, F) of the futures."""
    early, ever = weight @ e.early, weight @ e.ever
    change = weight @ (e.met_with.astype(np.float64) - e.met_without)
    loses = weight @ np.nan_to_num(np.maximum(e.difference, 0.0))
    gives = weight @ np.nan_to_num(np.maximum(-e.difference, 0.0))
    takes_room = change < -limits.room_loss
    seldom_right = early < limits.anchor
    # It takes away more room than it gives: fewer futures stay open, and it does not pay.
    lock_in = (e.binds | (e.closes > 0)) & takes_room & seldom_right & (loses >= gives)
    rules = [
        lock_in,
        np.broadcast_to(e.waits, early.shape),
        np.broadcast_to(e.shut, early.shape),
        # What nobody has priced cannot be right on price: the price is found out first.
        e.unpriced & (ever >= limits.some),
        (early >= limits.early) & ~e.binds & ~takes_room,
        (early >= limits.anchor) & (e.binds | takes_room),
        ever >= limits.some,
    ]
    return np.select(rules, [5, 3, 4, 6, 0, 1, 2], default=4)
