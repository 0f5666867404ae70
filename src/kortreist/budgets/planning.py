"""From candidates and limits to the start years of a draft plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from kortreist import facts
from kortreist.accounts import Account
from kortreist.errors import FactsError, FiguresMissingError
from kortreist.measures import Measure
from kortreist.pathways import PathwayModel, costs, evaluate, nok_per_tonne
from kortreist.plans import Candidate, Choice, Limits, Room, greedy
from kortreist.provenance import Origin
from kortreist.units import BOUNDARIES, Boundary

__all__ = ["choose", "limits_for"]

FloatArray = npt.NDArray[np.float64]

_MONEY = "planning/money_nok_per_inhabitant"
_STAFF = "planning/staff_fte_per_10000"
_STAFF_LEAST = "planning/staff_fte_least"
_STAFF_PRICE = "planning/staff_price/"


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

    The greedy choice is made in several orders, which differ in how dear an hour of the
    municipality's few people is; the one with the best chance of keeping within the frame,
    then the largest cut in the plan's last year, is kept.

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
    last = int(np.flatnonzero(model.years == plan_years[-1])[0])
    # A row of a few kilograms takes a leader's time and moves nothing.
    whole = float(model.base @ model.weight[BOUNDARIES.index(boundary)])
    least = max(
        store.figure("planning/smallest_effect_t", at).value,
        min(
            store.figure("planning/smallest_effect_share", at).value * whole,
            store.figure("planning/smallest_effect_most", at).value,
        ),
    )
    candidates = []
    money: dict[str, FloatArray] = {}
    for m in measures:
        # Alone: an upper bound of what it cuts in a plan, so costs are not understated.
        alone = evaluate(model, {m.id: first}, boundary, report_years=())
        paid = costs(model, [m], alone, residents)
        own = paid.nok[m.id].get("municipality", np.zeros(model.years.size))
        # A saving elsewhere in the budget is not money a measure can be started with.
        money[m.id] = np.maximum(own, 0.0)
        tonnes = float(alone.effect_mean.sum())
        if alone.effect_mean[..., last].sum() < least:
            tonnes = 0.0
        candidates.append(Candidate(m, tonnes, nok_per_tonne(paid, alone, m.id, first)))

    def own_money(measure: Measure, start: int) -> FloatArray:
        """Return the yearly money when the start is moved some years on."""
        later = start - first
        moved = np.zeros(model.years.size)
        moved[later:] = money[measure.id][: model.years.size - later]
        return moved

    wanted = store.figure("planning/probability_wanted", at).value
    limit = {y: frame[y] for y in plan_years}

    def enough(starts: Mapping[str, int]) -> bool:
        result = evaluate(model, starts, boundary, report_years=())
        return min(result.probability_under(limit).values()) >= wanted

    prices = [r["value"] for r in store.table("figures", at) if r["id"].startswith(_STAFF_PRICE)]
    best: tuple[tuple[float, float], Choice, dict[str, float]] | None = None
    for price in sorted(prices):
        choice = greedy(
            candidates,
            Room(limits, model.years, model.years >= first),
            plan_years,
            own_money,
            enough,
            price,
        )
        result = evaluate(model, choice.starts, boundary, report_years=())
        chance = min(result.probability_under(limit).values())
        # Enough is enough: beyond the wanted probability the cheaper order stands.
        score = (min(chance, wanted), 0.0 if chance >= wanted else -result.pathway[:, last].mean())
        if best is None or score > best[0]:
            cut = zip(result.measures, result.effect_mean[:, last].tolist(), strict=True)
            best = (score, choice, dict(cut))
    if best is None:
        raise FactsError("facts.not_one", table="figures", keys=_STAFF_PRICE, found=0, at=at)
    return _outside(_without_small(best[1], best[2], least, measures), measures, boundary)


def _without_small(
    choice: Choice, cut: Mapping[str, float], least: float, measures: Sequence[Measure]
) -> Choice:
    """Leave out what, beside the other measures, cuts too little and nothing else needs."""
    needed = {r for m in measures if cut.get(m.id, 0.0) >= least for r in m.requires}
    small = {m for m in choice.starts if cut.get(m, 0.0) < least and m not in needed}
    return Choice(
        {m: y for m, y in choice.starts.items() if m not in small},
        {**choice.refused, **dict.fromkeys(small, "no_effect")},
    )


def _outside(choice: Choice, measures: Sequence[Measure], boundary: Boundary) -> Choice:
    """Tell measures that act elsewhere apart from those that are too small."""
    if boundary != "territorial":
        return choice
    elsewhere = {m.id for m in measures if all(e.scope == "indirect" for e in m.effects)}
    refused = {
        m: "outside_boundary" if reason == "no_effect" and m in elsewhere else reason
        for m, reason in choice.refused.items()
    }
    return Choice(choice.starts, refused)
