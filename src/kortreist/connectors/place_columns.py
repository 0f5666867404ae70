"""From a file's columns of numbers, names and counties to one municipality a row.

Names and numbers mean what they meant on the file's date. Columns that say different places
are refused; so are namesakes the file does not tell apart.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kortreist import places
from kortreist.connectors.cells import alike, bad_cell, row_number
from kortreist.connectors.corrections import Corrections
from kortreist.connectors.layouts import Sheet
from kortreist.connectors.place_codes import (
    Pair,
    is_municipality,
    is_number,
    name_to_code,
    place_of_file,
)
from kortreist.errors import ImportRefusedError, PlaceError

if TYPE_CHECKING:
    import polars as pl

__all__ = ["read_codes"]


def read_codes(
    frame: pl.DataFrame,
    sheet: Sheet,
    file: str,
    published: date,
    place: places.Place | None,
    corrections: Corrections,
) -> pl.DataFrame:
    """Add ``code``: the number in the file, or the one its name stood for on the file's date.

    Parameters
    ----------
    frame : polars.DataFrame
        May have ``number``, ``name`` and ``county``.
    sheet, file
        For errors, and what the workbook says it is for.
    published : datetime.date
        The file's date.
    place : Place, optional
        The municipality the user says the file is for.
    corrections : Corrections

    Raises
    ------
    ImportRefusedError
        A number that is none, a name that is unknown or two municipalities', columns that
        say different places, another place than the user's.
    """
    import polars as pl

    if "number" not in frame.columns and "name" not in frame.columns:
        number = place_of_file(sheet.dataset, place, file, published).number
        return frame.with_columns(pl.lit(number).alias("code"))
    if "number" in frame.columns:
        frame = _by_number(frame, sheet, file, corrections)
    else:
        frame = _by_name(frame, sheet, file, published, place)
    codes = frame["code"].unique().to_list()
    if place is not None and any(not _becomes(c, place) for c in codes):
        raise ImportRefusedError(
            "import.other_place",
            file=file,
            said=", ".join(sorted(codes)[:5]),
            asked=f"{place.number} {place.name}",
        )
    return frame


def _becomes(code: str, place: places.Place) -> bool:
    now = places.successors(code, date.today())
    return code == place.number or place.number in {p.number for p in now}


def _bad(key: str, sheet: Sheet, file: str, column: str, rows: pl.DataFrame) -> ImportRefusedError:
    return bad_cell(key, sheet, file, column, rows["row"][0], rows[column][0], rows.height - 1)


def _by_number(
    frame: pl.DataFrame, sheet: Sheet, file: str, corrections: Corrections
) -> pl.DataFrame:
    import polars as pl

    frame = frame.with_columns(
        pl.col("number").str.strip_chars().str.replace(r"\.0+$", "").str.zfill(4).alias("code")
    )
    numbers = [c for c in frame["code"].unique().to_list() if c and is_number(c)]
    bad = frame.filter(pl.col("code").is_null() | ~pl.col("code").is_in(numbers))
    if bad.height:
        raise _bad("import.unknown_number", sheet, file, "number", bad)
    for column in ("name", "county"):
        if column in frame.columns:
            _refuse_other(frame, column, sheet, file, corrections)
    return frame


def _refuse_other(
    frame: pl.DataFrame, column: str, sheet: Sheet, file: str, corrections: Corrections
) -> None:
    """Refuse a name or a county that is not the number's; a name of no place is only told."""
    import polars as pl

    pairs = frame.group_by("code", column).agg(pl.len(), pl.col("row").min()).sort("row")
    for code, text, count, row in pairs.rows():
        if not text or not is_municipality(code):
            continue
        if column == "name":
            agrees = places.has_name(code, text)
        else:
            within = places.county_numbers(text)
            agrees = bool(within & places.lain_in(code)) if within else None
        if agrees is None and column == "name":
            corrections.add("unknown_name", count, f"{code} {text}")
        elif agrees is False:
            more = frame.filter((pl.col("code") == code) & (pl.col(column) == text)).height - 1
            latest = [p.name for p in places.all_places() if p.number == code][-1]
            raise ImportRefusedError(
                "import.number_and_name",
                file=file,
                sheet=sheet.sheet or "CSV",
                row=row_number(sheet, row),
                number=code,
                is_=latest,
                name=text,
                more=more,
                alike=alike(more),
            )


def _by_name(
    frame: pl.DataFrame, sheet: Sheet, file: str, published: date, place: places.Place | None
) -> pl.DataFrame:
    import polars as pl

    empty = frame.filter(pl.col("name").is_null() | (pl.col("name") == ""))
    if empty.height:
        raise _bad("import.bad_cell", sheet, file, "name", empty)
    columns = ["name", "county"] if "county" in frame.columns else ["name"]
    rows = frame.select(columns).unique(maintain_order=True).rows()
    pairs: list[Pair] = [(r[0], (r[1] or None) if len(r) > 1 else None) for r in rows]
    try:
        table = name_to_code(pairs, published, place)
    except PlaceError as error:
        asked = error.values.get("pair", ("", None))
        name, county = asked if isinstance(asked, tuple) else ("", None)
        unmatched = frame.filter(pl.col("name") == name)
        if county is not None:
            unmatched = unmatched.filter(pl.col("county") == county)
        raise ImportRefusedError(
            f"import.name_{error.key.split('.')[1]}",
            file=file,
            name=name,
            county=county or "–",
            row=row_number(sheet, unmatched["row"][0]) if unmatched.height else "?",
            choices=str(error.values.get("choices", error.values.get("suggestions", "–"))),
        ) from error
    codes = pl.DataFrame(
        [(*pair[: len(columns)], code) for pair, code in table.items()],
        schema={**dict.fromkeys(columns, pl.String), "code": pl.String},
        orient="row",
    )
    if "county" in columns:
        frame = frame.with_columns(pl.col("county").replace("", None))
    return frame.join(codes, on=columns, how="left", maintain_order="left", nulls_equal=True)
