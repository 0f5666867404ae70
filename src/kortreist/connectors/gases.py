"""Gases of a file: their spellings, and rows that are all gases together."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from kortreist import facts
from kortreist.connectors.cells import bad_cell
from kortreist.connectors.corrections import Corrections
from kortreist.connectors.layouts import Sheet
from kortreist.connectors.totals import is_total

if TYPE_CHECKING:
    import polars as pl

__all__ = ["correct_gas", "is_gas", "read_gases", "unknown_gases"]

_GROUP = ["code", "year", "sector", "source"]
#: A file's own sum may differ by the rounding of each of its gases to two decimals.
_ROUNDED = 0.005


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    return {_folded(r["written"]): r["gas"] for r in facts.load().table("inventory_gases")}


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def correct_gas(raw: str | None) -> str | None:
    """Return a gas as ``CO2``, ``CH4``, ``N2O``, ``HFK``, ``SF6`` …; None when not stated.

    A name the facts do not know is kept, in capitals.

    Examples
    --------
    >>> correct_gas("N₂O"), correct_gas(" metan "), correct_gas(""), correct_gas("xy")
    ('N2O', 'CH4', None, 'XY')
    """
    text = _folded(raw or "")
    return _known().get(text) or text.upper() or None


def is_gas(gas: str) -> bool:
    """Tell whether the facts know a gas by the name we give it."""
    return gas in _known().values()


def _is_all(raw: str | None) -> bool:
    """Tell whether a cell says all gases together, with CO2 equivalents too."""
    folded = _folded(raw or "").replace("-", " ").replace("co2 e", "co2e")
    return is_total(raw) or folded.rstrip(".") in (
        "co2ekvivalenter",
        "co2ekvivalentar",
        "co2ekv",
        "co2e",
        "co2eq",
        "co2equivalents",
        "klimagasser",
        "klimagassar",
        "ghg",
        "greenhouse gases",
        "tonn co2e",
    )


def read_gases(
    frame: pl.DataFrame, sheet: Sheet, file: str, corrections: Corrections
) -> pl.DataFrame:
    """Mend the gases; leave out rows that are the sum of a source's gases.

    Where a source has only such a row, it is the source's figure, for no one gas.

    Parameters
    ----------
    frame : polars.DataFrame
        With ``code``, ``year``, ``sector``, ``source`` and ``value`` read.

    Raises
    ------
    ImportRefusedError
        A sum that is not the sum of the source's gases: one is missing, or it is another
        thing. A row without a gas beside rows with one.
    """
    import polars as pl

    if "gas" not in frame.columns:
        return frame.with_columns(pl.lit(None, dtype=pl.String).alias("gas"))
    raw = frame["gas"].unique().to_list()
    table = {g: None if _is_all(g) else correct_gas(g) for g in raw if g is not None}
    sums = [g for g in raw if _is_all(g)]
    gas = pl.col("gas").replace_strict(
        list(table), list(table.values()), default=None, return_dtype=pl.String
    )
    frame = frame.with_columns(pl.col("gas").is_in(sums).fill_null(False).alias("_all"), gas)
    nameless = frame.filter(pl.col("gas").is_null())
    if nameless.height:
        beside = frame.filter(pl.col("gas").is_not_null())
        own = beside.group_by(_GROUP).agg(
            pl.col("value").sum().alias("_sum"), pl.len().alias("_gases")
        )
        joined = nameless.join(own, on=_GROUP, how="inner", maintain_order="left")
        empty = joined.filter(~pl.col("_all"))
        if empty.height:
            raise bad_cell(
                "import.no_gas", sheet, file, "gas", empty["row"][0], "", empty.height - 1
            )
        wrong = joined.filter(
            (pl.col("value") - pl.col("_sum")).abs()
            > _ROUNDED * (pl.col("_gases") + 1) + 1e-9 * pl.col("_sum").abs()
        )
        if wrong.height:
            raise bad_cell(
                "import.gas_sum",
                sheet,
                file,
                "value",
                wrong["row"][0],
                wrong["value"][0],
                wrong.height - 1,
            )
        if joined.height:
            first = joined.row(0, named=True)
            corrections.add("total_row", joined.height, f"{first['sector']} / {first['source']}")
            frame = frame.filter(~pl.col("row").is_in(joined["row"].implode()))
    return frame.drop("_all")


def unknown_gases(frame: pl.DataFrame) -> list[str]:
    """Return the gases of a frame that the facts do not know."""
    return sorted(g for g in frame["gas"].drop_nulls().unique().to_list() if not is_gas(g))
