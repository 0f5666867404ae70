"""Which measures matter for a place: computed from its account and a few thresholds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from kortreist.accounts.ledger import Account, Source
from kortreist.baseline.conditions import in_force_ids
from kortreist.facts.loader import load
from kortreist.measures.measure import Effect, Measure

__all__ = ["RULES", "reaches", "relevant", "settled"]


def reaches(effect: Effect, source: Source) -> bool:
    """Tell whether an effect acts on a source of the account."""
    return (
        not source.memo
        and effect.scope == source.scope
        and effect.sector == source.sector
        and effect.source == source.source
        and (not effect.actors or source.actor in effect.actors)
    )


def _tonnes(account: Account, sector: str, *sources: str) -> float:
    return math.fsum(
        s.value
        for s in account.sources
        if s.scope == "direct" and s.sector == sector and (not sources or s.source in sources)
    )


def _share(account: Account, sector: str) -> float:
    total = math.fsum(s.value for s in account.sources if s.scope == "direct")
    return _tonnes(account, sector) / total if total > 0 else 0.0


def _threshold(name: str) -> float:
    return load().figure(f"relevance/{name}").value


def _has(sector: str, *sources: str) -> Callable[[Account], bool]:
    return lambda account: _tonnes(account, sector, *sources) > 0


def _people(name: str) -> Callable[[Account], bool]:
    # Unknown population hides nothing: the adviser sees the measure and decides.
    return lambda a: a.population is None or a.population >= _threshold(name)


def _growth_area(account: Account) -> bool:
    members = {r["code"] for r in load().table("urban_growth_areas") if r["valid_to"] is None}
    return account.place.number in members


#: Rule → predicate on the account. Texts: ``measures.relevance.<rule>``.
RULES: dict[str, Callable[[Account], bool]] = {
    "all": lambda account: True,
    "coast": _has("shipping"),
    "agriculture": lambda a: _share(a, "agriculture") >= _threshold("agriculture_share"),
    "industry": lambda a: _tonnes(a, "industry_oil_gas") >= _threshold("industry_tonnes"),
    "district_heating": _has("energy_supply", "district_heating"),
    "waste_incineration": _has("energy_supply", "waste_incineration"),
    "landfill": _has("waste_and_wastewater", "landfill_gas"),
    "fossil_heating": _has("heating", "fossil_oil", "kerosene", "lpg", "natural_gas"),
    "airport": _has("aviation"),
    "city": _people("city_population"),
    "town": _people("town_population"),
    "growth_area": _growth_area,
}


def settled(library: Iterable[Measure], at: date | None = None) -> tuple[Measure, ...]:
    """Return the measures, waiting only for what is not in force on a day.

    A condition in force is there to be used (``Measure.uses``): nobody waits for it, and no
    plan asks anybody for it.

    Parameters
    ----------
    library : iterable of Measure
    at : datetime.date, optional
        Default: the day each condition was last checked.
    """
    there = in_force_ids(at)
    return tuple(
        replace(
            m,
            enabling_conditions=tuple(c for c in m.enabling_conditions if c not in there),
            uses=tuple(c for c in m.enabling_conditions if c in there),
        )
        if there.intersection(m.enabling_conditions)
        else m
        for m in library
    )


def relevant(
    account: Account, library: Iterable[Measure], at: date | None = None
) -> tuple[Measure, ...]:
    """Return the measures that matter for the account's place, :func:`settled` on a day.

    A measure matters when its rule holds and, if it acts on sources at all, at least one of
    them emits something in the account. Measures without sources (land outside the
    inventory) go by their rule alone.

    Parameters
    ----------
    account : Account
    library : iterable of Measure
    at : datetime.date, optional
        Which conditions are in force.

    Returns
    -------
    tuple of Measure
        In the order of the library.
    """
    active = [s for s in account.sources if s.value > 0]
    holds = {rule: test(account) for rule, test in RULES.items()}
    return tuple(
        m
        for m in settled(library, at)
        if holds[m.relevant_if]
        and (not m.effects or any(reaches(e, s) for e in m.effects for s in active))
    )
