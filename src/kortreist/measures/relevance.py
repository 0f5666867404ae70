"""Which measures matter for a place: computed from its account and a few thresholds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from kortreist.accounts.ledger import Account, Source
from kortreist.facts.loader import load
from kortreist.measures.measure import Effect, Measure

__all__ = ["RULES", "reaches", "relevant"]


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


#: Rule → predicate on the account. Texts: ``measures.relevance.<rule>``.
RULES: dict[str, Callable[[Account], bool]] = {
    "all": lambda account: True,
    "coast": _has("shipping"),
    "agriculture": lambda a: _share(a, "agriculture") >= _threshold("agriculture_share"),
    "industry": lambda a: _share(a, "industry_oil_gas") >= _threshold("industry_share"),
    "district_heating": _has("energy_supply", "district_heating"),
    "waste_incineration": _has("energy_supply", "waste_incineration"),
    "landfill": _has("waste_and_wastewater", "landfill_gas"),
    "fossil_heating": _has("heating", "fossil_oil", "kerosene", "lpg", "natural_gas"),
    "airport": _has("aviation"),
    "city": _people("city_population"),
    "town": _people("town_population"),
}


def relevant(account: Account, library: Iterable[Measure]) -> tuple[Measure, ...]:
    """Return the measures that matter for the account's place.

    A measure matters when its rule holds and, if it acts on sources at all, at least one of
    them emits something in the account. Measures without sources (land outside the
    inventory) go by their rule alone.

    Parameters
    ----------
    account : Account
    library : iterable of Measure

    Returns
    -------
    tuple of Measure
        In the order of the library.
    """
    active = [s for s in account.sources if s.value > 0]
    holds = {rule: test(account) for rule, test in RULES.items()}
    return tuple(
        m
        for m in library
        if holds[m.relevant_if]
        and (not m.effects or any(reaches(e, s) for e in m.effects for s in active))
    )
