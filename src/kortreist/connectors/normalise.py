"""From text cells to rows with known places, sources, years and tonnes; every mend counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from kortreist import facts, places
from kortreist.connectors.layouts import Sheet
from kortreist.errors import ImportRefusedError, PlaceError

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Mend", "Normalised", "normalise"]


@dataclass(frozen=True, slots=True)
class Mend:
    """What was mended: a kind (text key ``connectors.mend.<kind>``), how often, one example."""

    kind: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class Normalised:
    """Rows ready to store: place, year, sector, source, gas (or null), value in t CO2e."""

    frame: pl.DataFrame
    mended: tuple[Mend, ...]
    unmapped: tuple[str, ...]


def normalise(sheet: Sheet, file: str, place: places.Place | None = None) -> Normalised:
    """Clean and check every cell.

    Parameters
    ----------
    sheet : Sheet
    file : str
        Name for error messages.
    place : Place, optional
        The municipality, for a file that does not say.

    Raises
    ------
    ImportRefusedError
        A cell that cannot be understood (file, sheet, row, column, value), a municipality
        that is unknown, or a row that stands twice.
    """
    import polars as pl

    mends: list[Mend] = []
    frame = sheet.frame.with_row_index("row", offset=2)
    texts = [c for c in frame.columns if c != "row"]
    frame = frame.filter(~pl.all_horizontal(pl.col(c).is_null() for c in texts))
    if frame.height == 0:
        raise ImportRefusedError("import.empty", file=file)
    for column in ("name", "sector", "source", "gas"):
        if column in frame.columns:
            frame = _clean(frame, column, mends)
    frame = _years(frame, sheet, file, mends)
    frame = _values(frame, sheet, file, mends)
    for column in ("sector", "source"):
        empty = frame.filter(pl.col(column).is_null() | (pl.col(column) == ""))
        if empty.height:
            raise _bad(sheet, file, empty, column)
    frame, unmapped = _sources(frame)
    frame = _places(frame, sheet, file, place, mends, unmapped)
    if "gas" not in frame.columns:
        frame = frame.with_columns(pl.lit(None, dtype=pl.String).alias("gas"))
    keys = ["place", "year", "sector", "source", "gas"]
    before = frame.height
    if frame["gas"].null_count() == 0 and not any(m.kind == "old_number" for m in mends):
        twice = frame.filter(pl.struct(keys).is_duplicated())
        if twice.height:
            rows = twice["row"].to_list()[:2]
            raise ImportRefusedError("import.twice", file=file, sheet=sheet.sheet,
                                     first=rows[0], second=rows[1])  # fmt: skip
    grouped = frame.group_by(keys).agg(pl.col("value").sum()).sort(keys)
    if grouped.height < before:
        mends.append(Mend("added", before - grouped.height, frame["source_id"][0]
                          if "source_id" in frame.columns else ""))  # fmt: skip
    return Normalised(grouped, tuple(mends), tuple(unmapped))


def _bad(sheet: Sheet, file: str, rows: pl.DataFrame, column: str) -> ImportRefusedError:
    value = rows[column][0]
    return ImportRefusedError(
        "import.bad_cell", file=file, sheet=sheet.sheet or "CSV", row=rows["row"][0],
        column=sheet.letters[column], value="" if value is None else value,
        more=rows.height - 1,
    )  # fmt: skip


def _clean(frame: pl.DataFrame, column: str, mends: list[Mend]) -> pl.DataFrame:
    """Take out ``_x000D_``, line breaks and spaces that workbooks leave in names."""
    import polars as pl

    cleaned = (
        pl.col(column)
        .str.replace_all(r"_x000[dD]_|[\r\n\t\u00a0]", " ")
        .str.replace_all(r" {2,}", " ")
        .str.strip_chars()
    )
    after = frame.with_columns(cleaned.alias("_new"))
    changed = after.filter(pl.col(column) != pl.col("_new"))
    if changed.height:
        mends.append(Mend("name", changed.height, repr(changed[column][0])))
    return after.drop(column).rename({"_new": column})


def _years(frame: pl.DataFrame, sheet: Sheet, file: str, mends: list[Mend]) -> pl.DataFrame:
    import polars as pl

    text = pl.col("year").str.strip_chars()
    year = text.str.extract(r"^(\d{4})(?:\.0+|-\d\d-\d\d.*)?$").cast(pl.Int64, strict=False)
    frame = frame.with_columns(year.alias("_year"))
    bad = frame.filter(pl.col("_year").is_null() | ~pl.col("_year").is_between(1990, 2100))
    if bad.height:
        raise _bad(sheet, file, bad, "year")
    dates = frame.filter(pl.col("year").str.contains("-"))
    if dates.height:
        mends.append(Mend("date", dates.height, dates["year"][0]))
    return frame.drop("year").rename({"_year": "year"})


def _values(frame: pl.DataFrame, sheet: Sheet, file: str, mends: list[Mend]) -> pl.DataFrame:
    import polars as pl

    missing = frame.filter(pl.col("value").is_null() | (pl.col("value").str.strip_chars() == ""))
    if missing.height:
        mends.append(Mend("missing", missing.height, f"{sheet.letters['value']}{missing['row'][0]}"))
        frame = frame.filter(~pl.col("row").is_in(missing["row"].implode()))
    norwegian = pl.col("value").str.contains(r"^-?\d{1,3}(?:[ \u00a0\u202f]\d{3})*,\d+$|^-?\d+,\d+$")
    mended = frame.filter(norwegian)
    if mended.height:
        mends.append(Mend("comma", mended.height, mended["value"][0]))
    plain = pl.col("value").str.replace_all(r"[ \u00a0\u202f]", "")
    number = pl.when(norwegian).then(plain.str.replace(",", ".")).otherwise(plain)
    frame = frame.with_columns(number.cast(pl.Float64, strict=False).alias("_value"))
    bad = frame.filter(pl.col("_value").is_null() | ~pl.col("_value").is_finite())
    if bad.height:
        raise _bad(sheet, file, bad, "value")
    return frame.drop("value").rename({"_value": "value"})


@lru_cache(maxsize=1)
def _known_sources() -> dict[tuple[str, str], tuple[str, str]]:
    rows = facts.load().table("inventory_sources")
    return {
        (r["sector_nb"].casefold(), r["source_nb"].casefold()): (r["sector"], r["source"])
        for r in rows
    }


def _slug(text: str) -> str:
    folded = text.casefold().replace("å", "a").replace("ø", "o").replace("æ", "ae")
    return re.sub(r"[^a-z0-9]+", "_", folded).strip("_")


def _sources(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Give sectors and sources their English ids; unknown names are kept and reported."""
    import polars as pl

    known = _known_sources()
    sectors = {s: i for (s, _), (i, _) in known.items()}
    unmapped: list[str] = []
    rows = []
    for sector, source in frame.select("sector", "source").unique().sort("sector", "source").rows():
        ids = known.get((sector.casefold(), source.casefold()))
        if ids is None:
            ids = (sectors.get(sector.casefold(), _slug(sector)), _slug(source))
            unmapped.append(f"{sector} / {source}")
        rows.append((sector, source, *ids))
    table = pl.DataFrame(rows, schema=["sector", "source", "sector_id", "source_id"], orient="row")
    joined = frame.join(table, on=["sector", "source"], how="left").drop("sector", "source")
    return joined.rename({"sector_id": "sector", "source_id": "source"}), unmapped


def _places(
    frame: pl.DataFrame, sheet: Sheet, file: str, place: places.Place | None,
    mends: list[Mend], unmapped: list[str],
) -> pl.DataFrame:  # fmt: skip
    import polars as pl

    column = "number" if "number" in frame.columns else "name" if "name" in frame.columns else None
    if column is None:
        return frame.with_columns(pl.lit(_the_place(sheet, file, place)).alias("place"))
    rows: list[tuple[str, str]] = []
    for (text,) in frame.select(column).unique().sort(column).rows():
        here = frame.filter(pl.col(column).is_null() if text is None else pl.col(column) == text)
        if not text:
            raise _bad(sheet, file, here, column)
        wanted = re.sub(r"\.0$", "", text.strip())
        wanted = wanted.zfill(4) if column == "number" and wanted.isdigit() else wanted
        rows.append((text, _number(wanted, column, sheet, file, here, mends, unmapped)))
    table = pl.DataFrame(rows, schema=[column, "place"], orient="row")
    return frame.join(table, on=column, how="left")


def _number(
    wanted: str, column: str, sheet: Sheet, file: str, here: pl.DataFrame,
    mends: list[Mend], unmapped: list[str],
) -> str:  # fmt: skip
    today = date.today()
    try:
        found = places.find(wanted, today)
        if found.kind == "municipality":
            return found.number
    except PlaceError:
        pass
    if column == "number" and re.fullmatch(r"\d{4}", wanted):
        now = places.successors(wanted, today)
        if len(now) == 1:
            mends.append(Mend("old_number", here.height, f"{wanted} → {now[0].number}"))
            return now[0].number
        if any(p.number == wanted for p in places.all_places()) or wanted in ("9999", "2100"):
            unmapped.append(wanted)  # split since: its figures stay under the old number
            return wanted
    raise _bad(sheet, file, here, column)


def _the_place(sheet: Sheet, file: str, place: places.Place | None) -> str:
    if place is not None:
        return place.number
    if sheet.dataset:
        try:
            found = places.find(sheet.dataset)
        except PlaceError as error:
            raise ImportRefusedError("import.which_place", file=file) from error
        if found.kind == "municipality":
            return found.number
    raise ImportRefusedError("import.which_place", file=file)
