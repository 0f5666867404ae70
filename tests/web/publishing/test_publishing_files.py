"""Files at stable addresses: right figures, said when unchanged, guarded, and open to others."""

import csv
import datetime as dt
import io
import json
import re

import pytest

from kortreist_web.core.content import canonical_bytes, content_hash
from kortreist_web.decisions.actions.set_point import set_point
from kortreist_web.decisions.models import Resolution
from kortreist_web.tasks.owners import Owner

pytestmark = pytest.mark.django_db


def rows_of(answer, **options):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), **options))


def test_the_rows_of_each_boundary_sum_to_its_total(client, account):
    rows = rows_of(client.get("/data/X001/account.csv"))
    for boundary, total in account.content["totals"].items():
        found = sum(float(r["value"]) for r in rows if r["boundary"] == boundary)
        assert found == pytest.approx(total["value"], abs=1e-6)
    assert {r["unit"] for r in rows} == {"t CO2e"}
    assert {r["vintage"] for r in rows} == {"mdir-2026-04"}
    assert all(r["source"] for r in rows)


def test_history_is_that_of_the_account(client, account):
    rows = rows_of(client.get("/data/X001/history.csv"))
    for year, total in account.content["history"].items():
        found = sum(float(r["value"]) for r in rows if r["year"] == year)
        assert found == pytest.approx(total)
    assert {r["boundary"] for r in rows} == {"territorial"}
    again = json.loads(client.get("/data/X001/history.json").content)
    assert len(again) == len(rows)


def test_csv_for_excel_is_in_the_readers_language(client, account):
    answer = client.get("/data/X001/account.csv?excel=1&language=nn")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = rows_of(answer, delimiter=";")
    assert rows[0]["Kva som er rekna med (kode)"] == "territorial"
    assert rows[0]["Kva som er rekna med"] == "Direkte utslepp i kommunen"
    assert rows[0]["Verdi"] == "3709,63"
    assert rows[0]["Sektor"] == "Jordbruk"


def test_json_of_an_account_and_a_budget_are_the_bytes_that_were_hashed(client, account, adopted):
    answer = client.get("/data/X001/account.json")
    assert content_hash(json.loads(answer.content)) == account.content_hash
    assert answer.content == canonical_bytes(account.content)
    answer = client.get("/data/X001/budget/2027/1.json")
    assert content_hash(json.loads(answer.content)) == adopted.budget.content_hash
    answer = client.get("/data/X001/report/2027/1.json")
    assert content_hash(json.loads(answer.content)) == adopted.report.content_hash


def test_workbook_of_the_account(client, account):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(client.get("/data/X001/account.xlsx").content), read_only=True)
    assert book.sheetnames == ["Kilder", "Totaler", "Om tallene"]
    totals = list(book["Totaler"].values)
    assert [r[3] for r in totals[1:]] == ["territorial", "consumption", "combined"]
    assert [r[4] for r in totals[1:]] == [
        "Direkte utslipp i kommunen",
        "Klimafotavtrykk av forbruket",
        "Begge, talt én gang",
    ]
    assert totals[1][5] == pytest.approx(40354.49)


def test_a_total_that_is_missing_is_empty_with_the_reason(client, place, make_account):
    from openpyxl import load_workbook

    whole = make_account(place)
    totals = {k: v for k, v in whole.content["totals"].items() if k == "territorial"}
    make_account(
        place,
        vintage=_later(),
        content={"totals": totals, "missing": {"consumption": "Mangler tall"}},
    )
    book = load_workbook(io.BytesIO(client.get("/data/X001/account.xlsx").content), read_only=True)
    row = next(r for r in book["Totaler"].values if r[3] == "consumption")
    assert row[5] is None
    assert "Mangler tall" in row


def _later():
    from datetime import date

    from kortreist_web.accounts.models import Vintage

    return Vintage.objects.create(engine_id="later", date=date(2027, 4, 1), origin="made")


def test_budget_as_a_table(client, adopted):
    rows = rows_of(client.get("/data/X001/budget/2027/1.csv"))
    (frame,) = [r for r in rows if r["part"] == "frame" and r["year"] == "2030"]
    assert (frame["value"], frame["unit"], frame["boundary"]) == ("800", "t CO2e", "territorial")
    assert frame["source"] == "Lovdata: Klimaloven"
    (path,) = [r for r in rows if r["part"] == "pathway" and r["year"] == "2030"]
    assert (path["low"], path["high"]) == ("810", "830")
    cost = [r for r in rows if r["part"] == "cost"]
    assert {(r["bearer"], r["unit"], r["boundary"]) for r in cost} == {("municipality", "NOK", "")}


def test_a_decision_written_as_a_formula_is_guarded(client, adopted):
    (row,) = rows_of(client.get("/data/X001/decisions.csv"))
    assert row["title"] == "'=Klimabudsjett"
    (one,) = json.loads(client.get("/data/X001/decisions.json").content)["decisions"]
    assert one["title"] == "=Klimabudsjett"
    assert one["archive_reference"] == "2026/4711"


@pytest.mark.any_database
@pytest.mark.parametrize(
    "path",
    [
        "account.csv",
        "account.json",
        "account.xlsx",
        "history.csv",
        "history.xlsx",
        "gpc.csv",
        "gpc.xlsx",
        "cdp.csv",
        "budget/2027/1.json",
        "budget/2027/1.csv",
        "budget/2027/1.xlsx",
        "report/2027/1.json",
        "decisions.json",
        "decisions.xlsx",
        "catalogue.ttl",
        "catalogue.jsonld",
    ],
)
def test_files_say_when_they_are_unchanged_and_may_be_read_from_other_sites(
    client, account, adopted, path
):
    first = client.get(f"/data/X001/{path}")
    assert first.status_code == 200
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["Cache-Control"] == "public, max-age=300"
    again = client.get(f"/data/X001/{path}", headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert client.head(f"/data/X001/{path}").status_code == 200
    assert client.post(f"/data/X001/{path}").status_code == 405


def test_the_tag_changes_with_the_content_and_with_the_form(client, place, account, make_account):
    tag = client.get("/data/X001/account.csv").headers["ETag"]
    assert client.get("/data/X001/account.csv?excel=1").headers["ETag"] != tag
    make_account(place, vintage=_later(), content={"gwp": "AR6"})
    assert client.get("/data/X001/account.csv").headers["ETag"] != tag


def test_the_browsers_language_changes_nothing(client, account):
    plain = client.get("/data/X001/account.csv").content
    asked = client.get("/data/X001/account.csv", headers={"accept-language": "en"}).content
    assert asked == plain


def test_any_version_is_found_by_its_hash(client, place, account, make_account):
    make_account(place, vintage=_later(), content={"gwp": "AR6"})
    answer = client.get(f"/data/X001/snapshot/account/{account.content_hash[:12]}.json")
    assert content_hash(json.loads(answer.content)) == account.content_hash


def test_what_is_not_public_is_not_there(client, adopted, people, as_person):
    assert client.get("/data/X001/budget/2027/2.json").status_code == 404
    assert client.get("/data/X001/budget/2027/9.json").status_code == 404
    assert client.get("/data/X001/account.csv").status_code == 404, "none is computed"
    answer = as_person(people.reader).get("/data/X001/budget/2027/2.json")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_files_of_a_closed_site_are_for_its_members(
    client, other, strangers, make_account, as_person
):
    make_account(other)
    assert client.get("/data/X002/account.csv").status_code == 404
    answer = as_person(strangers.reader).get("/data/X002/account.csv")
    assert answer.status_code == 200
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_history_of_an_own_file_is_not_public_before_its_account_is(client, place, account):
    from datetime import date

    from kortreist_web.accounts.models import InventoryFigure, Vintage

    own = Vintage.objects.create(
        engine_id="own", organisation=place, date=date(2027, 5, 1), origin="Egen fil"
    )
    InventoryFigure.objects.create(
        vintage=own, place="4005", year=2026, sector="aviation", source="x", tonnes=1.0
    )
    rows = rows_of(client.get("/data/X001/history.csv"))
    assert {r["vintage"] for r in rows} == {"mdir-2026-04"}
    assert client.get("/data/X001/history.csv?vintage=mdir-2026-04").status_code == 200
    assert client.get("/data/X001/history.csv?vintage=own").status_code == 404


WORKBOOKS = (
    "account",
    "history",
    "gpc",
    "cdp",
    "budget/2027/1",
    "decisions",
    "comparison",
)


def sheets_of(client, address):
    from openpyxl import load_workbook

    answer = client.get(address)
    assert answer.status_code == 200, address
    return load_workbook(io.BytesIO(answer.content))


@pytest.mark.any_database
@pytest.mark.parametrize("name", WORKBOOKS)
def test_every_workbook_has_filters_and_says_what_its_figures_are(client, account, adopted, name):
    book = sheets_of(client, f"/data/X001/{name}.xlsx")
    *data, told = book.worksheets
    assert told.title == "Om tallene"
    said = [str(r[0]) for r in told.values]
    assert ("skal aldri legges sammen" in " ".join(said)) == (name != "decisions")
    hashed = name.split("/")[0] in ("account", "gpc", "cdp", "budget")
    values = [str(v) for _, v in told.values]
    assert any(re.fullmatch("[0-9a-f]{64}", v) for v in values) == hashed
    edition = account.content["pins"]["vintage"]
    assert any(v.startswith(edition) for v in values) == (name != "decisions"), values
    for sheet in data:
        if sheet.max_row > 1:
            (table,) = sheet.tables.values()
            assert table.autoFilter.ref == table.ref == sheet.dimensions
    names = [t for s in data for t in s.tables]
    assert len(names) == len(set(names))


@pytest.mark.any_database
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("name", ["account", "budget/2027/1", "decisions"])
def test_every_code_has_its_name_beside_it(client, account, adopted, name, language):
    """Read back: a column called (kode) is followed by its names, in every row that has one."""
    book = sheets_of(client, f"/data/X001/{name}.xlsx?language={language}")
    end, checked = (" (code)" if language == "en" else " (kode)"), set()
    for sheet in book.worksheets[:-1]:
        head, *rows = sheet.values
        for n, column in enumerate(head):
            if not str(column).endswith(end):
                continue
            assert head[n + 1] == column.removesuffix(end)
            for row in rows:
                if row[n]:
                    assert row[n + 1], (column, row[n])
                    checked.add((column, row[n], row[n + 1]))
    assert len(checked) >= (1 if name == "decisions" else 6)
    assert {c[1] for c in checked if c[1] == c[2]} <= {"year"}


def test_a_decisions_day_is_a_date(client, adopted):
    sheet = sheets_of(client, "/data/X001/decisions.xlsx").worksheets[0]
    column = next(c.column for c in sheet[1] if c.value == "Vedtatt dato")
    assert sheet.cell(2, column).is_date


def test_the_points_of_decisions_have_a_sheet(client, place, people, adopted):
    resolution = Resolution.objects.get(organisation=place)
    keys = {"resolution": resolution, "number": 3, "kind": "do", "text": "Legg fram en sak"}
    due = dt.date(2030, 3, 1)
    set_point(people.editor, place, owner=Owner(role="editor"), due=due, **keys)
    book = sheets_of(client, "/data/X001/decisions.xlsx?language=nb")
    assert book.sheetnames[:2] == ["Vedtak", "Punkter"]
    sheet = book["Punkter"]
    head = [c.value for c in sheet[1]]
    row = next(r for r in sheet.iter_rows(min_row=2) if r[head.index("Punkt")].value == 3)
    shown = {name: cell.value for name, cell in zip(head, row, strict=True)}
    assert shown["Punktets tekst"] == "Legg fram en sak"
    assert shown["Saksnummer"] == resolution.case_number
    assert shown["Frist"].date() == due
    assert "Skal gjøres" in shown.values()


def test_years_and_money_of_a_budget_are_shown_as_such(client, adopted):
    sheet = sheets_of(client, "/data/X001/budget/2027/1.xlsx").worksheets[0]
    head = [c.value for c in sheet[1]]
    unit, value, year = (head.index(n) for n in ("Enhet (kode)", "Verdi", "År"))
    shown = {
        (r[unit].value, r[value].number_format)
        for r in sheet.iter_rows(min_row=2)
        if isinstance(r[value].value, int | float) and abs(r[value].value) >= 1000
    }
    assert ("year", "0") in shown
    assert {f for u, f in shown if u != "year"} == {"#,##0"}
    assert {r[year].number_format for r in sheet.iter_rows(min_row=2) if r[year].value} == {"0"}
