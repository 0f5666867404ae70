"""Gases of a file: their spellings, and rows that are all gases together."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from kortreist import facts
from kortreist.connectors.cells import bad_cell
from kortreist.connectors.corrections import Corrections, without_marks
from kortreist.connectors.layouts import Sheet
from kortreist.connectors.totals import is_total

if TYPE_CHECKING:
    import polars as pl

__all__ = ["correct_gas", "is_gas", "read_gases", "unknown_gases"]

_GROUP = ["code", "year", "sector", "source"]
#: A file's own sum may differ by the rounding of each of its gases to two decimals.
_ROUNDED = 0.005


#: What says that the figure is in CO2 equivalents, not which gas.
_EQUIVALENTS = (
    "co2ekvivalenter",
    "co2ekvivalentar",
    "co2ekv",
    "co2e",
    "co2eq",
    "co2equivalents",
    "tonn co2e",
    "tonn co2ekvivalenter",
    "tonn co2ekvivalentar",
)
_ALL = ("klimagasser", "klimagassar", "ghg", "greenhouse gases")
#: One substance of the fluorinated gases, by its number or formula.
_SUBSTANCE = re.compile(
    r"(?:hf[kc]|r)[ -]?(?:23|32|41|43-?10\w*|125|134a?|143a?|152a?|227ea|236\w*|245\w*|365\w*)"
    r"|pf[kc][ -]?(?:14|116|218|c?318|3-?1-?10)|cf4|c2f6|c3f8|c4f10|c-?c4f8|c5f12|c6f14"
)


@lru_cache(maxsize=1)
def _gas_by_name() -> dict[str, str]:
    return {_fold(r["written"]): r["gas"] for r in facts.load().table("inventory_gases")}


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", without_marks(text)).casefold().split())


def _bare(folded: str) -> str:
    return folded.replace("-", " ").replace("co2 e", "co2e").rstrip(".")


def correct_gas(raw: str | None) -> str | None:
    """Return a gas as ``CO2``, ``CH4``, ``N2O``, ``HFK``, ``SF6`` …; None when not stated.

    A name with its formula, or with the words CO2 equivalents, is the gas both say. One
    substance of the fluorinated gases keeps its name, in capitals.

    Raises
    ------
    ValueError
        Not a greenhouse gas the facts know, or two of them.

    Examples
    --------
    >>> correct_gas("N₂O"), correct_gas(" metan "), correct_gas("Karbondioksid (CO2)")
    ('N2O', 'CH4', 'CO2')
    >>> correct_gas(""), correct_gas("HFC-134a")
    (None, 'HFC-134A')
    >>> correct_gas("NOx")
    Traceback (most recent call last):
    ValueError: NOx
    """
    text = _fold(raw or "")
    if not text:
        return None
    known = _gas_by_name()
    if text in known:
        return known[text]
    if _SUBSTANCE.fullmatch(text):
        return text.upper()
    parts = [p.strip() for p in re.split(r"[(),:;/]|\[|\]| - | – ", text)]
    gases = {known.get(p, "") for p in parts if p and _bare(p) not in _EQUIVALENTS}
    if len(gases) == 1 and "" not in gases:
        return gases.pop()
    raise ValueError(raw)


def is_gas(gas: str) -> bool:
    """Tell whether the facts know a gas by the name we give it."""
    return gas in _gas_by_name().values()


def _is_all(raw: str | None) -> bool:
    """Tell whether a cell says all gases together, with CO2 equivalents too."""
    return is_total(raw) or _bare(_fold(raw or "")) in (*_EQUIVALENTS, *_ALL)


def _corrected(frame: pl.DataFrame, sheet: Sheet, file: str) -> dict[str, str | None]:
    """Return each text of the column and its gas; all of them together are none."""
    table: dict[str, str | None] = {}
    for text in frame["gas"].drop_nulls().unique(maintain_order=True).to_list():
        try:
            table[text] = None if _is_all(text) else correct_gas(text)
        except ValueError:
            rows = frame.filter(frame["gas"] == text)["row"]
            known = ", ".join(dict.fromkeys(_gas_by_name().values()))
            raise bad_cell(
                "import.unknown_gas", sheet, file, "gas", rows[0], text, len(rows) - 1, known=known
            ) from None
    return table


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
        A name that is no greenhouse gas's. A sum that is not the sum of the source's gases:
        one is missing, or it is another thing. A row without a gas beside rows with one.
    """
    import polars as pl

    if "gas" not in frame.columns:
        return frame.with_columns(pl.lit(None, dtype=pl.String).alias("gas"))
    raw = frame["gas"].unique().to_list()
    table = _corrected(frame, sheet, file)
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
