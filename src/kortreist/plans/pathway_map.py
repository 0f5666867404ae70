"""The pathway map: what is done now, which signs decide what later, and how far each way goes.

Dynamic adaptive policy pathways (Haasnoot et al. 2013), with the branches of the plan's own
futures. Ways are judged against what is adopted: the target and the frame, never against a goal
made from the plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from kortreist.plans.branch_search import Found, Judging, Search
from kortreist.plans.branches import Branch, PathwayMap, Start, Way
from kortreist.plans.interval import Range, Resamples, share_interval
from kortreist.plans.narrowed import narrowed
from kortreist.plans.problem import NONE, Problem
from kortreist.plans.question import Question
from kortreist.plans.signs import Sign, signs

__all__ = ["decided_by", "map_of", "pathway_map"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

_ENDS = (0.1, 0.9)
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
        Measures whose price tells nothing: it is not known, or nobody can offer it.
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
    waits = {m.id for m in question.measures if m.enabling_conditions}
    on_offer = np.ones(narrow.option_start.size, dtype=np.bool_)
    for m, name in enumerate(narrow.measures):
        if name in planned:
            trunk[m] = _option(narrow, m, planned[name])
            # A sign says whether; when is the plan's, which counts it from that year.
            if name not in waits:
                on_offer[narrow.of_measure(m)] = False
                on_offer[trunk[m]] = True
    narrow = replace(narrow, available=narrow.available & on_offer)
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
    """
    search = Search(problem, trunk, some, judging)
    # As they are read: by year, then by what they are worth.
    found = sorted(search.best(), key=lambda f: _year(problem, f))
    ways = _Ways(search, found)
    branches = ways.branches()
    undecided, followed = ways.undecided(), ways.followed()
    ends = [undecided, followed, *(way for b in branches for way in (b.yes, b.no))]
    decided = {problem.measures[m] for f in found for m in f.yes}
    return PathwayMap(
        year=judging.year,
        learning_year=problem.learning_year,
        target_t=judging.target_t,
        now=_sorted(now),
        anyway=_sorted({k: y for k, y in anyway.items() if k not in decided}),
        branches=branches,
        unsorted=tuple(sorted(set(open_) - decided - anyway.keys())),
        signs=len({s.key for s in some}),
        undecided=undecided,
        followed=followed,
        out_of_reach=all(way.target.central < judging.within_reach for way in ends),
    )


def decided_by(found: PathwayMap | None) -> dict[str, Branch]:
    """Return the measures that a sign decides → where."""
    if found is None:
        return {}
    return {name: b for b in found.branches for way in (b.yes, b.no) for name, _ in way.starts}


class _Ways:
    """How far each way goes when the others are followed as the signs say."""

    def __init__(self, search: Search, found: Sequence[Found]) -> None:
        self.search, self.found = search, found
        p, judging = search.p, search.judging
        self.column = int(np.flatnonzero(p.years == judging.year)[0])
        #: What is decided when so many of the first signs decide, and the t CO2e it leaves.
        self.steps = [search.choice(found)]
        for f in reversed(found):
            before = self.steps[0].copy()
            before[:, list(f.yes)] = NONE
            self.steps.insert(0, before)
        self.emissions = [search.p.emission(choice) for choice in self.steps]
        self.all = np.ones(p.weight.size, dtype=np.bool_)

    def undecided(self) -> Way:
        return self._end(0)

    def followed(self) -> Way:
        return self._end(-1)

    def _end(self, step: int) -> Way:
        choice, emission = self.steps[step], self.emissions[step]
        cut = (self.emissions[0] - emission)[:, self.column]
        return self._way(self.all, (), emission, cut, *self._money(choice, self.all))

    def branches(self) -> tuple[Branch, ...]:
        return tuple(self._branch(i, f) for i, f in enumerate(self.found))

    def _branch(self, i: int, found: Found) -> Branch:
        p, come = self.search.p, found.sign.come
        mine = list(found.yes)
        cut = (self.emissions[i] - self.emissions[i + 1])[:, self.column]
        choice = self.steps[-1]
        only = np.full_like(choice, NONE)
        only[:, mine] = choice[:, mine]

        def way(inside: BoolArray, side: Mapping[int, int]) -> Way:
            starts = {p.measures[m]: int(p.option_start[o]) for m, o in side.items() if o >= 0}
            money = self._money(only, inside)
            return self._way(inside, _sorted(starts), self.emissions[-1], cut, *money)

        return Branch(
            year=_year(p, found),
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
        money = np.append(p.money[:, : late.size][:, late].sum(axis=1), 0.0)[choice] / max(
            int(late.sum()), 1
        )
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
        mean = float(here[:, self.column].mean())
        low, high = (float(v) for v in np.quantile(here[:, self.column], _ENDS))
        draws = Resamples(count, judging.resamples, judging.seed)
        return Way(
            share=_share(float(inside.mean()), inside.size),
            starts=starts,
            reach_t=Range(min(low, mean), mean, max(high, mean)),
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


def _year(problem: Problem, found: Found) -> int:
    """Return the year by the end of which a sign's measures are decided."""
    options = [o for side in (found.yes, found.no) for o in side.values() if o >= 0]
    return int(problem.option_start[options].min()) - 1


def _sorted(starts: Mapping[str, int]) -> tuple[Start, ...]:
    return tuple(sorted(starts.items(), key=lambda one: (one[1], one[0])))
