"""A measure as its page shows it: effects and costs, the library's figure beside one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kortreist.measures.notes import note_in
from kortreist_web.core.texts import engine, language, text, web
from kortreist_web.measures.catalogue import choice_key, is_own, measures_of
from kortreist_web.measures.labels import (
    binds,
    condition_name,
    cost_unit,
    kind_of,
    source_name,
    unit_of,
    work,
)
from kortreist_web.tenants.models import Organisation

if TYPE_CHECKING:
    from kortreist.measures import Measure, Spread

__all__ = ["Figure", "Sheet", "sheet", "tonne_price"]

_PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its spread, what the library says where it is one's own, and whence.

    ``low``, ``central``, ``high`` are None where the figure is unknown; ``decimals`` is how
    many the page writes. ``note_language`` is empty where the note is in the reader's language,
    or in words of somebody's own.
    """

    what: str
    who: str
    unit: str
    low: float | None
    central: float | None
    high: float | None
    library: tuple[str, str, str] | None
    mark: str
    source: dict[str, Any] | None
    note: str
    note_language: str
    decimals: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the page of a measure shows."""

    measure: Measure
    key: str
    own: bool
    adapted: bool
    binds: bool
    effects: tuple[Figure, ...]
    costs: tuple[Figure, ...]
    conditions: tuple[str, ...]
    instruments: tuple[tuple[str, str], ...]
    qualities: tuple[tuple[str, int, str], ...]
    requires: tuple[tuple[str, str], ...]
    excludes: tuple[tuple[str, str], ...]
    works: tuple[dict[str, Any], ...]


def sheet(organisation: Organisation, measure: Measure) -> Sheet:
    """Return a measure as its page shows it, in the reader's language."""
    from kortreist.measures import library

    code, t = language(), engine()
    standard = next((m for m in library() if m.id == measure.id), None)
    named = {m.id: m for m in measures_of(organisation)[0]}
    used = {measure.source}
    effects, costs = [], []
    for n, effect in enumerate(measure.effects):
        theirs = standard.effects[n].fraction if standard else None
        what = source_name(effect.scope, effect.sector, effect.source)
        if effect.mode == "shift":
            to = source_name(effect.to_scope, effect.to_sector, effect.to_source)
            what = f"{what} → {to}"
        who = ", ".join(t(f"documents.actor.{a}") for a in effect.actors)
        mode = t(f"measures.mode.{effect.mode}")
        effects.append(_figure(what, who, mode, effect.fraction, theirs, _PERCENT))
        used.update({effect.fraction.source} if effect.fraction else ())
    for n, cost in enumerate(measure.costs):
        theirs = None
        if standard and n < len(standard.costs):
            theirs = standard.costs[n].amount
        who = t(f"documents.bearer.{cost.bearer}")
        unit = cost_unit(measure, cost)
        costs.append(_figure(kind_of(cost), who, unit, cost.amount, theirs, 1.0))
        used.update({cost.amount.source} if cost.amount else ())
    if measure.activity is not None and measure.activity.effect is not None:
        theirs = standard.activity.effect if standard and standard.activity else None
        what, cut = text("measures.figure.unit_effect"), measure.activity.effect
        unit = text("measures.in.unit_effect", unit=unit_of(measure))
        effects.append(_figure(what, "", unit, cut, theirs, 1.0))
        used.add(cut.source)

    def link(id: str) -> tuple[str, str]:
        target = named.get(id)
        return (choice_key(target), target.name[code]) if target else ("", id)

    return Sheet(
        measure=measure,
        key=choice_key(measure),
        own=is_own(measure),
        adapted=bool(measure.overridden) and not is_own(measure),
        binds=binds(measure),
        effects=tuple(effects),
        costs=tuple(costs),
        conditions=tuple(condition_name(c) for c in measure.enabling_conditions),
        instruments=tuple(
            (i.name[code], t(f"documents.owner.{i.owner}")) for i in measure.instruments
        ),
        qualities=tuple(
            (t(f"measures.quality.{q.quality}"), q.score, q.reason[code])
            for q in sorted(measure.qualities, key=lambda q: -q.score)
        ),
        requires=tuple(link(i) for i in measure.requires),
        excludes=tuple(link(i) for i in measure.excludes),
        works=tuple(work(s) for s in sorted(used)),
    )


def _figure(
    what: str, who: str, unit: str, figure: Spread | None, theirs: Spread | None, scale: float
) -> Figure:
    if figure is None:
        return Figure(what, who, unit, None, None, None, None, "", None, "", "", 0)
    low, central, high = (v * scale for v in (figure.low, figure.central, figure.high))
    decimals = _decimals(low, central, high)
    library = None
    if theirs is not None and figure.source == "local" and theirs.source != "local":
        low_there, central_there, high_there = (
            v * scale for v in (theirs.low, theirs.central, theirs.high)
        )
        places, number = _decimals(low_there, central_there, high_there), web().number
        library = (
            number(low_there, places),
            number(central_there, places),
            number(high_there, places),
        )
    note = note_in(figure.note, language())
    foreign = "en" if note is None and figure.source != "local" else ""
    return Figure(
        what,
        who,
        unit,
        low,
        central,
        high,
        library,
        engine()(f"documents.mark.{figure.mark}"),
        work(figure.source),
        figure.note if note is None else note,
        foreign,
        decimals,
    )


def _decimals(low: float, central: float, high: float) -> int:
    if abs(central) >= 100 or all(float(v).is_integer() for v in (low, central, high)):
        return 0
    return 2 if 0 < abs(central) < 1 else 1


def tonne_price(measure: Measure) -> dict[str, Any] | None:
    """Return what a tonne costs society by the measure's unit, before anything of the place.

    Returns
    -------
    dict or None
        ``society`` and ``range`` in NOK per t CO2e of ``year``'s kroner, and whether the
        measure is ranked by price; None where the unit has no price.
    """
    from kortreist.measures.prices import price_level, unit_price

    price = unit_price(measure)
    if price is None or measure.activity is None:
        return None
    low, central, high = price.society
    return {
        "society": central,
        "range": (low, high) if low <= central <= high else None,
        "year": price_level().year,
        "ranked": measure.activity.rank_by_price,
    }
