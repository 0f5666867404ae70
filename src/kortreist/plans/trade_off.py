"""What more or less money would reach, and what each measure adds to the plan it is in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from kortreist.pathways import costs, evaluate, evaluate_many
from kortreist.pathways.discounting import discount_factors
from kortreist.plans.outcome import Marginal, TradeOff
from kortreist.plans.problem import NONE, Problem
from kortreist.plans.question import Prices, Question, cut_elsewhere
from kortreist.plans.regret import as_choice
from kortreist.plans.static import Weights, one_for_all
from kortreist.plans.today import starts_of

__all__ = ["cost_to_all", "marginal", "trade_off"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: Shares of the municipality's money that the curve is drawn through.
_SHARES = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)
#: Futures enough for the mean of what one measure adds.
_FUTURES = 128
#: NOK a year that a sum may be off by.
_NOTHING = 1e-6


def trade_off(
    question: Question,
    problem: Problem,
    weights: Weights,
    chosen: Mapping[str, int],
    year: int,
    *,
    moves: int,
    seed: int,
) -> tuple[TradeOff, ...]:
    """Return what less and more money reach, least first; the plan shown stands among them.

    A point of the curve is the least mean emission in the goal year of all plans found that
    keep within its money, the plan shown among them. All are made as that plan is, for its own
    first aim, but for the money: from the same measures and start years, in the same futures,
    with what is fixed. More money can buy what less can, so no point is above one for less.

    Parameters
    ----------
    question : Question
    problem : Problem
        What the plan shown is chosen from, with what it binds free: see
        :func:`kortreist.plans.today.within_rules`.
    weights : Weights
    chosen : mapping of str to int
        The plan shown.
    year : int
        Goal year, whose mean emission is shown.
    moves, seed : int
        Of the search for each.

    Returns
    -------
    tuple of TradeOff
        From the least money that pays for what is fixed. The plan shown is beside the curve
        where one for no more money emits less in the goal year.
    """
    q = question
    plans: list[Mapping[str, int]] = [chosen]
    takes = [_takes(problem, as_choice(problem, dict(chosen)))]
    levels = _levels(problem, q.limits.money_nok)
    choice = np.where(problem.must, as_choice(problem, dict(q.fixed)), NONE)
    for money in levels:
        within = problem.with_money(money)
        # From the best for less, which more can buy too.
        choice = one_for_all(within, weights, choice, moves=moves, seed=seed)
        plans.append(starts_of(within, choice))
        takes.append(_takes(problem, choice))
    # Every future, so that the plan shown has the tonnes it has everywhere else.
    emission = evaluate_many(q.model, plans, q.boundary)[:, :, q.column(year)].mean(axis=1)
    out = []
    for money in levels:
        fit = [i for i, need in enumerate(takes) if need <= money + _NOTHING]
        best = min(fit, key=lambda i: (emission[i], takes[i]))
        here = money == q.limits.money_nok
        out.append(_point(q, money, plans[best], float(emission[best]), here and best == 0))
        if here and best != 0:
            shown = _point(q, money, chosen, float(emission[0]), True)
            out.append(replace(shown, on_curve=False))
    return tuple(out)


def _takes(problem: Problem, choice: IntArray) -> float:
    """Return the least NOK a year that pays for a choice; what is not spent is carried over."""
    return problem.money_for(choice[choice >= 0])


def _levels(problem: Problem, money_nok: float) -> tuple[float, ...]:
    """Return NOK a year, least first: from what pays for that which is fixed."""
    fixed = np.flatnonzero(problem.must[problem.option_measure])
    least = min(_takes(problem, fixed), money_nok)
    shares = {share * money_nok for share in _SHARES}
    return tuple(sorted({least} | {money for money in shares if money > least}))


def _point(
    q: Question, money: float, plan: Mapping[str, int], tonnes: float, chosen: bool
) -> TradeOff:
    scores = {m.id: sum(s.score for s in m.qualities) for m in q.measures}
    quality = float(sum(scores[i] for i in plan))
    return TradeOff(money, cost_to_all(q, plan), tonnes, quality, len(plan), chosen)


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
