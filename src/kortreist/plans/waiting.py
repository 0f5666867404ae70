"""Starting now against waiting, for every measure in every future, in NOK.

In every future a measure is started in the plan's first year, or waited with until the
learning year, when the future is known: then it is started if that is better, or never. A
wrong start may be given up at its price. The rest of the plan is as it is, but not what the
choice itself touches: what the measure needs is started with it and paid with it, what needs
the measure is part of what it is worth, and of two that rule each other out the one that is
closed is lost with its value, whichever of them says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kortreist.plans.bundles import chains
from kortreist.plans.problem import Problem

__all__ = ["Waiting", "Weighing", "waiting"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Starting now against waiting, for every measure in every future.

    Parameters
    ----------
    difference : (F, M) float
        NOK that starting now costs more than waiting; negative where starting now is
        better. NaN where the measure cannot start now.
    started : (F, M) float
        NOK of starting now, given up later where that is better; NaN where it cannot start now.
    never : (F, M) float
        NOK that starting now, and keeping it, costs more than never starting.
    pays : (F, M) bool
        Started now or later it is worth more than never, money and staff aside.
    """

    difference: FloatArray
    started: FloatArray
    never: FloatArray
    pays: npt.NDArray[np.bool_]


def waiting(problem: Problem, plan: IntArray) -> Waiting:
    """Compare starting now with waiting, the rest of the plan as it is.

    Parameters
    ----------
    problem : Problem
        Frame 0 and years weighted by discounted carbon price, so that a miss is NOK.
    plan : (M,) int
        Option of each measure in the plan as it looks today.

    Returns
    -------
    Waiting
    """
    weigh = Weighing(problem, plan)
    measures, _, _, futures = problem.size
    difference, started, never = np.full((3, futures, measures), np.nan)
    pays = np.zeros((futures, measures), dtype=np.bool_)
    for m in range(measures):
        if problem.of_measure(m).size == 0:
            continue
        now = weigh.start(m)
        later = weigh.later((m,))
        pays[:, m] = np.minimum(later, 0.0 if now is None else now.nok) < 0.0
        if now is None:
            continue
        difference[:, m] = now.nok - weigh.wait((m,))
        started[:, m] = now.nok
        never[:, m] = now.kept
    return Waiting(difference, started, never, pays)


@dataclass(frozen=True, slots=True)
class Started:
    """A measure started now, with what it needs and what is best done with it.

    ``nok`` (F,) what it comes to with what is decided later, ``kept`` (F,) the measure and
    what it needs kept for good and nothing more.
    """

    nok: FloatArray
    kept: FloatArray


class Weighing:
    """What choices round one measure come to, in NOK against the rest of the plan alone.

    Parameters
    ----------
    problem : Problem
        As for :func:`waiting`.
    plan : (M,) int
    rivals : iterable of (int, int), optional
        Pairs of measures of which only one is done, besides those the problem rules out.
    """

    def __init__(
        self, problem: Problem, plan: IntArray, rivals: Iterable[tuple[int, int]] = ()
    ) -> None:
        p = self.p = problem
        count = len(p.measures)
        pairs = [(int(a), int(b)) for a, b in (*p.excludes.tolist(), *rivals)]
        self._plan = plan
        self._needs = [tuple(int(x) for x in row if x >= 0) for row in chains(p.requires, count)]
        self._helps = [tuple(d for d in range(count) if m in self._needs[d]) for m in range(count)]
        self._rivals = [
            tuple(sorted({b for a, b in pairs if a == m} | {a for a, b in pairs if b == m}))
            for m in range(count)
        ]
        self._own = np.arange(p.stem.size) == p.stem
        self._taken: dict[int, FloatArray] = {}
        self._whole = p.base.copy()
        for o in plan[plan >= 0]:
            self._apply(self._whole, int(o), 1.0)
        self._of: dict[int, tuple[int, ...]] = {}

    # -- the choices -------------------------------------------------------------------

    def start(self, m: int, others: Sequence[int] = ()) -> Started | None:
        """Return a measure started now; None where it cannot be.

        Parameters
        ----------
        m : int
        others : sequence of int
            Measures that the comparison is about too: not taken as given.
        """
        first = self._early((*self._needs[m], m))
        if first is None:
            return None
        around = self._around((m, *others))
        now = around.copy()
        saved, paid = self._add(now, first)
        kept = paid - saved
        # What needs it may be started beside it, or wait.
        here = (*self._needs[m], m)
        ways = [self._left(around, first, kept, m) + self._best_later(now, self._helps[m], here)]
        for more in self._together(m):
            both = self._early(tuple(dict.fromkeys((*self._needs[m], m, *more))))
            if both is not None:
                nok = self._worth(around, both)
                ways.append(self._left(around, both, nok, m))
        best = min(ways, key=lambda nok: float(nok.mean()))
        return Started(best, kept)

    def later(self, some: Sequence[int]) -> FloatArray:
        """Return (F,) NOK of nothing now, and in the learning year the best of some measures."""
        return self._later(self._around(some), some)

    def wait(self, some: Sequence[int]) -> FloatArray:
        """Return (F,) NOK of not starting some measures now, with the best of all else.

        What they need, or what they rule out, may be started now instead; that is one
        decision, the same in all futures.
        """
        around = self._around(some)
        ways = [self._later(around, some)]
        for m in some:
            first = self._early(self._needs[m]) if self._needs[m] else None
            if first is not None:
                now = around.copy()
                saved, paid = self._add(now, first)
                open_ = (m, *self._helps[m])
                ways.append(paid - saved + self._best_later(now, open_, self._needs[m]))
            for x in self._rivals[m]:
                if x not in some:
                    other = self._early((*self._needs[x], x))
                    if other is not None:
                        ways.append(self._left(around, other, self._worth(around, other), x))
        return min(ways, key=lambda nok: float(nok.mean()))

    def once_known(self, m: int) -> tuple[float, FloatArray] | None:
        """Return what a measure costs and (F,) saves when it starts in the learning year.

        NOK, the measure alone beside the rest of the plan; its cost as expected, before what is
        drawn of it. None where it cannot start then.
        """
        p = self.p
        later = self._later_options(m)
        if not later or p.never[m]:
            return None
        first = min(later, key=lambda o: int(p.option_start[o]))
        return float(p.cost[first]), self._saved(self._around((m,)), first)

    # -- parts -------------------------------------------------------------------------

    def _later(self, around: FloatArray, some: Sequence[int]) -> FloatArray:
        p = self.p
        best = self._best_later(around, self._ways(some))
        for m in some:
            if len(self._helps[m]) < 2:
                continue
            # All that need it, started with it in the same year.
            together = (*self._needs[m], m, *self._together(m)[-1])
            for year in {int(p.option_start[o]) for o in self._later_options(m)}:
                part = [self._started_by(x, year) for x in dict.fromkeys(together)]
                if None not in part:
                    taken = [o for o in part if o is not None]
                    there = p.available[:, taken].all(axis=1)
                    best = np.minimum(best, np.where(there, self._worth(around, taken), np.inf))
        return best

    def _started_by(self, m: int, year: int) -> int | None:
        """Return the last later option that starts no later than a year."""
        p = self.p
        mine = [o for o in self._later_options(m) if p.option_start[o] <= year]
        if not mine or p.never[m]:
            return None
        return max(mine, key=lambda o: int(p.option_start[o]))

    def _ways(self, some: Sequence[int]) -> tuple[int, ...]:
        out = [x for m in some for x in (m, *self._helps[m], *self._rivals[m])]
        return tuple(dict.fromkeys(out))

    def _together(self, m: int) -> list[tuple[int, ...]]:
        """Return sets of what needs a measure: each alone with its needs, and all at once."""
        each = [(*self._needs[d], d) for d in self._helps[m]]
        if len(each) > 1:
            each.append(tuple(dict.fromkeys(x for one in each for x in one)))
        return each

    def _around(self, some: Sequence[int]) -> FloatArray:
        """Return the plan's tonnes (F, G, T) without all that a choice touches."""
        touched = {x for m in some for x in (m, *self._needs[m], *self._ways((m,)))}
        touched |= {x for d in tuple(touched) for x in self._needs[d]}
        out = self._whole.copy()
        for x in touched:
            if self._plan[x] >= 0:
                self._apply(out, int(self._plan[x]), -1.0)
        return out

    def _options(self, m: int) -> tuple[int, ...]:
        if m not in self._of:
            self._of[m] = tuple(self.p.of_measure(m).tolist())
        return self._of[m]

    def _later_options(self, m: int) -> list[int]:
        """Return the starts after the learning year, as they stand to the end."""
        return [o for o in self._options(m) if self._own[o] and not self.p.early[o]]

    def _early(self, some: Sequence[int]) -> list[int] | None:
        """Return the first start of each, before the learning year; None where one has none."""
        p, out = self.p, []
        for m in some:
            mine = [o for o in self._options(m) if p.early[o] and self._own[o]]
            if not mine or p.never[m]:
                return None
            out.append(int(min(mine, key=lambda o: p.option_start[o])))
        return out

    def _left(self, around: FloatArray, taken: list[int], nok: FloatArray, m: int) -> FloatArray:
        """Return (F,) NOK of what is started, given up in the learning year where that is better.

        What a measure ruled out is then free to start.
        """
        p = self.p
        given = []
        for o in taken:
            out = [x for x in self._options(int(p.option_measure[o])) if p.stem[x] == o != x]
            given.append(int(out[0]) if out else o)
        if given == taken:
            return nok
        now = around.copy()
        saved, paid = self._add(now, given)
        left = paid - saved + self._best_later(now, self._rivals[m])
        least: FloatArray = np.minimum(nok, left)
        return least

    def _best_later(
        self, around: FloatArray, some: Sequence[int], given: Sequence[int] = ()
    ) -> FloatArray:
        """Return (F,) NOK of the best of some measures after the learning year, or of none.

        ``given`` are started already.
        """
        p = self.p
        best = np.zeros(p.weight.size)
        for m in some:
            if p.never[m]:
                continue
            for o in self._later_options(m):
                part = self._in_time(m, o, given)
                if part is None:
                    continue
                there = p.available[:, o] if part == [o] else p.available[:, part].all(axis=1)
                np.minimum(best, self._worth(around, part), out=best, where=there)
        return best

    def _in_time(self, m: int, o: int, given: Sequence[int] = ()) -> list[int] | None:
        """Return a later option with those of what it needs that start no later."""
        out = [
            self._started_by(r, int(self.p.option_start[o]))
            for r in self._needs[m]
            if r not in given
        ]
        return None if None in out else [*(x for x in out if x is not None), o]

    def _worth(self, around: FloatArray, options: list[int]) -> FloatArray:
        if len(options) == 1:
            return self._paid(options[0]) - self._saved(around, options[0])
        saved, paid = self._add(around.copy(), options)
        return paid - saved

    def _add(self, now: FloatArray, options: Iterable[int]) -> tuple[FloatArray, FloatArray]:
        """Take options one after the other; return (F,) NOK saved and paid."""
        saved, paid = np.zeros((2, self.p.weight.size))
        for o in options:
            saved += self._saved(now, o)
            paid += self._paid(o)
            self._apply(now, o, 1.0)
        return saved, paid

    def _paid(self, o: int) -> FloatArray:
        p = self.p
        nok: FloatArray = p.cost[o] * p.cost_spread[:, p.option_measure[o]]
        return nok if p.lost is None else nok + p.lost[o]

    def _saved(self, now: FloatArray, o: int) -> FloatArray:
        """Return (F,) NOK of emissions an option takes off."""
        p = self.p
        first, last = int(p.term_start[o]), int(p.term_start[o + 1])
        # An option is weighed beside many others: what it takes of its sources is the same.
        if o not in self._taken:
            self._taken[o] = -np.expm1(p.term_log[:, first:last])
        taken = self._taken[o]
        if last == first + 1:
            tonnes = now[:, p.term_group[first]] * taken[:, 0]
        else:
            tonnes = (now[:, p.term_group[first:last]] * taken).sum(axis=1)
        value: FloatArray = (tonnes - p.arrival[:, o]) @ p.year_weight
        return value

    def _apply(self, now: FloatArray, o: int, sign: float) -> None:
        p = self.p
        part = slice(int(p.term_start[o]), int(p.term_start[o + 1]))
        now[:, p.term_group[part]] *= np.exp(sign * p.term_log[:, part])
