"""From text cells to rows with known places, years and tonnes; every mend counted."""

from __future__ import annotations

import hashlib
import math
import struct
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kortreist import places
from kortreist.connectors.cells import bad_cell, row_number
from kortreist.connectors.layouts import Sheet
from kortreist.connectors.mending import Mend, Mends, mend_gas, mend_name
from kortreist.connectors.names import is_known
from kortreist.connectors.place_codes import (
    carry_codes,
    is_number,
    is_outside,
    name_to_code,
    on_old_borders,
    place_of_file,
)
from kortreist.connectors.values import read_values, read_years
from kortreist.connectors.vintage_file import FileRow
from kortreist.errors import ImportRefusedError, PlaceError

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Normalised", "normalise"]

_KEYS = ["code", "year", "sector", "source", "gas"]
_TOTALS = {"sum", "totalt", "total", "i alt", "alle", "hele landet", "landet"}


@dataclass(frozen=True, slots=True)
class Normalised:
    """Rows ready to store.

    Parameters
    ----------
    rows : list of FileRow
        Sorted; values in t CO2e.
    checksum : str
        SHA-256 of the rows as the file has them, before they are carried to today's numbers.
    mended : tuple of Mend
    unmapped : tuple of str
        Sectors and sources the facts do not know.
    """

    rows: list[FileRow]
    checksum: str
    mended: tuple[Mend, ...]
    unmapped: tuple[str, ...]


def normalise(
    sheet: Sheet, file: str, published: date, place: places.Place | None = None
) -> Normalised:
    """Clean and check every cell.

    Parameters
    ----------
    sheet : Sheet
    file : str
        Name for error messages.
    published : datetime.date
        Day on which names that no longer hold are looked up.
    place : Place, optional
        The municipality, for a file that does not say.

    Raises
    ------
    ImportRefusedError
        A cell that cannot be understood (file, sheet, row, column, value), a municipality
        that is unknown, or, in a file with gases, a row that stands twice: counting it twice
        would be wrong, and dropping one a guess. Without gases, rows of one source and year
        are the gases, and add.
    """
    import polars as pl

    mends = Mends()
    if sheet.encoding:
        mends.add("encoding", 1, sheet.encoding)
    mends.add("column_ignored", len(sheet.ignored), ", ".join(sheet.ignored[:3]))
    frame = sheet.frame.with_row_index("row")
    texts = [c for c in frame.columns if c != "row"]
    frame = frame.filter(~pl.all_horizontal(pl.col(c).is_null() for c in texts))
    for column in ("county", "name", "sector", "source"):
        if column in frame.columns:
            frame = _mend_names(frame, column, mends)
    frame = _without_totals(frame, mends)
    if frame.height == 0:
        raise ImportRefusedError("import.empty", file=file)
    for column in ("sector", "source"):
        empty = frame.filter(pl.col(column).is_null() | (pl.col(column) == ""))
        if empty.height:
            raise _bad("import.bad_cell", sheet, file, column, empty)
    frame = read_years(frame, sheet, file, mends)
    frame = read_values(frame, sheet, file, mends)
    if frame.height == 0:
        raise ImportRefusedError("import.empty", file=file)
    frame = _codes(frame, sheet, file, published, place)
    frame = _gases(frame)
    return _finish(_grouped(frame, sheet, file, mends), published, mends)


def _bad(key: str, sheet: Sheet, file: str, column: str, rows: pl.DataFrame) -> ImportRefusedError:
    return bad_cell(key, sheet, file, column, rows["row"][0], rows[column][0], rows.height - 1)


def _replaced(frame: pl.DataFrame, column: str, table: dict[str, str | None]) -> pl.DataFrame:
    """Replace each text by its entry in a table, which has them all; null stays null."""
    import polars as pl

    return frame.with_columns(
        pl.col(column).replace_strict(
            list(table), list(table.values()), default=None, return_dtype=pl.String
        )
    )


def _mend_names(frame: pl.DataFrame, column: str, mends: Mends) -> pl.DataFrame:
    table: dict[str, str | None] = {}
    for raw, count in frame[column].drop_nulls().value_counts(sort=True).rows():
        table[raw], kinds = mend_name(raw)
        for kind in kinds:
            mends.add(kind, count, repr(raw))
    return _replaced(frame, column, table) if any(k != v for k, v in table.items()) else frame


def _without_totals(frame: pl.DataFrame, mends: Mends) -> pl.DataFrame:
    """Set rows of sums aside: they are computed here, and would count everything twice."""
    import polars as pl

    looked = [c for c in ("name", "sector", "source") if c in frame.columns]
    is_total = pl.any_horizontal(
        pl.col(c).str.to_lowercase().is_in(_TOTALS).fill_null(False) for c in looked
    )
    totals = frame.filter(is_total)
    if totals.height:
        first = [str(c) for c in totals.select(looked).row(0) if c]
        mends.add("total_row", totals.height, " / ".join(first))
        frame = frame.filter(~is_total)
    return frame


def _gases(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    if "gas" not in frame.columns:
        return frame.with_columns(pl.lit(None, dtype=pl.String).alias("gas"))
    raw = frame["gas"].drop_nulls().unique().to_list()
    return _replaced(frame, "gas", {g: mend_gas(g) for g in raw}) if raw else frame


def _codes(
    frame: pl.DataFrame, sheet: Sheet, file: str, published: date, place: places.Place | None
) -> pl.DataFrame:
    """Add ``code``: the number in the file, or the one its name stands for."""
    import polars as pl

    if "number" not in frame.columns and "name" not in frame.columns:
        number = place_of_file(sheet.dataset, place, file).number
        return frame.with_columns(pl.lit(number).alias("code"))
    if "number" in frame.columns:
        frame = frame.with_columns(
            pl.col("number").str.strip_chars().str.replace(r"\.0+$", "").str.zfill(4).alias("code")
        )
        known = [c for c in frame["code"].unique().to_list() if c and is_number(c)]
        bad = frame.filter(pl.col("code").is_null() | ~pl.col("code").is_in(known))
        if bad.height:
            raise _bad("import.unknown_number", sheet, file, "number", bad)
    else:
        frame = _by_name(frame, sheet, file, published)
    codes = frame["code"].unique().to_list()
    if place is not None and codes != [place.number]:
        raise ImportRefusedError(
            "import.other_place", file=file, said=", ".join(sorted(codes)[:5]),
            asked=f"{place.number} {place.name}",
        )  # fmt: skip
    return frame


def _by_name(frame: pl.DataFrame, sheet: Sheet, file: str, published: date) -> pl.DataFrame:
    import polars as pl

    empty = frame.filter(pl.col("name").is_null() | (pl.col("name") == ""))
    if empty.height:
        raise _bad("import.bad_cell", sheet, file, "name", empty)
    wanted = ["name", "county"] if "county" in frame.columns else ["name"]
    names = {r[0]: r[1] if len(r) > 1 else None for r in frame.select(wanted).unique().rows()}
    try:
        table = name_to_code(names, published)
    except PlaceError as error:
        asked = str(error.values.get("text", error.values.get("name", "")))
        rows = frame.filter(pl.col("name") == asked)
        raise ImportRefusedError(
            f"import.name_{error.key.split('.')[1]}", file=file, name=asked,
            row=row_number(sheet, rows["row"][0]) if rows.height else "?",
            choices=str(error.values.get("choices", error.values.get("suggestions", "–"))),
        ) from error  # fmt: skip
    codes: dict[str, str | None] = dict(table)
    return _replaced(frame.with_columns(pl.col("name").alias("code")), "code", codes)


def _grouped(frame: pl.DataFrame, sheet: Sheet, file: str, mends: Mends) -> pl.DataFrame:
    import polars as pl

    grouped = frame.group_by(_KEYS).agg(pl.col("value"), pl.col("row").min(), pl.len().alias("n"))
    several = grouped.filter(pl.col("n") > 1)
    if several.height:
        if "gas" in sheet.positions:
            keys = several.sort("row").row(0, named=True)
            same = pl.all_horizontal(pl.col(k).eq_missing(pl.lit(keys[k])) for k in _KEYS)
            rows = frame.filter(same)["row"].sort().to_list()
            raise ImportRefusedError(
                "import.twice", file=file, sheet=sheet.sheet or "CSV",
                first=row_number(sheet, rows[0]), second=row_number(sheet, rows[1]),
            )  # fmt: skip
        first = several.sort("row").row(0, named=True)
        mends.add(
            "added", frame.height - grouped.height,
            f"{first['code']} {first['year']} {first['source']}: {first['n']}",
        )  # fmt: skip
    # Sums rounded once, so that the order of the file's rows cannot matter.
    sums = [v[0] if len(v) == 1 else math.fsum(v) for v in grouped["value"].to_list()]
    return grouped.select(_KEYS).with_columns(pl.Series("value", sums, pl.Float64)).sort(_KEYS)


def _finish(frame: pl.DataFrame, published: date, mends: Mends) -> Normalised:
    import polars as pl

    separated = pl.concat_str(
        [pl.col(k).cast(pl.String).fill_null("") for k in _KEYS], separator="\x1f"
    )
    digest = hashlib.sha256("\x1e".join(frame.select(separated).to_series().to_list()).encode())
    digest.update(struct.pack(f"<{frame.height}d", *frame["value"].to_list()))
    pairs = frame.select("sector", "source").unique().sort("sector", "source").rows()
    unmapped = [f"{sector} / {source}" for sector, source in pairs if not is_known(sector, source)]
    carried = _carried(frame, published, mends)
    rows: list[FileRow] = [
        (carried[year, code], code, year, sector, source, gas, value)
        for code, year, sector, source, gas, value in frame.rows()
    ]
    return Normalised(rows, digest.hexdigest(), mends.all(), tuple(unmapped))


def _carried(frame: pl.DataFrame, published: date, mends: Mends) -> dict[tuple[int, str], str]:
    """Return (year, code in the file) → number the figures are kept under, and tell of it."""
    today = date.today()
    years: dict[frozenset[str], list[int]] = {}
    parts = frame.select("year", "code").unique().partition_by("year", as_dict=True)
    for (year,), part in parts.items():
        years.setdefault(frozenset(part["code"].to_list()), []).append(year)
    told: set[tuple[str, str]] = set()
    carried: dict[tuple[int, str], str] = {}
    for codes, those in years.items():
        result = carry_codes(codes, today)
        carried.update(((y, c), n) for y in those for c, n in result.numbers.items())
        told |= {("kept_number", code) for code in result.kept}
        told |= {("old_number", f"{a} → {b}") for a, b in result.numbers.items() if a != b}
        told |= {("outside", code) for code in codes if is_outside(code)}
        told |= {("old_borders", code) for code in on_old_borders(codes, published, today)}
    for kind, example in sorted(told):
        mends.add(kind, 1, example)
    return carried
