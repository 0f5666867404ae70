"""Files as people have reported them: each kind of dirt is read right or refused by name.

Each case is tested on the reported file where it is at hand, and on a twin made here.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kortreist import places
from kortreist.cli import main
from kortreist.connectors import import_inventory, inventory
from kortreist.connectors.place_codes import name_to_code
from kortreist.errors import ImportRefusedError

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"
NUMBERED = "Kommunenummer;Kommune;År;Sektor;Utslippskilde;Utslipp\n"
NAMED = "Kommune;År;Sektor;Utslippskilde;Utslipp\n"
COUNTY = "Fylke;Kommune;År;Sektor;Utslippskilde;Utslipp\n"
SHEET = [
    "Kommunenummer", "Kommune", "År", "Sektor", "Utslippskilde", "Klimagass",
    "Utslipp (tonn CO2-ekvivalenter)",
]  # fmt: skip


def row(*cells: object) -> str:
    return ";".join(map(str, [*cells[:-1], "Veitrafikk", "Personbiler", cells[-1]])) + "\n"


def book(rows: list[list[Any]], change: Any = lambda b: None) -> bytes:
    made = openpyxl.Workbook()
    made.active.title = "Oversikt - detaljert"
    for r in [SHEET, *rows]:
        made.active.append(r)
    change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def cells(gas: str, value: object, source: str = "Personbiler") -> list[Any]:
    return ["4003", "Skien", 2023, "Veitrafikk", source, gas, value]


def with_part(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as a, zipfile.ZipFile(out, "w") as b:
        for entry in a.infolist():
            body = a.read(entry)
            if entry.filename == part:
                assert old in body
                body = body.replace(old, new)
            b.writestr(entry.filename, body)
    return out.getvalue()


FIRST = NUMBERED + row("4003", "Skien", 2023, 1)
CAR = [cells("CO2", 48210.5), cells("CO2", "3.402", "Busser")]
TYSFJORD = [("Tysfjord", 100.5), ("Narvik", 10.5), ("Ballangen", 1.5), ("Hamarøy", 2.5)]
HARAM = [("1504", "Ålesund", "100,5"), ("1534", "Haram", "10,5"), ("1523", "Ørskog", "1,5"),
         ("1529", "Skodje", "2,5"), ("1546", "Sandøy", "3,5")]  # fmt: skip

#: Name of the file → its twin, and the totals by number that are right.
READ: dict[str, tuple[str | bytes, dict[str, float]]] = {
    "r01_heroy_2023-05-01.csv": (
        COUNTY + row("Nordland", "Herøy", 2022, "2,5")
        + row("Møre og Romsdal", "Herøy", 2022, "100,5") + row("Nordland", "Bodø", 2022, 9)
        + row("Møre og Romsdal", "Molde", 2022, 8),
        {"1515": 100.5, "1818": 2.5, "1506": 8.0, "1804": 9.0},
    ),
    "r01_heroy_ulike_kilder_2023-05-01.csv": (
        COUNTY + "Nordland;Herøy;2022;Sjøfart;Fiskefartøy;2,5\n"
        + row("Møre og Romsdal", "Herøy", 2022, "100,5"),
        {"1818": 2.5, "1515": 100.5},
    ),
    "r01_viken_valer_2023-05-01.csv": (
        COUNTY + row("Viken", "Våler", 2021, "2,5") + row("Innlandet", "Elverum", 2021, "100,5"),
        {"3114": 2.5, "3420": 100.5},
    ),
    "r04_kristiansand_navn_2019-05-01.csv": (
        NAMED + row("Kristiansand", 2017, "100,5") + row("Søgne", 2017, "10,5")
        + row("Songdalen", 2017, "5,5"),
        {"4204": 116.5},
    ),
    "r04_kristiansand_nummer_2019-05-01.csv": (
        NUMBERED + row("1001", "Kristiansand", 2017, "100,5") + row("1018", "Søgne", 2017, "10,5")
        + row("1017", "Songdalen", 2017, "5,5"),
        {"4204": 116.5},
    ),
    "r04_tysfjord_navn_2019-05-01.csv": (
        NAMED + "".join(row(name, 2017, value) for name, value in TYSFJORD),
        {"1850": 100.5, "1805": 10.5, "1854": 1.5, "1849": 2.5},
    ),
    "r05_alesund_haram_2019-05-01.csv": (
        NUMBERED + "".join(row(n, name, 2017, v) for n, name, v in HARAM),
        {"1508": 108.0, "1580": 10.5},
    ),
    "r06_gammelt_nummer_og_navn_2025-05-01.csv": (
        NUMBERED + row("3040", "Nesbyen", 2021, "8,5") + row("3808", "Notodden", 2021, "7,5")
        + row("5430", "Kautokeino", 2021, "6,5"),
        {"3322": 8.5, "4005": 7.5, "5612": 6.5},
    ),
    "r14_utf16_2025-01-01.csv": (
        (NUMBERED + "1508;Ålesund;2023;Sjøfart;Fiskefartøy;48,5\n")
        .replace(";", "\t").encode("utf-16"),
        {"1508": 48.5},
    ),
}  # fmt: skip

#: Name of the file → its twin, and what the refusal must name.
REFUSED: dict[str, tuple[str | bytes, str, dict[str, Any]]] = {
    "r03_punkt_tusen_2025-05-01.csv": (
        NUMBERED + row("4003", "Skien", 2023, "48.210")
        + "4003;Skien;2023;Veitrafikk;Busser;3.402\n",
        "import.unclear_point", {"row": 2, "value": "48.210"},
    ),
    "r03_tekst_blant_tall_2025-05-01.xlsx": (
        book(CAR), "import.text_among_numbers", {"row": 3, "column": "G", "value": "3.402"},
    ),
    "r03_mellomrom_2025-05-01.csv": (
        NUMBERED + row("4003", "Skien", 2023, "1 2345"), "import.digit_groups",
        {"row": 2, "value": "1 2345"},
    ),
    "r06_nummer_mot_navn_2025-05-01.csv": (
        NUMBERED + row("4003", "Porsgrunn", 2023, "48,5") + row("4005", "Notodden", 2023, "8,5"),
        "import.number_and_name", {"row": 2, "number": "4003", "is_": "Skien", "name": "Porsgrunn"},
    ),
    "r20_formel_uten_verdi_2025-05-01.xlsx": (
        book([cells("CO2", "=1000*48"), cells("CO2", 99, "Busser")]), "import.formula",
        {"row": 2, "column": "G", "value": "=1000*48"},
    ),
}  # fmt: skip


def files(name: str, twin: str | bytes, folder: Path) -> list[Path]:
    made = folder / name
    made.write_bytes(twin if isinstance(twin, bytes) else twin.encode())
    return [made, CASES / name] if (CASES / name).exists() else [made]


@pytest.mark.parametrize("name", READ)
@pytest.mark.case("{name}")
def test_read_right_and_the_same_every_time(name: str, tmp_path: Path) -> None:
    twin, totals = READ[name]
    for path in files(name, twin, tmp_path):
        first = import_inventory(path, data_dir=tmp_path / "home")
        again = import_inventory(path, data_dir=tmp_path / "home")
        assert again.unchanged
        assert again.vintage == first.vintage
        assert set(first.vintage.places) == set(totals)
        for number, total in totals.items():
            found = inventory(number, first.vintage.id, tmp_path / "home")
            assert sum(r.value for r in found.rows) == total, number


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.case("{name}")
def test_refused_by_row_and_value_and_exit_2(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    twin, key, expected = REFUSED[name]
    monkeypatch.setenv("KORTREIST_DATA_DIR", str(tmp_path / "home"))
    for path in files(name, twin, tmp_path):
        with pytest.raises(ImportRefusedError) as caught:
            import_inventory(path, data_dir=tmp_path / "home")
        assert caught.value.key == key
        assert {k: caught.value.values[k] for k in expected} == expected
        for language in ("nb", "nn", "en"):
            said = caught.value.message(language)
            assert all(str(v) in said for v in expected.values())
            assert "{" not in said
        assert main(["import", str(path)]) == 2
        assert str(expected["row"]) in capsys.readouterr().err
    assert not (tmp_path / "home" / "vintages").exists()


@pytest.mark.parametrize(
    "said", ["Sum", "Totalt", "Alle", "Alle gasser", "Alle klimagasser", "CO2-ekvivalenter", "CO2e"]
)
def test_a_sum_in_the_column_of_gases_is_left_out(said: str, tmp_path: Path) -> None:
    rows = [cells("CO2", 1000.0), cells("CH4", 10.0), cells("N2O", 5.0)]
    path = tmp_path / "a.xlsx"
    path.write_bytes(book([*rows, cells(said, 1015.0)]))
    report = import_inventory(path, data_dir=tmp_path)
    assert inventory("4003", report.vintage.id, tmp_path).total(2023) == 1015.0
    assert {m.kind: m.count for m in report.corrections} == {"total_row": 1}
    path.write_bytes(book([cells(said, 1015.0)]))
    alone = import_inventory(path, data_dir=tmp_path)
    (row_,) = inventory("4003", alone.vintage.id, tmp_path).rows
    assert (row_.gas, row_.value) == (None, 1015.0), "only a sum: it is the figure"
    path.write_bytes(book([*rows[:2], cells(said, 1015.0)]))
    with pytest.raises(ImportRefusedError) as caught:
        import_inventory(path, data_dir=tmp_path)
    assert (caught.value.key, caught.value.values["row"]) == ("import.gas_sum", 4)


@pytest.mark.parametrize(
    "sum_row",
    [
        "4003;Skien;2023;Totalsum;;30\n", "4003;Skien;2023;Veitrafikk totalt;Alle;30\n",
        "4003;Skien;2023;Alle sektorer;Alle kilder;30\n", "4003;Skien;2023;Sum utslipp;x;30\n",
        "4003;Skien;2023;Totale utslipp;x;30\n", "4003;Totalsum;2023;x;y;30\n",
        "0;Hele landet;2023;Veitrafikk;Personbiler;30\n", "4003;Skien;Totalt;Veitrafikk;x;30\n",
        ";Sum;;;;30\n", "0;;2023;Veitrafikk;Personbiler;30\n",
    ],
)  # fmt: skip
def test_a_sum_by_its_word_in_any_column_is_left_out(sum_row: str, tmp_path: Path) -> None:
    path = tmp_path / "a_2025-05-01.csv"
    rows = row("4003", "Skien", 2023, 10) + "4003;Skien;2023;Veitrafikk;Busser;20\n"
    path.write_text(NUMBERED + rows + sum_row, "utf-8")
    report = import_inventory(path, data_dir=tmp_path)
    assert inventory("4003", report.vintage.id, tmp_path).total(2023) == 30.0
    assert {m.kind: m.count for m in report.corrections} == {"total_row": 1}


@pytest.mark.parametrize(
    "sum_row",
    [
        "4003;Skien;2023;Hovedtall;Kommunen;37\n",
        "4003;Skien;2023;Veitrafikk;Vegen;30\n",
        "4003;Skien;2023;Samferdsel;Veg;30\n",
    ],
)
def test_a_sum_under_any_name_is_told_by_arithmetic(sum_row: str, tmp_path: Path) -> None:
    path = tmp_path / "a_2025-05-01.csv"
    rows = row("4003", "Skien", 2023, 10) + "4003;Skien;2023;Veitrafikk;Busser;20\n"
    path.write_text(NUMBERED + rows + "4003;Skien;2023;Oppvarming;Vedfyring;7\n" + sum_row, "utf-8")
    with pytest.raises(ImportRefusedError) as caught:
        import_inventory(path, data_dir=tmp_path)
    assert (caught.value.key, caught.value.values["row"]) == ("import.looks_like_sum", 5)
    path.write_text(path.read_text("utf-8").rsplit(";", 1)[0] + ";31.5\n", "utf-8")
    assert import_inventory(path, data_dir=tmp_path).unmapped, "another figure is another source"


def test_a_sum_under_an_unknown_gas_and_among_unnamed_gases(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows = [cells("CO2", 1000.0), cells("CH4", 10.0)]
    path.write_bytes(book([*rows, cells("HFC-134a", 1010.0)]))
    with pytest.raises(ImportRefusedError, match="row 4, column G"):
        import_inventory(path, data_dir=tmp_path)
    path.write_bytes(book([*rows, cells("HFC-134a", 3.5)]))
    assert import_inventory(path, data_dir=tmp_path).unmapped == ("HFC-134A",)
    plain = tmp_path / "b_2025-05-01.csv"
    plain.write_text(NUMBERED + "".join(
        row("4003", "Skien", year, v) for year in (2021, 2022, 2023) for v in (100, 2.5, 1, 103.5)
    ), "utf-8")  # fmt: skip
    with pytest.raises(ImportRefusedError, match=r"row 5, column Utslipp: 103\.5"):
        import_inventory(plain, data_dir=tmp_path)


def test_nothing_stands_twice_by_its_spelling_or_without_a_gas(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(book([cells("CO2", 100.0), cells("CO2", 100.0, "personbiler")]))
    with pytest.raises(ImportRefusedError) as caught:
        import_inventory(path, data_dir=tmp_path)
    assert (caught.value.key, caught.value.values["second"]) == ("import.twice", 3)
    path.write_bytes(book([cells("CO2", 100.0), cells("", 100.0)]))
    with pytest.raises(ImportRefusedError) as caught:
        import_inventory(path, data_dir=tmp_path)
    assert (caught.value.key, caught.value.values["row"]) == ("import.no_gas", 3)


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        (FIRST + "4003;Skien;2023\n", "import.ragged", {"row": 3}),
        (FIRST + '4003;Skien;2023;"Vei', "import.open_quote", {"row": 3, "value": '"Vei'}),
        (NUMBERED + row("4003", "Skien", 2023, "1e200"), "import.too_many_tonnes", {"row": 2}),
        (FIRST + row("4003", "Skien", "2015-99-99", 1), "import.bad_year", {"row": 3}),
        (NUMBERED + row("2023-04-05", "Skien", 2023, 1), "import.unknown_number", {"row": 2}),
        (COUNTY + row("Nordland", "Skien", 2023, 1), "import.name_other_county", {"row": 2}),
        (COUNTY + row("Innlndet", "Våler", 2021, 1), "import.name_ambiguous", {"row": 2}),
        (NAMED + row("Herøy", 2022, 1) + row("Bodø", 2022, 2), "import.name_ambiguous", {"row": 2}),
        (NAMED + row("Kj\ufffdpsvik", 2022, 1), "import.letters", {"row": 2}),
    ],
)  # fmt: skip
def test_the_kinds_beside_the_cases(
    text: str, key: str, said: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "a_2023-05-01.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(ImportRefusedError) as caught:
        import_inventory(path, data_dir=tmp_path)
    assert caught.value.key == key
    assert {k: caught.value.values[k] for k in said} == said


def test_letters_of_dos_and_old_macs_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a_2025-05-01.csv"
    for code in ("cp850", "mac-roman"):
        path.write_bytes((NAMED + "Skien;2023;Sjøfart;Fiskefartøy på våg;1\n").encode(code))
        with pytest.raises(ImportRefusedError) as caught:
            import_inventory(path, data_dir=tmp_path)
        assert caught.value.key in ("import.letters", "import.no_column")


@pytest.mark.parametrize("claim", ["A1", "A1:G2", "B2:C3", "A1:XFD1048576"])
def test_the_inventorys_cells_are_read_not_the_sheets_claim(claim: str, tmp_path: Path) -> None:
    content = book([cells("CO2", 1.5), cells("CH4", 2.5)])
    path = tmp_path / "a.xlsx"
    path.write_bytes(with_part(
        content, "xl/worksheets/sheet1.xml", b'ref="A1:G3"', f'ref="{claim}"'.encode()
    ))  # fmt: skip
    report = import_inventory(path, data_dir=tmp_path)
    assert inventory("4003", report.vintage.id, tmp_path).total(2023) == 4.0
    bad = book([cells("CO2", 1.5), cells("CH4", "x")])
    path.write_bytes(with_part(
        bad, "xl/worksheets/sheet1.xml", b'ref="A1:G3"', f'ref="{claim}"'.encode()
    ))  # fmt: skip
    with pytest.raises(ImportRefusedError, match="row 3, column G: 'x'"):
        import_inventory(path, data_dir=tmp_path)


def test_hidden_sheets_and_merged_cells_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"

    def hide(made: Any) -> None:
        made.active.sheet_state = "hidden"
        made.create_sheet("Synlig").append(["x"])

    def twin(made: Any) -> None:
        other = made.create_sheet("oversikt – detaljert")
        other.append(SHEET)
        other.append(cells("CO2", 2.0))
        made["Oversikt - detaljert"].sheet_state = "hidden"

    def merge(where: str) -> Any:
        return lambda made: made.active.merge_cells(where)

    rows = [cells("CO2", 1.0), cells("CH4", 5.0)]
    for change, key in ((hide, "import.hidden_sheet"), (merge("G2:G3"), "import.merged"),
                        (merge("B2:B3"), "import.merged")):  # fmt: skip
        path.write_bytes(book(rows, change))
        with pytest.raises(ImportRefusedError) as caught:
            import_inventory(path, data_dir=tmp_path)
        assert caught.value.key == key
    assert (caught.value.values["row"], caught.value.values["column"]) == (2, "B")
    path.write_bytes(book(rows, twin))
    seen = import_inventory(path, data_dir=tmp_path)
    assert inventory("4003", seen.vintage.id, tmp_path).total(2023) == 2.0, "the one people see"


def test_a_workbooks_own_place_means_what_it_meant(tmp_path: Path) -> None:
    def info(name: str) -> bytes:
        made = openpyxl.Workbook()
        made.active.title = "Oversikt - detaljert"
        made.active.append(SHEET[2:])
        made.active.append([2017, *cells("CO2", 1.5)[3:]])
        made.create_sheet("Info").append(["Datasett:", name])
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()

    path = tmp_path / "a.xlsx"
    for name, day, number in (
        ("Kristiansand", "2019-05-01", "1001"), ("Kristiansand", "2021-05-01", "4204"),
        ("Guovdageaidnu – Kautokeino", "2025-05-01", "5612"), ("Notodden", "2019-05-01", "4005"),
        ("Haram (-2019)", "2019-05-01", "1580"),
    ):  # fmt: skip
        path.write_bytes(info(name))
        report = import_inventory(path, data_dir=tmp_path, date=day, confirm_large_change=True)
        assert report.vintage.places == (number,)


def test_every_name_with_its_county_is_its_own_number_on_any_date() -> None:
    for day in (date(2012, 5, 1), date(2019, 5, 1), date(2021, 5, 1), date(2025, 5, 1)):
        county = {c.number: c.name for c in places.counties(day)}
        wanted = {
            (m.name.split(" (")[0], county[m.county or ""]): m.number
            for m in places.municipalities(day)
        }
        assert len(wanted) == len(places.municipalities(day))
        assert name_to_code(list(wanted), day) == wanted
        assert all(places.has_name(number, name) for (name, _), number in wanted.items())
