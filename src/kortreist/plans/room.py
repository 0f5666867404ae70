"""Room for manoeuvre: how far the best later decisions come once something is bound.

Reach, tonnes above the frame and cost are continuous: they tell measures apart where the share
of futures that meet one goal does not. What binding itself costs is what being free to leave
would save, whether or not what is bound is good.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kortreist.plans.bundles import chains
from kortreist.plans.goal import Goal, GoalShare, Levels, Room
from kortreist.plans.interval import Range, Resamples, share_interval
from kortreist.plans.least import Least, in_year, least, without
from kortreist.plans.problem import NONE, Problem
from kortreist.plans.room_for_manoeuvre import nothing

__all__ = ["Rooms", "Searched", "curve", "room"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

#: Steps between the goals of the curve, share of the reference year, and how many at most.
_STEPS = (0.02, 0.05, 0.1, 0.25, 0.5, 1.0)
_POINTS = 10


@dataclass(frozen=True, slots=True)
class Searched:
    """The best later decisions once something is bound, future by future.

    ``lowest`` t CO2e in the goal year, ``above`` t CO2e above the frame, ``restore`` NOK of
    measures and of what is above the frame.
    """

    lowest: Least
    above: Least
    restore: Least


class Rooms:
    """What is left to choose from, whatever is bound, in the same futures.

    Parameters
    ----------
    problem : Problem
        All years, with the inventory's own variation in ``rest``; all that starts before the
        learning year has an option in which it is left then, free of charge.
    last : Problem
        The same in the goal year alone; may hold more futures.
    nok : (T,) float
        Discounted NOK per t CO2e; ``priced`` is the problem with it as the years' weight.
    commitment : (M,) int, optional
        Years each is bound: it is kept so long, and then free. By default for good.
    """

    def __init__(
        self,
        problem: Problem,
        last: Problem,
        nok: FloatArray,
        commitment: IntArray | None = None,
    ) -> None:
        self.problem = problem
        self._commitment = commitment
        self._breaks = np.ones(problem.stem.size, dtype=np.bool_)
        if commitment is not None:
            until = problem.option_start + commitment[problem.option_measure]
            self._breaks = until > problem.option_end
        self._last = last
        self.priced = replace(problem, year_weight=nok)
        needs = chains(problem.requires, len(problem.measures))
        self._needs = [frozenset(int(x) for x in row if x >= 0) for row in needs]
        own = np.arange(problem.stem.size) == problem.stem
        out = ~own & (problem.option_end <= problem.learning_year)
        self._left_of = {int(problem.stem[o]): int(o) for o in np.flatnonzero(out)}

    @classmethod
    def of(cls, problem: Problem, year: int, nok: FloatArray) -> Rooms:
        """Return those of a problem whose goal is in one of its years."""
        return cls(problem, in_year(problem, year), nok)

    def first(self, count: int, year: int) -> Rooms:
        """Return the same in the first futures only."""
        few = self.problem.with_futures(np.arange(min(count, self.problem.weight.size)))
        return Rooms(few, in_year(few, year), self.priced.year_weight, self._commitment)

    def bound(self, early: IntArray, ending: Sequence[int] = ()) -> Searched:
        """Return the best later decisions when what is bound is kept.

        ``ending``: measures that are kept only as long as they are bound, and then free.
        """
        return Searched(
            least(self._leaving(self._last, (), ending), early),
            least(self._leaving(self.problem, (), ending), early),
            least(self._leaving(self.priced, (), ending), early, with_cost=True),
        )

    def leavable(self, early: IntArray) -> tuple[int, ...]:
        """Return the measures still bound in the learning year that could be left."""
        out = ((m, self._left_of.get(o)) for m, o in enumerate(early.tolist()))
        return tuple(m for m, o in out if o is not None and self._breaks[o])

    def with_it(self, m: int, early: IntArray) -> tuple[int, ...]:
        """Return a measure and what is bound that needs it: they are left together."""
        return tuple(
            x for x, o in enumerate(early.tolist()) if o >= 0 and (x == m or m in self._needs[x])
        )

    def saved(self, early: IntArray, free: Sequence[int], kept: Searched) -> FloatArray:
        """Return (F,) NOK that being free to leave some measures in the learning year saves.

        What the search finds: at least so much.
        """
        bound = set(self.leavable(early))
        free = [m for m in free if m in bound]
        if not free:
            return np.zeros(kept.restore.value.size)
        problem = self._leaving(self.priced, free)
        left = least(problem, early, with_cost=True)
        best = self._descended(problem, early, free, left, kept.restore)
        return kept.restore.value - self._freed(problem, early, free, best, with_cost=True)

    def saved_tonnes(self, early: IntArray, free: Sequence[int], kept: Searched) -> FloatArray:
        """Return (F,) t CO2e above the frame that it saves."""
        problem = self._leaving(self.problem, free)
        left = least(problem, early)
        best = np.minimum(without(left, kept.above), kept.above.value)
        return kept.above.value - self._freed(problem, early, free, best, with_cost=False)

    def _leaving(
        self, problem: Problem, free: Sequence[int], ending: Sequence[int] = ()
    ) -> Problem:
        """Return the problem in which some may be left in the learning year, some when over."""
        p = problem
        way_out = np.isin(p.option_measure, free) & (p.option_end <= p.learning_year)
        way_out |= np.isin(p.option_measure, ending) & ~self._breaks
        return replace(p, stem=np.where(way_out, p.stem, np.arange(p.stem.size)))

    def _descended(
        self, problem: Problem, early: IntArray, free: Sequence[int], left: Least, kept: Least
    ) -> FloatArray:
        """Return (F,) the least cost, from the better of two searches and measure by measure.

        The search keeps or leaves all at once; in a future some may be better left and some
        kept.
        """
        better = (left.value < kept.value)[:, None]
        choice = np.where(better, left.choice, kept.choice)
        value = np.minimum(left.value, kept.value)
        if len(free) < 2:
            return value
        at = Least(problem, True, value, choice)
        for m in free:
            o = self._left_of.get(int(early[m]))
            if o is None:
                continue
            needed = [x for x in range(choice.shape[1]) if m in self._needs[x]]
            trial = choice.copy()
            trial[:, m] = np.where((choice[:, needed] < 0).all(axis=1), o, choice[:, m])
            nok = at.of(trial)
            gain = nok < value
            value = np.where(gain, nok, value)
            choice = np.where(gain[:, None], trial, choice)
        return value

    def _freed(
        self,
        problem: Problem,
        early: IntArray,
        free: Sequence[int],
        best: FloatArray,
        *,
        with_cost: bool,
    ) -> FloatArray:
        """Return (F,) the least when what a measure ruled out may start once it is left.

        The search takes two that exclude each other as never together. Here the one that is
        left has been paid and has done its part until then, and is searched without.
        """
        rivals = {int(m) for pair in problem.excludes for m in pair}
        for m in free:
            gone = self.with_it(m, early)
            out = [self._left_of.get(int(early[x])) for x in gone]
            if m not in rivals or None in out:
                continue
            left = [o for o in out if o is not None]
            without_it = early.copy()
            without_it[list(gone)] = NONE
            never = problem.never.copy()
            never[list(gone)] = True
            alone = replace(
                problem,
                never=never,
                money_limit=problem.money_limit - problem.money[left].sum(axis=0),
                staff_limit=problem.staff_limit - problem.staff[left].sum(axis=0),
            )
            choice = least(alone, without_it, with_cost=with_cost).choice.copy()
            choice[:, list(gone)] = left
            best = np.minimum(best, Least(problem, with_cost, best, choice).of(choice))
        return best


def room(
    rooms: Rooms,
    early: IntArray,
    goal: Goal,
    target_tonnes: float,
    reference: float,
    *,
    resamples: int,
    seed: int,
) -> Room:
    """Return the room for manoeuvre that a set of commitments leaves.

    Parameters
    ----------
    rooms : Rooms
    early : (M,) int
        What is bound before the learning year, as options of ``rooms.problem``.
    goal : Goal
    target_tonnes : float
        The target itself in the goal's year, t CO2e.
    reference : float
        t CO2e of the reference year.
    resamples : int
        Draws for the intervals.
    seed : int
    """
    p = rooms.problem
    here, there = rooms.bound(early), rooms.bound(nothing(p))
    yearly = Resamples(p.weight.size, resamples, seed)
    last = Resamples(here.lowest.value.size, resamples, seed)

    def levels(one: Searched, less: Searched | None = None) -> Levels:
        return Levels(
            last.quantile(one.lowest.value, goal.wanted, less.lowest.value if less else None),
            yearly.mean(one.above.value, less.above.value if less else None),
            yearly.mean(one.restore.value, less.restore.value if less else None),
        )

    free = rooms.leavable(early)
    return Room(
        bound=levels(here),
        free=levels(there),
        change=levels(here, there),
        price_of_binding=yearly.mean(rooms.saved(early, free, here)) if free else _NONE,
        price_of_binding_t=yearly.mean(rooms.saved_tonnes(early, free, here)) if free else _NONE,
        curve=curve(here.lowest.value, there.lowest.value, target_tonnes, reference),
        goal=goal,
        to_target=float((here.lowest.value <= target_tonnes).mean()),
        until=int(p.years[-1]),
        learning_year=p.learning_year,
    )


_NONE = Range(0.0, 0.0, 0.0)


def curve(
    bound: FloatArray, free: FloatArray, target_tonnes: float, reference: float
) -> tuple[GoalShare, ...]:
    """Return in how many futures each goal is reached, from the easiest goal to the hardest.

    Parameters
    ----------
    bound, free : (F,) float
        Lowest t CO2e of the goal year.
    target_tonnes : float
        Is one of the goals.
    reference : float
        t CO2e that cuts are counted from.
    """
    both = np.concatenate([bound, free])
    least, most = 1.0 - both.max() / reference, 1.0 - both.min() / reference
    step = next((s for s in _STEPS if (most - least) / s <= _POINTS), _STEPS[-1])
    grid = np.arange(np.floor(least / step), np.ceil(most / step) + 0.5) * step
    target = 1.0 - target_tonnes / reference
    cuts = sorted({*(round(float(c), 4) for c in grid if abs(c - target) > 0.005), target})
    out = []
    for cut in cuts:
        # The target is met by what it is in tonnes, not by what rounding makes of it.
        tonnes = target_tonnes if cut == target else reference * (1.0 - cut)
        share = float((bound <= tonnes).mean())
        low, high = share_interval(share, bound.size)
        free_share = float((free <= tonnes).mean())
        out.append(GoalShare(cut, tonnes, share, free_share, min(low, share), max(high, share)))
    return tuple(out)
