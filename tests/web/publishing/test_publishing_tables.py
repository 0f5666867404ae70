"""Tables for those who take the figures elsewhere: whole, plain, and saying whose they are."""

import csv
import io
import re

import pytest
from django.urls import reverse

from kortreist_web.budgets.data_table import budget_table
from kortreist_web.core.tables import tidy
from kortreist_web.publishing.gpc import gpc_sheets
from kortreist_web.publishing.sheets import labelled, with_headings

pytestmark = pytest.mark.django_db


def rows_of(client, address):
    return list(csv.DictReader(io.StringIO(client.get(address).content.decode())))


def budget_rows(budget, *lines, language="nb"):
    content = {**budget.content, "lines": list(lines) or budget.content["lines"]}
    first, *rows = budget_table(content, language)
    return [dict(zip(first, r, strict=True)) for r in rows]


def line(**values):
    return {
        "measure": "bog",
        "name": {"nb": "Myr", "nn": "Myr", "en": "Bogs"},
        "start_year": 2028,
        "effect": {},
        "cost": {},
        "cost_missing": ["municipality", "state"],
        "origins": {},
        "economic": [],
        "indicators": [],
        **values,
    }


def test_a_measure_without_figures_stands_in_the_budgets_table_with_the_reason(adopted):
    mine = [r for r in budget_rows(adopted.budget, line()) if r["measure"] == "bog"]
    assert [(r["part"], r["bearer"], r["year"], r["value"]) for r in mine] == [
        ("start_year", "", 2028, 2028),
        ("effect", "", None, None),
        ("cost", "municipality", None, None),
        ("cost", "state", None, None),
    ]
    assert [bool(r["missing"]) for r in mine] == [False, True, True, True]
    assert {r["pointer"] for r in mine[1:]} == {"lines/0"}


def test_a_figure_that_is_known_has_no_reason_for_being_missing(adopted):
    rows = budget_rows(adopted.budget)
    assert all((r["value"] is None) == bool(r["missing"]) for r in rows)


def test_money_set_aside_and_targets_of_indicators_stand_in_the_budgets_table(adopted):
    one = line(
        economic=[{"text": "Myr", "amounts": {"2028": 400_000}}],
        indicators=[{"name": "Dekar", "unit_of_measure": "daa", "targets": {"2030": 12}}],
    )
    rows = {r["part"]: r for r in budget_rows(adopted.budget, one)}
    assert (rows["economic"]["value"], rows["economic"]["unit"]) == (400_000, "NOK")
    assert rows["economic"]["pointer"] == "lines/0/economic/0/amounts/2028"
    target = rows["target"]
    assert (target["name"], target["value"], target["unit"]) == ("Dekar", 12, "daa")
    assert target["pointer"] == "lines/0/indicators/0/targets/2030"


def test_kroner_of_a_budget_say_price_year_vat_and_status(adopted):
    one = line(
        cost={"municipality": {"2028": 250_000}},
        origins={"cost": "formula/cost"},
        economic=[{"text": "Myr", "amounts": {"2028": 4}, "price_year": 2031}],
    )
    prices = {"years": [2025], "budget_year": 2027, "growth": 0.05, "lines": {}}
    content = {**adopted.budget.content, "prices": prices, "lines": [one]}
    first, *table = budget_table(content, "nb")
    rows = {r[3]: dict(zip(first, r, strict=True)) for r in table}
    said = {p: tuple(rows[p][k] for k in ("price_year", "vat", "figure_status")) for p in rows}
    assert said["cost"] == (2027, "excluded", "")
    assert said["frame"] == (None, "", "computed")
    assert said["economic"][:2] == (2031, "not_stated")
    assert said["pathway"][2] == "computed"


def test_kroner_of_several_years_have_no_price_year(adopted):
    prices = {"years": [2024, 2025], "budget_year": 2027, "growth": None, "lines": {}}
    content = {**adopted.budget.content, "prices": prices}
    first, *table = budget_table(content, "nb")
    rows = [dict(zip(first, r, strict=True)) for r in table]
    assert {r["price_year"] for r in rows if r["part"] == "cost"} == {None}


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_no_column_of_a_budget_is_headed_by_its_code(adopted, language):
    table = labelled(budget_table(adopted.budget.content, language), language)
    headings = with_headings(table, language)[0]
    assert not [h for h in headings if "_" in h]
    at = table[0].index("budget_part")
    assert all(bool(r[at]) == bool(r[at + 1]) for r in table[1:])


def test_every_pointer_of_a_budget_leads_to_a_figures_page(client, adopted):
    pointers = {r["pointer"] for r in budget_rows(adopted.budget)}
    kinds = {re.sub(r"/\d+", "/0", p): p for p in pointers}
    assert len(kinds) >= 8
    for pointer in kinds.values():
        address = f"/nb/X001/tall/budget/{adopted.budget.content_hash[:12]}/{pointer}"
        assert client.get(address).status_code == 200, address


def test_figures_have_no_digits_that_adding_has_left(client, account):
    longest = r"-?\d{1,12}(\.\d{1,12})?"
    for name in ("account", "history", "gpc"):
        for row in rows_of(client, f"/data/X001/{name}.csv"):
            if row["value"]:
                assert re.fullmatch(longest, row["value"]), row
                assert len(row["value"].replace(".", "").lstrip("-0")) <= 12, row
    assert tidy(40354.48999999999) == 40354.49
    assert tidy(7) == 7


@pytest.mark.parametrize("name", ["account", "history", "decisions", "gpc", "cdp"])
def test_tables_say_whose_they_are_and_that_the_invented_is_invented(
    client, account, adopted, name
):
    rows = rows_of(client, f"/data/X001/{name}.csv")
    assert {(r["place"], r["place_name"], r["invented"]) for r in rows} == {
        ("X001", "Eksempeldal", "true")
    }


@pytest.mark.parametrize("name", ["account", "history", "gpc", "cdp"])
def test_a_real_municipality_is_not_invented(client, notodden, name):
    rows = rows_of(client, f"/data/4005/{name}.csv")
    assert {(r["place"], r["invented"]) for r in rows} == {("4005", "false")}


def test_the_workbook_of_the_invented_says_whose_emissions_they_are(client, account):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(client.get("/data/X001/account.xlsx").content), read_only=True)
    assert any("Notodden" in str(r[0]) for r in book["Om tallene"].values)


def test_the_layouts_are_headed_in_english_for_all(notodden):
    sheets = gpc_sheets(notodden.account.content, "nb")
    for name in ("GPC", "CDP-ICLEI"):
        said = with_headings(sheets[name], "nb")[0]
        assert "Unit" in said
        assert not re.search("[æøå]|Verdi|Enhet", " ".join(said))


def test_a_cell_for_several_references_never_denies_what_one_of_them_has(client, notodden):
    (row,) = [
        r
        for r in rows_of(client, "/data/4005/cdp.csv")
        if r["crf_sub_sector"] == "Fugitive emissions"
    ]
    assert row["crf_direct_key"] == "IE", "leaks from oil and gas are in I.3.1"
    assert row["gwp"] == "AR5"


def test_an_explanation_says_a_thing_once(client, notodden):
    for row in rows_of(client, "/data/4005/gpc.csv"):
        said = [p for p in row["explanation"].split("; ") if p]
        assert len(said) == len(set(said)), row["gpc_ref"]


def test_consumption_is_labelled_where_it_is_taken_away(client, account):
    label = "struktur og priser fra 2020/2022"
    rows = rows_of(client, "/data/X001/account.csv")
    assert {bool(r["basis"]) for r in rows if r["scope"] == "direct"} == {False}
    assert all("struktur og priser fra" in r["basis"] for r in rows if r["scope"] == "indirect")
    assert label in {r["basis"] for r in rows}
    assert label.capitalize() in client.get("/nb/X001/").content.decode()
    for pointer in ("totals/consumption/value", "per_head/consumption", "asides/0/value"):
        values = {
            "code": "X001",
            "kind": "account",
            "prefix": account.content_hash[:12],
            "pointer": pointer,
        }
        page = client.get(reverse("publishing:figure", kwargs=values))
        assert page.status_code == 200, pointer
        assert label in page.content.decode(), pointer


@pytest.mark.parametrize(("parts", "said"), [(False, "90 % sannsynlig"), (True, "80 % sannsynlig")])
def test_the_last_sheet_says_what_low_and_high_are(parts, said):
    from kortreist_web.publishing.sheets import about

    told = " ".join(name for name, _ in about("nb", interval=True, parts=parts))
    assert said in told
    assert ("laveste og høyeste anslag" in told) is parts
