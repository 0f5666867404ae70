"""From candidates and limits to the start years of a draft plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from kortreist import facts
from kortreist.accounts import Account
from kortreist.errors import FiguresMissingError, InputError
from kortreist.futures import FutureSet
from kortreist.measures import LocalCount, Measure
from kortreist.pathways import assemble
from kortreist.plans import Limits, Question
from kortreist.provenance import Origin
from kortreist.units import BOUNDARIES, Boundary

__all__ = ["ask", "limits_for", "outside", "smallest_effect"]

_MONEY = "planning/money_nok_per_inhabitant"
_STAFF = "planning/staff_fte_per_10000"
_STAFF_MIN = "planning/staff_fte_least"


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
        minimum = store.figure(_STAFF_MIN, at)
        origins[assumed.origin.id] = assumed.origin
        ids["staff_origin"] = assumed.origin.id
        staff_fte = max(minimum.value, assumed.value * (residents or 0.0) / 10_000)
    return Limits(money_nok, staff_fte), ids, origins


def ask(
    account: Account,
    measures: tuple[Measure, ...],
    futures: FutureSet,
    boundary: Boundary,
    frame: Mapping[int, float],
    plan_years: tuple[int, ...],
    limits: Limits,
    at: date,
    *,
    learning_year: int | None = None,
    fixed: Mapping[str, int] | None = None,
    excluded: Iterable[str] = (),
    counts: Mapping[str, LocalCount] | None = None,
    dearest: float | None = None,
) -> Question:
    """Return the question a plan answers.

    Parameters
    ----------
    account : Account
    measures : tuple of Measure
        Quantified ones, also those that wait for somebody else.
    futures : FutureSet
    boundary : Boundary
    frame : mapping of int to float
        Year → t CO2e.
    plan_years : tuple of int
    limits : Limits
    at : datetime.date
        Which planning assumptions are valid.
    learning_year : int, optional
        By default so many years after the plan's first as the facts say.
    fixed : mapping of str to int, optional
        Measure id → start year.
    excluded : iterable of str
    counts : mapping of str to LocalCount, optional
        Units of activity; by default as emission and population say.
    dearest : float, optional
        NOK per t CO2e above which a measure is not chosen; by default the carbon price times
        a factor.

    Raises
    ------
    InputError
        The learning year is not after the plan's first year and before the horizon.
    """
    first, horizon = plan_years[0], max(frame)
    if learning_year is None:
        after = int(facts.load().figure("planning/learning_after", at).value)
        learning_year = min(first + after, horizon)
    if not first < learning_year <= horizon:
        raise InputError("plans.learning_year", year=learning_year, first=first, last=horizon)
    return Question(
        model=assemble(account, measures, futures),
        futures=futures,
        measures=measures,
        boundary=boundary,
        frame=frame,
        plan_years=plan_years,
        horizon=horizon,
        learning_year=learning_year,
        limits=limits,
        residents=account.population,
        fixed=dict(fixed or {}),
        excluded=frozenset(excluded),
        counts=counts or {},
        dearest=dearest,
    )


def smallest_effect(question: Question, at: date) -> float:
    """Return t CO2e: a row of a few kilograms takes a leader's time and moves nothing."""
    store = facts.load()
    model = question.model
    whole = float(model.base @ model.weight[BOUNDARIES.index(question.boundary)])
    share = store.figure("planning/smallest_effect_share", at).value * whole
    maximum = store.figure("planning/smallest_effect_most", at).value
    return max(store.figure("planning/smallest_effect_t", at).value, min(share, maximum))


def outside(refused: Mapping[str, str], question: Question) -> dict[str, str]:
    """Tell measures that act elsewhere apart from those that are too small."""
    if question.boundary != "territorial":
        return dict(refused)
    elsewhere = {m.id for m in question.measures if all(e.scope == "indirect" for e in m.effects)}
    return {
        m: "outside_boundary" if reason == "no_effect" and m in elsewhere else reason
        for m, reason in refused.items()
    }
