"""What no inventory can hold: years to come, rows pasted in twice, more than the country emits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kortreist import facts
from kortreist.connectors.cells import bad_cell, row_number
from kortreist.connectors.layouts import Sheet
from kortreist.errors import ImportRefusedError

if TYPE_CHECKING:
    import polars as pl

__all__ = ["refuse_large_sums", "refuse_repeated_rows", "refuse_years_after"]

#: Rows of one municipality and year that must all stand twice before it is no chance.
_ENOUGH = 3


def refuse_years_after(frame: pl.DataFrame, sheet: Sheet, file: str, published: date) -> None:
    """Refuse figures for a year after the day the edition was published.

    Raises
    ------
    ImportRefusedError
        Names row, year and date.
    """
    import polars as pl

    after = frame.filter(pl.col("year") > published.year)
    if after.height:
        raise bad_cell(
            "import.year_after_date",
            sheet,
            file,
            "year",
            after["row"][0],
            after["year"][0],
            after.height - 1,
            date=published.isoformat(),
        )


def refuse_repeated_rows(frame: pl.DataFrame, sheet: Sheet, file: str) -> None:
    """Refuse a municipality's year whose every row stands twice, where rows add.

    With gases each such row is refused by itself; without them rows of one source are taken
    for gases, so that a file pasted in twice would double. Noughts tell nothing.

    Parameters
    ----------
    frame : polars.DataFrame
        With ``code``, ``year``, ``sector``, ``source`` and ``value`` read.

    Raises
    ------
    ImportRefusedError
        Names the two rows, the municipality and the year.
    """
    import polars as pl

    if "gas" in sheet.positions:
        return
    rows = frame.filter(pl.col("value") != 0.0)
    same = ["code", "year", "sector", "source", "value"]
    twins = rows.with_columns(pl.len().over(same).alias("_alike"))
    years = twins.group_by("code", "year").agg(
        pl.len().alias("_rows"), (pl.col("_alike") > 1).all().alias("_all")
    )
    repeated = years.filter(pl.col("_all"))
    if repeated.height < years.height:  # a part of the file: few rows may be chance
        repeated = repeated.filter(pl.col("_rows") > _ENOUGH)
    if not repeated.height:
        return
    found = twins.join(repeated, on=["code", "year"], how="semi").sort("row")
    first = found.row(0, named=True)
    pair = found.filter(pl.all_horizontal(pl.col(c) == pl.lit(first[c]) for c in same))[
        "row"
    ].to_list()
    raise ImportRefusedError(
        "import.rows_repeated",
        file=file,
        sheet=sheet.sheet or "CSV",
        first=row_number(sheet, pair[0]),
        second=row_number(sheet, pair[1]),
        place=first["code"],
        year=first["year"],
    )


def refuse_large_sums(frame: pl.DataFrame, sheet: Sheet, file: str) -> None:
    """Refuse rows of one municipality and year that together are more than the country emits.

    Raises
    ------
    ImportRefusedError
        Names municipality, year, sum and the largest row.
    """
    import polars as pl

    maximum = float(facts.load().figure("import/most_tonnes").value)
    sums = frame.group_by("code", "year").agg(
        pl.col("value").sum(), pl.col("row").sort_by("value").last()
    )
    large = sums.filter(pl.col("value") > maximum).sort("row")
    if large.height:
        first = large.row(0, named=True)
        raise ImportRefusedError(
            "import.sum_too_large",
            file=file,
            sheet=sheet.sheet or "CSV",
            row=row_number(sheet, first["row"]),
            place=first["code"],
            year=first["year"],
            value=float(first["value"]),
            maximum=maximum,
        )
