"""The direct half of an account: one municipality's inventory, as of one vintage."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kortreist.accounts.direct import (
    InventoryRowLike,
    actor_shares,
    direct_origins,
    direct_sources,
    history,
    tonnes_by_source,
    unknown_sources,
)
from kortreist.accounts.leaving_out import history_left, kept_sources
from kortreist.accounts.ledger import Source
from kortreist.accounts.totals import UNKNOWN_GWP
from kortreist.errors import FiguresMissingError, InputError
from kortreist.facts import load
from kortreist.places.place import Place
from kortreist.provenance import Origin

if TYPE_CHECKING:
    from kortreist.connectors import Vintage

__all__ = ["NoTerritory", "Territory", "municipality_territory", "pick_year", "territory_of"]


@dataclass(frozen=True, slots=True)
class Territory:
    """Direct sources inside the border in one year.

    Parameters
    ----------
    sources : tuple of Source
    year : int
    vintage_id, vintage_date, vintage_origin : str
    history : dict
        Year → t CO2e.
    origins : dict
        Origin id → Origin.
    notes : tuple of str
        Text keys.
    split_down, split_up : float
        t CO2e: how far the residents' final use may be off because the split on actors is
        uncertain; enters the consumption total and the overlap, not the territorial total.
    gwp : str
        GWP-100 set of the tonnes; ``unknown`` where nobody has told us.
    """

    sources: tuple[Source, ...]
    year: int
    vintage_id: str
    vintage_date: str
    vintage_origin: str
    history: dict[int, float]
    origins: dict[str, Origin]
    notes: tuple[str, ...]
    split_down: float
    split_up: float
    gwp: str = UNKNOWN_GWP


@dataclass(frozen=True, slots=True)
class NoTerritory:
    """Why there is no direct half: a text key, and whose figures are lacking."""

    reason: str
    lacking: tuple[str, ...] = ()


def pick_year(year: int | None, available: Iterable[int]) -> int:
    """Return the year asked for, or the newest.

    Raises
    ------
    InputError
        The vintage has no figures for the year asked for.
    """
    years = sorted(available)
    if year is None:
        return years[-1]
    if year not in years:
        raise InputError("year.unknown", year=year, known=", ".join(map(str, years)))
    return year


def vintage_origin(vintage: Vintage) -> Origin:
    """Return the origin of an imported edition of the inventory."""
    work = load().source("mdir_inventory")
    return Origin(
        id=f"vintage/{vintage.id}",
        kind="import",
        title=vintage.origin,
        source=f"{work['publisher']}: {work['title']}",
        url=work["url"] or "",
        licence=work["licence"] or "",
        valid_from=vintage.date,
    )


def territory_of(
    rows: tuple[InventoryRowLike, ...],
    vintage: Vintage,
    year: int | None,
    without: Collection[str] = (),
) -> Territory:
    """Make the direct half from inventory rows of one vintage.

    Parameters
    ----------
    rows : tuple of InventoryRowLike
        All years; rows of several municipalities add.
    vintage : Vintage
    year : int or None
        None is the newest.
    without : collection of str
        What is left out of sources and history.

    Raises
    ------
    InputError
        The vintage has no figures for the year.
    """
    by_year = history(rows) if not without else history_left(rows, without)
    chosen = pick_year(year, by_year)
    origin = vintage_origin(vintage)
    down, up = _split_spread(rows, chosen)
    weights = vintage.gwp_origin
    told = {} if weights is None else {weights.id: weights}
    notes = ["accounts.note.inventory", "accounts.note.split", "accounts.note.spread"]
    if unknown_sources(rows):
        notes.append("accounts.note.unknown_sources")
    return Territory(
        sources=kept_sources(direct_sources(rows, chosen, origin.id), without),
        year=chosen,
        vintage_id=vintage.id,
        vintage_date=vintage.date,
        vintage_origin=vintage.origin,
        history=by_year,
        origins={origin.id: origin, **told, **direct_origins(origin.id)},
        notes=tuple(notes),
        split_down=down,
        split_up=up,
        gwp=vintage.gwp or UNKNOWN_GWP,
    )


def _split_spread(rows: tuple[InventoryRowLike, ...], year: int) -> tuple[float, float]:
    down, up = [], []
    for (sector, source), value in tonnes_by_source(rows, year).items():
        for share in actor_shares(sector, source):
            if share.final_demand:
                down.append(value * (share.share - share.low))
                up.append(value * (share.high - share.share))
    return math.hypot(*down), math.hypot(*up)


def municipality_territory(
    place: Place,
    year: int | None,
    as_of: str | None,
    data_dir: Path | None,
    without: Collection[str] = (),
) -> Territory | NoTerritory:
    """Return the direct half of a municipality, or why there is none.

    Raises
    ------
    FiguresMissingError
        A vintage was asked for by ``as_of`` and does not hold the place.
    InputError
        The vintage has no figures for the year.
    """
    from kortreist.connectors import inventory

    try:
        place_inventory = inventory(place.number, as_of=as_of, data_dir=data_dir)
    except FiguresMissingError:
        if as_of is not None:
            raise
        return NoTerritory("accounts.missing.no_inventory")
    return territory_of(tuple(place_inventory.rows), place_inventory.vintage, year, without)
