"""What a measure is said to save, held to the plan's own rows.

Prices are made before it is known what starts when and what is shared with whom. What is
printed beside the rows must agree with them.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kortreist.facts import load
from kortreist.pathways import PathwayResult, costs
from kortreist.pathways.discounting import discount_factors
from kortreist.plans import PlanOutcome, Question
from kortreist.plans.pricing import price_of

__all__ = ["as_planned"]


def as_planned(question: Question, outcome: PlanOutcome, result: PathwayResult) -> PlanOutcome:
    """Return the outcome with savings as the plan's rows have them.

    A measure that saves somebody money when it starts at once and alone may do so no longer
    when it starts late, or shares its units: then what it costs is said, not what it saves.
    A saving is of the plan's own start and units, investment and own staff as equal yearly
    amounts over the lifetime.

    Parameters
    ----------
    question : Question
    outcome : PlanOutcome
    result : PathwayResult
        The plan evaluated.

    Returns
    -------
    PlanOutcome
    """
    q = question
    owners = {unit: c.owners for unit, c in q.counts.items()}
    yearly = costs(
        q.model,
        q.measures,
        result,
        q.residents,
        owners=owners,
        elsewhere=outcome.elsewhere,
        as_annuity=True,
    )
    columns = slice(q.column(q.years[0]), q.column(q.horizon) + 1)
    weight, bar = discount_factors(q.years), q.dearest_by_year()
    minimum = load().figure("planning/least_priced_t").value
    last = q.years.index(q.plan_years[-1])
    by_id = {m.id: m for m in q.measures}
    prices = dict(outcome.prices)
    for i, name in enumerate(result.measures):
        if prices[name].mark == "saves":
            prices[name] = price_of(
                by_id[name],
                q.boundary,
                yearly.spending[name].cut(columns),
                np.maximum(result.effect_mean[i, columns], 0.0),
                weight,
                bar,
                last,
                minimum,
                q.years,
            )
    return replace(
        outcome,
        prices=prices,
        marginal=tuple(
            replace(
                m,
                nok_per_tonne=prices[m.measure].municipality,
                nok_per_tonne_society=prices[m.measure].society,
            )
            for m in outcome.marginal
        ),
    )
