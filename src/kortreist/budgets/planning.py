"""From candidates and limits to the start years of a draft plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from kortreist import facts
from kortreist.accounts import Account
from kortreist.errors import FiguresMissingError
from kortreist.measures import Measure
from kortreist.pathways import PathwayModel, costs, evaluate, nok_per_tonne
from kortreist.plans import Candidate, Choice, Limits, Room, greedy
from kortreist.provenance import Origin
from kortreist.units import Boundary

__all__ = ["choose", "limits_for"]

_MONEY = "planning/money_nok_per_inhabitant"
_STAFF = "planning/staff_fte_per_10000"
_STAFF_LEAST = "planning/staff_fte_least"


def limits_for(
    account: Account, money_nok: float | None, staff_fte: float | None, at: date
) -> tuple[Limits, dict[str, str], dict[str, Origin]]:
    """Return the limits, the ids of their origins, and those origins.

    Without the municipality's own numbers the planning assumptions in the facts are used.

    Raises
    ------
    FiguresMissingError
        An assumption is per inhabitant and the residents are unknown.
    """
    store = facts.load()
    origins: dict[str, Origin] = {}
    ids = {"money_origin": "formula/own_limit", "staff_origin": "formula/own_limit"}
    residents = account.population
    if (money_nok is None or staff_fte is None) and residents is None:
        raise FiguresMissingError("budgets.no_population", place=account.place.name)
    if money_nok is None:
        assumed = store.figure(_MONEY, at)
        origins[assumed.origin.id] = assumed.origin
        ids["money_origin"] = assumed.origin.id
        money_nok = assumed.value * (residents or 0.0)
    if staff_fte is None:
        assumed = store.figure(_STAFF, at)
        least = store.figure(_STAFF_LEAST, at)
        origins[assumed.origin.id] = assumed.origin
        ids["staff_origin"] = assumed.origin.id
        staff_fte = max(least.value, assumed.value * (residents or 0.0) / 10_000)
    return Limits(money_nok, staff_fte), ids, origins


def choose(
    model: PathwayModel,
    measures: Sequence[Measure],
    boundary: Boundary,
    frame: Mapping[int, float],
    plan_years: tuple[int, ...],
    limits: Limits,
    residents: float | None,
    at: date,
) -> Choice:
    """Choose start years greedily, and stop when the frame is met in all of the plan's years.

    Parameters
    ----------
    model : PathwayModel
    measures : sequence of Measure
        Quantified ones that wait for nobody else.
    boundary : Boundary
    frame : mapping of int to float
        Year → t CO2e.
    plan_years : tuple of int
    limits : Limits
    residents : float or None
    at : datetime.date
        Which planning assumptions are valid.

    Returns
    -------
    Choice
    """
    store = facts.load()
    first = plan_years[0]
    candidates = []
    by_start: dict[tuple[str, int], np.ndarray] = {}
    for start in plan_years:
        for m in measures:
            # Alone: an upper bound of what it cuts in a plan, so costs are not understated.
            alone = evaluate(model, {m.id: start}, boundary, report_years=())
            paid = costs(model, [m], alone, residents)
            money = paid.nok[m.id].get("municipality", np.zeros(model.years.size))
            by_start[m.id, start] = np.maximum(money, 0.0)
            if start == first:
                tonnes = float(alone.effect_mean.sum())
                candidates.append(Candidate(m, tonnes, nok_per_tonne(paid, alone, m.id, first)))
    wanted = store.figure("planning/probability_wanted", at).value
    limit = {y: frame[y] for y in plan_years}

    def enough(starts: Mapping[str, int]) -> bool:
        result = evaluate(model, starts, boundary, report_years=())
        return min(result.probability_under(limit).values()) >= wanted

    return greedy(
        candidates,
        Room(limits, model.years, np.isin(model.years, plan_years)),
        plan_years,
        lambda m, start: by_start[m.id, start],
        enough,
        store.figure("planning/smallest_effect_t", at).value,
    )
