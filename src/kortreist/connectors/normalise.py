"""From text cells to rows with known places, years and tonnes; every mend counted."""

from __future__ import annotations

import hashlib
import math
import struct
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kortreist import places
from kortreist.connectors.cells import bad_cell, row_number
from kortreist.connectors.corrections import Correction, Corrections, correct_name
from kortreist.connectors.gases import is_gas, read_gases
from kortreist.connectors.layouts import Sheet
from kortreist.connectors.names import is_known, is_swapped
from kortreist.connectors.other_accounts import refuse_other_accounts
from kortreist.connectors.place_codes import carry_codes, is_outside, on_old_borders
from kortreist.connectors.place_columns import read_codes
from kortreist.connectors.plausibility import (
    refuse_large_sums,
    refuse_repeated_rows,
    refuse_years_after,
)
from kortreist.connectors.sums import refuse_repeats, without_totals
from kortreist.connectors.told_apart import refuse_told_apart
from kortreist.connectors.unit_column import refuse_other_units
from kortreist.connectors.values import read_values, read_years
from kortreist.connectors.vintage_file import FileRow
from kortreist.errors import ImportRefusedError

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Normalised", "normalise"]

_KEYS = ["code", "year", "sector", "source", "gas"]


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
        Sectors and sources, and gases, the facts do not know.
    """

    rows: list[FileRow]
    checksum: str
    corrections: tuple[Correction, ...]
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
        The file's date: names mean what they meant on it.
    place : Place, optional
        The municipality, for a file that does not say.

    Raises
    ------
    ImportRefusedError
        A cell that cannot be understood (file, sheet, row, column, value), a municipality
        that is unknown or said in two ways, a row that is the sum of others under an unknown
        name, or, in a file with gases, a row that stands twice: counting it twice would be
        wrong, and dropping one a guess. Without gases, rows of one source and year are the
        gases, and add, unless every row of a municipality stands twice, or a column that is
        not used tells them apart. Land use, and emissions of energy used here and made
        elsewhere, which are not in the inventory. Figures that are not
        in tonnes CO2 equivalents, for a year after the file's date, or that add up to more
        than the country emits.
    """
    import polars as pl

    corrections = Corrections()
    if sheet.encoding:
        corrections.add("encoding", 1, sheet.encoding)
    corrections.add("column_ignored", len(sheet.ignored), ", ".join(sheet.ignored[:3]))
    frame = sheet.frame.with_row_index("row")
    texts = [c for c in frame.columns if c != "row"]
    frame = frame.filter(~pl.all_horizontal(pl.col(c).is_null() for c in texts))
    for column in ("county", "name", "sector", "source"):
        if column in frame.columns:
            frame = _correct_names(frame, column, corrections)
    frame = without_totals(frame, corrections)
    if frame.height == 0:
        raise ImportRefusedError("import.empty", file=file)
    frame = refuse_other_units(frame, sheet, file)
    for column in ("sector", "source"):
        empty = frame.filter(pl.col(column).is_null() | (pl.col(column) == ""))
        if empty.height:
            raise _bad("import.bad_cell", sheet, file, column, empty)
        frame = _one_spelling(frame, column)
    _refuse_swapped(frame, sheet, file)
    refuse_other_accounts(frame, sheet, file)
    frame = read_years(frame, sheet, file, corrections)
    refuse_years_after(frame, sheet, file, published)
    frame = read_values(frame, sheet, file, corrections)
    if frame.height == 0:
        raise ImportRefusedError("import.empty", file=file)
    frame = read_codes(frame, sheet, file, published, place, corrections)
    frame = read_gases(frame, sheet, file, corrections)
    refuse_told_apart(frame, _KEYS, sheet, file)
    refuse_repeated_rows(frame, sheet, file)
    refuse_repeats(frame, sheet, file)
    refuse_large_sums(frame, sheet, file)
    return _finish(_group_rows(frame, sheet, file, corrections), published, corrections)


def _refuse_swapped(frame: pl.DataFrame, sheet: Sheet, file: str) -> None:
    """Refuse rows whose sector stands as their source, and the other way round."""
    import polars as pl

    pairs = frame.select("sector", "source").unique().rows()
    swapped = [source for sector, source in pairs if is_swapped(sector, source)]
    if swapped:
        rows = frame.filter(pl.col("source").is_in(swapped))
        raise _bad("import.swapped", sheet, file, "source", rows)


def _bad(key: str, sheet: Sheet, file: str, column: str, rows: pl.DataFrame) -> ImportRefusedError:
    return bad_cell(key, sheet, file, column, rows["row"][0], rows[column][0], rows.height - 1)


def _replace_texts(frame: pl.DataFrame, column: str, table: dict[str, str | None]) -> pl.DataFrame:
    """Replace each text by its entry in a table, which has them all; null stays null."""
    import polars as pl

    return frame.with_columns(
        pl.col(column).replace_strict(
            list(table), list(table.values()), default=None, return_dtype=pl.String
        )
    )


def _correct_names(frame: pl.DataFrame, column: str, corrections: Corrections) -> pl.DataFrame:
    table: dict[str, str | None] = {}
    for raw, count in frame[column].drop_nulls().value_counts(sort=True).rows():
        table[raw], kinds = correct_name(raw)
        for kind in kinds:
            corrections.add(kind, count, repr(raw))
    return _replace_texts(frame, column, table) if any(k != v for k, v in table.items()) else frame


def _one_spelling(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """Write names that differ only by case or composed letters in one way, whatever the order."""
    spelt: dict[str, str] = {}
    texts = sorted(frame[column].unique().to_list())
    for text in texts:
        spelt.setdefault(unicodedata.normalize("NFKC", text).casefold(), text)
    table: dict[str, str | None] = {
        t: spelt[unicodedata.normalize("NFKC", t).casefold()] for t in texts
    }
    return _replace_texts(frame, column, table) if len(spelt) < len(texts) else frame


def _group_rows(
    frame: pl.DataFrame, sheet: Sheet, file: str, corrections: Corrections
) -> pl.DataFrame:
    import polars as pl

    grouped = frame.group_by(_KEYS).agg(pl.col("value"), pl.col("row").min(), pl.len().alias("n"))
    several = grouped.filter(pl.col("n") > 1)
    if several.height:
        if "gas" in sheet.positions:
            keys = several.sort("row").row(0, named=True)
            same = pl.all_horizontal(pl.col(k).eq_missing(pl.lit(keys[k])) for k in _KEYS)
            rows = frame.filter(same)["row"].sort().to_list()
            raise ImportRefusedError(
                "import.twice",
                file=file,
                sheet=sheet.sheet or "CSV",
                first=row_number(sheet, rows[0]),
                second=row_number(sheet, rows[1]),
            )
        first = several.sort("row").row(0, named=True)
        corrections.add(
            "added",
            frame.height - grouped.height,
            f"{first['code']} {first['year']} {first['source']}: {first['n']}",
        )
    # Sums rounded once, so that the order of the file's rows cannot matter.
    sums = [v[0] if len(v) == 1 else math.fsum(v) for v in grouped["value"].to_list()]
    return grouped.select(_KEYS).with_columns(pl.Series("value", sums, pl.Float64)).sort(_KEYS)


def _finish(frame: pl.DataFrame, published: date, corrections: Corrections) -> Normalised:
    import polars as pl

    separated = pl.concat_str(
        [pl.col(k).cast(pl.String).fill_null("") for k in _KEYS], separator="\x1f"
    )
    digest = hashlib.sha256("\x1e".join(frame.select(separated).to_series().to_list()).encode())
    digest.update(struct.pack(f"<{frame.height}d", *frame["value"].to_list()))
    pairs = frame.select("sector", "source").unique().sort("sector", "source").rows()
    unmapped = [f"{sector} / {source}" for sector, source in pairs if not is_known(sector, source)]
    gases = frame["gas"].drop_nulls().unique().sort().to_list()
    unmapped += [gas for gas in gases if not is_gas(gas)]
    carried = _carried_numbers(frame, published, corrections)
    rows: list[FileRow] = [
        (carried[year, code], code, year, sector, source, gas, value)
        for code, year, sector, source, gas, value in frame.rows()
    ]
    return Normalised(rows, digest.hexdigest(), corrections.all(), tuple(unmapped))


def _carried_numbers(
    frame: pl.DataFrame, published: date, corrections: Corrections
) -> dict[tuple[int, str], str]:
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
        corrections.add(kind, 1, example)
    return carried
