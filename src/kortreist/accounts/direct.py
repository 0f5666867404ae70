"""From the rows of an inventory to sources by actor, without losing a gram."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, cast

from kortreist.accounts.activity import implied_activity
from kortreist.accounts.ledger import ACTORS, Actor, Source, Theme
from kortreist.facts import load
from kortreist.facts.loader import Row
from kortreist.provenance import Origin

__all__ = [
    "ActorShare",
    "InventoryRowLike",
    "actor_shares",
    "direct_origins",
    "direct_sources",
    "history",
    "tonnes_by_source",
    "unknown_sources",
]

SPLIT = "formula/actor_split"


class InventoryRowLike(Protocol):
    """What an inventory row must have; ``value`` in t CO2e."""

    @property
    def year(self) -> int:
        """Year of the emission."""

    @property
    def sector(self) -> str:
        """English identifier of the sector."""

    @property
    def source(self) -> str:
        """English identifier of the source."""

    @property
    def value(self) -> float:
        """t CO2e."""


@dataclass(frozen=True, slots=True)
class ActorShare:
    """One actor's share of one source.

    Parameters
    ----------
    actor : Actor
    share, low, high : float
        0–1; 90 % interval.
    final_demand : bool
        The part is the residents' own final use.
    """

    actor: Actor
    share: float
    low: float
    high: float
    final_demand: bool


@lru_cache(maxsize=1)
def _sources() -> Mapping[tuple[str, str], Row]:
    rows = load().table("inventory_sources")
    return {(r["sector"], r["source"]): r for r in rows if not r["alias"]}


@lru_cache(maxsize=1)
def _shares() -> Mapping[tuple[str, str], tuple[ActorShare, ...]]:
    by_source: dict[tuple[str, str], list[ActorShare]] = {}
    for r in load().table("actor_shares"):
        by_source.setdefault((r["sector"], r["source"]), []).append(
            ActorShare(r["actor"], r["share"], r["low"], r["high"], r["final_demand"])
        )
    return {k: tuple(sorted(v, key=lambda s: ACTORS.index(s.actor))) for k, v in by_source.items()}


def actor_shares(sector: str, source: str) -> tuple[ActorShare, ...]:
    """Return who can act on a source, in the order of ``ledger.ACTORS``; shares add to 1.

    A source the facts do not know is put on business alone: neither residents' final use nor
    the municipality's own operations may be claimed without a ground.

    Examples
    --------
    >>> [(s.actor, s.share) for s in actor_shares("agriculture", "enteric_fermentation")]
    [('business', 1.0)]
    """
    shares = _shares().get((sector, source))
    return shares or (ActorShare("business", 1.0, 0.0, 1.0, False),)


def tonnes_by_source(rows: Iterable[InventoryRowLike], year: int) -> dict[tuple[str, str], float]:
    """Sum gases and repeated rows of one year, per (sector, source), in t CO2e.

    ``math.fsum`` is exact to the last bit, so the order of the file does not matter.
    """
    groups: dict[tuple[str, str], list[float]] = {}
    for r in rows:
        if r.year == year:
            groups.setdefault((r.sector, r.source), []).append(r.value)
    return {key: math.fsum(values) for key, values in groups.items()}


def history(rows: Iterable[InventoryRowLike]) -> dict[int, float]:
    """Return the territorial total of each year in the inventory, t CO2e, oldest first."""
    years: dict[int, list[float]] = {}
    for r in rows:
        years.setdefault(r.year, []).append(r.value)
    return {y: math.fsum(years[y]) for y in sorted(years)}


def unknown_sources(rows: Iterable[InventoryRowLike]) -> tuple[str, ...]:
    """Return ``sector/source`` of rows whose names the facts do not know."""
    return tuple(
        sorted({f"{r.sector}/{r.source}" for r in rows if (r.sector, r.source) not in _sources()})
    )


def split(value: float, shares: tuple[ActorShare, ...]) -> tuple[float, ...]:
    """Split tonnes on actors; the last one gets the remainder, so that nothing is lost."""
    parts = [value * s.share for s in shares[:-1]]
    return (*parts, math.fsum([value, *(-p for p in parts)]))


def direct_sources(rows: Iterable[InventoryRowLike], year: int, vintage: str) -> tuple[Source, ...]:
    """Return the direct sources of one year by actor.

    Parameters
    ----------
    rows : iterable of InventoryRowLike
        All years, as the connectors give them.
    year : int
    vintage : str
        Origin id of the vintage; parts of a split source have the formula's id instead.

    Returns
    -------
    tuple of Source
        Values in t CO2e with the facts' uncertainty of the source, which its parts share.
        The uncertainty of the split is not in them: it moves tonnes between actors and
        leaves the source as it is.
    """
    out: list[Source] = []
    for (sector, source), value in sorted(tonnes_by_source(rows, year).items()):
        row = _sources().get((sector, source))
        spread, influence = _spread(row)
        shares = actor_shares(sector, source)
        for share, part in zip(shares, split(value, shares), strict=True):
            activity = implied_activity(sector, source, part)
            out.append(
                Source(
                    id=f"direct/{sector}/{source}/{share.actor}",
                    scope="direct",
                    actor=share.actor,
                    sector=sector,
                    source=source,
                    theme=cast(Theme, row["theme"]) if row else "other",
                    value=part,
                    low=part - abs(part) * spread,
                    high=part + abs(part) * spread,
                    final_demand=share.final_demand,
                    origin=vintage if len(shares) == 1 else SPLIT,
                    activity=activity.amount if activity else None,
                    activity_unit=activity.unit if activity else None,
                    intensity=activity.intensity if activity else None,
                    influence=influence,
                    ets_covered=bool(row and row["ets_covered"]),
                )
            )
    return tuple(out)


def _spread(row: Row | None) -> tuple[float, float]:
    if row is not None:
        return row["uncertainty"], row["influence"]
    facts = load()
    return (
        facts.figure("account/unmapped_uncertainty").value,
        facts.figure("account/unmapped_influence").value,
    )


def direct_origins(vintage: str) -> dict[str, Origin]:
    """Return the origins that direct sources point to, besides the vintage itself."""
    facts = load()
    shares = facts.origin("actor_shares", {}, "facts/actor_shares")
    sources = facts.origin("inventory_sources", {}, "facts/inventory_sources")
    fuels = facts.origin("activity_intensities", {}, "facts/activity_intensities")
    calibration = facts.origin(
        "actor_shares", {"source": "ssb_aea", "mark": "partly"}, "facts/actor_shares/households"
    )
    formula = Origin(
        id=SPLIT,
        kind="formula",
        title="Inventory source split on actors",
        expression="t CO2e of the inventory × share of the actor; the last actor gets the rest",
        inputs=(vintage, shares.id, calibration.id, sources.id, fuels.id),
        mark="computed",
    )
    return {o.id: o for o in (formula, shares, calibration, sources, fuels)}
