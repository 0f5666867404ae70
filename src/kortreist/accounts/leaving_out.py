"""Boundaries a council uses: the account without what it does not set targets for.

Always inside the border, and always the same in sources, totals and history: the history is
made from the same rows of the inventory with the same left out.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import TypeVar

from kortreist.accounts.direct import InventoryRowLike, actor_shares, split
from kortreist.accounts.ledger import Account, Source
from kortreist.errors import InputError, TextKey
from kortreist.facts import load

__all__ = [
    "WITHOUT",
    "checked",
    "history_left",
    "kept_rows",
    "kept_sources",
    "leaves_out",
    "plants_share",
    "require_sources",
]

#: What may be left out, in the order it is said. ``ets``: plants in the emissions trading
#: system; ``others``: all that residents and business emit, so that own operations remain.
WITHOUT: tuple[str, ...] = ("ets", "shipping", "aviation", "through_traffic", "others")

Row = TypeVar("Row", bound=InventoryRowLike)


def checked(without: Collection[str]) -> tuple[str, ...]:
    """Return what is left out, in order.

    Raises
    ------
    InputError
        Something that cannot be left out: unknown, or not known how large it is.
    """
    unknown = sorted(set(without) - set(WITHOUT))
    if unknown:
        raise InputError(
            "accounts.without_unknown",
            what=", ".join(unknown),
            known=", ".join(w for w in WITHOUT if w != "through_traffic"),
        )
    if "through_traffic" in without:
        raise InputError("accounts.without_through_traffic")
    return tuple(w for w in WITHOUT if w in without)


@lru_cache(maxsize=1)
def _plants() -> frozenset[tuple[str, str]]:
    rows = [r for r in load().table("inventory_sources") if r["ets_covered"]]
    # Aviation trades too, but is no plant, and can be left out by itself.
    return frozenset((r["sector"], r["source"]) for r in rows if r["sector"] != "aviation")


def leaves_out(without: Collection[str], sector: str, source: str) -> bool:
    """Tell whether a whole source of the inventory is left out."""
    return sector in {"shipping", "aviation"} & set(without) or (
        "ets" in without and (sector, source) in _plants()
    )


def kept_rows(rows: Iterable[Row], without: Collection[str]) -> tuple[Row, ...]:
    """Return the inventory's rows that are not left out."""
    return tuple(r for r in rows if not leaves_out(without, r.sector, r.source))


def kept_sources(sources: Iterable[Source], without: Collection[str]) -> tuple[Source, ...]:
    """Return the direct sources that are not left out."""
    only_own = "others" in without
    return tuple(
        s
        for s in sources
        if not leaves_out(without, s.sector, s.source)
        and (not only_own or s.actor == "municipality")
    )


def history_left(rows: Iterable[InventoryRowLike], without: Collection[str]) -> dict[int, float]:
    """Return year → t CO2e of what is kept, oldest first; rows of the inventory, all years.

    The municipality's own share of a source is taken as the same in every year: the facts
    have one share a source.
    """
    years: dict[int, list[float]] = {}
    for r in kept_rows(rows, without):
        value = r.value
        if "others" in without:
            shares = actor_shares(r.sector, r.source)
            parts = zip(shares, split(value, shares), strict=True)
            value = math.fsum(part for share, part in parts if share.actor == "municipality")
        years.setdefault(r.year, []).append(value)
    return {y: math.fsum(years[y]) for y in sorted(years)}


def plants_share(account: Account) -> float:
    """Return the share (0–1) of what is emitted inside the border that plants in the trading
    system stand for, by source of the inventory; 0 where nothing is known.
    """
    direct = [s for s in account.sources if s.scope == "direct"]
    whole = math.fsum(s.value for s in direct)
    left = math.fsum(s.value for s in direct if leaves_out(("ets",), s.sector, s.source))
    return left / whole if whole > 0 else 0.0


def require_sources(sources: Collection[Source], without: Collection[str], place: str) -> None:
    """Refuse an account in which nothing is left.

    Raises
    ------
    InputError
    """
    if without and not math.fsum(s.value for s in sources) > 0.0:
        names = [TextKey(f"accounts.without.{w}") for w in without]
        raise InputError("accounts.without_empty", place=place, what=tuple(names))
