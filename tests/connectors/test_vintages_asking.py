"""Ask the vintages: which one answers, two side by side, and the one that ships."""

from __future__ import annotations

import csv
import io
import json
from functools import partial
from pathlib import Path

import pytest

from kortreist.connectors import (
    BUNDLED,
    Vintage,
    compare_vintages,
    compare_years,
    data_directory,
    import_inventory,
    inventory,
    vintage_by,
    vintages,
)
from kortreist.connectors.names import identifiers
from kortreist.errors import FiguresMissingError, InputError, StoreError

#: The environment agency's inventory of Notodden, April 2026, whole tonnes.
PUBLISHED = (Path(__file__).parent / "notodden_april_2026.csv").read_text("utf-8")

#: Made figures are unlike those that ship, and that is as it should be.
take_in = partial(import_inventory, confirm_large_change=True)


def store(data_dir: Path, name: str, *rows: str, date: str | None = None) -> Vintage:
    path = data_dir / name
    path.write_text("Kommune,År,Sektor,Utslippskilde,Utslipp\n" + "\n".join(rows) + "\n", "utf-8")
    return take_in(path, data_dir=data_dir, date=date).vintage


def test_the_vintage_that_ships_is_the_published_one(tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(PUBLISHED), delimiter=";"))
    years = [int(k) for k in rows[0] if k.isdigit()]
    found = inventory("4005", data_dir=tmp_path)
    assert found.vintage.id == BUNDLED == "mdir-2026-04"
    assert (found.vintage.date, found.vintage.places) == ("2026-04-24", ("4005",))
    assert "Miljødirektoratet" in found.vintage.origin
    assert found.years == found.vintage.years == tuple(years)
    have = {(r.year, r.sector, r.source): r.value for r in found.rows}
    printed = set()
    for row in rows[:-1]:
        ids = identifiers(row["sektor"], row["utslippskilde"])
        for year in years:
            printed.add((year, *ids))
            assert round(have[year, *ids]) == int(row[str(year)]), (year, ids)
    assert len(printed) == 31 * 13
    assert all(have[k] < 0.5 for k in have.keys() - printed)
    for year in years:
        assert round(found.total(year)) == int(rows[-1][str(year)])


def test_what_an_earlier_version_stored_is_read(tmp_path: Path) -> None:
    """The corrections of a vintage stood under another name before."""
    kept = store(tmp_path, "a_2020-01-01.csv", "Notodden ,2009,Veitrafikk,Busser,1")
    assert kept.corrections
    (file,) = (tmp_path / "vintages").rglob("vintage.json")
    raw = json.loads(file.read_text("utf-8"))
    raw["mended"] = raw.pop("corrections")
    file.write_text(json.dumps(raw), "utf-8")
    assert vintage_by(kept.id, tmp_path) == kept


def test_the_newest_by_date_then_by_import_answers(tmp_path: Path) -> None:
    old = store(tmp_path, "a_2020-01-01.csv", "Notodden,2009,Veitrafikk,Busser,1")
    assert inventory("4005", data_dir=tmp_path).vintage.id == BUNDLED
    same_day = store(tmp_path, "b_2026-04-24.csv", "Notodden,2009,Veitrafikk,Busser,2")
    assert inventory("4005", data_dir=tmp_path).vintage == same_day
    again = store(tmp_path, "c_2026-04-24.csv", "Notodden,2009,Veitrafikk,Busser,3")
    assert inventory("4005", data_dir=tmp_path).total(2009) == 3
    store(tmp_path, "d.csv", "Skien,2009,Veitrafikk,Busser,4", date="2026-05-01")
    assert inventory("4005", data_dir=tmp_path).vintage == again, (
        "the newest does not hold Notodden"
    )
    assert [v.id for v in vintages(tmp_path)][:2] == [old.id, BUNDLED]


def test_as_of_an_id_a_beginning_or_a_day(tmp_path: Path) -> None:
    old = store(tmp_path, "a_2020-01-01.csv", "Notodden,2009,Veitrafikk,Busser,1")
    new = store(tmp_path, "b_2026-04-24.csv", "Notodden,2009,Veitrafikk,Busser,2")
    for asked, expected in (
        (old.id, old.id),
        ("mdir-2020", old.id),
        ("2020-01-01", old.id),
        ("2026-04-23", old.id),
        ("2026-04-24", new.id),
        ("2099-01-01", new.id),
        (BUNDLED, BUNDLED),
        ("mdir-2026-04-24", new.id),
    ):
        assert inventory("4005", asked, tmp_path).vintage.id == expected, asked
    assert vintage_by("mdir-2020", tmp_path) == old


@pytest.mark.parametrize(
    ("number", "asked", "kind", "key"),
    [
        ("4005", "mdir-20", InputError, "vintage.unknown"),
        ("4005", "nope", InputError, "vintage.unknown"),
        ("4005", "", InputError, "vintage.unknown"),
        ("4005", "2026-02-31", InputError, "import.bad_date"),
        ("4005", "2019-12-31", FiguresMissingError, "inventory.missing_on"),
        ("0301", BUNDLED, FiguresMissingError, "inventory.missing_in"),
        ("0301", None, FiguresMissingError, "inventory.missing"),
        ("0301", "2026-05-01", FiguresMissingError, "inventory.missing"),
        ("9999", None, FiguresMissingError, "inventory.missing"),
    ],
)
def test_what_is_not_there_is_said(
    tmp_path: Path, number: str, asked: str | None, kind: type[InputError], key: str
) -> None:
    store(tmp_path, "a_2020-01-01.csv", "Notodden,2009,Veitrafikk,Busser,1")
    with pytest.raises(kind) as caught:
        inventory(number, asked, tmp_path)
    assert caught.value.key == key
    assert caught.value.exit_code == (2 if kind is InputError else 3)
    assert "{" not in caught.value.message("nn")


def test_where_the_date_comes_from(tmp_path: Path) -> None:
    from datetime import date

    def dated(name: str, given: str | None = None, value: str = "1") -> tuple[str, str]:
        path = tmp_path / name
        path.write_text(
            f"Kommune,År,Sektor,Utslippskilde,Utslipp\nSkien,2009,a,b,{value}\n", "utf-8"
        )
        report = take_in(path, data_dir=tmp_path, date=given)
        return report.vintage.date, report.date_from

    assert dated("x_2024-10-01.csv", "2025-02-03") == ("2025-02-03", "given")
    assert dated("x_2024-10-01.csv") == ("2024-10-01", "name")
    assert dated("x20241002y.csv", value="3") == ("2024-10-02", "name")
    assert dated("x_2024-13-41.csv", value="4") == (date.today().isoformat(), "today")
    assert dated("x_2999-01-01.csv", value="5") == (date.today().isoformat(), "today")
    assert dated("uten dato.csv")[0] == "2024-10-01", "the same figures: the vintage here already"


def test_a_workbook_says_when_it_was_saved(tmp_path: Path) -> None:
    import datetime as dt

    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "Oversikt - detaljert"
    for row in (
        ["Kommune", "År", "Sektor", "Utslippskilde", "Utslipp"],
        ["Skien", 2009, "a", "b", 1],
    ):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    report = take_in(tmp_path / "a.xlsx", data_dir=tmp_path)
    assert report.date_from == "workbook"
    assert report.vintage.date == dt.datetime.now(dt.UTC).date().isoformat()


def test_the_same_figures_under_another_stated_date_are_an_edition_of_their_own(
    tmp_path: Path,
) -> None:
    row = "Skien,2009,Veitrafikk,Busser,1"
    first = store(tmp_path, "a_2024-10-01.csv", row)
    second = store(tmp_path, "a_2025-10-01.csv", row)
    assert (first.checksum, first.id[:-8]) == (second.checksum, "mdir-2024-10-01-")
    assert second.id != first.id
    assert store(tmp_path, "a.csv", row).id in (first.id, second.id)
    assert len(vintages(tmp_path)) == 3


def test_two_vintages_side_by_side_missing_is_not_zero(tmp_path: Path) -> None:
    a = store(
        tmp_path,
        "a_2024-10-01.csv",
        "Skien,2009,Veitrafikk,Busser,1",
        "Skien,2009,Veitrafikk,Busser,2",
        "Skien,2011,Veitrafikk,Busser,4",
    )
    b = store(
        tmp_path,
        "a_2025-10-01.csv",
        "Skien,2009,Veitrafikk,Busser,2.5",
        "Skien,2009,Veitrafikk,Varebiler,0",
    )
    rows = [
        (r.year, r.source, r.first, r.second, r.difference)
        for r in compare_vintages("4003", a.id, b.id, tmp_path)
    ]
    assert rows == [
        (2009, "buses", 3.0, 2.5, -0.5),
        (2009, "vans", None, 0.0, None),
        (2011, "buses", 4.0, None, None),
    ]
    years = [
        (y.year, y.first, y.second, y.difference)
        for y in compare_years("4003", a.id, b.id, tmp_path)
    ]
    assert years == [(2009, 3.0, 2.5, -0.5), (2011, 4.0, None, None)]


def test_a_vintage_is_an_origin_of_figures(tmp_path: Path) -> None:
    made = store(tmp_path, "a_2024-10-01.csv", "Skien,2009,Veitrafikk,Busser,1")
    origin = made.as_origin()
    assert (origin.id, origin.kind, origin.licence) == (f"vintage/{made.id}", "import", "NLOD")
    assert (origin.valid_from, origin.title) == ("2024-10-01", made.origin)


def test_damage_is_said_and_never_passed_over(tmp_path: Path) -> None:
    made = store(tmp_path, "a_2024-10-01.csv", "Skien,2009,Veitrafikk,Busser,1")
    folder = tmp_path / "vintages" / made.id
    whole = (folder / "rows.sqlite").read_bytes()
    (folder / "rows.sqlite").write_bytes(whole[:100])
    with pytest.raises(StoreError) as caught:
        inventory("4003", data_dir=tmp_path)
    assert made.id in str(caught.value)
    (folder / "rows.sqlite").write_bytes(whole)
    assert inventory("4003", data_dir=tmp_path).total(2009) == 1
    for text in ("{", "[]", json.dumps({"id": 1})):
        (folder / "vintage.json").write_text(text)
        with pytest.raises(StoreError) as caught:
            vintages(tmp_path)
        assert made.id in str(caught.value)


def test_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KORTREIST_DATA_DIR", str(tmp_path / "her"))
    assert data_directory() == tmp_path / "her"
    assert data_directory(tmp_path) == tmp_path
    assert [v.id for v in vintages()] == [BUNDLED]
    assert not (tmp_path / "her").exists(), "reading makes nothing"
    monkeypatch.setenv("KORTREIST_DATA_DIR", " ")
    monkeypatch.delenv("KORTREIST_HOME", raising=False)
    assert data_directory().name == "kortreist"


def test_one_municipality_is_read_in_milliseconds(tmp_path: Path) -> None:
    import subprocess
    import sys

    store(tmp_path, "a_2024-10-01.csv", "Skien,2009,Veitrafikk,Busser,1")
    code = (
        "import sys; from kortreist.connectors import inventory;"
        "from pathlib import Path;"
        "print(inventory('4003', data_dir=Path(sys.argv[1])).total(2009));"
        "print(*(m for m in ('polars', 'openpyxl', 'fastexcel', 'numpy') if m in sys.modules))"
    )
    out = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert out.stdout.split() == ["1.0"], "reading must not load what only importing needs"
