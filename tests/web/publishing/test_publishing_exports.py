"""Cells no spreadsheet runs, and files that open as they should."""

import csv
import datetime as dt
import io

import pytest

from kortreist_web.core.exports import csv_bytes, guard
from kortreist_web.core.workbooks import Sheet, excel_bytes


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
        ["a", "b"],
        ["0", ""],
        ['say "x", y', "-1234.5"],
        ["0.0000001", "true"],
    ]


def test_csv_for_norwegian_excel():
    made = csv_bytes([["a", "b"], [1234.5, "=x"]], excel=True)
    assert made == b"\xef\xbb\xbfa;b\r\n1234,5;'=x\r\n"


def test_workbook_has_numbers_as_numbers_and_no_formula():
    from openpyxl import load_workbook

    made = excel_bytes({"A/B": [["name", "value"], ["=HYPERLINK(1)", 2.5], ["a\x00b", None]]})
    sheet = load_workbook(io.BytesIO(made)).worksheets[0]
    assert [[c.value for c in row] for row in sheet.iter_rows()] == [
        ["name", "value"],
        ["'=HYPERLINK(1)", 2.5],
        ["ab", None],
    ]
    assert {c.data_type for row in sheet.iter_rows() for c in row} <= {"s", "n"}


def test_the_same_rows_give_the_same_workbook():
    rows = {"x": [["a"], [1]]}
    assert excel_bytes(rows) == excel_bytes(rows)


def opened(sheets):
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(excel_bytes(sheets)))


def test_a_sheet_is_a_table_with_filters_and_prints_lying_as_wide_as_the_page():
    book = opened({"Kilder": [["a", "b"], [1, 2], [3, None]], "Om": Sheet([["x"]], text=True)})
    sheet = book["Kilder"]
    (table,) = sheet.tables.values()
    assert (table.ref, table.autoFilter.ref) == ("A1:B3", "A1:B3")
    assert [c.name for c in table.tableColumns] == ["a", "b"]
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.freeze_panes == "A2"
        assert (sheet["A1"].font.name, sheet["A1"].font.sz, sheet["A1"].font.b) == (
            "Calibri",
            11,
            True,
        )
    assert not book["Om"].tables


def test_headings_are_texts_and_no_two_alike_as_a_table_demands():
    sheet = opened({"x": [["Sum", "sum", "", 2027, None], [1, 2, 3, 4, 5]]})["x"]
    (table,) = sheet.tables.values()
    heads = [c.value for c in sheet[1]]
    assert heads == ["Sum", "sum (2)", "–", "2027", "– (2)"]
    assert [c.name for c in table.tableColumns] == heads


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (40354.49, "#,##0"),
        (1234567, "#,##0"),
        (0.0, "#,##0"),
        (-123.4, "#,##0.0"),
        (1.25, "0.00"),
        (0.004, "0.0000"),
        (0.00000012, "0.00E+00"),
    ],
)
def test_numbers_have_thousands_and_none_but_zero_is_shown_as_zero(value, shown):
    cell = opened({"x": [["v"], [value]]})["x"]["A2"]
    assert (cell.value, cell.number_format) == (value, shown)


def test_years_have_no_thousands_and_dates_are_dates():
    rows = [
        ["year", "value", "unit", "day"],
        [2027, 2028, "year", "2026-05-28"],
        [2027, 2028, "NOK", "not known"],
    ]
    made = Sheet(rows, years=frozenset({0}), unit=2, dates=frozenset({3}))
    sheet = opened({"x": made})["x"]
    assert [sheet[c].number_format for c in ("A2", "B2", "B3")] == ["0", "0", "#,##0"]
    assert sheet["D2"].value == dt.datetime(2026, 5, 28)
    assert sheet["D2"].is_date
    assert sheet["D3"].value == "not known"


def test_a_column_is_as_wide_as_the_longest_word_of_its_heading():
    sheet = opened({"x": [["Kommunenummer og navn"], ["a"]]})["x"]
    assert sheet.column_dimensions["A"].width >= len("Kommunenummer") + 2


def test_a_row_is_as_high_as_its_wrapped_text_and_the_heading_as_its_words():
    long = "ord " * 60
    book = opened(
        {
            "x": [["Kommunenummer og navn på stedet", "b"], ["a", long]],
            "Om": Sheet([["a", "b"], [long, ""]], text=True),
        }
    )
    assert book["x"].row_dimensions[1].height >= 2 * 15
    assert book["x"].row_dimensions[2].height >= 6 * 15
    assert book["Om"].row_dimensions[2].height >= 3 * 15


def test_what_leads_to_sources_is_not_printed():
    book = opened({"x": Sheet([["a", "b", "pointer"], [1, 2, "p"]], printed=2)})
    assert book["x"].print_area == "'x'!$A$1:$B$2"


def test_a_sheet_without_rows_is_no_table():
    assert not opened({"x": [["a", "b"]]})["x"].tables
