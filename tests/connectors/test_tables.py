"""Tables people send in: the cells as they stand, whatever the file claims about itself."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kortreist.connectors.formulas import guard, unguard
from kortreist.connectors.tables import Formula, Merged, read_table
from kortreist.connectors.totals import is_total, sum_row
from kortreist.errors import ImportRefusedError

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"
HEAD = ["ansvar", "tekst", "2026"]
ROWS: list[list[Any]] = [HEAD, ["4100", "Elbiler", 100], ["4100", "Ladere", 50], ["42", "Pumpe", 7]]


def book(change: Callable[[Any], object] = lambda b: None, rows: Any = ROWS) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


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


@pytest.mark.parametrize("claim", [b"A1", b"A1:C2", b"A1:B4", b"A1:XFD1048576"])
def test_the_cells_are_read_not_the_claim(claim: bytes) -> None:
    content = with_part(book(), "xl/worksheets/sheet1.xml", b'ref="A1:C4"', b'ref="' + claim + b'"')
    assert read_table(content).rows == ROWS


def test_a_hidden_sheet_is_not_read_and_the_one_read_is_named() -> None:
    def change(made: Any) -> None:
        made.active.sheet_state = "hidden"
        seen = made.create_sheet("Vedtatt")
        seen.append(["tekst", "2026"])
        made.create_sheet("Tom")
        made.create_sheet("Mer").append(["x"])

    table = read_table(book(change))
    assert (table.sheet, table.others, table.rows) == ("Vedtatt", ("Mer",), [["tekst", "2026"]])


def test_merged_cells_formulas_and_dates_are_told_apart_from_empty_cells() -> None:
    def change(made: Any) -> None:
        sheet = made.active
        sheet.merge_cells("A2:A3")
        sheet["C4"] = "=1000*48"
        sheet["B4"] = dt.datetime(2026, 1, 10)

    rows = read_table(book(change)).rows
    assert rows[2][0] == Merged("4100", 2, down=True)
    assert rows[3] == ["42", dt.datetime(2026, 1, 10), Formula("=1000*48")]


def test_rows_of_a_csv_are_the_files_own() -> None:
    table = read_table('a;b\n"to\nlinjer";1\nx;2\n'.encode("cp1252"))
    assert table.rows == [["a", "b"], ["to\nlinjer", "1"], [], ["x", "2"]]


@pytest.mark.parametrize(
    "content",
    [
        b"tekst;2026\nLadestasjon \x9dver\x86s;1\n",  # DOS
        "tekst;2026\nLadestasjon på Åsen;1\n".encode("cp850"),
        "tekst;2026\nKjøretøy;1\n".encode("mac-roman"),
        "tekst;2026\nKj\ufffdret\ufffdy;1\n".encode(),
        "tekst;2026\nKjÃ¸retÃ¸y;1\n".encode(),
    ],
)
def test_letters_that_cannot_be_read_are_refused_by_row(content: bytes) -> None:
    with pytest.raises(ImportRefusedError) as caught:
        read_table(content, "fil.csv")
    assert (caught.value.key, caught.value.values["row"]) == ("import.letters", 2)


def test_a_workbook_that_unpacks_too_large_whatever_it_says_is_refused() -> None:
    content = book(rows=[HEAD, *([["1", "x" * 500, 1]] * 300)])
    with pytest.raises(ImportRefusedError) as caught:
        read_table(content, max_unpacked=20_000)
    assert caught.value.key == "import.unpacks"


def test_sums_are_told_by_word_and_by_arithmetic() -> None:
    for text in (
        "Totalsum",
        "SUM",
        "Sum:",
        "Veitrafikk totalt",
        "Alle sektorer",
        "Sum utslipp",
        "Totale utslipp",
        "I alt",
        "Delsum",
        "alle klimagasser",
    ):
        assert is_total(text), text
    for text in ("Summer", "Busser", "Totalitær", "Allehelgens", "Landtransport", "", None):
        assert not is_total(text), text
    plan = [
        {"26": 1.0, "27": 2.0},
        {"26": 3.0},
        {"26": 4.0, "27": 2.0},
        {"26": 5.0},
        {"26": 2.0},
        {"26": 7.0},
    ]
    assert [sum_row(plan, i) for i in range(6)] == [False, False, True, False, False, True]
    assert not sum_row([{"26": 5.0}, {"26": 5.0}], 1), "two alike are not a sum"


def test_the_formula_guard_and_its_way_back() -> None:
    for text in ("=1+1", " =1", "\u00a0=1", "＝1", "-5 % reise", "@felles", "\t=1"):
        assert guard(text) == "'" + text
        assert unguard(guard(text)) == text
    assert (guard(-5), guard("Notodden"), unguard("'n Olav")) == (-5, "Notodden", "'n Olav")


@pytest.mark.skipif(not CASES.exists(), reason="cases not here")
def test_the_money_cases_as_tables() -> None:
    def read(name: str) -> list[list[Any]]:
        return read_table((CASES / name).read_bytes(), name).rows

    for kind in ("rader", "ar", "a1"):
        rows = read(f"r02_okonomiplan_storrelse_{kind}.xlsx")
        assert [r[5] for r in rows[1:]] == [200_000, 60_000, 80_000]
    assert read("r08_skjult_forste_ark.xlsx")[1][4:] == [999_000, 888_000]
    assert read("r12_sammenslatt_ansvar.xlsx")[2][0] == Merged("4100", 2, down=True)
    assert isinstance(read("r12_konto_som_dato.xlsx")[1][2], dt.datetime)
    with pytest.raises(ImportRefusedError, match="characters that cannot be read"):
        read("r14_dos_tegn.csv")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('Tiltak;2026\n"Elbiler;5\n', "import.open_quote"),
        ("Tiltak;2026\n" + "x" * 200_000 + ";5\n", "import.long_cell"),
        ("Tiltak;2026\nElbiler;5\rLadere;6\n", "import.bad_csv"),
    ],
)
def test_what_cannot_be_divided_into_cells_is_said_by_row_in_our_words(text: str, key: str) -> None:
    with pytest.raises(ImportRefusedError) as caught:
        read_table(text.encode(), "plan.csv")
    assert (caught.value.key, caught.value.values["row"]) == (key, 2)
    assert read_table(b"Tiltak;2026\rElbiler;5\r").rows == [["Tiltak", "2026"], ["Elbiler", "5"]]
