"""The unit a file says its emissions are in: tonnes CO2 equivalents, or it is refused.

Nothing is converted: who wrote ``kt`` may have meant it in one row and forgotten it in another.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from kortreist.connectors.cells import bad_cell
from kortreist.connectors.layouts import Sheet

if TYPE_CHECKING:
    import polars as pl

__all__ = ["is_tonnes", "refuse_other_units"]

_TONNES = re.compile(
    r"(?:t|tonn|tonne|tonnes|tons|metric tons?|metric tonnes?)"
    r"(?:(?: av)? ?co2(?: ?-? ?(?:e|ekv|eq|ekvivalent(?:e|a)?r?|equivalents?))?\.?)?"
)


def is_tonnes(text: str) -> bool:
    """Tell whether a text says tonnes CO2 equivalents, in the spellings files use.

    Examples
    --------
    >>> [is_tonnes(t) for t in ("tonn CO₂-ekvivalenter", "t CO2e", "Tonn", "kt CO2e", "kg")]
    [True, True, True, False, False]
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = re.sub(r"[\u2010-\u2015\u2212]", "-", folded)
    return _TONNES.fullmatch(" ".join(folded.split())) is not None


def refuse_other_units(frame: pl.DataFrame, sheet: Sheet, file: str) -> pl.DataFrame:
    """Return the frame without its column of units, if each row's is tonnes CO2 equivalents.

    A column that is empty all the way down says nothing; one that is filled says it in each row.

    Raises
    ------
    ImportRefusedError
        Another unit, or none: names row and column.
    """
    import polars as pl

    if "unit" not in frame.columns:
        return frame
    said = pl.col("unit").fill_null("").str.strip_chars()
    units = frame.select(said.unique())["unit"].to_list()
    if units != [""]:
        bad = frame.filter(~said.is_in([u for u in units if is_tonnes(u)]))
        if bad.height:
            raise bad_cell(
                "import.bad_unit", sheet, file, "unit", bad["row"][0], "", bad.height - 1
            )
    return frame.drop("unit")
