"""Municipalities side by side as a table to take away: one year, one edition, one boundary."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from kortreist_web.accounts.boundaries import boundary_label
from kortreist_web.accounts.comparison import Compared
from kortreist_web.accounts.queries import gwp_of
from kortreist_web.core.datasets import Table
from kortreist_web.core.tables import tidy

__all__ = ["COLUMNS", "comparison_table"]

COLUMNS = (
    "place",
    "place_name",
    "year",
    "boundary",
    "without",
    "boundary_name",
    "value",
    "unit",
    "per_head",
    "per_km2",
    "inhabitants",
    "inhabitants_estimated",
    "area_km2",
    "gwp",
    "vintage",
    "source",
)


def comparison_table(
    rows: Iterable[Compared], year: int, vintage: Any, without: Collection[str], language: str
) -> Table:
    """Return a row for each municipality: t CO2e inside the border, in all, per head and km².

    Parameters
    ----------
    rows : iterable of Compared
        All counted with the same boundary: see ``without``.
    vintage : Vintage
    without : collection of str
        What is left out of all of them.
    """
    gwp = gwp_of(vintage)
    named, left = boundary_label(without, language), ",".join(without)
    out: Table = [list(COLUMNS)]
    for c in rows:
        out.append(
            [
                c.number,
                c.name,
                year,
                "territorial",
                left,
                named,
                tidy(c.tonnes),
                "t CO2e",
                tidy(c.per("head")),
                tidy(c.per("area")),
                c.people,
                c.estimated,
                c.area,
                gwp,
                vintage.engine_id,
                vintage.origin,
            ]
        )
    return out
