"""From account, measures and futures to the arrays of a problem."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kortreist.pathways.discounting import discount_factors
from kortreist.plans.limits import with_lasting
from kortreist.plans.problem import Problem
from kortreist.plans.question import Prices, Question
from kortreist.plans.reach import Reach

__all__ = ["formulate", "later_starts"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: First year of being given up, where it never is.
_NEVER = 9999


@dataclass(frozen=True, slots=True)
class _Option:
    measure: int
    start: int
    end: int
    stem: int


def later_starts(learning_year: int, horizon: int) -> tuple[int, ...]:
    """Return the start years after the learning year: the further off, the coarser."""
    near = [learning_year, learning_year + 1]
    far = range(learning_year + 3, horizon, 2)
    return tuple(y for y in (*near, *far) if y < horizon)


def formulate(
    question: Question,
    prices: Prices,
    futures: IntArray,
    years: Sequence[int],
    year_weight: Sequence[float] | FloatArray,
    *,
    starts: Sequence[int] | None = None,
    learning_year: int | None = None,
    waiting: bool = True,
    give_up: bool = True,
    leave_all: bool = False,
    leave_free: bool = False,
    reach: Reach | None = None,
) -> Problem:
    """Return the problem in some futures and years.

    Parameters
    ----------
    question : Question
    prices : Prices
    futures : (N,) int
        Which futures of the question.
    years : sequence of int
        Calendar years whose emissions count.
    year_weight : (T,) float
        Calendar years each stands for.
    starts : sequence of int, optional
        Start years on offer; by default every year before the learning year and coarser
        ones after it.
    learning_year : int, optional
        By default the question's.
    waiting : bool
        Whether measures that wait for an enabling condition are on offer (after the
        learning year, in the futures where the condition is there).
    give_up : bool
        Whether what was started can be given up in the learning year, where that frees money
        or others.
    leave_all : bool
        Whether that is so of all that can be left, also where it frees nothing: what it costs
        others is then saved.
    leave_free : bool
        Whether all that is not fixed can be left, and nothing is lost by it, in the learning
        year or when its commitment is over: for what binding itself costs.
    reach : Reach, optional
        What measures do in these futures and years, from problems formulated before.

    Returns
    -------
    Problem
    """
    q = question
    learning = q.learning_year if learning_year is None else learning_year
    if starts is None:
        starts = (*range(q.plan_years[0], learning), *later_starts(learning, q.horizon))
    options = _options(q, prices, starts, learning, waiting, give_up, leave_all, leave_free)
    if reach is None or not reach.serves(q, futures, years):
        reach = Reach(q, futures, np.array(years))
    by_measure: list[list[_Option]] = [[] for _ in q.measures]
    for option in options:
        by_measure[option.measure].append(option)
    term_start, term_group = [0], []
    terms: list[FloatArray] = []
    arrivals = np.zeros((futures.size, len(options), len(years)))
    groups: dict[int, int] = {}
    place = 0
    for m, own in enumerate(by_measure):
        if not own:
            continue
        for done in reach.effects(q.measures[m], own):
            term_group += [groups.setdefault(s, len(groups)) for s in done.sources]
            terms += done.left
            term_start.append(len(term_group))
            arrivals[:, place] = done.arrival
            place += 1
    term_log = np.empty((futures.size, len(terms), len(years)))
    for i, left in enumerate(terms):
        term_log[:, i] = left
    start = np.array([o.start for o in options], dtype=np.int64)
    measure = np.array([o.measure for o in options], dtype=np.int64)
    ids = [m.id for m in q.measures]
    rows = [q.model.measure_ids.index(i) for i in ids]
    enabled = q.model.enabled_from[rows][:, futures]
    money, staff, cost, lost = _spending(q, prices, options, leave_free)
    limit = float(q.limits.money_nok)
    must = np.array([i in q.fixed for i in ids])
    never = np.array([i in q.excluded or not own for i, own in zip(ids, by_measure, strict=True)])
    return Problem(
        measures=tuple(ids),
        years=np.array(years, dtype=np.int64),
        year_weight=np.array(year_weight, dtype=np.float64),
        frame=np.array([q.frame[y] for y in years]),
        weight=np.full(futures.size, 1.0 / futures.size),
        learning_year=learning,
        option_measure=measure,
        option_start=start,
        option_end=np.array([o.end for o in options], dtype=np.int64),
        early=start < learning,
        stem=np.array([o.stem for o in options], dtype=np.int64),
        # What is decided is so in every future; where its condition comes later, its effect does.
        available=((enabled[measure] <= start[:, None]) | must[measure][:, None]).T.copy(),
        term_start=np.array(term_start, dtype=np.int64),
        term_group=np.array(term_group, dtype=np.int64),
        term_log=term_log,
        base=reach.base(list(groups)),
        rest=reach.rest(list(groups)),
        arrival=arrivals,
        money=money,
        staff=staff,
        money_limit=with_lasting(np.full(len(q.years), limit), limit),
        staff_limit=np.full(len(q.years) + 1, float(q.limits.staff_fte)),
        cost=cost,
        cost_spread=_cost_spread(q, prices, ids, futures),
        quality=np.array([float(sum(s.score for s in m.qualities)) for m in q.measures]),
        requires=_pairs(ids, [(m.id, r) for m in q.measures for r in m.requires]),
        excludes=_pairs(ids, [(m.id, e) for m in q.measures for e in m.excludes]),
        must=must,
        never=never,
        lost=None if leave_free else lost,
        lasts=True,
        group_source=tuple(q.model.source_ids[s] for s in groups),
    )


def _cost_spread(q: Question, prices: Prices, ids: list[str], futures: IntArray) -> FloatArray:
    """Return (N, M) what the cost is in each future, over what it is expected to be.

    Only the measure's own cost is drawn; what staff takes is as it is.
    """
    drawn = q.futures.cost[[q.futures.measures.index(i) for i in ids]][:, futures].T
    spread: FloatArray = 1.0 + prices.drawn * (drawn - 1.0)
    return np.ascontiguousarray(spread)


def _pairs(ids: list[str], named: list[tuple[str, str]]) -> IntArray:
    """Return index pairs; a measure that is not here cannot be needed or ruled out."""
    indices = [(ids.index(a), ids.index(b)) for a, b in named if b in ids]
    return np.array(indices, dtype=np.int64).reshape(len(indices), 2)


def _options(
    q: Question,
    prices: Prices,
    starts: Sequence[int],
    learning: int,
    waiting: bool,
    give_up: bool,
    leave_all: bool,
    leave_free: bool,
) -> list[_Option]:
    out: list[_Option] = []
    rivals = _rivals(q)
    for m, measure in enumerate(q.measures):
        if measure.id in q.excluded:
            continue
        waits = bool(measure.enabling_conditions)
        fixed = q.fixed.get(measure.id)
        if fixed is None and (prices.unknown[m] or (waits and not waiting)):
            continue
        years: Sequence[int] = starts if fixed is None else (fixed,)
        for year in years:
            early = year < learning
            if early and waits and fixed is None:
                continue  # nobody binds money to what is not yet allowed
            stem = len(out)
            out.append(_Option(m, year, _NEVER, stem))
            can = measure.reversal_cost is not None
            if not leave_all:  # only where it frees money that it binds, or others
                can &= measure.id in rivals or bool(prices.own[m, -1] > 0.0)
            if give_up and early and fixed is None and (can or leave_free):
                out.append(_Option(m, year, learning, stem))
                over = year + measure.commitment_years
                if leave_free and learning < over <= q.horizon:
                    out.append(_Option(m, year, over, stem))
    return out


def _rivals(q: Question) -> frozenset[str]:
    """Return the measures that rule another of the question out, or are ruled out by one."""
    ids = {m.id for m in q.measures}
    pairs = [(m.id, other) for m in q.measures for other in m.excludes]
    return frozenset(id for a, b in pairs if b in ids for id in (a, b))


def _spending(
    q: Question, prices: Prices, options: list[_Option], leave_free: bool
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    years = np.array(q.years)
    money, staff = np.zeros((2, len(options), years.size + 1))
    cost, lost = np.zeros((2, len(options)))
    longest = max((m.commitment_years for m in q.measures), default=0)
    ahead = discount_factors(range(q.years[0], q.horizon + 1 + longest))
    discount = ahead[: years.size]
    # After the plan's last year what is owed goes on as in it.
    owed = np.pad(prices.payments, ((0, 0), (0, longest)), mode="edge")
    for i, o in enumerate(options):
        measure = q.measures[o.measure]
        later = o.start - q.years[0]
        own, annual = np.zeros((2, years.size))
        if later < years.size:
            own[max(later, 0) :] = prices.own[o.measure, max(-later, 0) : years.size - later]
            annual[max(later, 0) :] = prices.annual[o.measure, max(-later, 0) : years.size - later]
        busy = (years >= o.start) & (years < o.start + max(measure.ramp_years, 1))
        left = years >= o.end
        over = o.start + measure.commitment_years
        share = 0.0 if leave_free else measure.reversal_cost or 0.0
        # What is bound to be paid is paid also after it is given up.
        still = over if prices.payments[o.measure].any() else o.end
        own[left] *= np.where(years[left] < still, share, 0.0)
        annual[left] = 0.0
        stays = 1.0 if o.end > q.horizon else share if still > q.horizon else 0.0
        money[i] = with_lasting(own, stays * prices.lasting[o.measure])
        staff[i, :-1] = np.where(busy & (years < o.end), measure.own_fte, 0.0)
        cost[i] = float(annual @ discount)
        if o.end < over and share > 0.0:
            gone = o.end - q.years[0]
            lost[i] = share * prices.capital[o.measure] * discount[gone]
            rest = owed[o.measure, o.end - o.start : over - o.start]
            cost[i] += share * float(rest @ ahead[gone : gone + rest.size])
    return money, staff, cost, lost
