"""Cells no spreadsheet runs, and files that open as they should."""

import csv
import datetime as dt
import io

import pytest

from kortreist_web.core.exports import csv_bytes, excel_bytes, guard


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "＝1"]
)
def test_text_a_spreadsheet_runs_is_guarded(text):
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Notodden", "", 1, -1.5, None, dt.date(2026, 1, 1), "a=b"])
def test_other_values_are_left_as_they_are(value):
    assert guard(value) == value


def test_csv_can_be_read_back_with_missing_apart_from_zero():
    rows = [["a", "b"], [0, None], ['say "x", y', -1234.5], [1e-7, True]]
    assert list(csv.reader(io.StringIO(csv_bytes(rows).decode()))) == [
        ["a", "b"], ["0", ""], ['say "x", y', "-1234.5"], ["0.0000001", "true"],
    ]  # fmt: skip


def test_csv_for_norwegian_excel():
    made = csv_bytes([["a", "b"], [1234.5, "=x"]], excel=True)
    assert made == b"\xef\xbb\xbfa;b\r\n1234,5;'=x\r\n"


def test_workbook_has_numbers_as_numbers_and_no_formula():
    from openpyxl import load_workbook

    made = excel_bytes({"A/B": [["name", "value"], ["=HYPERLINK(1)", 2.5], ["a\x00b", None]]})
    sheet = load_workbook(io.BytesIO(made)).worksheets[0]
    assert [[c.value for c in row] for row in sheet.iter_rows()] == [
        ["name", "value"], ["'=HYPERLINK(1)", 2.5], ["ab", None],
    ]  # fmt: skip
    assert {c.data_type for row in sheet.iter_rows() for c in row} <= {"s", "n"}


def test_the_same_rows_give_the_same_workbook():
    rows = {"x": [["a"], [1]]}
    assert excel_bytes(rows) == excel_bytes(rows)
