"""Classes of municipalities whose forecasts err alike: by residents, and where plants decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kortreist import facts
from kortreist.accounts import Account

__all__ = ["PLANTS", "class_of_account", "size_class", "size_classes"]

#: Where a few plants and harbours decide the total, whatever the number of residents.
PLANTS = "plants"


@dataclass(frozen=True, slots=True)
class _Class:
    id: str
    residents: int


@lru_cache(maxsize=1)
def _classes() -> tuple[_Class, ...]:
    rows = facts.load().table("size_classes")
    classes = [_Class(r["id"], int(r["least_residents"])) for r in rows if r["id"] != PLANTS]
    return tuple(sorted(classes, key=lambda c: c.residents))


@lru_cache(maxsize=1)
def _plant_rule() -> tuple[frozenset[str], float]:
    row = facts.load().row("size_classes", id=PLANTS)
    return frozenset(row["sectors"].split()), float(row["least_share"])


def size_classes() -> tuple[str, ...]:
    """Return the classes by residents, smallest first; :data:`PLANTS` stands apart.

    Examples
    --------
    >>> size_classes()
    ('small', 'medium', 'large')
    """
    return tuple(c.id for c in _classes())


def size_class(by_sector: Mapping[str, float], residents: float | None) -> str:
    """Return the class of a place.

    Parameters
    ----------
    by_sector : mapping of str to float
        Sector → t CO2e in the base year.
    residents : float or None
        Unknown counts as the smallest class, which never has the narrower interval.

    Examples
    --------
    >>> size_class({"road_transport": 20.0, "agriculture": 5.0}, 13_000)
    'large'
    >>> size_class({"road_transport": 20.0, "industry_oil_gas": 300.0}, 13_000)
    'plants'
    """
    sectors, minimum = _plant_rule()
    whole = sum(by_sector.values())
    if whole > 0 and sum(v for k, v in by_sector.items() if k in sectors) / whole >= minimum:
        return PLANTS
    reached = [c.id for c in _classes() if c.residents <= (residents or 0.0)]
    return reached[-1] if reached else _classes()[0].id


def class_of_account(account: Account) -> str:
    """Return the class of an account, from its direct sources and its residents."""
    by_sector: dict[str, float] = {}
    for source in account.sources:
        if source.scope == "direct" and not source.memo:
            by_sector[source.sector] = by_sector.get(source.sector, 0.0) + source.value
    return size_class(by_sector, account.population)
