"""The plan as it looks today, and what it is chosen from: what is bound, and what is expected.

Whoever asks what another amount of money would give asks of the same choices: the same rules,
the same futures, the same first aim. Only then does the answer tell of the money.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from kortreist.pathways import evaluate_many
from kortreist.plans.formulate import formulate
from kortreist.plans.grouping import Grouping
from kortreist.plans.problem import Problem
from kortreist.plans.question import Prices, Question, needed_ids
from kortreist.plans.scenarios import Reduced
from kortreist.plans.static import Weights, fixed_starts, one_for_all

__all__ = [
    "may_bind",
    "plan_today",
    "plannable",
    "starts_of",
    "what_can_be_planned",
    "within_rules",
]

IntArray = npt.NDArray[np.int64]

#: Groups whose measures are in no plan: it would do what it advises against, or wait with what
#: it says cannot wait.
_NOT_PLANNED = ("decide_now", "avoid", "not_needed", "not_for_climate")
#: Moves of the search: some tenths of a second.
_MOVES = 15_000


def plannable(q: Question, grouping: Grouping) -> Question:
    """Return the question without what is not to be done, and what must be decided first."""
    out = {m.id for m, g in zip(q.measures, grouping.groups, strict=True) if g in _NOT_PLANNED}
    out -= needed_ids(q)
    return replace(q, excluded=q.excluded | out)


def may_bind(q: Question, grouping: Grouping, least_stable: float) -> dict[str, tuple[int, ...]]:
    """Return measure id → years before the learning year it may start in, by its group.

    Parameters
    ----------
    q : Question
    grouping : Grouping
    least_stable : float
        Share of resamples that must agree on what has to be anchored first.
    """
    early = tuple(y for y in q.plan_years if y < q.learning_year)
    out = {}
    for m, group, sure in zip(
        q.measures, grouping.groups, grouping.sure(least_stable).tolist(), strict=True
    ):
        if group == "start_now":
            out[m.id] = early
        elif group == "anchor_first" and sure:
            # What must be anchored first cannot start in the year the plan is adopted for.
            out[m.id] = early[1:]
    return out


def what_can_be_planned(
    q: Question, prices: Prices, reduced: Reduced, early: Mapping[str, Collection[int]]
) -> Problem:
    """Return the problem the plan as it looks today is chosen from.

    Parameters
    ----------
    q : Question
        Only with what may be planned: :func:`plannable`.
    prices : Prices
    reduced : Reduced
        The futures it is chosen in.
    early : mapping of str to collection of int
        Measure id → start years before the learning year; the rest only from it on.

    Returns
    -------
    Problem
        One choice for all futures. What is fixed must be in it, in its year.
    """
    from_learning = [y for y in q.plan_years if y >= q.learning_year]
    problem = formulate(
        q,
        prices,
        reduced.chosen,
        q.years,
        np.ones(len(q.years)),
        starts=sorted({*(y for some in early.values() for y in some), *from_learning})
        if needed_ids(q) <= q.fixed.keys()
        else sorted({*q.plan_years, *from_learning}),
        learning_year=q.horizon + 1,
        waiting=False,
        give_up=False,
    )
    mine = [problem.measures[m] for m in problem.option_measure]
    allowed = (problem.option_start >= q.learning_year) | problem.must[problem.option_measure]
    needed = needed_ids(q)
    allowed |= np.array([m in needed for m in mine], dtype=np.bool_)
    allowed |= np.array(
        [y in early.get(m, ()) for m, y in zip(mine, problem.option_start, strict=True)],
        dtype=np.bool_,
    )
    return replace(problem, weight=reduced.weight, available=problem.available & allowed)


def within_rules(
    q: Question,
    prices: Prices,
    reduced: Reduced,
    grouping: Grouping,
    least_stable: float,
    bound: Mapping[str, int],
) -> Problem:
    """Return all that the plan could be by its own rules, where only what is fixed is bound.

    Parameters
    ----------
    q : Question
        Without what nothing can be chosen of.
    prices : Prices
    reduced : Reduced
    grouping : Grouping
    least_stable : float
        See :func:`may_bind`.
    bound : mapping of str to int
        What the plan binds: those start years are on offer too.
    """
    years = may_bind(q, grouping, least_stable)
    early = {m: {*years.get(m, ()), *([bound[m]] if m in bound else [])} for m in {*years, *bound}}
    return what_can_be_planned(plannable(q, grouping), prices, reduced, early)


def plan_today(
    q: Question,
    prices: Prices,
    weights: Weights,
    reduced: Reduced,
    bound: Mapping[str, int],
    seed: int,
) -> tuple[dict[str, int], float]:
    """Return the plan as it looks today, and how far the solver's emissions are from exact.

    What is bound, and what is expected in the plan's later years; see
    :func:`what_can_be_planned`.
    """
    early = {m: (year,) for m, year in bound.items()}
    held = fixed_starts(what_can_be_planned(q, prices, reduced, early), bound)
    choice = one_for_all(held, weights, moves=_MOVES, seed=seed)
    starts = starts_of(held, choice)
    exact = evaluate_many(q.model, [starts], q.boundary)[0][reduced.chosen]
    exact = exact[:, q.column(q.years[0]) : q.column(q.horizon) + 1]
    ours = held.emission(np.tile(choice, (reduced.chosen.size, 1)))
    return starts, float(np.max(np.abs(ours / exact - 1.0)))


def starts_of(problem: Problem, choice: IntArray) -> dict[str, int]:
    """Return measure id → start year of a choice that is the same in all futures."""
    return {
        problem.measures[m]: int(problem.option_start[o]) for m, o in enumerate(choice) if o >= 0
    }
