"""What the futures say about every measure: the material the groups are judged by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kortreist.pathways.discounting import discount_factors
from kortreist.plans.bundles import chains
from kortreist.plans.formulate import formulate, later_starts
from kortreist.plans.groups import Evidence
from kortreist.plans.pricing import carbon_price
from kortreist.plans.problem import Problem
from kortreist.plans.question import Prices, Question
from kortreist.plans.reach import Reach
from kortreist.plans.recourse import best_later
from kortreist.plans.room_for_manoeuvre import nothing
from kortreist.plans.thresholds import Thresholds
from kortreist.plans.waiting import Waiting, Weighing, waiting

__all__ = ["Seen", "Views", "compare", "gather", "in_nok", "look", "seen"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

#: Of a frame, above which it is missed: less is rounding.
_MISSED = 1e-6
#: NOK and FTE that nobody has: no limit. What is a krone short is not short.
_PLENTY, _KRONE = 1e15, 0.5


@dataclass(frozen=True, slots=True)
class Views:
    """Each future's own best plan, had it been known from the start.

    Emissions above the frame cost the carbon price of public analyses in it, as they do where
    starting is compared with waiting.

    ``futures`` (N,) which of the question's; ``start`` (N, M) start year, 0 where the measure
    is not in that plan; ``met`` (N,) whether that plan keeps to the frame; ``above`` (N,)
    t CO2e above the frame when nothing is done.
    """

    futures: IntArray
    start: IntArray
    met: BoolArray
    above: FloatArray

    def early(self, learning_year: int) -> BoolArray:
        """Return (N, M) whether it starts before the learning year."""
        return (self.start > 0) & (self.start < learning_year)

    @property
    def ever(self) -> BoolArray:
        """Return (N, M) whether it is in that plan at all."""
        return self.start > 0


def nok_per_tonne(question: Question) -> FloatArray:
    """Return (C,) present NOK that a tonne of each year is counted at: one price for all."""
    nok: FloatArray = discount_factors(question.years) * carbon_price(question.years)
    return nok


def look(question: Question, prices: Prices, futures: IntArray, times: float = 1.0) -> Views:
    """Find the best plan of each future by itself.

    Parameters
    ----------
    question : Question
    prices : Prices
    futures : (N,) int
    times : float
        What the price of a tonne is multiplied by.
    """
    return views_of(_free(question, prices, futures), futures, times)


def _free(
    question: Question, prices: Prices, futures: IntArray, reach: Reach | None = None
) -> Problem:
    """Return the problem in which every start may differ by future."""
    q = question
    starts = (*range(q.plan_years[0], q.learning_year), *later_starts(q.learning_year, q.horizon))
    return formulate(
        q,
        prices,
        futures,
        q.years,
        nok_per_tonne(q),
        starts=starts,
        learning_year=q.plan_years[0],
        give_up=False,
        reach=reach,
    )


def views_of(problem: Problem, futures: IntArray, times: float = 1.0) -> Views:
    """Return the best plan of each future of a problem in which every start is free."""
    priced = replace(problem, year_weight=problem.year_weight * times)
    solution = best_later(priced, nothing(priced), with_cost=True)
    starts_of = np.append(problem.option_start, 0)  # the last is "not carried out", NONE
    over = np.maximum(problem.emission(solution.choice) - problem.frame, 0.0)
    idle = np.tile(nothing(problem), (futures.size, 1))
    return Views(
        futures,
        starts_of[solution.choice],
        (over <= _MISSED * problem.frame.max()).all(axis=1),
        np.maximum(problem.emission(idle) - problem.frame, 0.0).sum(axis=1),
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """What is drawn and solved once, and judged again in every variant.

    Parameters
    ----------
    question : Question
        Measures that are shut out are among its excluded.
    free : Problem
        Every start may differ by future.
    whole : Problem
        All years, with decisions before the learning year the same in all futures.
    early : (M,) int
        What the solver binds before the learning year.
    views : Views
    unlimited : Views
        The same, were there no limit on money and staff.
    shut : mapping
        Measure id → why it is not chosen.
    late : (M,) bool
        Its deadline is past.
    adds, unpriced : (M,) bool
        It emits more than it cuts; nobody knows what a tonne by it costs.
    """

    question: Question
    free: Problem
    whole: Problem
    early: IntArray
    views: Views
    unlimited: Views
    shut: Mapping[str, str]
    late: BoolArray
    adds: BoolArray
    unpriced: BoolArray


def seen(
    question: Question,
    prices: Prices,
    whole: Problem,
    early: IntArray,
    futures: IntArray,
    shut: Mapping[str, str],
    late: BoolArray,
    minimum: float,
    reach: Reach | None = None,
) -> Seen:
    """Return what the measures are judged by in some futures.

    Parameters
    ----------
    question, whole, early, shut, late
        As in :class:`Seen`.
    prices : Prices
    futures : (N,) int
        Those of ``whole``.
    minimum : float
        t CO2e a year that count as something.
    reach : Reach, optional
        What measures do in these futures, from a problem formulated before.
    """
    q = question
    free = _free(q, prices, futures, reach)
    fixed = np.array([m.id in q.fixed for m in q.measures])
    unpriced = np.array([_unpriced(prices, i) for i in range(len(q.measures))]) & ~fixed
    return Seen(
        q,
        free,
        whole,
        early,
        views_of(free, futures),
        views_of(_plenty(free), futures),
        shut,
        late,
        prices.alone.min(axis=1) < -minimum,
        unpriced,
    )


def _unpriced(prices: Prices, i: int) -> bool:
    # What cuts nothing itself has no price per tonne; that its cost is known is enough.
    if prices.price[i].mark != "unknown":
        return False
    return bool(prices.part_unknown[i]) or float(np.abs(prices.alone[i]).max()) > 0.0


def gather(
    s: Seen, limits: Thresholds, *, times: float = 1.0, learning_year: int | None = None
) -> tuple[Evidence, Waiting]:
    """Return the evidence on every measure, and starting now against waiting in NOK.

    Parameters
    ----------
    s : Seen
    limits : Thresholds
    times : float
        What the price of a tonne is multiplied by.
    learning_year : int, optional
        By default the question's.
    """
    q = s.question
    year = q.learning_year if learning_year is None else learning_year
    views = s.views if times == 1.0 else views_of(s.free, s.views.futures, times)
    whole = s.whole
    if year != q.learning_year:
        whole = replace(whole, early=whole.option_start < year)
    compared = compare(q, s.early, whole, times)
    unlimited = s.unlimited if times == 1.0 else views_of(_plenty(s.free), views.futures, times)
    early = views.early(year)
    rivals = [(int(a), int(b)) for a, b in whole.excludes]
    sets = _sets(whole, rivals, early, limits)
    worst = np.zeros(views.above.size, dtype=np.bool_)
    worst[np.argsort(-views.above, kind="stable")[: max(1, round(limits.tail * worst.size))]] = True
    closes = np.zeros(len(q.measures), dtype=np.bool_)
    closes[[m for pair in rivals for m in pair if not any(whole.never[x] for x in pair)]] = True
    evidence = Evidence(
        early=early,
        ever=views.ever,
        pays=compared.pays,
        met=views.met,
        worst=worst,
        difference=compared.difference,
        commitment=np.array([float(m.commitment_years) for m in q.measures]),
        reversal=np.array(
            [np.nan if m.reversal_cost is None else m.reversal_cost for m in q.measures]
        ),
        shut=tuple("adopted" if m.id in q.fixed else s.shut.get(m.id, "") for m in q.measures),
        waits=np.array([bool(m.enabling_conditions) for m in q.measures]),
        unpriced=s.unpriced,
        closes=closes,
        adds=s.adds,
        late=s.late,
        sets=sets,
        set_difference=_set_differences(in_nok(q, whole, times), s.early, sets),
        needs=_needs(whole),
        rivals=_rivals(rivals, len(q.measures)),
        unlimited=unlimited.early(year),
        slack=(unlimited.start == views.start).all(axis=1),
        lacks=_lacks(whole),
    )
    return evidence, compared


def _plenty(problem: Problem) -> Problem:
    """Return the problem without limits on money and staff."""
    none = np.full_like(problem.money_limit, _PLENTY)
    return replace(problem, money_limit=none, staff_limit=none)


def _lacks(problem: Problem) -> tuple[str, ...]:
    """Return ``money`` or ``staff`` where a measure does not fit beside what is adopted.

    With what it needs, started before the learning year, and nothing else chosen.
    """
    p = problem
    own = np.flatnonzero(p.early & (p.stem == np.arange(p.stem.size)))
    fixed = [int(o[0]) for m in np.flatnonzero(p.must) if (o := p.of_measure(int(m))).size]
    money = np.cumsum(p.money_limit - p.money[fixed].sum(axis=0))
    staff = p.staff_limit - p.staff[fixed].sum(axis=0)
    out = []
    for m, needs in enumerate(_needs(p)):
        years = np.unique(p.option_start[own[p.option_measure[own] == m]])
        found = [_lacks_in(p, own, (m, *needs), int(year), money, staff) for year in years]
        out.append("" if "" in found or not found or p.must[m] else found[-1])
    return tuple(out)


def _lacks_in(
    p: Problem,
    own: IntArray,
    some: tuple[int, ...],
    year: int,
    money_left: FloatArray,
    staff_left: FloatArray,
) -> str:
    """Return what is lacking to start some measures by a year, each in its first year."""
    taken = []
    for m in some:
        mine = own[(p.option_measure[own] == m) & (p.option_start[own] <= year)]
        taken.append(int(mine[np.argmax(p.option_start[mine])]) if mine.size else -1)
    if -1 in taken:
        return ""
    money = np.cumsum(p.money[taken].sum(axis=0))
    if ((money > money_left + _KRONE) & (money > 0.0)).any():
        return "money"
    staff = p.staff[taken].sum(axis=0)
    return "staff" if ((staff > staff_left + _MISSED) & (staff > 0.0)).any() else ""


def _needs(problem: Problem) -> tuple[tuple[int, ...], ...]:
    """Return what each measure needs that is not adopted, directly or through others."""
    rows = chains(problem.requires, len(problem.measures))
    return tuple(tuple(int(x) for x in row if x >= 0 and not problem.must[x]) for row in rows)


def _rivals(pairs: list[tuple[int, int]], measures: int) -> tuple[tuple[int, ...], ...]:
    return tuple(
        tuple(sorted({b for a, b in pairs if a == m} | {a for a, b in pairs if b == m}))
        for m in range(measures)
    )


def _sets(
    problem: Problem, rivals: list[tuple[int, int]], early: BoolArray, limits: Thresholds
) -> tuple[tuple[int, ...], ...]:
    """Return measures of which one is enough, as sets.

    Two that rule each other out, or two that act on the same sources and are seldom started
    early in the same future: money, staff or tonnes are there for one.
    """
    share = early.mean(axis=0)
    maybe = [m for m in range(share.size) if limits.some <= share[m] < limits.early]
    acts = {m: _sources(problem, m) for m in maybe}
    joined = {m: {m} for m in maybe}
    for i, a in enumerate(maybe):
        for b in maybe[i + 1 :]:
            ruled_out = (a, b) in rivals or (b, a) in rivals
            both = float((early[:, a] & early[:, b]).mean())
            either = float((early[:, a] | early[:, b]).mean())
            same = bool(acts[a]) and acts[a] == acts[b] and either >= limits.early
            if ruled_out or (same and both <= limits.some):
                whole = joined[a] | joined[b]
                for m in whole:
                    joined[m] = whole
    return tuple(sorted({tuple(sorted(s)) for s in joined.values() if len(s) > 1}))


def _sources(problem: Problem, m: int) -> frozenset[int]:
    options = problem.of_measure(m)
    if options.size == 0:
        return frozenset()
    o = int(options[0])
    terms = slice(int(problem.term_start[o]), int(problem.term_start[o + 1]))
    return frozenset(problem.term_group[terms].tolist())


def _set_differences(
    problem: Problem, early: IntArray, sets: tuple[tuple[int, ...], ...]
) -> FloatArray | None:
    """Return (F, S) NOK that starting one of each set now costs more than starting none."""
    if not sets:
        return None
    out = np.zeros((problem.weight.size, len(sets)))
    for i, some in enumerate(sets):
        pairs = [(a, b) for a in some for b in some if a < b]
        weigh = Weighing(problem, early, pairs)
        begun = [now.nok for m in some if (now := weigh.start(m, some)) is not None]
        if begun:
            best = min(begun, key=lambda nok: float(nok.mean()))
            out[:, i] = best - weigh.wait(some)
    return out


def in_nok(question: Question, whole: Problem, times: float = 1.0) -> Problem:
    """Return the problem with frame 0 and years weighted so that a miss is NOK."""
    nok = nok_per_tonne(question) * times
    return replace(whole, frame=np.zeros(len(question.years)), year_weight=nok)


def compare(question: Question, early: IntArray, whole: Problem, times: float = 1.0) -> Waiting:
    """Compare starting now with waiting, in NOK, given what is bound."""
    return waiting(in_nok(question, whole, times), early)
