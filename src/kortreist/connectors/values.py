"""Emissions and years: from text to numbers, each doubtful cell refused by name."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from kortreist import facts
from kortreist.connectors.cells import bad_cell
from kortreist.connectors.corrections import Corrections
from kortreist.connectors.layouts import Sheet
from kortreist.connectors.numbers import DOUBTFUL, MANY, NumberError, read_number

if TYPE_CHECKING:
    import polars as pl

__all__ = ["read_values", "read_years"]

_MISSING = ("", "nan", "na", "n/a", "null", "none", ".", "..", ":")
#: A number with one decimal sign at most, which the fast reader may take.
_NUMBER = r"^[+-]?[0-9]+(?:[.,][0-9]+)?$"
_SPACED = r"[0-9][ \u00a0\u202f\u2009\u2007'’][0-9]"
_NUMBERLIKE = r"^[(+\-\x{2212}]?[0-9][0-9.,'’ \x{a0}\x{202f}\x{2009}]*\)?$"
_YEAR = re.compile(r"(\d{4})(?:\.0+)?")
_ISO = re.compile(r"(\d{4})[-/](\d\d)[-/](\d\d)(?:[ T].*)?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def _refuse(
    key: str, sheet: Sheet, file: str, column: str, rows: pl.DataFrame, shown: str
) -> Exception:
    return bad_cell(key, sheet, file, column, rows["row"][0], rows[shown][0], rows.height - 1)


def _year(text: str | None) -> tuple[int | None, bool]:
    """Return the year a text says, and whether it says it by a date."""
    bare = (text or "").strip()
    if match := _YEAR.fullmatch(bare):
        return int(match[1]), False
    if match := _ISO.fullmatch(bare):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    elif match := _DOTTED.fullmatch(bare):
        day, month, year = int(match[1]), int(match[2]), int(match[3])
    else:
        return None, False
    try:
        return date(year, month, day).year, True
    except ValueError:  # 2015-99-99 is no date
        return None, True


def read_years(
    frame: pl.DataFrame, sheet: Sheet, file: str, corrections: Corrections
) -> pl.DataFrame:
    """Replace the text of ``year`` with whole years; dates count as their year.

    Raises
    ------
    ImportRefusedError
        An empty cell, not a year or a date, before 1990, or after this year.
    """
    import polars as pl

    # An empty date column beside numbers must not become year 0: empty is refused too.
    texts = frame["year"].unique().to_list()
    read = [_year(t) for t in texts]
    years = pl.DataFrame(
        {"year": texts, "_year": [y for y, _ in read], "_date": [d for _, d in read]},
        schema={"year": pl.String, "_year": pl.Int32, "_date": pl.Boolean},
    )
    frame = frame.join(years, on="year", how="left", maintain_order="left", nulls_equal=True)
    bad = frame.filter(
        pl.col("_year").is_null() | ~pl.col("_year").is_between(1990, date.today().year)
    )
    if bad.height:
        raise _refuse("import.bad_year", sheet, file, "year", bad, "year")
    dates = frame.filter(pl.col("_date"))
    if dates.height:
        corrections.add("date", dates.height, dates["year"][0])
    return frame.drop("year", "_date").rename({"_year": "year"})


def read_values(
    frame: pl.DataFrame, sheet: Sheet, file: str, corrections: Corrections
) -> pl.DataFrame:
    """Replace the text of ``value`` with t CO2e; rows without a figure are left out.

    One decimal sign a file, settled by a value that can be read in one way only; thousands
    may be set off by spaces. In a workbook a text among numbers is refused: it is a number
    the spreadsheet did not understand, and the others may be ones it misunderstood.

    Raises
    ------
    ImportRefusedError
        A text, an error value, an infinite or negative number, more than a country emits, or
        a comma or point that could be either a decimal or a thousands sign.
    """
    import polars as pl

    parsed = pl.col("float") if "float" in frame.columns else pl.lit(None, dtype=pl.Float64)
    text = pl.col("value").str.strip_chars()
    frame = frame.with_columns(
        pl.when(parsed.is_null()).then(text).alias("value"),
        pl.when(parsed.is_finite()).then(parsed).alias("float"),
    )
    if sheet.odd:
        _refuse_error_values(frame, sheet, file)
    empty = pl.col("float").is_null() & (
        pl.col("value").is_null() | pl.col("value").str.to_lowercase().is_in(_MISSING)
    )
    missing = frame.filter(empty)
    if missing.height:
        first = missing.row(0, named=True)
        example = " / ".join(str(first[c]) for c in ("year", "sector", "source"))
        corrections.add("missing", missing.height, example)
        frame = frame.filter(~empty)
    texts = frame.filter(pl.col("float").is_null())
    if texts.height:
        if sheet.sheet and texts.height < frame.height:
            _refuse_text_among_numbers(texts, sheet, file)
        frame = _parse(frame, texts, sheet, file, corrections)
    negative = frame.filter(pl.col("float") < 0)
    if negative.height:
        raise _refuse("import.negative", sheet, file, "value", negative, "float")
    maximum = float(facts.load().figure("import/most_tonnes").value)
    large = frame.filter(pl.col("float") > maximum)
    if large.height:
        raise _refuse("import.too_many_tonnes", sheet, file, "value", large, "float")
    return frame.drop("value").rename({"float": "value"}).with_columns(pl.col("value") + 0.0)


def _refuse_text_among_numbers(texts: pl.DataFrame, sheet: Sheet, file: str) -> None:
    import polars as pl

    bad = texts.filter(~pl.col("value").str.contains(_NUMBERLIKE))
    if bad.height:
        raise _refuse("import.bad_cell", sheet, file, "value", bad, "value")
    raise _refuse("import.text_among_numbers", sheet, file, "value", texts, "value")


def _parse(
    frame: pl.DataFrame, texts: pl.DataFrame, sheet: Sheet, file: str, corrections: Corrections
) -> pl.DataFrame:
    import polars as pl

    value = pl.col("value")
    sign = _sign(texts, sheet, file)
    spaced = texts.filter(value.str.contains(_SPACED))
    commas = texts.filter(value.str.contains(",", literal=True))
    plain = value.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    parsed = texts.with_columns(pl.when(value.str.contains(_NUMBER)).then(plain).alias("float"))
    rest = parsed.filter(pl.col("float").is_null())
    if rest.height:
        read = pl.DataFrame(
            _read(rest, sign, sheet, file), schema={"value": pl.String, "_read": pl.Float64}
        )
        parsed = parsed.join(read, on="value", how="left", maintain_order="left")
        parsed = parsed.with_columns(pl.col("float").fill_null(pl.col("_read"))).drop("_read")
    bad = parsed.filter(pl.col("float").is_null() | ~pl.col("float").is_finite())
    if bad.height:
        raise _refuse("import.bad_cell", sheet, file, "value", bad, "value")
    if spaced.height:
        corrections.add("digit_spaces", spaced.height, spaced["value"][0])
    if commas.height:
        corrections.add("comma", commas.height, commas["value"][0])
    if parsed.height == frame.height:
        return parsed
    return pl.concat([frame.filter(pl.col("float").is_not_null()), parsed]).sort("row")


def _sign(texts: pl.DataFrame, sheet: Sheet, file: str) -> str:
    """Return the decimal sign of the column, settled by a value with one reading."""
    import polars as pl

    value = pl.col("value")
    with_sign = {s: texts.filter(value.str.contains(s, literal=True)) for s in (",", ".")}
    used = [s for s, rows in with_sign.items() if rows.height]
    if not used:
        return ""
    doubtful = value.str.contains(DOUBTFUL) | value.str.contains(MANY)
    if len(used) > 1:
        raise _refuse("import.unclear_comma", sheet, file, "value", with_sign[","], "value")
    sign = used[0]
    key = "import.unclear_comma" if sign == "," else "import.unclear_point"
    many = with_sign[sign].filter(value.str.contains(MANY))
    if many.height or not with_sign[sign].filter(~doubtful).height:
        raise _refuse(key, sheet, file, "value", with_sign[sign], "value")
    return sign


def _read(rows: pl.DataFrame, sign: str, sheet: Sheet, file: str) -> dict[str, list[object]]:
    """Read texts the fast reader does not take: spaces between digits, signs, exponents."""
    out: dict[str, list[object]] = {"value": [], "_read": []}
    bad: dict[str, str] = {}
    for text in rows["value"].unique(maintain_order=True).to_list():
        try:
            number = read_number(text, decimal=sign, exponent=True)
        except NumberError as error:
            bad[text] = "import.digit_groups" if error.reason == "groups" else "import.bad_cell"
            continue
        out["value"].append(text)
        out["_read"].append(None if number is None else float(number))
    if bad:
        key = next(iter(bad.values()))
        alike = [t for t, k in bad.items() if k == key]
        wrong = rows.filter(rows["value"].is_in(alike))
        raise _refuse(key, sheet, file, "value", wrong, "value")
    return out


def _refuse_error_values(frame: pl.DataFrame, sheet: Sheet, file: str) -> None:
    import polars as pl

    for index in frame.filter(pl.col("float").is_null() & pl.col("value").is_null())["row"]:
        refusal = bad_cell("import.bad_cell", sheet, file, "value", index, None, 0)
        if str(refusal.values["value"]).startswith("#"):
            raise refusal
