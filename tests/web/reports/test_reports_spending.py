"""Planned and actual money and posts: entered, compared in words, kept in the interim report."""

import datetime as dt
import html
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kortreist_web.budgets.kinds import own_kinds
from kortreist_web.budgets.spending import Compared, compare, deviation_in_words, in_all
from kortreist_web.budgets.tables import read_table
from kortreist_web.core.exports import csv_bytes, excel_bytes
from kortreist_web.core.models import ConflictError
from kortreist_web.core.refusals import RefusedError
from kortreist_web.reports.actions.spend import Spent, spend, spend_many
from kortreist_web.reports.models import Spending
from kortreist_web.reports.spending import planned_by, spent_in
from kortreist_web.reports.spending_table import read, table

LINE = {
    "cost": {"municipality": {"2027": 900}},
    "cost_missing": [],
    "origins": {},
    "kinds": own_kinds({"2027": 900}, {"2027": 700}),
    "posts": {"2027": 0.5},
}


def said(row, price_year=2027, line=LINE):
    found = compare(line, price_year, row, 2027)
    return {c.kind: (c, deviation_in_words(c.as_dict(), "nb")) for c in found}


def test_what_is_not_reported_is_not_zero_and_what_is_zero_is():
    found = said(None)
    assert found["running"][0].planned == 200
    assert found["running"][0].actual is None
    assert found["running"][1] == "ikke rapportert"
    found = said(Spending(year=2027, actual_running=0, actual_posts=0.0))
    assert found["running"][1] == "100\u202f% under planlagt"
    assert found["posts"][0].difference == -0.5


@pytest.mark.parametrize(
    ("planned", "actual", "words"),
    [
        (1000, 1120, "12\u202f% over planlagt"),
        (1000, 880, "12\u202f% under planlagt"),
        (1000, 1001, "som planlagt"),
        (0, 5, "ikke planlagt"),
        (0, 0, "som planlagt"),
        (-1000, -500, "50\u202f% over planlagt"),  # half of a saving did not come
        (None, 5, "planlagt beløp er ikke kjent"),
    ],
)
def test_the_deviation_is_told_in_words_and_per_cent(planned, actual, words):
    row = Spending(year=2027, planned_running=planned, actual_running=actual)
    one, written = said(row, line=None)["running"]
    assert written == words
    assert (one.difference is None) is (planned is None)


def test_kroner_of_different_years_are_converted_by_the_index_or_not_compared():
    row = Spending(year=2025, actual_running=300)
    line = {**LINE, "cost": {"municipality": {"2025": 200}}, "kinds": {}, "posts": {}}
    line["kinds"] = own_kinds({"2025": 200}, {})
    (converted, *_) = compare(line, 2024, row, 2025)
    assert converted.planned == round(200 * 137.7 / 133.6)  # the carried index of both years
    assert converted.difference == 300 - converted.planned
    later = said(Spending(year=2027, actual_running=5), price_year=2025)["running"]
    assert later[0].difference is None
    assert later[1] == "planlagt i 2025-kroner; avviket er ikke regnet ut"
    several = said(Spending(year=2027, actual_running=5), price_year=None)["running"]
    assert "flere års kroner" in several[1]


@pytest.mark.parametrize(
    ("given", "line", "marked"),
    [
        # Planned as running cost alone, spent as investment.
        ({"actual_investment": 50}, {**LINE, "kinds": own_kinds({"2027": 900}, {})}, "investment"),
        # The economic plan's line says which kind it is where the budget's money is not known.
        (
            {"planned_investment": 9, "actual_investment": 5},
            {
                "cost": {},
                "cost_missing": ["municipality"],
                "economic": [{"amounts": {"2027": 9}, "kind": "running"}],
            },
            "investment",
        ),
        # Entered as planned of one kind and spent of another, without a line.
        ({"planned_investment": 9, "actual_running": 5}, None, "running"),
        # Both are planned; and nobody has said which kind the economic plan's line is.
        ({"actual_investment": 5, "actual_running": 5}, LINE, ""),
        (
            {"actual_investment": 5},
            {
                **LINE,
                "kinds": own_kinds({"2027": 900}, {}),
                "economic": [{"amounts": {"2027": 9}, "kind": ""}],
            },
            "",
        ),
    ],
)
def test_money_of_another_kind_than_planned_is_marked(given, line, marked):
    found = said(Spending(year=2027, **given), line=line)
    told = {kind for kind, (one, _) in found.items() if one.elsewhere}
    assert told == ({marked} if marked else set())
    if marked:
        one, words = found[marked]
        assert "se om det er ført på riktig regnskap" in words
        assert type(one).of(one.as_dict()) == one


def test_sums_are_of_what_has_both_and_never_of_mixed_kroner():
    rows = [
        compare(LINE, 2027, Spending(year=2027, actual_running=300), 2027),
        compare(LINE, 2025, Spending(year=2027, actual_running=9_000), 2027),
        compare(LINE, 2027, None, 2027),
    ]
    running, investment, _ = in_all(rows)
    assert (running.planned, running.actual) == (200, 300)
    assert (investment.planned, investment.actual) == (None, None)


@pytest.mark.django_db
class TestEntering:
    def test_it_is_entered_corrected_and_a_conflict_is_told(self, place, people, choice):
        give = {"year": 2027, "figures": {"actual_running": 100, "actual_posts": 0.4}}
        row = spend(people.editor, place, choice, version=0, **give)
        assert (row.actual_running, row.planned_running, row.actual_posts) == (100, None, 0.4)
        with pytest.raises(ConflictError):
            spend(people.editor, place, choice, version=0, **give)
        spend(people.editor, place, choice, year=2027, figures={"actual_running": None})
        row.refresh_from_db()
        assert (row.actual_running, row.actual_posts) == (None, 0.4)

    @pytest.mark.parametrize(
        "figures",
        [
            {"actual_running": 1.5},
            {"actual_running": 10**13},
            {"actual_running": True},
            {"actual_posts": -1},
            {"actual_posts": float("nan")},
            {"something": 1},
        ],
    )
    def test_what_cannot_be_is_refused(self, place, people, choice, figures):
        with pytest.raises(RefusedError):
            spend(people.editor, place, choice, year=2027, figures=figures)
        assert not Spending.objects.exists()

    @pytest.mark.parametrize("role", ["reader", "auditor", "administrator"])
    def test_who_may_not(self, place, people, choice, role):
        with pytest.raises(PermissionDenied):
            spend(getattr(people, role), place, choice, year=2027, figures={})

    def test_anothers_measure_is_out_of_reach(self, other, strangers, choice):
        with pytest.raises(PermissionDenied):
            spend(strangers.editor, other, choice, year=2027, figures={"actual_running": 1})

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_the_table_goes_out_and_comes_in_again(self, place, people, choice, kind):
        spend(
            people.editor,
            place,
            choice,
            year=2027,
            figures={"actual_running": 1_234_567, "actual_posts": 0.25},
        )
        there = {choice.measure: Spending.objects.get()}
        made = table({choice.measure: "=Navn"}, 2027, there)
        sent = csv_bytes(made, excel=True) if kind == "csv" else excel_bytes({"a": made})
        found = read(read_table(sent, f"x.{kind}"), {choice.measure: choice})
        assert found.faults == []
        assert found.rows == [
            Spent(choice, 2027, {"actual_running": 1_234_567, "actual_posts": 0.25})
        ]
        assert spend_many(people.editor, place, rows=found.rows) == 0

    @pytest.mark.parametrize(
        ("heading", "amount", "why"),
        [
            ("brukt drift (1000 kr)", 240, "reports.spending.in_thousands"),
            ("brukt drift", 240, "reports.spending.thousandth"),
            ("brukt drift", 240_000, None),
        ],
    )
    def test_a_table_in_thousands_is_refused(self, place, choice, heading, amount, why):
        known = {(choice.measure, 2027): {"running": 250_000.0}}
        cells = [["tiltak", "år", heading], [choice.measure, 2027, amount]]
        found = read(cells, {choice.measure: choice}, known)
        assert [f[3] for f in found.faults] == ([] if why is None else [why])

    def test_a_wrong_table_says_where_and_changes_nothing(self, place, people, choice, as_person):
        rows = [
            ["tiltak", "år", "brukt drift", "brukte årsverk"],
            [choice.measure, 2027, "mye", 1],
            ["annet", "i fjor", 5, "x"],
            [choice.measure, 2027, 5, 1],
        ]
        found = read(rows, {choice.measure: choice})
        assert [(n, column) for n, column, _, _ in found.faults] == [
            (2, "brukt drift"),
            (3, "tiltak"),
            (3, "år"),
            (3, "brukte årsverk"),
            (4, "tiltak"),
        ]

    def test_the_form_and_the_page_take_it_and_show_it(self, place, people, choice, as_person):
        client = as_person(people.editor)
        keys = {"code": place.code, "year": 2027}
        page = reverse("reports:spending_form", kwargs={**keys, "pk": choice.pk})
        assert client.get(page).status_code == 200
        sent = {"version": 0, "actual_running": "12 000", "actual_posts": "0,25", "note": "Sent"}
        assert client.post(page, sent).status_code == 302
        row = Spending.objects.get()
        assert (row.actual_running, row.planned_running, row.actual_posts) == (12_000, None, 0.25)
        assert client.get(reverse("reports:spending", kwargs=keys)).status_code == 200
        assert client.get(reverse("reports:spending_file", kwargs=keys)).status_code == 200

    def test_what_the_pages_own_forms_send_is_taken_in(self, place, people, adopted, as_person):
        client = as_person(people.editor)
        page = reverse("reports:spending", kwargs={"code": place.code, "year": 2027})
        listed = client.get(page).content.decode()
        forms = re.findall(rf'href="({page}\d+/)"', listed)
        assert len(forms) == len(adopted.choices)
        for at in forms:
            action, fields = only_form(client.get(at).content.decode(), at)
            assert client.post(action, {**fields, "actual_running": "12 000"}).status_code == 302
        assert set(Spending.objects.values_list("actual_running", flat=True)) == {12_000}
        action, fields = only_form(listed, page)
        rows = [["tiltak", "år", "brukt drift"], ["a", 2027, 7_000]]
        sent = SimpleUploadedFile("penger.xlsx", excel_bytes({"a": rows}))
        assert client.post(action, {**fields, "file": sent}).status_code == 302
        assert Spending.objects.get(choice__measure="a").actual_running == 7_000


def only_form(page, address):
    """Return where the form of a page's own content sends, and the fields it has."""
    (form,) = re.findall(r"<form(?![^>]*k-)([^>]*)>(.*?)</form>", page.split("<main")[1], re.S)
    told = re.search(r'action="([^"]*)"', form[0])
    fields = {}
    for tag in re.findall(r"<(?:input|textarea)[^>]*>", form[1]):
        name, value = (re.search(rf' {k}="([^"]*)"', tag) for k in ("name", "value"))
        if name:
            fields[name[1]] = html.unescape(value[1]) if value else ""
    return told[1] if told and told[1] else address, fields


@pytest.fixture
def choice(place, write):
    from kortreist_web.measures.models import MeasureChoice

    row = MeasureChoice(organisation=place, measure="eco_driving", state="chosen")
    row.save()
    return row


def test_a_report_from_before_there_were_any_has_none():
    assert spent_in({"rows": [{"name": {}}]})["spent"] == []


@pytest.mark.django_db
def test_the_demonstration_spends_of_the_kind_its_economic_plan_has(place, people, write):
    """Planned is the line's own amount, of the line's own kind: nothing is marked."""
    from kortreist_web.budgets.models import Budget, BudgetLine, EconomicPlanLine
    from kortreist_web.demo.spending import add_spending
    from kortreist_web.measures.models import MeasureChoice

    budget = Budget(organisation=place, year=2026, title="Klimabudsjett", state="adopted")
    budget.save()
    cars = MeasureChoice(organisation=place, measure="municipal_fleet_electric", state="chosen")
    cars.save()
    line = BudgetLine(organisation=place, budget=budget, measure=cars.measure, start_year=2026)
    line.save()
    for kind, nok in (("running", -60_000), ("investment", 180_000)):
        EconomicPlanLine(organisation=place, year=2026, text=kind, kind=kind, line=line,
                         amounts={"2026": nok}).save()  # fmt: skip
    add_spending(place, people.editor, {cars.measure: cars})
    row = Spending.objects.get()
    assert (row.planned_running, row.planned_investment) == (-60_000, 180_000)
    assert (row.actual_running, row.actual_investment) == (-39_000, 117_000)
    told = {**LINE, "kinds": own_kinds({"2026": 120_000}, {"2026": 180_000})}
    told["cost"] = {"municipality": {"2026": 120_000}}
    assert [c.elsewhere for c in compare(told, 2026, row, 2026)] == ["", "", ""]


def test_what_is_entered_later_never_stands_in_for_what_was_adopted():
    """93,000 adopted, 250,000 entered afterwards as planned, 262,000 spent: not 5 % over."""
    line = {**LINE, "cost": {"municipality": {"2025": 93_000}}, "posts": {}}
    line["kinds"] = own_kinds({"2025": 93_000}, {})
    at = dt.datetime(2025, 9, 3, 12, tzinfo=dt.UTC)
    row = Spending(year=2025, planned_running=250_000, actual_running=262_000, updated_at=at)
    (running, *_) = compare(line, 2024, row, 2025)
    adopted = round(93_000 * 137.7 / 133.6)  # the carried index of both years
    assert (running.adopted, running.adopted_as, running.adopted_prices) == (adopted, 93_000, 2024)
    assert running.over_adopted == 262_000 - adopted
    said = deviation_in_words(running.as_dict(), "nb").replace("\u202f", " ").replace("\xa0", " ")
    share = round(100 * (262_000 - adopted) / adopted)
    assert said.startswith(f"{share} % over vedtatt")
    assert "vedtatt som 93 000 i 2024-kroner" in said
    assert "5 % over planlagt (planlagt er ført inn " in said
    assert Compared.of(running.as_dict()) == running
    total = next(one for one in in_all([[running]]) if one.kind == "running")
    assert (total.adopted, total.over_adopted) == (adopted, 262_000 - adopted)
    assert f"{share} % over vedtatt" in deviation_in_words(total.as_dict(), "nb").replace(
        "\u202f", " "
    )


@pytest.mark.django_db
def test_who_entered_what_was_planned_is_told_from_who_entered_what_was_spent(
    place, people, choice
):
    spend(people.editor, place, choice, year=2027, figures={"planned_running": 5})
    row = spend(people.approver, place, choice, year=2027, figures={"actual_running": 4})
    assert row.reported_by == people.approver
    assert planned_by([row])[row.pk][0] == str(people.editor)
    assert planned_by([]) == {}
