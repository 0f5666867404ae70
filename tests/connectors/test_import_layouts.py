"""The layouts and dirt an inventory file may come with, and what is made of them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import random
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kortreist import places
from kortreist.connectors import ImportReport, import_inventory, inventory
from kortreist.connectors.corrections import KINDS, Corrections, correct_name
from kortreist.connectors.gases import correct_gas
from kortreist.connectors.names import identifiers, is_known
from kortreist.connectors.place_codes import carry_codes
from kortreist.errors import ImportRefusedError
from kortreist.i18n import Translator

NATIONAL = [
    "Fylke",
    "Kommunenummer",
    "Kommune",
    "Sektor",
    "Utslippskilde",
    "Klimagass",
    "År",
    "Utslipp (tonn CO2-ekvivalenter)",
]
ROWS: list[list[object]] = [
    ["Telemark", "4005", "Notodden", "Veitrafikk", "Personbiler", "CO2", 2009, 14000.5],
    ["Telemark", "4005", "Notodden", "Veitrafikk", "Personbiler", "CH4", 2009, 15.25],
    ["Telemark", "4005", "Notodden", "Sjøfart", "Container/RoRo", "CO2", 2011, 123456.78901234],
    ["Oslo", "0301", "Oslo", "Oppvarming", "Vedfyring", "N2O", 2009, 1e-7],
]

#: Made figures are unlike those that ship, and that is as it should be.
take_in = partial(import_inventory, confirm_large_change=True)


def workbook(path: Path, rows: list[list[object]], sheet: str = "Oversikt - detaljert") -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Oversikt"
    detail = book.create_sheet(sheet)
    for row in rows:
        detail.append(row)
    book.save(path)
    return path


def text(
    path: Path, rows: list[list[object]], separator: str = ",", encoding: str = "utf-8"
) -> Path:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def kinds(report: ImportReport) -> dict[str, int]:
    return {m.kind: m.count for m in report.corrections}


def test_the_national_workbook_is_read_to_the_last_bit(tmp_path: Path) -> None:
    report = take_in(workbook(tmp_path / "a.xlsx", [NATIONAL, *ROWS]), data_dir=tmp_path)
    assert (report.rows, report.municipalities, report.years) == (4, 2, (2009, 2011))
    assert not report.unchanged
    assert report.unmapped == ()
    assert report.corrections == ()
    found = inventory("4005", as_of=report.vintage.id, data_dir=tmp_path)
    assert [(r.year, r.sector, r.source, r.gas, r.value) for r in found.rows] == [
        (2009, "road_transport", "passenger_cars", "CH4", 15.25),
        (2009, "road_transport", "passenger_cars", "CO2", 14000.5),
        (2011, "shipping", "container_roro", "CO2", 123456.78901234),
    ]
    assert inventory("0301", data_dir=tmp_path).rows[0].value == 1e-7


@pytest.mark.parametrize(
    ("separator", "encoding", "corrections"),
    [
        (",", "utf-8", {}),
        (";", "utf-8-sig", {}),
        ("\t", "utf-16", {"encoding": 1}),
        (";", "cp1252", {"encoding": 1}),
    ],
)
def test_every_way_of_writing_the_same_rows_is_the_same_vintage(
    tmp_path: Path, separator: str, encoding: str, corrections: dict[str, int]
) -> None:
    first = take_in(workbook(tmp_path / "a.xlsx", [NATIONAL, *ROWS]), data_dir=tmp_path)
    rows = [NATIONAL, *ROWS]
    again = take_in(text(tmp_path / "b.csv", rows, separator, encoding), data_dir=tmp_path)
    assert again.vintage == first.vintage
    assert again.unchanged
    assert kinds(again) == corrections


def test_order_of_columns_and_rows_and_a_subscript_two_do_not_matter(tmp_path: Path) -> None:
    first = take_in(workbook(tmp_path / "a.xlsx", [NATIONAL, *ROWS]), data_dir=tmp_path)
    draw = random.Random(1)
    order = draw.sample(range(8), 8)
    heads = [h.replace("CO2", "CO₂").upper() for h in NATIONAL]
    rows = [[row[i] for i in order] for row in [heads, *reversed(ROWS)]]
    path = workbook(tmp_path / "b.xlsx", rows, sheet="oversikt – Detaljert ")
    assert take_in(path, data_dir=tmp_path).vintage == first.vintage


def test_headings_may_stand_below_a_title_and_beside_an_empty_column(tmp_path: Path) -> None:
    first = take_in(workbook(tmp_path / "a.xlsx", [NATIONAL, *ROWS]), data_dir=tmp_path)
    shifted = [[None, *row] for row in [NATIONAL, *ROWS]]
    rows = [[], ["", "Utslipp i alle kommuner"], [], *shifted, []]
    assert take_in(workbook(tmp_path / "b.xlsx", rows), data_dir=tmp_path).unchanged
    assert first.vintage.rows == 4


def test_gases_without_a_column_add_and_are_counted(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Kommune", "År", "Sektor", "Utslippskilde", "Utslipp"],
        ["Notodden", "2009-01-01", "Annen mobil forbrenning", "Bygg og anlegg_x000D_", "1.1"],
        ["Notodden", "2009-01-01", "Annen mobil forbrenning", "Bygg og anlegg  ", "2.2"],
        ["Notodden ", "2009", "Annen mobil forbrenning", "Bygg og\nanlegg", "3.3"],
        ["Skien", "2009", "Annen mobil forbrenning", "Bygg og anlegg", ""],
    ]
    report = take_in(text(tmp_path / "x_2024-10-01.csv", rows), data_dir=tmp_path)
    assert kinds(report) == {
        "code": 1,
        "line_break": 1,
        "spaces": 2,
        "date": 2,
        "missing": 1,
        "added": 2,
    }
    (row,) = inventory("4005", as_of="2024-10-01", data_dir=tmp_path).rows
    assert (row.year, row.source, row.gas, row.value) == (2009, "construction", None, 6.6)
    assert report.vintage.date == "2024-10-01"
    assert report.date_from == "name"
    assert report.vintage.places == ("4005",), "a missing figure is not a figure of zero"


def test_decimal_comma_and_spaced_thousands(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Kommune", "År", "Sektor", "Utslippskilde", "Utslipp"],
        ["Skien", 2009, "Veitrafikk", "Busser", "1 234 567,25"],
        ["Skien", 2011, "Veitrafikk", "Busser", "12,5"],
        ["Skien", 2013, "Veitrafikk", "Busser", "7"],
    ]
    report = take_in(text(tmp_path / "a.csv", rows, ";"), data_dir=tmp_path)
    values = [r.value for r in inventory("4003", data_dir=tmp_path).rows]
    assert values == [1234567.25, 12.5, 7.0]
    assert kinds(report) == {"comma": 2, "digit_spaces": 1}


def test_a_column_of_numbers_written_as_text_in_a_workbook(tmp_path: Path) -> None:
    rows = [NATIONAL, *(list(r) for r in ROWS)]
    for row, value in zip(rows[1:], ("14000,5", "15,25", "123456,78901234", "1e-7"), strict=True):
        row[7] = value
    rows[1][6] = dt.date(2009, 1, 1)
    rows[4][1] = 301
    report = take_in(workbook(tmp_path / "a.xlsx", rows), data_dir=tmp_path)
    assert kinds(report) == {"comma": 3, "date": 1}
    straight = take_in(workbook(tmp_path / "b.xlsx", [NATIONAL, *ROWS]), data_dir=tmp_path)
    assert straight.unchanged


def test_sums_are_left_out_and_unused_columns_told(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Kommune", "År", "Sektor", "Utslippskilde", "Utslipp", "Merknad"],
        ["Skien", 2009, "Veitrafikk", "Busser", 5.0, ""],
        ["Skien", 2009, "SUM", "", 5.0, ""],
    ]
    report = take_in(text(tmp_path / "a.csv", rows), data_dir=tmp_path)
    assert kinds(report) == {"total_row": 1, "column_ignored": 1}
    assert inventory("4003", data_dir=tmp_path).total(2009) == 5.0


def test_unknown_sources_are_kept_and_told(tmp_path: Path) -> None:
    rows = [NATIONAL, *ROWS, ["Oslo", "0301", "Oslo", "Romfart", "Rakett på is", "CO2", 2009, 3.5]]
    report = take_in(workbook(tmp_path / "a.xlsx", rows), data_dir=tmp_path)
    assert report.unmapped == ("Romfart / Rakett på is",)
    last = inventory("0301", data_dir=tmp_path).rows[-1]
    assert (last.sector, last.source, last.value) == ("romfart", "rakett_pa_is", 3.5)
    assert not is_known("Romfart", "Rakett på is")


def test_finer_names_of_an_older_edition_add_under_one_identifier(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Kommune", "År", "Sektor", "Utslippskilde", "Utslipp"],
        ["Porsgrunn", 2009, "Sjøfart", "Konteinerskip", 1.5],
        ["Porsgrunn", 2009, "Sjøfart", "Ro Ro last", 2.0],
    ]
    take_in(text(tmp_path / "a.csv", rows), data_dir=tmp_path)
    (row,) = inventory("4001", data_dir=tmp_path).rows
    assert (row.source, row.value) == ("container_roro", 3.5)
    assert identifiers("Sjøfart", "Konteinerskip") == identifiers("sjøfart", "RO RO LAST")


def test_one_municipalitys_workbook_says_where_it_is_from(tmp_path: Path) -> None:
    def book(dataset: str) -> Path:
        path = workbook(
            tmp_path / "Utslipp.xlsx",
            [
                ["År", "Sektor", "Utslippskilde", "Klimagass", "Utslipp (tonn CO₂-ekvivalenter)"],
                [2009, "Veitrafikk", "Busser\n", "CO2", 12.5],
            ],
        )
        made = openpyxl.load_workbook(path)
        info = made.create_sheet("Info")
        info.append(["Datasett:", dataset])
        info.append(["Utgiver:", "Miljødirektoratet"])
        made.save(path)
        return path

    report = take_in(book("Notodden"), data_dir=tmp_path)
    assert report.vintage.places == ("4005",)
    assert report.vintage.origin.startswith("Miljødirektoratet")
    assert "Notodden" in report.vintage.origin
    given = take_in(book("Min kommune"), data_dir=tmp_path, place="4005", origin="Epost")
    assert given.unchanged, "the same figures for the same place"
    other = take_in(book(""), data_dir=tmp_path, place=places.find("Skien"))
    assert other.vintage.places == ("4003",)


def test_old_numbers_are_carried_only_where_it_is_exact(tmp_path: Path) -> None:
    def row(number: str, value: float) -> list[object]:
        return ["", number, "", "Veitrafikk", "Busser", "CO2", 2009, value]

    rows = [
        NATIONAL,
        row("0807", 1.5),  # Notodden: new number only
        row("0821", 2.0),
        row("0822", 4.0),  # Bø and Sauherad: a whole merger
        row("1507", 8.0),  # Ålesund, split in 2024
        row("5011", 16.0),
        row("1571", 32.0),  # Heim without its part of Snillfjord
        row("2100", 64.0),  # Svalbard
    ]
    report = take_in(workbook(tmp_path / "a.xlsx", rows), data_dir=tmp_path)
    totals = {
        n: inventory(n, data_dir=tmp_path).total(2009) for n in report.vintage.places if n != "4005"
    }
    totals["4005"] = inventory("4005", as_of=report.vintage.id, data_dir=tmp_path).total(2009)
    assert totals == {
        "4005": 1.5,
        "4020": 6.0,
        "1507": 8.0,
        "5011": 16.0,
        "1571": 32.0,
        "2100": 64.0,
    }
    assert kinds(report) == {"old_number": 3, "kept_number": 3, "outside": 1}
    assert math.fsum(totals.values()) == 127.5


def test_numbers_may_change_inside_a_series(tmp_path: Path) -> None:
    rows = [
        NATIONAL,
        ["", "0807", "", "Veitrafikk", "Busser", "CO2", 2018, 1.0],
        ["", "3808", "", "Veitrafikk", "Busser", "CO2", 2022, 2.0],
        ["", "4005", "", "Veitrafikk", "Busser", "CO2", 2024, 3.0],
    ]
    report = take_in(workbook(tmp_path / "a.xlsx", rows), data_dir=tmp_path)
    found = inventory("4005", as_of=report.vintage.id, data_dir=tmp_path)
    assert {y: found.total(y) for y in found.years} == {2018: 1.0, 2022: 2.0, 2024: 3.0}


def test_two_numbers_of_one_municipality_in_one_year_are_never_added() -> None:
    found = carry_codes(["0807", "4005"], dt.date(2026, 1, 1))
    assert found.numbers == {"0807": "0807", "4005": "4005"}
    assert found.kept == ("0807",)


def test_a_name_two_share_is_settled_by_a_whole_county_never_by_a_neighbour(
    tmp_path: Path,
) -> None:
    head: list[object] = ["Kommune", "År", "Sektor", "Utslippskilde", "Utslipp"]

    def rows(names: list[str]) -> list[list[object]]:
        return [head, *([n, 2009, "Veitrafikk", "Busser", 5.0] for n in names)]

    with pytest.raises(ImportRefusedError) as caught:
        take_in(text(tmp_path / "a.csv", rows(["Våler", "Elverum"])), data_dir=tmp_path)
    assert caught.value.key == "import.name_ambiguous"
    whole = [m.name.split(" (")[0] for m in places.members(places.find("34"))]
    report = take_in(text(tmp_path / "b.csv", rows(whole)), data_dir=tmp_path)
    assert set(report.vintage.places) == {m.number for m in places.members(places.find("34"))}
    given = text(tmp_path / "c.csv", rows(["Våler"]))
    assert take_in(given, data_dir=tmp_path, place="3114").vintage.places == ("3114",)


def test_a_name_that_held_when_the_file_was_made(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Kommune", "År", "Sektor", "Utslippskilde", "Utslipp"],
        ["Bø (Telemark)", 2009, "Veitrafikk", "Busser", 5.0],
        ["Sauherad", 2009, "Veitrafikk", "Busser", 6.0],
    ]
    old = [r for r in places.all_places() if r.number == "0821"]
    rows[1][0] = old[-1].name
    report = take_in(text(tmp_path / "a.csv", rows), data_dir=tmp_path, date="2018-05-01")
    assert inventory("4020", data_dir=tmp_path).total(2009) == 11.0
    assert kinds(report)["old_number"] == 2


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Notodden", "Skien", "Tinn"]),
            st.sampled_from([2009, 2011, 2024]),
            st.sampled_from(["Busser", "Personbiler  ", "Varebiler_x000D_"]),
            st.floats(0, 1e7, allow_nan=False),
        ),
        min_size=1,
        max_size=30,
        unique_by=lambda row: row[3],  # rows that stand twice are refused
    ),
    st.randoms(use_true_random=False),
)
def test_sums_are_the_files_whatever_the_order(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, int, str, float]],
    draw: random.Random,
) -> None:
    data_dir = tmp_path_factory.mktemp("home")
    head: list[object] = ["Kommune", "År", "Sektor", "Utslippskilde", "Utslipp"]
    made: list[list[object]] = [[p, y, "Veitrafikk", s, v] for p, y, s, v in rows]
    first = take_in(text(data_dir / "a.csv", [head, *made]), data_dir=data_dir)
    draw.shuffle(made)
    assert take_in(text(data_dir / "b.csv", [head, *made]), data_dir=data_dir).unchanged
    for number, name in (("4005", "Notodden"), ("4003", "Skien"), ("4026", "Tinn")):
        mine = [v for p, _, _, v in rows if p == name]
        if not mine:
            assert number not in first.vintage.places
            continue
        total = math.fsum(r.value for r in inventory(number, first.vintage.id, data_dir).rows)
        assert abs(total - math.fsum(mine)) < 1e-6, "a gram is missing"


@given(st.text(alphabet="aÆø _x00D\r\n\t\u00a0/,", max_size=30))
def test_mending_a_name_is_done_after_once(raw: str) -> None:
    once, _ = correct_name(raw)
    assert once == once.strip()
    assert "\n" not in once
    assert "\r" not in once
    if not any(c in once for c in ("_x000",)):
        assert correct_name(once) == (once, ())


def test_gases_and_texts_of_mends() -> None:
    assert [correct_gas(g) for g in ("CO₂", "hfk ", None, " ")] == ["CO2", "HFK", None, None]
    corrections = Corrections()
    corrections.add("spaces", 2, "a")
    corrections.add("spaces", 3, "b")
    corrections.add("code", 0, "c")
    assert [(m.kind, m.count, m.example) for m in corrections.all()] == [("spaces", 5, "a")]
    for language in ("nb", "nn", "en"):
        assert all(Translator(language).has(f"connectors.mend.{k}") for k in KINDS)


def test_a_number_kept_through_a_merger_is_told_when_the_file_is_older(tmp_path: Path) -> None:
    rows = [NATIONAL, ["", "1103", "Stavanger", "Veitrafikk", "Busser", "CO2", 2009, 1.0]]
    path = workbook(tmp_path / "a.xlsx", rows)
    assert kinds(take_in(path, data_dir=tmp_path, date="2019-11-01")) == {"old_borders": 1}
    assert kinds(take_in(path, data_dir=tmp_path, date="2021-11-01")) == {}
    rows += [[*rows[1]], [*rows[1]]]
    rows[2][1:3], rows[3][1:3] = ["1141", "Finnøy"], ["1142", "Rennesøy"]
    whole = take_in(workbook(tmp_path / "b.xlsx", rows), data_dir=tmp_path, date="2019-11-01")
    assert kinds(whole) == {"old_number": 2}
    assert inventory("1103", as_of=whole.vintage.id, data_dir=tmp_path).total(2009) == 3.0
