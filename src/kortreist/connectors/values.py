"""Emissions and years: from text to numbers, each doubtful cell refused by name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kortreist.connectors.cells import bad_cell
from kortreist.connectors.layouts import Sheet
from kortreist.connectors.mending import Mends

if TYPE_CHECKING:
    import polars as pl

__all__ = ["read_values", "read_years"]

_MISSING = ("", "nan", "na", "n/a", "null", "none", ".", "..", ":")
_SPACES = r"([0-9])[ \u00a0\u202f\u2009]([0-9]{3})"
_THOUSANDS = r"^-?[0-9]{1,3}(,[0-9]{3})+$"
_NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"


def _refuse(
    key: str, sheet: Sheet, file: str, column: str, rows: pl.DataFrame, shown: str
) -> Exception:
    return bad_cell(key, sheet, file, column, rows["row"][0], rows[shown][0], rows.height - 1)


def read_years(frame: pl.DataFrame, sheet: Sheet, file: str, mends: Mends) -> pl.DataFrame:
    """Replace the text of ``year`` with whole years; dates count as their year.

    Raises
    ------
    ImportRefusedError
        An empty cell, not a year, before 1990, or after this year.
    """
    import polars as pl

    # An empty date column beside numbers must not become year 0: empty is refused too.
    texts = frame["year"].unique()
    years = pl.DataFrame({"year": texts}, schema={"year": pl.String}).with_columns(
        pl.col("year").str.strip_chars().str.extract(
            r"^(?:[0-9]{1,2}\.[0-9]{1,2}\.)?([0-9]{4})(?:\.0+|[-/][0-9]{2}[-/][0-9]{2}.*)?$"
        ).cast(pl.Int32, strict=False).alias("_year"),
        pl.col("year").str.contains(r"[0-9][-./][0-9]{2}").alias("_date"),
    )  # fmt: skip
    frame = frame.join(years, on="year", how="left", maintain_order="left", nulls_equal=True)
    bad = frame.filter(
        pl.col("_year").is_null() | ~pl.col("_year").is_between(1990, date.today().year)
    )
    if bad.height:
        raise _refuse("import.bad_year", sheet, file, "year", bad, "year")
    dates = frame.filter(pl.col("_date"))
    if dates.height:
        mends.add("date", dates.height, dates["year"][0])
    return frame.drop("year", "_date").rename({"_year": "year"})


def read_values(frame: pl.DataFrame, sheet: Sheet, file: str, mends: Mends) -> pl.DataFrame:
    """Replace the text of ``value`` with t CO2e; rows without a figure are left out.

    One decimal sign a file: a comma is read as one when no cell has a point, and refused
    beside points. Thousands may be set off by spaces.

    Raises
    ------
    ImportRefusedError
        A text, an error value, an infinite or negative number, or a comma that could be
        either a decimal or a thousands sign.
    """
    import polars as pl

    known = pl.col("float") if "float" in frame.columns else pl.lit(None, dtype=pl.Float64)
    text = pl.col("value").str.strip_chars()
    frame = frame.with_columns(
        pl.when(known.is_null()).then(text).alias("value"),
        pl.when(known.is_finite()).then(known).alias("float"),
    )
    if sheet.odd:
        _refuse_error_values(frame, sheet, file)
    empty = pl.col("float").is_null() & (
        pl.col("value").is_null() | pl.col("value").str.to_lowercase().is_in(_MISSING)
    )
    missing = frame.filter(empty)
    if missing.height:
        first = missing.row(0, named=True)
        example = " / ".join(str(first[c]) for c in ("name", "year", "source") if c in first)
        mends.add("missing", missing.height, example)
        frame = frame.filter(~empty)
    texts = frame.filter(pl.col("float").is_null())
    if texts.height:
        frame = _parse(frame, texts, sheet, file, mends)
    negative = frame.filter(pl.col("float") < 0)
    if negative.height:
        raise _refuse("import.negative", sheet, file, "value", negative, "float")
    return frame.drop("value").rename({"float": "value"}).with_columns(pl.col("value") + 0.0)


def _parse(
    frame: pl.DataFrame, texts: pl.DataFrame, sheet: Sheet, file: str, mends: Mends
) -> pl.DataFrame:
    import polars as pl

    value = pl.col("value")
    spaced = texts.filter(value.str.contains(_SPACES))
    if spaced.height:
        mends.add("digit_spaces", spaced.height, spaced["value"][0])
        once = value.str.replace_all(_SPACES, "${1}${2}")  # twice: groups may touch
        texts = texts.with_columns(once.str.replace_all(_SPACES, "${1}${2}"))
    commas = texts.filter(value.str.contains(",", literal=True))
    if commas.height:
        points = texts.filter(value.str.contains(".", literal=True))
        if points.height or commas.filter(~value.str.contains(_THOUSANDS)).height == 0:
            raise _refuse("import.unclear_comma", sheet, file, "value", commas, "value")
        mends.add("comma", commas.height, commas["value"][0])
        texts = texts.with_columns(value.str.replace(",", ".", literal=True))
    number = pl.when(value.str.contains(_NUMBER)).then(value).cast(pl.Float64, strict=False)
    parsed = texts.with_columns(number.alias("float"))
    bad = parsed.filter(pl.col("float").is_null() | ~pl.col("float").is_finite())
    if bad.height:
        original = frame.filter(pl.col("row").is_in(bad["row"].implode()))
        raise _refuse("import.bad_cell", sheet, file, "value", original, "value")
    if parsed.height == frame.height:
        return parsed
    rest = frame.filter(pl.col("float").is_not_null())
    return pl.concat([rest, parsed]).sort("row")


def _refuse_error_values(frame: pl.DataFrame, sheet: Sheet, file: str) -> None:
    import polars as pl

    for index in frame.filter(pl.col("float").is_null() & pl.col("value").is_null())["row"]:
        refusal = bad_cell("import.bad_cell", sheet, file, "value", index, None, 0)
        if str(refusal.values["value"]).startswith("#"):
            raise refusal
