"""Which sources a measure can act on: what an account can hold, whatever the place."""

from __future__ import annotations

import difflib
from functools import lru_cache

from kortreist.accounts.footprint import CATEGORIES
from kortreist.facts.loader import load

__all__ = ["known_sources", "nearest_sources"]

#: Names of parts of consumption that no table lists: see :mod:`kortreist.accounts.indirect`.
_OTHERS = (
    "indirect/investment/dwellings",
    "indirect/investment/fixed_capital",
    "indirect/investment/municipal_buildings",
    "indirect/state_services/collective",
)


@lru_cache(maxsize=1)
def known_sources() -> frozenset[str]:
    """Return every ``scope/sector/source`` that an account of a place or the country can hold."""
    facts = load()
    direct = (
        f"direct/{r['sector']}/{r['source']}"
        for table in ("inventory_sources", "national_sources", "national_groups")
        for r in facts.table(table)
    )
    bought = (f"indirect/coicop/{r['code']}" for r in facts.table("coicop_names"))
    own = (f"indirect/kostra_cost_type/{r['source']}" for r in facts.table("cost_types"))
    households = (
        f"indirect/{sector}/{r['purpose']}"
        for sector in ("household_direct", "residents_direct")
        for r in facts.table("household_direct")
    )
    country = (
        f"indirect/{sector}/{r['product']}"
        for sector, _ in CATEGORIES.values()
        for r in facts.table("final_demand")
    )
    return frozenset((*direct, *bought, *own, *households, *country, *_OTHERS))


def nearest_sources(name: str) -> tuple[str, ...]:
    """Return known sources that a name may have meant, the nearest first.

    Examples
    --------
    >>> nearest_sources("direct/road_traffic/passenger_cars")[0]
    'direct/road_transport/passenger_cars'
    """
    known = known_sources()
    last = name.rsplit("/", 1)[-1]
    same = sorted(s for s in known if last and s.endswith(f"/{last}"))
    return tuple(same[:3] or difflib.get_close_matches(name, sorted(known), 3, 0.5))
