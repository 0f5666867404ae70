"""What the futures say about every measure: the material the groups are judged by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kortreist.pathways.discounting import discount_factors
from kortreist.plans.first_stage import fill_early
from kortreist.plans.formulate import formulate, later_starts
from kortreist.plans.groups import Evidence, Thresholds
from kortreist.plans.outcome import Goal
from kortreist.plans.pricing import carbon_price
from kortreist.plans.problem import NONE, Problem
from kortreist.plans.question import Prices, Question
from kortreist.plans.recourse import best_later
from kortreist.plans.regret import Waiting, waiting
from kortreist.plans.room_for_manoeuvre import met, nothing

__all__ = ["Views", "gather", "look"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

#: What a tonne above the frame counts when each future's own best plan is found: the target
#: comes first, and cost decides between equals.
_TARGET_FIRST = 5_000.0


@dataclass(frozen=True, slots=True)
class Views:
    """Each future's own best plan, had it been known from the start.

    ``futures`` (N,) which of the question's; ``start`` (N, M) start year, 0 where the
    measure is not in that plan.
    """

    futures: IntArray
    start: IntArray

    def early(self, learning_year: int) -> BoolArray:
        """Return (N, M) whether it starts before the learning year."""
        return (self.start > 0) & (self.start < learning_year)

    @property
    def ever(self) -> BoolArray:
        """Return (N, M) whether it is in that plan at all."""
        return self.start > 0


def look(question: Question, prices: Prices, futures: IntArray) -> Views:
    """Find the best plan of each future by itself.

    Parameters
    ----------
    question : Question
    prices : Prices
    futures : (N,) int
    """
    q = question
    starts = (*range(q.plan_years[0], q.learning_year), *later_starts(q.learning_year, q.horizon))
    problem = formulate(
        q,
        prices,
        futures,
        q.years,
        np.ones(len(q.years)),
        starts=starts,
        learning_year=q.plan_years[0],
        give_up=False,
    )
    solution = best_later(problem, nothing(problem), price=_TARGET_FIRST, with_cost=True)
    starts_of = np.append(problem.option_start, 0)  # the last is "not carried out", NONE
    return Views(futures, starts_of[solution.choice])


def gather(
    question: Question,
    prices: Prices,
    views: Views,
    whole: Problem,
    early: IntArray,
    goal: Goal,
    limits: Thresholds,
    noise: FloatArray,
    shut: Mapping[str, str],
) -> tuple[Evidence, Waiting]:
    """Return the evidence on every measure, and starting now against waiting in NOK.

    Parameters
    ----------
    question : Question
        Measures that are shut out are among its excluded.
    prices : Prices
    views : Views
    whole : Problem
        All years, the futures of ``views``.
    early : (M,) int
        What the solver binds before the learning year.
    goal : Goal
    limits : Thresholds
    noise : (N,) float
        t CO2e added in the goal year.
    shut : mapping
        Measure id → why it is not chosen.
    """
    q = question
    last = formulate(q, prices, views.futures, [goal.year], [1.0])
    as_bound = met(last, early, goal.tonnes, noise)
    with_, without = np.empty((2, views.futures.size, len(q.measures)), dtype=np.bool_)
    for m in range(len(q.measures)):
        with_[:, m], without[:, m] = as_bound, as_bound
        if early[m] >= 0:
            other = early.copy()
            other[m] = NONE
            without[:, m] = met(last, other, goal.tonnes, noise)
        else:
            trial = _with(last, early, m)
            if trial is not None:
                with_[:, m] = met(last, trial, goal.tonnes, noise)
    compared = compare(q, early, whole)
    excludes = [set(measure.excludes) for measure in q.measures]
    ids = [measure.id for measure in q.measures]
    evidence = Evidence(
        early=views.early(q.learning_year),
        ever=views.ever,
        met_with=with_,
        met_without=without,
        difference=compared.difference,
        binds=np.array([limits.binds(m.commitment_years, m.reversal_cost) for m in q.measures]),
        waits=np.array([bool(m.enabling_conditions) for m in q.measures]),
        shut=np.array([i in shut for i in ids]),
        unpriced=np.array(
            [
                p.mark == "unknown" and i not in q.fixed
                for i, p in zip(ids, prices.price, strict=True)
            ]
        ),
        closes=np.array([len(e & set(ids)) for e in excludes]),
    )
    return evidence, compared


def _with(problem: Problem, early: IntArray, m: int) -> IntArray | None:
    """Return the commitments with measure m bound in the first year, others making way."""
    own = np.flatnonzero((problem.option_measure == m) & problem.early)
    if own.size == 0:
        return None
    score = np.zeros(problem.option_measure.size)
    taken = early[early >= 0]
    score[taken] = 1.0
    # The measure first, then what was bound, the most money last.
    score[taken] += 1.0 / (1.0 + problem.money[taken].sum(axis=1))
    score[own[0]] = 3.0
    trial = fill_early(problem, score)
    return trial if trial[m] >= 0 else None


def compare(question: Question, early: IntArray, whole: Problem) -> Waiting:
    """Compare starting now with waiting, in NOK, given what is bound."""
    price = discount_factors(question.years) * carbon_price(question.years)
    money = replace(whole, frame=np.zeros(len(question.years)), year_weight=price)
    return waiting(money, early)
