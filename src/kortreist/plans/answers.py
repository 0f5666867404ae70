"""A municipality's answers in place of figures of judgement.

An answer is a number under a key: ``count/UNIT`` (how many), ``driver/DRIVER`` (per cent a
year, per cent without fossil fuel today, or tonnes at a plant), ``effect/MEASURE`` (how many
units it can reach, or per cent where it has none) and ``cost/MEASURE/N`` (NOK in the plan's
price level). It takes the figure's place with a small spread of its own; of a development the
coming years stay uncertain, so half of the width is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from kortreist.accounts.ledger import Account
from kortreist.baseline.known_changes import KnownChange, change_from
from kortreist.errors import InputError
from kortreist.facts import load
from kortreist.futures import Driver, drivers
from kortreist.measures import library, reaches
from kortreist.measures.counts import check_count
from kortreist.measures.measure import Effect, Measure, Spread
from kortreist.measures.prices import effect_per_unit, price_level
from kortreist.plans.judgement import AnswerForm

__all__ = [
    "Answered",
    "answered",
    "form_of",
    "reach_now",
    "reached_units",
    "share_today",
    "spread",
    "taken_share",
    "tonnes_of",
]

Three = tuple[float, float, float]
#: Per cent a year that no development has for long.
_MAX_A_YEAR = 30.0
#: An answer so many times the figure's own end is a slip of the keyboard.
_ABSURD = 100.0
#: Years after which every known change goes for full.
_FAR = 2150


@dataclass(frozen=True, slots=True)
class Answered:
    """What a municipality's answers become.

    Parameters
    ----------
    measures : tuple of Measure
        With their effects and costs as answered.
    drivers : dict
        Driver id → (low, central, high) in the driver's own unit.
    counts : dict
        Unit of activity → how many.
    """

    measures: tuple[Measure, ...]
    drivers: Mapping[str, Three] = field(default_factory=dict)
    counts: Mapping[str, float] = field(default_factory=dict)


def spread(name: str) -> float:
    """Return a spread of answers from the facts: ``answer``, ``forecast`` or ``per_head``."""
    return load().figure(f"judged/{name}_spread").value


def answered(
    answers: Mapping[str, float],
    account: Account,
    measures: Sequence[Measure],
    at: date | None = None,
    known: Sequence[KnownChange] | None = None,
) -> Answered:
    """Return the measures, drivers and counts with the answers in place.

    Parameters
    ----------
    answers : mapping of str to float
    account : Account
    measures : sequence of Measure
        Those that matter here; an answer about another is passed over, since the account may
        have moved on from it.
    at : datetime.date, optional
    known : sequence of KnownChange, optional
        As for :func:`kortreist.futures.draw`.

    Raises
    ------
    InputError
        A key that is not of these forms or names nothing, or a value that cannot be: negative
        counts, a share outside 0–100, more than the whole source, money of another order.
    """
    out = {m.id: m for m in measures}
    driver_values: dict[str, Three] = {}
    counts: dict[str, float] = {}
    by_id = {d.id: d for d in drivers(at, None, known)}
    for key, value in answers.items():
        kind, _, rest = key.partition("/")
        if not np.isfinite(value):
            raise _bad_answer(key, value, "number")
        if kind == "count":
            if value < 0.0:
                raise _bad_answer(key, value, "negative")
            check_count(account, rest, value)
            counts[rest] = value
        elif kind == "driver" and rest in by_id:
            driver_values[rest] = _driver(by_id[rest], key, value, at)
        elif kind == "effect" and rest:
            if _here(rest, out, key):
                out[rest] = _effect(out[rest], account, key, value)
        elif kind == "cost" and rest.rpartition("/")[2].isdigit():
            name, _, number = rest.rpartition("/")
            if _here(name, out, key):
                out[name] = _cost(out[name], int(number), key, value)
        else:
            raise InputError("plans.no_such_answer", answer=key)
    return Answered(tuple(out.values()), driver_values, counts)


def _here(name: str, here: Mapping[str, Measure], key: str) -> bool:
    """Tell whether a measure matters here; one that does not exist is refused."""
    if name not in here and all(m.id != name for m in library()):
        raise InputError("plans.no_such_answer", answer=key)
    return name in here


def form_of(
    key: str,
    account: Account,
    measures: Sequence[Measure],
    at: date | None = None,
    known: Sequence[KnownChange] | None = None,
) -> AnswerForm:
    """Return what the figure of a key is answered in.

    Raises
    ------
    InputError
        The key names no figure here.
    """
    kind, _, rest = key.partition("/")
    if kind == "count" and any(r["id"] == rest for r in load().table("activity_units")):
        return "number"
    if kind == "driver":
        driver = next((d for d in drivers(at, None, known) if d.id == rest), None)
        if driver is not None and driver.path != "rule":
            forms: dict[str, AnswerForm] = {"rate": "percent_a_year", "phase_out": "percent_today"}
            return forms.get(driver.path, "tonnes")
    measure = next((m for m in measures if m.id == rest.partition("/")[0]), None)
    if measure is not None and kind == "effect" and "/" not in rest:
        return "percent" if reached_units(measure, account) is None else "number"
    if measure is not None and kind == "cost" and rest.partition("/")[2].isdigit():
        return "nok"
    raise InputError("plans.no_such_answer", answer=key)


# -- developments ----------------------------------------------------------------------


def taken_share(driver: Driver, half: float, year: int) -> float:
    """Return the share 0–1 without fossil fuel in a year, when half is gone in ``half``."""
    return float(1.0 / (1.0 + np.exp(-driver.steepness * (year - half))))


def share_today(driver: Driver, at: date | None = None) -> Three:
    """Return low, central and high share 0–1 without fossil fuel today, of a phase-out."""
    year = (at or date.today()).year
    low, central, high = (
        taken_share(driver, half, year) for half in (driver.high, driver.central, driver.low)
    )
    return low, central, high


def tonnes_of(change: KnownChange, goes: float) -> float:
    """Return t CO2e a year taken away at full effect, when it goes so well (0–1)."""
    assert change.from_year is not None
    years = np.array([change.from_year - 1, _FAR])
    return float(np.abs(change_from(change, np.array([goes]), years))[0, -1])


def _driver(driver: Driver, key: str, value: float, at: date | None) -> Three:
    kept = spread("forecast")
    if driver.known is not None:
        grid = np.linspace(0.0, 1.0, 201)
        tonnes = np.array([tonnes_of(driver.known, g) for g in grid])
        if not 0.0 <= value <= driver.known.part:
            raise _bad_answer(key, value, "plant", maximum=driver.known.part)
        goes = float(np.interp(value, tonnes, grid))
        half = 0.5 * spread("answer")
        return max(goes - half, 0.0), goes, min(goes + half, 1.0)
    if driver.path == "phase_out":
        if not 0.0 < value < 100.0:
            raise _bad_answer(key, value, "percent")
        share = value / 100.0
        year = (at or date.today()).year
        centre = year + float(np.log((1.0 - share) / share)) / driver.steepness
    elif driver.path == "rate":
        if abs(value) > _MAX_A_YEAR:
            raise _bad_answer(key, value, "rate", maximum=_MAX_A_YEAR)
        centre = value / 100.0
    else:
        raise InputError("plans.no_such_answer", answer=key)
    return (
        centre - kept * (driver.central - driver.low),
        centre,
        centre + kept * (driver.high - driver.central),
    )


# -- effects ---------------------------------------------------------------------------


def _tonnes(account: Account, effect: Effect) -> float:
    return sum(s.value for s in account.sources if not s.memo and reaches(effect, s))


def reach_now(measure: Measure, account: Account) -> float:
    """Return t CO2e of the account that a measure would cut at full effect, central figures."""
    return sum(
        e.fraction.central * _tonnes(account, e) for e in measure.effects if e.fraction is not None
    )


def reached_units(measure: Measure, account: Account) -> float | None:
    """Return units of activity the central effect means today; None where it has no unit."""
    if measure.activity is None or measure.activity.boundary != "direct":
        return None
    kilograms = effect_per_unit(measure, "central")
    tonnes = reach_now(measure, account)
    return tonnes * 1000.0 / kilograms if kilograms and tonnes > 0.0 else None


def _effect(measure: Measure, account: Account, key: str, value: float) -> Measure:
    fractions = [e.fraction for e in measure.effects if e.fraction is not None]
    if not fractions:
        raise InputError("plans.no_such_answer", answer=key)
    if value < 0.0:
        raise _bad_answer(key, value, "negative")
    largest = max(f.central for f in fractions)
    units = reached_units(measure, account)
    if units is None:
        central = fractions[0].central * 100.0
        maximum = 100.0 * fractions[0].central / largest if largest > 0.0 else 100.0
    else:
        central, maximum = units, units / largest
    if value > maximum * (1.0 + 1e-9):
        raise _bad_answer(key, value, "whole" if units is not None else "percent", maximum=maximum)
    factor = value / central if central > 0.0 else 0.0
    return replace(
        measure,
        effects=tuple(
            e if e.fraction is None else replace(e, fraction=_scaled_spread(e.fraction, factor))
            for e in measure.effects
        ),
        overridden=tuple(dict.fromkeys((*measure.overridden, "effects"))),
    )


def _scaled_spread(fraction: Spread, factor: float) -> Spread:
    part, maximum = spread("answer"), fraction.central * factor
    return _own(maximum * (1.0 - part), maximum, min(maximum * (1.0 + part), 1.0))


def _own(low: float, central: float, high: float) -> Spread:
    return Spread(low, min(central, high), high, "local", "partly", "")


# -- money -----------------------------------------------------------------------------


def _cost(measure: Measure, number: int, key: str, value: float) -> Measure:
    cost = measure.costs[number] if number < len(measure.costs) else None
    if cost is None or cost.amount is None or cost.kind == "staff":
        raise InputError("plans.no_such_answer", answer=key)
    factor = price_level().of(cost.price_year)
    maximum = _ABSURD * factor * max(abs(cost.amount.low), abs(cost.amount.high), 1.0)
    if abs(value) > maximum:
        raise _bad_answer(key, value, "money", maximum=maximum)
    half = abs(value) * spread("answer")
    own = replace(
        cost, amount=_own(value - half, value, value + half), price_year=price_level().year
    )
    costs = (*measure.costs[:number], own, *measure.costs[number + 1 :])
    path = f"costs.{number}.amount"
    return replace(
        measure, costs=costs, overridden=tuple(dict.fromkeys((*measure.overridden, path)))
    )


def _bad_answer(key: str, value: float, why: str, maximum: float = 0.0) -> InputError:
    # Rounded down: what is said to fit must fit.
    whole = maximum if maximum < 10.0 else float(np.floor(maximum))
    return InputError(f"plans.bad_answer.{why}", answer=key, value=value, maximum=whole)
