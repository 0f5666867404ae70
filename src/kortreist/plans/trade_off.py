"""What more or less money would reach, and what each measure adds to the plan it is in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from kortreist.pathways import costs, evaluate, evaluate_many
from kortreist.pathways.discounting import discount_factors
from kortreist.plans.formulate import formulate
from kortreist.plans.limits import Limits
from kortreist.plans.outcome import Marginal, TradeOff
from kortreist.plans.question import Prices, Question, cut_elsewhere
from kortreist.plans.static import Weights, one_for_all

__all__ = ["cost_to_all", "marginal", "trade_off"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: Shares of the municipality's money that the curve is drawn through.
_SHARES = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)
#: Futures enough for the mean of what one measure adds.
_FUTURES = 128


def trade_off(
    question: Question,
    prices: Prices,
    weights: Weights,
    chosen: Mapping[str, int],
    futures: IntArray,
    year: int,
    *,
    moves: int,
    seed: int,
) -> tuple[TradeOff, ...]:
    """Return plans for less and more money, least first; the plan shown stands among them.

    Parameters
    ----------
    question : Question
    prices : Prices
    weights : Weights
    chosen : mapping of str to int
        The plan shown.
    futures : (N,) int
        Few futures to plan on.
    year : int
        Goal year, whose mean emission is shown.
    moves, seed : int
        Of the search for each.
    """
    q = question
    plans: list[tuple[float, Mapping[str, int]]] = []
    for share in _SHARES:
        money = share * q.limits.money_nok
        if share == 1.0:
            plans.append((money, chosen))
            continue
        asked = replace(q, limits=Limits(money, q.limits.staff_fte), fixed={})
        problem = formulate(
            asked,
            prices,
            futures,
            q.years,
            np.ones(len(q.years)),
            starts=q.plan_years,
            learning_year=q.horizon + 1,
            waiting=False,
            give_up=False,
        )
        choice = one_for_all(problem, weights, moves=moves, seed=seed)
        starts: Mapping[str, int] = {
            q.measures[m].id: int(problem.option_start[o]) for m, o in enumerate(choice) if o >= 0
        }
        plans.append((money, starts))
    # Every future, so that the plan shown has the tonnes it has everywhere else.
    emission = evaluate_many(q.model, [p for _, p in plans], q.boundary)
    at = emission[:, :, q.column(year)].mean(axis=1)
    by_id = {m.id: i for i, m in enumerate(q.measures)}
    out = []
    for (money, plan), tonnes in zip(plans, at, strict=True):
        cost = cost_to_all(q, plan)
        quality = sum(s.score for i in plan for s in q.measures[by_id[i]].qualities)
        out.append(TradeOff(money, cost, float(tonnes), float(quality), len(plan), plan is chosen))
    return tuple(out)


def cost_to_all(question: Question, plan: Mapping[str, int]) -> float:
    """Return what a plan costs all bearers from its first year to the horizon, NOK.

    Known costs in the year they are paid, in the kroner of the newest price level, discounted
    to the plan's first year; what one bearer pays another cancels. The sum of the plan's rows.

    Parameters
    ----------
    question : Question
    plan : mapping of str to int
        Measure id → start year.
    """
    q = question
    spent = costs(
        q.model,
        q.measures,
        evaluate(q.model, plan, q.boundary, report_years=()),
        q.residents,
        owners={unit: count.owners for unit, count in q.counts.items()},
        elsewhere=cut_elsewhere(q, plan),
    )
    columns = slice(q.column(q.years[0]), q.column(q.horizon) + 1)
    weight = discount_factors(q.years)
    return sum(float(amount[columns] @ weight) for amount in spent.by_bearer().values())


def marginal(
    question: Question, prices: Prices, plan: Mapping[str, int], year: int
) -> tuple[Marginal, ...]:
    """Return what each measure of a plan cuts alone, and adds to the others; largest first.

    Parameters
    ----------
    question : Question
    prices : Prices
    plan : mapping of str to int
    year : int
        Year whose tonnes are shown. The price is the one price of the measure.
    """
    q = question
    names = list(plan)
    plans: list[Mapping[str, int]] = [{}, dict(plan)]
    plans += [{n: plan[n]} for n in names]
    plans += [{k: v for k, v in plan.items() if k != n} for n in names]
    mean = evaluate_many(q.model, plans, q.boundary, _FUTURES).mean(axis=1)
    at = q.column(year)
    by_id = {m.id: i for i, m in enumerate(q.measures)}
    out = []
    for i, name in enumerate(names):
        alone = float(mean[0, at] - mean[2 + i, at])
        added = float(mean[2 + len(names) + i, at] - mean[1, at])
        price = prices.price[by_id[name]]
        out.append(Marginal(name, alone, added, price.municipality, price.society))
    return tuple(sorted(out, key=lambda r: (-r.added, r.measure)))
