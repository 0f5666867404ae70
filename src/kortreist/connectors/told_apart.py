"""Rows that only a column we do not use tells apart: scenarios, scopes, sets of GWP.

Added, a history and a path, or the same tonnes by two reports, would be one figure twice as
large. Gases alone are parts of one figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kortreist.connectors.cells import alike, row_number
from kortreist.connectors.gases import correct_gas
from kortreist.connectors.layouts import Sheet
from kortreist.errors import ImportRefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

__all__ = ["refuse_told_apart"]

_SHOWN = 6


def refuse_told_apart(frame: pl.DataFrame, keys: Sequence[str], sheet: Sheet, file: str) -> None:
    """Refuse rows of one key that differ in a column that is not used.

    Parameters
    ----------
    frame : polars.DataFrame
        With ``row`` and the keys.
    keys : sequence of str
        What makes rows the same figure.
    sheet : Sheet
    file : str

    Raises
    ------
    ImportRefusedError
        ``import.told_apart``: the column, its values and two of the rows. A column in which
        every value is a greenhouse gas is none such.
    """
    import polars as pl

    unused = sheet.unused
    if unused is None or not unused.width:
        return
    several = frame.filter(pl.len().over(keys) > 1)
    if not several.height:
        return
    names = {f"_unused{i}": heading for i, heading in enumerate(unused.columns)}
    cells = unused.select(
        pl.col(heading).str.strip_chars().replace("", None).alias(name)
        for name, heading in names.items()
    ).with_row_index("row")
    beside = several.select("row", *keys).join(cells, on="row", how="left")
    for name, heading in names.items():
        apart = beside.filter((pl.col(name).n_unique() > 1).over(keys)).sort("row")
        values = apart[name].unique(maintain_order=True).to_list()
        if not apart.height or _are_gases(values):
            continue
        first = apart.row(0, named=True)
        same = apart.filter(
            pl.all_horizontal(pl.col(k).eq_missing(pl.lit(first[k])) for k in keys),
            pl.col(name).ne_missing(pl.lit(first[name])),
        )
        shown = ", ".join((v or "–")[:40] for v in values[:_SHOWN])
        raise ImportRefusedError(
            "import.told_apart",
            file=file,
            sheet=sheet.sheet or "CSV",
            column=heading[:60],
            values=shown if len(values) <= _SHOWN else f"{shown} …",
            first=row_number(sheet, first["row"]),
            second=row_number(sheet, same["row"][0]),
            alike=alike(apart.height - 2),
        )


def _are_gases(values: list[str | None]) -> bool:
    try:
        return all(correct_gas(v) for v in values)
    except ValueError:
        return False
