"""A problem narrowed to what is still open: the rest is done as given, and counted in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from kortreist.plans.problem import NONE, Problem

__all__ = ["Means", "narrowed"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


def narrowed(problem: Problem, given: IntArray, open_: Sequence[int]) -> Problem:
    """Return the problem of some measures' later starts, with all else as given.

    Parameters
    ----------
    problem : Problem
    given : (M,) int
        Option of every other measure, the same in all futures; ``NONE`` for not done.
    open_ : sequence of int
        Measures still open. One that needs a measure which is neither given nor open, or that
        a given one rules out, is left out.

    Returns
    -------
    Problem
        Its measures are those that are open; costs are theirs alone, money and staff what the
        given ones leave.
    """
    p = problem
    done = {m for m, o in enumerate(given.tolist()) if o >= 0}
    kept = _possible(p, done, open_)
    now, rest = p.base.copy(), p.rest.copy()
    money, staff = p.money_limit.copy(), p.staff_limit.copy()
    for o in given[given >= 0].tolist():
        for r in range(int(p.term_start[o]), int(p.term_start[o + 1])):
            now[:, p.term_group[r]] *= np.exp(p.term_log[:, r])
        rest += p.arrival[:, o]
        money -= p.money[o]
        staff -= p.staff[o]
    own = p.stem == np.arange(p.stem.size)
    late = own & ~p.early & (p.option_start >= p.learning_year)
    chosen = np.flatnonzero(late & np.isin(p.option_measure, kept))
    count = p.term_start[chosen + 1] - p.term_start[chosen]
    terms = np.concatenate(
        [np.zeros(0, np.int64), *(np.arange(p.term_start[o], p.term_start[o + 1]) for o in chosen)]
    ).astype(np.int64)
    groups = np.unique(p.term_group[terms])
    others = np.setdiff1d(np.arange(p.base.shape[1]), groups)
    place = np.full(len(p.measures), NONE)
    place[kept] = np.arange(len(kept))

    def pairs(named: IntArray) -> IntArray:
        inside = np.isin(named, kept).all(axis=1)
        return place[named[inside]].reshape(-1, 2)

    return replace(
        p,
        measures=tuple(p.measures[m] for m in kept),
        option_measure=place[p.option_measure[chosen]],
        option_start=p.option_start[chosen],
        option_end=p.option_end[chosen],
        early=np.zeros(chosen.size, dtype=np.bool_),
        stem=np.arange(chosen.size),
        available=np.ascontiguousarray(p.available[:, chosen]),
        term_start=np.concatenate([[0], np.cumsum(count)]).astype(np.int64),
        term_group=np.searchsorted(groups, p.term_group[terms]),
        term_log=np.ascontiguousarray(p.term_log[:, terms]),
        base=np.ascontiguousarray(now[:, groups]),
        rest=rest + now[:, others].sum(axis=1),
        arrival=np.ascontiguousarray(p.arrival[:, chosen]),
        money=p.money[chosen],
        staff=p.staff[chosen],
        money_limit=money,
        # What is given was allowed: rounding must not make it look otherwise.
        staff_limit=np.maximum(staff, 0.0),
        cost=p.cost[chosen],
        cost_spread=np.ascontiguousarray(p.cost_spread[:, kept]),
        quality=p.quality[kept],
        requires=pairs(p.requires),
        excludes=pairs(p.excludes),
        must=np.zeros(len(kept), dtype=np.bool_),
        never=np.zeros(len(kept), dtype=np.bool_),
        group_source=tuple(p.group_source[g] for g in groups) if p.group_source else (),
        lost=None,
    )


def _possible(p: Problem, done: set[int], open_: Sequence[int]) -> list[int]:
    kept = {m for m in open_ if not p.never[m] and m not in done}
    for a, b in p.excludes.tolist():
        if a in done:
            kept.discard(b)
        if b in done:
            kept.discard(a)
    before = -1
    while before != len(kept):
        before = len(kept)
        for a, b in p.requires.tolist():
            if b not in done and b not in kept:
                kept.discard(a)
    return sorted(kept)


class Means:
    """Problems in which each set of futures is one: their mean.

    A plan for many futures is found in their mean as fast as a plan for one, and must be judged
    in the futures themselves. What a single option takes away is exactly the mean of the
    futures; what two take of the same source is nearly so.

    Parameters
    ----------
    problem : Problem
    """

    def __init__(self, problem: Problem) -> None:
        p = self.p = problem
        count = p.weight.size
        left = p.base[:, p.term_group] * np.exp(p.term_log)
        self._parts = (p.base, left, p.rest, p.arrival, p.cost_spread, ~p.available)
        self._flat = np.concatenate(
            [np.asarray(part, dtype=np.float64).reshape(count, -1) for part in self._parts], axis=1
        )

    def split(
        self, inside: BoolArray, yes: BoolArray, on_offer: BoolArray | None = None
    ) -> Problem:
        """Return the means of some futures, and of either side of each split of them.

        Parameters
        ----------
        inside : (F,) bool
        yes : (S, F) bool
            One side of each split; no side may be empty.
        on_offer : (S, O) bool, optional
            Options that may be taken on both sides of each split, among those available in
            all its futures.

        Returns
        -------
        Problem
            Of 1 + 2 S futures: all, and then each split's one side and the other.
        """
        p = self.p
        rows = np.concatenate([inside[None], yes & inside]).astype(np.float64)
        sums = rows @ self._flat
        both = np.empty((2 * len(rows) - 1, sums.shape[1]))
        both[0], both[1::2] = sums[0], sums[1:]
        # What is not on the one side is on the other.
        both[2::2] = sums[0] - sums[1:]
        count = np.empty(len(both))
        size = rows.sum(axis=1)
        count[0], count[1::2], count[2::2] = size[0], size[1:], size[0] - size[1:]
        parts, at = [], 0
        for part in self._parts:
            width = int(np.prod(part.shape[1:]))
            flat = both[:, at : at + width] / count[:, None]
            parts.append(np.ascontiguousarray(flat.reshape(len(both), *part.shape[1:])))
            at += width
        base, left, rest, arrival, spread, lacking = parts
        base = np.maximum(base, 0.0)
        whole = base[:, p.term_group]
        ratio = np.divide(left, whole, out=np.ones_like(left), where=whole > 0.0)
        available = lacking * count[:, None] < 0.5
        if on_offer is not None:
            available[1:] &= np.repeat(on_offer, 2, axis=0)
        return replace(
            p,
            weight=np.full(len(both), 1.0 / len(both)),
            available=available,
            term_log=np.log(np.maximum(ratio, np.finfo(np.float64).tiny)),
            base=base,
            rest=rest,
            arrival=arrival,
            cost_spread=spread,
        )
