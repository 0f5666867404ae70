"""From a plan's question to the setting that bindings are judged in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from kortreist.bindings.binding import Binding
from kortreist.bindings.setting import Setting
from kortreist.bindings.thresholds import Thresholds
from kortreist.facts import load
from kortreist.measures.prices import annuity
from kortreist.pathways.discounting import discount_factors
from kortreist.plans.formulate import formulate
from kortreist.plans.least import in_year
from kortreist.plans.pricing import carbon_price
from kortreist.plans.problem import Problem
from kortreist.plans.question import Prices, Question, prices
from kortreist.plans.recourse import best_later
from kortreist.plans.room_for_manoeuvre import nothing
from kortreist.plans.shut_out import shut_out

__all__ = ["setting_of"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


def setting_of(
    question: Question,
    bindings: Sequence[Binding],
    limits: Thresholds,
    *,
    minimum: float,
    noise: FloatArray,
    reference: float,
    targets: Mapping[int, float],
    long_term: tuple[int, float],
    account_tonnes: float,
    seed: int,
    futures: int = 256,
) -> Setting:
    """Return the setting of a plan's question.

    Parameters
    ----------
    question : Question
    bindings : sequence of Binding
        Decide how long the calendar must be.
    limits : Thresholds
    minimum : float
        t CO2e: a measure that cuts less alone is left out, as in the plan.
    noise : (F, T) float
        The inventory's own variation, for every future and year of the model.
    reference : float
        t CO2e of the reference year.
    targets : mapping of int to float
        Goal year → t CO2e that may be emitted.
    long_term : (int, float)
        Year and t CO2e that the frame falls to after the last goal.
    account_tonnes : float
        t CO2e of the newest account.
    seed : int
    futures : int
        How many of the question's futures.
    """
    q = question
    price_table = prices(q)
    sample = np.arange(min(futures, q.model.size))
    problem, early = _problem(q, price_table, sample, minimum, noise)
    calendar = _calendar(q, bindings)
    year = max(targets)
    return Setting(
        problem=problem,
        early=early,
        calendar=calendar,
        frame=_frame(q, calendar, long_term),
        price=np.tile(_price(q, calendar), (sample.size, 1)),
        discount=_discount(q, calendar),
        annuity=annuity,
        goals=_goals(problem, early, year, targets[year], reference, limits),
        goal_year=year,
        account_tonnes=account_tonnes,
        index=_indices(q, sample, calendar),
        seed=seed,
    )


def _problem(
    q: Question, price_table: Prices, sample: IntArray, minimum: float, noise: FloatArray
) -> tuple[Problem, IntArray]:
    shut = shut_out(q, price_table, minimum)
    asked = replace(q, excluded=q.excluded | frozenset(shut))
    problem = formulate(asked, price_table, sample, q.years, np.ones(len(q.years)), give_up=False)
    columns = slice(q.column(q.years[0]), q.column(q.horizon) + 1)
    rest = np.ascontiguousarray(problem.rest + noise[sample][:, columns])
    early = nothing(problem)
    for o in np.flatnonzero(problem.early & problem.must[problem.option_measure]):
        early[problem.option_measure[o]] = o
    return replace(problem, rest=rest), early


def _calendar(q: Question, bindings: Sequence[Binding]) -> IntArray:
    first, last = q.years[0], q.horizon
    for b in bindings:
        for x in (b, *b.alternatives):
            first = min(first, x.start if x.start is not None else first)
            last = max(last, x.last or last)
    return np.arange(first, last + 1, dtype=np.int64)


def _frame(q: Question, calendar: IntArray, long_term: tuple[int, float]) -> FloatArray:
    known = sorted(q.frame)
    end = max(long_term[0], q.horizon + 1)
    years = [*known, end]
    tonnes = [*(q.frame[y] for y in known), min(long_term[1], q.frame[known[-1]])]
    frame: FloatArray = np.interp(calendar, years, tonnes)
    return frame


def _discount(q: Question, calendar: IntArray) -> FloatArray:
    """Return (Y,) what a krone is worth; years before the plan's are not discounted."""
    before = max(q.years[0] - int(calendar[0]), 0)
    factors = discount_factors(range(q.years[0], int(calendar[-1]) + 1))
    return np.concatenate([np.ones(before), factors])


def _price(q: Question, calendar: IntArray) -> FloatArray:
    """Return (Y,) present NOK per t CO2e.

    After the last year of the path it rises as the discount rate does: its present value stays.
    """
    path = [r["year"] for r in load().table("carbon_price") if r["path"] == "non_ets"]
    known = np.clip(calendar, min(path), max(path))
    nok = carbon_price(tuple(int(y) for y in known))
    discount = _discount(q, calendar)
    after = np.minimum(np.searchsorted(calendar, known), calendar.size - 1)
    present: FloatArray = nok * discount[after]
    return present


def _goals(
    problem: Problem,
    early: IntArray,
    year: int,
    target: float,
    reference: float,
    limits: Thresholds,
) -> dict[str, float]:
    """Return three goals from the easiest to the hardest: what is reached, the target, harder."""
    reached = float(np.quantile(best_later(in_year(problem, year), early).value, limits.reach))
    goals = {"target": target, "reached": reached}
    goals["harder"] = min(goals.values()) - limits.harder * reference
    return dict(sorted(goals.items(), key=lambda g: -g[1]))


def _indices(q: Question, sample: IntArray, calendar: IntArray) -> dict[str, FloatArray]:
    """Return the drivers' indices over the calendar, outside the model's years as at its ends."""
    columns = np.clip(calendar - int(q.model.years[0]), 0, q.model.years.size - 1)
    return {
        name: np.ascontiguousarray(q.model.index[d][sample][:, columns])
        for d, name in enumerate(q.model.driver_ids)
    }
