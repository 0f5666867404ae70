"""The pathway map: what is done now, which signs decide what later, and how far each way goes.

Dynamic adaptive policy pathways (Haasnoot et al. 2013), with the branches of the plan's own
futures. Ways are judged against what is adopted: the target and the frame, never against a goal
made from the plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from kortreist.plans.branch_search import Found, Judging, Search
from kortreist.plans.branches import Branch, PathwayMap, Start, Way
from kortreist.plans.interval import Range, Resamples, share_interval
from kortreist.plans.narrowed import narrowed
from kortreist.plans.problem import NONE, Problem
from kortreist.plans.question import Question
from kortreist.plans.signs import Sign, signs

__all__ = ["map_of", "pathway_map"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

_ENDS = (0.1, 0.5, 0.9)
#: Futures too few to say when it is too late in.
_FEW = 10


def pathway_map(
    question: Question,
    problem: Problem,
    bound: IntArray,
    starts: Mapping[str, int],
    open_: Sequence[str],
    judging: Judging,
    *,
    unpriced: Sequence[str] = (),
) -> PathwayMap:
    """Return the pathway map of a plan.

    Parameters
    ----------
    question : Question
    problem : Problem
        All years in the question's first futures, the inventory's own variation in ``rest``;
        ``year_weight`` present NOK per t CO2e.
    bound : (M,) int
        What the plan binds before the learning year.
    starts : mapping of str to int
        The plan as it looks today, ``bound`` included.
    open_ : sequence of str
        Measures that are kept open.
    judging : Judging
    unpriced : sequence of str
        Measures whose cost is not known.
    """
    p = problem
    place = {name: m for m, name in enumerate(p.measures)}
    given = bound.copy()
    planned: dict[str, int] = {}
    for name, year in starts.items():
        m = place[name]
        if bound[m] >= 0 or (option := _option(p, m, year)) == NONE:
            continue
        planned[name] = int(p.option_start[option])
        if name not in open_:
            given[m] = option
    narrow = narrowed(p, given, [place[name] for name in open_])
    trunk = np.full(len(narrow.measures), NONE)
    for m, name in enumerate(narrow.measures):
        if name in planned:
            trunk[m] = _option(narrow, m, planned[name])
    futures = np.arange(p.weight.size)
    some = signs(question, narrow, futures, unpriced)
    now = {p.measures[m]: int(p.option_start[o]) for m, o in enumerate(bound.tolist()) if o >= 0}
    return map_of(
        narrow,
        trunk,
        some,
        judging,
        now=now,
        anyway=planned,
        open_=open_,
        without=p.emission(np.tile(bound, (p.weight.size, 1))),
    )


def map_of(
    problem: Problem,
    trunk: IntArray,
    some: Sequence[Sign],
    judging: Judging,
    *,
    now: Mapping[str, int],
    anyway: Mapping[str, int],
    open_: Sequence[str],
    without: FloatArray,
) -> PathwayMap:
    """Return the map of a problem that is narrowed to what is open.

    Parameters
    ----------
    problem : Problem
    trunk : (M,) int
        What is planned of it whatever happens.
    some : sequence of Sign
    judging : Judging
    now, anyway : mapping of str to int
        What is bound, and what is planned later: measure id → start year.
    open_ : sequence of str
        Measures that are kept open.
    without : (F, T) float
        t CO2e with what is bound alone.
    """
    search = Search(problem, trunk, some, judging)
    found = search.best()
    ways = _Ways(search, found, without[search.order])
    branches = [ways.branch(f) for f in found]
    nothing, followed = ways.nothing(), ways.followed()
    ends = [nothing, followed, *(way for b in branches for way in (b.yes, b.no))]
    order = sorted(range(len(found)), key=lambda i: (branches[i].year, i))
    decided = {problem.measures[m] for f in found for m in f.yes}
    return PathwayMap(
        year=judging.year,
        learning_year=problem.learning_year,
        target_t=judging.target_t,
        now=_sorted(now),
        anyway=_sorted({k: y for k, y in anyway.items() if k not in decided}),
        branches=tuple(branches[i] for i in order),
        unsorted=tuple(sorted(set(open_) - decided - anyway.keys())),
        signs=len({s.key for s in some}),
        nothing=nothing,
        followed=followed,
        out_of_reach=all(way.target.central < judging.within_reach for way in ends),
    )


class _Ways:
    """How far each way goes when the others are followed as the signs say."""

    def __init__(self, search: Search, found: Sequence[Found], without: FloatArray) -> None:
        self.search, self.found = search, found
        p, judging = search.p, search.judging
        self.column = int(np.flatnonzero(p.years == judging.year)[0])
        self.choice = search.choice(found)
        self.emission = search.p.emission(self.choice)
        self.without = without
        self.all = np.ones(p.weight.size, dtype=np.bool_)

    def nothing(self) -> Way:
        return self._way(self.all, (), self.without, np.zeros(self.all.size), 0.0, 0.0)

    def followed(self) -> Way:
        cut = (self.without - self.emission)[:, self.column]
        return self._way(self.all, (), self.emission, cut, *self._money(self.choice, self.all))

    def branch(self, found: Found) -> Branch:
        p, come = self.search.p, found.sign.come
        mine = list(found.yes)
        without = self.choice.copy()
        without[:, mine] = NONE
        cut = (self.search.p.emission(without) - self.emission)[:, self.column]
        only = np.full_like(self.choice, NONE)
        only[:, mine] = self.choice[:, mine]

        def way(inside: BoolArray, side: Mapping[int, int]) -> Way:
            starts = {p.measures[m]: int(p.option_start[o]) for m, o in side.items() if o >= 0}
            money = self._money(only, inside)
            return self._way(inside, _sorted(starts), self.emission, cut, *money)

        options = [o for side in (found.yes, found.no) for o in side.values() if o >= 0]
        return Branch(
            year=int(p.option_start[options].min()) - 1,
            sign=found.sign.post,
            yes=way(come, found.yes),
            no=way(~come, found.no),
            gain_nok=found.gain,
            stability=found.stability,
            until=self._until(found),
        )

    def _until(self, found: Found) -> int | None:
        """Return the last start in which a condition that comes late still decides the same."""
        if found.sign.post.kind != "condition":
            return None
        p, search = self.search.p, self.search
        last = None
        alone = search.choice([found])
        now = search.loss(alone)
        waits = [m for m, o in found.yes.items() if o >= 0 and not p.available[:, o].all()]
        for start in sorted({int(y) for y in p.option_start if y > found.sign.start}):
            later = [_option(p, m, start) for m in waits]
            if not later or NONE in later or any(p.option_start[o] != start for o in later):
                break
            there = ~found.sign.come & p.available[:, later].all(axis=1)
            other = alone.copy()
            for m, o in zip(waits, later, strict=True):
                other[there, m] = o
            gained = np.where(there, now - search.loss(other), 0.0)
            held = (search.draws.means(gained) > 0.0).mean()
            if there.sum() < _FEW or held < search.judging.stability:
                break
            last = start
        return last

    def _money(self, choice: IntArray, inside: BoolArray) -> tuple[float, float]:
        """Return mean present NOK of all bearers, and of the municipality a year."""
        p = self.search.p
        cost = float(p.costs(choice)[inside].mean())
        late = p.years >= p.learning_year
        money = np.append(p.money[:, late].sum(axis=1), 0.0)[choice] / max(int(late.sum()), 1)
        return cost, float((money * p.cost_spread).sum(axis=1)[inside].mean())

    def _way(
        self,
        inside: BoolArray,
        starts: tuple[Start, ...],
        emission: FloatArray,
        cut: FloatArray,
        cost: float,
        own: float,
    ) -> Way:
        p, judging = self.search.p, self.search.judging
        here = emission[inside]
        count = len(here)
        low, middle, high = np.quantile(here[:, self.column], _ENDS)
        draws = Resamples(count, judging.resamples, judging.seed)
        return Way(
            share=_share(float(inside.mean()), inside.size),
            starts=starts,
            reach_t=Range(float(low), float(middle), float(high)),
            cut_t=draws.mean(cut[inside]),
            cost_nok=cost,
            own_nok=own,
            target=_share(float((here[:, self.column] <= judging.target_t).mean()), count),
            frame=_share(float((here <= p.frame).all(axis=1).mean()), count),
        )


def _share(share: float, count: int) -> Range:
    if share in (0.0, 1.0) and count == 0:
        return Range(0.0, share, 1.0)
    low, high = share_interval(share, count)
    return Range(min(low, share), share, max(high, share))


def _option(problem: Problem, m: int, year: int) -> int:
    """Return the option of a measure that starts in a year, or soonest after it."""
    own = problem.of_measure(m)
    own = own[(problem.stem[own] == own) & (problem.option_start[own] >= year)]
    return int(own[problem.option_start[own].argmin()]) if own.size else NONE


def _sorted(starts: Mapping[str, int]) -> tuple[Start, ...]:
    return tuple(sorted(starts.items(), key=lambda one: (one[1], one[0])))
