"""Every way an import is refused: a clear error, in three languages, and nothing stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kortreist.connectors import import_inventory, inventory, vintages
from kortreist.errors import ImportRefusedError, InputError, KortreistError, PlaceError

HEAD = [
    "Fylke",
    "Kommunenummer",
    "Kommune",
    "Sektor",
    "Utslippskilde",
    "Klimagass",
    "År",
    "Utslipp (tonn CO₂-ekvivalenter)",
]
GOOD = ["Telemark", "4003", "Skien", "Veitrafikk", "Busser", "CO2", 2009, 5.5]
PLAIN = b"Kommune,\xc3\x85r,Sektor,Utslippskilde,Utslipp\n"


def book(*rows: list[Any], sheet: str = "Oversikt - detaljert") -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        made = openpyxl.Workbook()
        made.active.title = sheet
        for row in rows:
            made.active.append(row)
        made.save(folder / "fil.xlsx")
        return folder / "fil.xlsx"

    return make


def raw(content: bytes, name: str = "fil.csv") -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


def cell(column: int, value: object, rows_before: int = 3) -> Callable[[Path], Path]:
    rows = [[*GOOD[:6], 2009 + 2 * i, 1.5] for i in range(2)] + [[*GOOD[:6], 2015, 2.5]]
    bad = [*GOOD[:6], 2016, 3.5]
    bad[column] = value
    return book(HEAD, *rows[:rows_before], bad, [*GOOD[:6], 2017, 4.5])


CASES: dict[str, tuple[Callable[[Path], Path], str, dict[str, object]]] = {
    "not there": (lambda folder: folder / "borte.xlsx", "import.no_file", {}),
    "a folder": (lambda folder: folder, "import.is_folder", {}),
    "empty": (raw(b"", "fil.xlsx"), "import.empty", {"file": "fil.xlsx"}),
    "only spaces": (raw(b" \n\n"), "import.empty", {}),
    "only headings": (raw(PLAIN), "import.empty", {}),
    "workbook with headings only": (book(HEAD), "import.empty", {}),
    "workbook with nothing": (book(), "import.empty", {}),
    "only missing figures": (book(HEAD, [*GOOD[:7], None]), "import.empty", {}),
    "web page": (
        raw(b"\xef\xbb\xbf\n<!DOCTYPE html><html><body>Flyttet</body></html>", "fil.xlsx"),
        "import.web_page",
        {"file": "fil.xlsx"},
    ),
    "web page as csv": (raw(b"<html><head></head></html>"), "import.web_page", {}),
    "text called xlsx": (
        raw(PLAIN + b"Skien,2009,a,b,1\n", "fil.xlsx"),
        "import.not_a_workbook",
        {},
    ),
    "cut zip": (raw(b"PK\x03\x04" + b"\x00" * 200, "fil.xlsx"), "import.not_a_workbook", {}),
    "old workbook": (
        raw(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "fil.xls"),
        "import.not_a_workbook",
        {},
    ),
    "picture": (raw(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "fil.csv"), "import.not_text", {}),
    "wrong sheet": (
        book(HEAD, GOOD, sheet="Oversikt"),
        "import.no_sheet",
        {"found": "Oversikt"},
    ),
    "no column of emissions": (
        book(HEAD[:7], GOOD[:7]),
        "import.no_column",
        {"lacking": "Utslipp (tonn co2-ekvivalenter)"},
    ),
    "emissions in another unit": (
        book([*HEAD[:7], "Utslipp (1000 tonn CO2-ekvivalenter)"], GOOD),
        "import.no_column",
        {},
    ),
    "another table": (raw(b"a;b\n1;2\n"), "import.no_column", {"found": "a, b"}),
    "two columns of one": (book([*HEAD, "Utslipp"], [*GOOD, 5]), "import.two_columns", {}),
    "text in a number cell": (
        cell(7, "mangler"),
        "import.bad_cell",
        {"sheet": "Oversikt - detaljert", "row": 5, "column": "H", "value": "mangler", "more": 0},
    ),
    "error value": (cell(7, "#N/A"), "import.bad_cell", {"row": 5, "column": "H", "value": "#N/A"}),
    "a date among the emissions": (
        cell(7, dt.date(2009, 2, 1)),
        "import.bad_cell",
        {"row": 5, "value": "2009-02-01"},
    ),
    "yes among the emissions": (cell(7, True), "import.bad_cell", {"row": 5, "value": "True"}),
    "negative": (cell(7, -3.5), "import.negative", {"row": 5, "column": "H", "value": "-3.5"}),
    "missing year": (cell(6, None), "import.bad_year", {"row": 5, "column": "G", "value": ""}),
    "year in words": (cell(6, "i fjor"), "import.bad_year", {"row": 5, "value": "i fjor"}),
    "year to come": (cell(6, 2999), "import.bad_year", {"row": 5, "value": "2999"}),
    "half a year": (cell(6, 2009.5), "import.bad_year", {"row": 5, "value": "2009.5"}),
    "no sector": (cell(3, None), "import.bad_cell", {"row": 5, "column": "D"}),
    "wrong number": (cell(1, "4999"), "import.unknown_number", {"row": 5, "value": "4999"}),
    "number with letters": (cell(1, "K-4005"), "import.unknown_number", {"value": "K-4005"}),
    "no number": (cell(1, None), "import.unknown_number", {"row": 5, "column": "B"}),
    "twice": (
        book(HEAD, GOOD, [*GOOD[:6], 2011, 1.0], GOOD),
        "import.twice",
        {"first": 2, "second": 4},
    ),
    "twice, told apart by spaces": (
        book(HEAD, GOOD, [*GOOD[:4], "Busser\n", *GOOD[5:]]),
        "import.twice",
        {"second": 3},
    ),
    "margins do not move the row": (
        book([], [], [None, *HEAD], [None, *GOOD], [None, *GOOD[:6], 2011, "x"]),
        "import.bad_cell",
        {"row": 5, "column": "I", "value": "x"},
    ),
    "text in a number cell of a CSV": (
        raw(PLAIN + b'Skien,2009,"Industri,\nolje",a,1.5\n\nSkien,2009,a,b,x1\nSkien,2009,a,c,y\n'),
        "import.bad_cell",
        {"sheet": "CSV", "row": 5, "column": "Utslipp", "value": "x1", "more": 1},
    ),
    "infinite": (raw(PLAIN + b"Skien,2009,a,b,inf\n"), "import.bad_cell", {"row": 2}),
    "a dash is not a figure": (raw(PLAIN + b"Skien,2009,a,b,-\n"), "import.bad_cell", {}),
    "comma that may be thousands": (
        raw(PLAIN + b'Skien,2009,a,b,"1,234"\nSkien,2009,a,c,7\n'),
        "import.unclear_comma",
        {"row": 2, "value": "1,234"},
    ),
    "comma beside points": (
        raw(PLAIN + b'Skien,2009,a,b,1.5\nSkien,2009,a,c,"1,5"\n'),
        "import.unclear_comma",
        {"row": 3},
    ),
    "too many cells": (
        raw(PLAIN + b"Skien,2009,a,b,1.5\nSkien,2009,a,b,1,5\n"),
        "import.ragged",
        {"row": 3, "found": 6, "expected": 5},
    ),
    "too few cells": (raw(PLAIN + b"Skien,2009,a,b\n"), "import.ragged", {"row": 2, "found": 4}),
    "unknown name": (
        raw(PLAIN + b"Skien,2009,a,b,1\nNotoden,2009,a,b,1\n"),
        "import.name_unknown",
        {"row": 3, "name": "Notoden"},
    ),
    "name two share": (
        raw(PLAIN + "Herøy,2009,a,b,1\n".encode()),
        "import.name_ambiguous",
        {"row": 2},
    ),
    "a county": (raw(PLAIN + b"Telemark,2009,a,b,1\n"), "import.name_not_municipality", {"row": 2}),
    "name that no longer holds": (
        raw(PLAIN + b"Sauherad,2009,a,b,1\n"),
        "import.name_old",
        {"name": "Sauherad"},
    ),
    "no name": (raw(PLAIN + b",2009,a,b,1\n"), "import.bad_cell", {"column": "Kommune"}),
    "no place at all": (book(HEAD[3:], GOOD[3:]), "import.which_place", {}),
}


@pytest.mark.parametrize("case", CASES)
def test_refused_with_what_where_and_nothing_stored(case: str, tmp_path: Path) -> None:
    make, key, expected = CASES[case]
    data_dir = tmp_path / "home"
    before = import_inventory(
        raw(PLAIN + b"Skien,2009,a,b,7.5\n", "god.csv")(tmp_path), data_dir=data_dir
    )
    with pytest.raises(ImportRefusedError) as caught:
        import_inventory(make(tmp_path), data_dir=data_dir)
    error = caught.value
    assert error.key == key
    assert {k: error.values[k] for k in expected} == expected
    assert error.exit_code == 2
    texts = {error.message(language) for language in ("nb", "nn", "en")}
    assert len(texts) == 3
    assert all("{" not in t for t in texts)
    assert [v.id for v in vintages(data_dir)] == ["mdir-2026-04", before.vintage.id]
    assert inventory("4003", data_dir=data_dir).total(2009) == 7.5
    assert not list((data_dir / "vintages").glob(".unfinished*"))


@pytest.mark.parametrize("date", ["i går", "2026-13-01", "20260424", "2026-4-1"])
def test_a_date_that_is_none(date: str, tmp_path: Path) -> None:
    path = book(HEAD, GOOD)(tmp_path)
    with pytest.raises(InputError) as caught:
        import_inventory(path, data_dir=tmp_path, date=date)
    assert caught.value.key == "import.bad_date"


def test_a_place_that_is_not_the_files(tmp_path: Path) -> None:
    path = book(HEAD, GOOD)(tmp_path)
    with pytest.raises(ImportRefusedError) as caught:
        import_inventory(path, data_dir=tmp_path, place="4005")
    assert caught.value.key == "import.other_place"
    assert import_inventory(path, data_dir=tmp_path, place="Skien").rows == 1
    single = openpyxl.load_workbook(book(HEAD[3:], GOOD[3:])(tmp_path))
    single.create_sheet("Info").append(["Datasett:", "Skien"])
    single.save(tmp_path / "en.xlsx")
    with pytest.raises(ImportRefusedError) as caught:
        import_inventory(tmp_path / "en.xlsx", data_dir=tmp_path, place="4005")
    assert caught.value.key == "import.other_place"
    with pytest.raises(ImportRefusedError) as caught:
        import_inventory(tmp_path / "en.xlsx", data_dir=tmp_path, place="40")
    assert caught.value.key == "import.which_place"
    with pytest.raises(PlaceError):
        import_inventory(tmp_path / "en.xlsx", data_dir=tmp_path, place="Ingensteds")


def test_a_year_that_is_not_there_is_refused_and_not_zero(tmp_path: Path) -> None:
    import_inventory(book(HEAD, GOOD)(tmp_path), data_dir=tmp_path)
    for year in (2010, 2012, 2014, 2011):
        with pytest.raises(InputError) as caught:
            inventory("4003", data_dir=tmp_path).year(year)
        assert caught.value.values == {"year": year, "known": "2009"}


def test_every_refusal_says_something_of_its_own() -> None:
    keys = {key for _, key, _ in CASES.values()}
    texts = {k: KortreistError(k, **dict.fromkeys(FIELDS, "§")).message("nb") for k in keys}
    assert len(set(texts.values())) == len(keys) >= 20


FIELDS = (
    "file",
    "sheet",
    "row",
    "column",
    "value",
    "more",
    "alike",
    "found",
    "lacking",
    "first",
    "second",
    "expected",
    "name",
    "choices",
    "said",
    "asked",
    "why",
    "date",
)
