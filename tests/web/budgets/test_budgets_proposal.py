"""The proposal to the economic plan: every measure, by kind, with codes that are known alone."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.budgets.actions.import_table import import_table
from kortreist_web.budgets.actions.set_cost import set_cost
from kortreist_web.budgets.codes import OwnCodes, check_account, check_function
from kortreist_web.budgets.codes_proposed import propose_codes
from kortreist_web.budgets.content import build
from kortreist_web.budgets.lines import Row
from kortreist_web.budgets.lines_diff import compare
from kortreist_web.budgets.lines_export import about
from kortreist_web.budgets.lines_import import preview
from kortreist_web.budgets.models import BudgetLine, EconomicPlanLine
from kortreist_web.budgets.money import economic_lines, there
from kortreist_web.budgets.proposal import proposal, proposal_table
from kortreist_web.budgets.tables import read_table
from kortreist_web.core.exports import csv_bytes, excel_bytes

pytestmark = pytest.mark.django_db
YEARS = (2027, 2028, 2029, 2030)


@pytest.fixture
def split(draft, place, people):
    """The draft, its first line with own figures of both kinds, its second with one."""
    first, second, *_ = draft.lines.all()
    for line, invested in ((first, {"2027": 500_000}), (second, {})):
        cost = {"municipality": {str(y): 600_001 for y in YEARS}}
        set_cost(people.editor, place, line, cost=cost, missing=[], investment=invested)
    return draft


def proposed(place, draft):
    return proposal(place, build(draft), economic_lines(place, 2027))


def test_every_measure_is_there_by_kind_with_its_own_money(split, place):
    rows = proposed(place, split)
    assert {p.row.measure for p in rows} == {x.measure for x in split.lines.all()}
    first, second, *_ = split.lines.all()
    by_kind = {p.row.kind: p.row.amounts for p in rows if p.row.measure == first.measure}
    assert by_kind["investment"] == {"2027": 500_000, "2028": 0, "2029": 0, "2030": 0}
    assert by_kind["running"]["2027"] == 100_001
    assert [p.row.kind for p in rows if p.row.measure == second.measure] == ["running"]
    assert all(not p.own for p in rows)
    # A plan from before the kinds were kept: one line, which says that it is not split.
    old = next(p for p in rows if p.row.measure not in (first.measure, second.measure))
    assert old.row.kind == ""
    assert "budgets.code.no_kind" in old.checks or "budgets.code.cost_unknown" in old.checks


@pytest.mark.parametrize("form", ["csv", "xlsx", "thousands"])
def test_the_file_read_again_changes_nothing(split, place, people, form):
    head = {"year": 2027, "remove_absent": False}
    mine = Row("4100", "332", "02300", "=Ladere\u00a0", {"2027": 7_654_321}, "", "investment", 2025)
    hers = Row("4100", "332", "12300", "Sykkel", {"2027": 12_345}, split.lines.first().measure)
    import_table(people.editor, place, rows=[mine, hers], **head)

    def sent():
        unit = 1000 if form == "thousands" else 1
        table = proposal_table(proposed(place, split), YEARS, unit)
        made = csv_bytes(table, excel=True) if form == "csv" else excel_bytes({"a": table})
        measures = {x.measure for x in split.lines.all()}
        return preview(
            read_table(made, "x.csv" if form == "csv" else "x.xlsx"), unit, measures, 2027
        )

    read = sent()
    assert not read.faults
    import_table(people.editor, place, rows=read.rows, **head)
    before = list(EconomicPlanLine.objects.values_list("pk", "kind", "price_year", "amounts"))
    again = sent()
    diff = compare(again.rows, there(place, 2027))
    assert not diff["new"]
    assert not diff["changed"]
    assert len(diff["absent"]) == 1  # the line that pays for no measure
    count = import_table(people.editor, place, rows=again.rows, **head)
    assert count == {"added": 0, "changed": 0, "removed": 0}
    assert before == list(
        EconomicPlanLine.objects.values_list("pk", "kind", "price_year", "amounts")
    )
    # Her amounts are the file's, to the krone.
    assert EconomicPlanLine.objects.get(text="Sykkel").amounts == {"2027": 12_345}


def test_codes_are_taken_from_her_own_plan_alone_and_only_where_they_hold(split, place, people):
    first, second, *_ = split.lines.all()
    earlier = [
        Row("4100", "254", "12300", "A", {"2026": 1}, first.measure, "running"),
        Row("4100", "332", "280", "B", {"2026": 1}, first.measure, "investment"),
    ]
    # In last year's plan, of a budget that had the measure too.
    import_table(people.editor, place, year=2027, rows=earlier, remove_absent=False)
    EconomicPlanLine.objects.unlogged("a test's preparation").update(year=2026)
    found = {(p.row.measure, p.row.kind): p for p in proposed(place, split)}
    investment = found[first.measure, "investment"].row
    assert (investment.responsibility, investment.account) == ("4100", "280")
    running = found[first.measure, "running"].row
    assert running.account == "12300"
    # 254 went out with 2023: in use or not, it is not proposed again.
    assert running.function == ""
    other = found[second.measure, "running"]
    assert (other.row.responsibility, other.row.function, other.row.account) == ("", "", "")
    assert "budgets.code.no_account" in other.checks
    told = "; ".join(c.said() for c in found[first.measure, "investment"].codes)
    assert "art/konto foreslått fra linjen «B» i planen for 2026, kontroller" in told


def _kept(measure, unit, function, account, text):
    line = BudgetLine(measure=measure, unit_id=unit)
    return EconomicPlanLine(
        year=2026, function=function, account=account, text=text, kind="running", line=line
    )


def test_another_service_s_code_is_never_copied():
    """The unit's one line is transport's; farms are not, and one like measure is too few."""
    transport = _kept("delivery_logistics", 7, "330", "13700", "Varer")
    farms = _kept("manure_to_biogas", 7, "329", "14700", "Gjødsel")
    more = _kept("herd_health_and_grazing", 7, "329", "14700", "Beite")
    line = {"measure": "precise_fertilising", "unit_id": 7, "unit": "Plan og næring"}

    def codes(*lines, units=None):
        own = OwnCodes(units=units or {}, lines=lines)
        return {c.column: c.code for c in propose_codes(line, "running", 2027, own)}

    assert codes(transport) == {}
    assert codes(transport, farms) == {}
    assert codes(transport, farms, more) == {"function": "329", "account": "14700"}
    other = _kept("farm_climate_advice", 7, "360", "14700", "Råd")
    assert codes(farms, more, other) == {"account": "14700"}
    assert codes(transport, units={7: "4100"}) == {"responsibility": "4100"}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("332", ""),
        ("3320", ""),
        ("254", "budgets.code.function_out"),
        ("722", "budgets.code.function_of_county"),
        ("691", "budgets.code.function_of_city_district"),
        ("999", "budgets.code.function_unknown"),
        ("", "budgets.code.no_function"),
    ],
)
def test_a_function_is_held_to_the_list(code, said):
    assert check_function(code, 2027) == said


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (check_function("722", 2027), "funksjon 722 (Fylkesveier) er fylkeskommunens"),
        (check_function("9990", 2027), "funksjon 999 står ikke i KOSTRAs lister for 2024–2026"),
        (check_function("254", 2027), "funksjon 254 gjaldt til og med 2023"),
        (check_function("258", 2023), "funksjon 258 gjelder først fra 2024"),
        (check_function("691", 2027), "bydelene i Oslo"),
        (check_account("12700", "running", 2027), "art 270 gjaldt til og med 2025"),
        (check_account("12710", "running", 2025), "art 271 gjelder først fra 2026"),
        (check_account("19990", "running", 2027), "art 999 står ikke i KOSTRAs lister"),
    ],
)
def test_what_is_wrong_with_a_code_is_said_exactly(found, words):
    with override("nb"):
        assert words in found.said


@pytest.mark.parametrize(
    ("code", "kind", "said"),
    [
        ("230", "investment", ""),
        ("240", "investment", "budgets.code.wrong_kind"),
        ("280", "running", "budgets.code.wrong_kind"),
        ("02300", "running", "budgets.code.wrong_kind"),
        ("12300", "running", ""),
        ("270", "running", "budgets.code.account_out"),
        ("999", "running", "budgets.code.account_unknown"),
        ("12345", "running", "budgets.code.account_unknown"),
        ("19990", "running", "budgets.code.account_unknown"),
        ("", "running", "budgets.code.no_account"),
    ],
)
def test_an_account_is_held_to_its_year_and_its_kind(code, kind, said):
    assert check_account(code, kind, 2027) == said


def test_ours_is_converted_to_her_price_year_or_keeps_its_own(split, place, people):
    content = build(split)
    content["prices"]["years"] = [2025]
    hers = Row("1", "332", "12300", "A", {"2027": 1}, "", "running", 2024)
    import_table(people.editor, place, year=2027, rows=[hers], remove_absent=False)
    economic = economic_lines(place, 2027)
    (row, *_) = proposal(place, content, economic)
    assert row.row.price_year == 2024
    # 133.6 and 137.7 are the index of the two years.
    assert row.row.amounts["2028"] == pytest.approx(600_001 * 133.6 / 137.7, abs=1)
    economic[0].price_year = 2040
    (row, *_) = proposal(place, content, economic)
    assert (row.row.price_year, row.row.amounts["2028"]) == (2025, 600_001)


def test_the_finance_director_finds_the_file_on_her_page(split, place, people, as_person):
    client = as_person(people.editor)
    page = client.get(reverse("budgets:money", kwargs={"code": place.code})).content.decode()
    for kind in ("xlsx", "csv"):
        to = reverse(f"budgets:proposal_{kind}", kwargs={"code": place.code, "year": 2027})
        assert f'href="{to}"' in page
        answer = client.get(to)
        assert answer.status_code == 200
        assert "attachment" in answer.headers["Content-Disposition"]
    assert "Linjer som mangler ansvar, funksjon eller art" in page
    gone = reverse("budgets:proposal_csv", kwargs={"code": place.code, "year": 2040})
    assert client.get(gone).status_code == 404


def test_every_amount_says_what_kind_of_cost_it_is(draft, place, people, as_person):
    """Computed kroner are extra costs: a purchase cannot be budgeted from them."""
    client = as_person(people.editor)
    page = client.get(reverse("budgets:money", kwargs={"code": place.code})).content.decode()
    assert "merkostnad mot det som ellers ville blitt kjøpt" in page
    head, *rows = proposal_table(proposal(place, build(draft), []), (2027, 2028, 2029, 2030))
    said = [r[head.index("hva beløpet er")] for r in rows if any(r[head.index("2027") :][:4])]
    assert said
    extra = "merkostnad mot å ikke gjøre tiltaket"
    assert set(said) <= {extra, "kommunens eget beløp"}
    assert extra in said
    told = " ".join(str(c) for row in about(place, 2027, proposed=True).rows for c in row)
    assert "budsjetteres for seg" in told
    assert "uten merverdiavgift" in told
    assert "ikke for ett år" in told
