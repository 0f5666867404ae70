"""Running cost and investment apart: they add up to the cost, and unknown stays unknown."""

import copy
import datetime as dt

import pytest
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from kortreist.documents.format.blocks import plain
from kortreist_web.budgets.actions.draft import draft_from_plan
from kortreist_web.budgets.actions.set_cost import set_cost
from kortreist_web.budgets.content import build
from kortreist_web.budgets.data_table import budget_table
from kortreist_web.budgets.kinds import (
    KINDS,
    kinds_of,
    line_kinds,
    municipal_money,
    of_kind,
    own_kinds,
    weakest_source,
)
from kortreist_web.budgets.money_totals import Sum, costs_nothing, in_scale, line_total, money_ends
from kortreist_web.budgets.paper.words import BudgetWords
from kortreist_web.budgets.standing import YearOfFrame, against_frame, money_standing
from kortreist_web.budgets.templatetags.budgets import ends, frame_said, in_words, range_in_millions
from kortreist_web.reports.models import Spending
from kortreist_web.reports.money import money_of
from kortreist_web.reports.spending import compare

YEARS = (2027, 2028)


def line(**values):
    own = own_kinds({"2027": 900, "2028": 100}, {"2027": 700})
    cost = {"municipality": {"2027": 900, "2028": 100}, "state": {"2027": 50}}
    return {"cost": cost, "cost_missing": [], "origins": {}, "kinds": own, **values}


def test_the_two_kinds_add_up_to_the_municipalitys_cost_alone():
    both = line_kinds(line(), YEARS)
    assert [both[k].total.known for k in KINDS] == [300, 700]
    assert [both[k].by_year[2027].known for k in KINDS] == [200, 700]


def test_a_cost_that_is_not_kept_apart_is_unknown_in_both_and_never_all_of_one():
    old = line(kinds={})
    for kind in line_kinds(old, YEARS).values():
        assert kind.total.known is None
        assert not kind.total.complete


def test_a_line_that_costs_others_only_has_nothing_of_either_and_nothing_missing():
    other = {"cost": {"state": {"2027": 5}}, "cost_missing": ["state"], "kinds": {}}
    assert all(k.total.nothing for k in line_kinds(other, YEARS).values())
    unknown = {"cost": {}, "cost_missing": [], "kinds": {}}
    assert all(not k.total.complete for k in line_kinds(unknown, YEARS).values())


def test_money_of_several_years_kroner_says_so():
    content = {"plan_years": [2027], "lines": [], "prices": {"years": [2024, 2025]}}
    assert municipal_money(content).price_year is None


@pytest.mark.parametrize("growth", [None, 0.037])
def test_rounded_kinds_are_exactly_the_rounded_cost_of_a_computed_plan(computed_content, growth):
    from kortreist_web.budgets.from_plan import cost_of

    years, told = computed_content["plan_years"], 0
    for measure in computed_content["measures"]:
        apart = kinds_of(measure, years, growth)
        cost = cost_of(measure, years, growth).get("municipality", {})
        for year, nok in cost.items():
            bands = [apart[kind][year] for kind in KINDS]
            assert sum(b["central"] for b in bands) == nok
            assert all(b["low"] <= b["central"] <= b["high"] for b in bands)
            told += 1
    assert told > 40


@pytest.mark.django_db
def test_the_kinds_are_the_engines_own_and_own_staff_is_running_cost(
    place, people, computed_content, computed_budget
):
    """Held against the engine's values, which the web never adds up itself."""
    from kortreist_web.core.actor_context import acting
    from kortreist_web.plans.models import Plan

    with acting(None, "test", name="test"):
        plan = Plan(organisation=place, name="P", state="ready", content_hash="a" * 64)
        plan.content, plan.pins, plan.question = copy.deepcopy(computed_content), {}, {}
        plan.save()
    year = computed_content["plan_years"][0]
    draft = draft_from_plan(people.editor, place, plan, year=year, title="B")
    content = build(draft)
    by_id = {row.measure.id: row for row in computed_budget.measures}
    staffed = 0
    for row in content["lines"]:
        engine = by_id[row["measure"]].money.get("municipality")
        if not engine:
            continue
        found = line_kinds(row, content["plan_years"])
        for y in content["plan_years"]:
            assert found["investment"].by_year[y].known == pytest.approx(
                engine[y].investment, abs=501
            )
            assert found["running"].by_year[y].known == pytest.approx(engine[y].running, abs=1001)
            if engine[y].staff > 20_000:
                staffed += 1
                assert row["posts"][str(y)] > 0
        assert weakest_source(row) in ("official", "judgement")
    assert staffed
    money = municipal_money(content)
    assert money.price_year == computed_content["prices"]["year"]
    total = sum(line_total(r, money.years, "municipality").known or 0 for r in content["lines"])
    assert money.running.total.known + money.investment.total.known == total
    assert sum(money.marks.values()) == sum("municipality" in r["cost"] for r in content["lines"])
    head, *rows = budget_table(content, "nb")
    table = [dict(zip(head, r, strict=True)) for r in rows]
    for kind in KINDS:
        exported = sum(r["value"] for r in table if r["part"] == kind)
        assert exported == getattr(money, kind).total.known


@pytest.mark.django_db
def test_own_figures_are_kept_apart_where_it_is_told(draft, place, people):
    one = draft.lines.first()
    cost = {"municipality": {"2027": 100_000, "2028": 100_000}}
    set_cost(people.editor, place, one, cost=cost, missing=[], investment={"2027": 80_000})
    one.refresh_from_db()
    assert one.kinds["running"] == {"2027": {"central": 20_000}, "2028": {"central": 100_000}}
    assert one.cost_mark == "own"
    set_cost(people.editor, place, one, cost={"municipality": {"2027": 5}}, missing=[])
    one.refresh_from_db()
    assert one.kinds == {}
    assert of_kind(build(draft)["lines"][0], "running")["cost_missing"] == ["municipality"]


@pytest.mark.django_db
def test_the_budget_and_the_money_page_show_both(draft, place, people, as_person):
    client = as_person(people.editor)
    one = draft.lines.first()
    cost = {"municipality": {str(y): 250_000 for y in range(2027, 2031)}}
    set_cost(people.editor, place, one, cost=cost, missing=[], investment={"2027": 200_000})
    for page in (
        reverse("budgets:draft", kwargs={"code": place.code, "pk": draft.pk}),
        reverse("budgets:money", kwargs={"code": place.code}),
    ):
        text = client.get(page).content.decode()
        assert "Kommunens penger: drift og investering" in text
        assert "kommunens eget tall" in text


@pytest.mark.django_db
def test_the_form_asks_what_is_investment_and_leaves_it_unknown_where_nobody_says(
    draft, place, people, as_person
):
    one = draft.lines.first()
    client = as_person(people.editor)
    page = reverse("budgets:cost", kwargs={"code": place.code, "pk": draft.pk, "line": one.pk})
    asked = {"version": one.version, "municipality_2027": "100 000", "sure": "on"}
    assert client.post(page, {**asked, "invested_2027": "60 000"}).status_code == 302
    one.refresh_from_db()
    assert one.kinds == own_kinds({"2027": 100_000}, {"2027": 60_000})
    again = {**asked, "version": one.version, "municipality_2027": "110 000"}
    assert client.post(page, again).status_code == 302
    one.refresh_from_db()
    assert one.kinds == {}


def test_the_frame_of_money_is_raised_as_the_amounts_and_is_not_held_to_unknown():
    rows = [line(origins={"cost": "own/cost/a"})]
    content = {
        "plan_years": [2027, 2028, 2029],
        "lines": rows,
        "limits": {"money_nok_per_year": 500},
        "prices": {"years": [2025], "budget_year": 2027, "growth": 0.1},
    }
    first, second, third = against_frame(content)
    assert (first.frame, first.over) == (pytest.approx(550), pytest.approx(350))
    assert (second.stands, third.stands) == ("frame_inside", "frame_unknown")
    assert third.over is None  # no amount that year: not nought
    content["prices"]["years"] = [2024, 2025]
    assert against_frame(content)[0].frame is None


@pytest.mark.parametrize(
    ("total", "stands", "words"),
    [
        (Sum(500_000, ends=(-1_130_000, 1_970_000)), "frame_inside", "innenfor"),
        (Sum(500_000, 1, (-1_130_000, 1_970_000)), "frame_unknown", "kan ikke sies"),
        (Sum(5_000_000, ends=(1_000_000, 7_000_000)), "frame_unknown", "kan ikke sies"),
        (Sum(7_000_000, ends=(6_500_000, 8_000_000)), "frame_over", "over"),
        (Sum(500_000, older=True), "frame_unknown", "kan ikke sies"),
        (Sum(500_000, own=True), "frame_inside", "innenfor"),
    ],
)
def test_a_frame_holds_or_breaks_only_where_the_whole_range_says_so(total, stands, words):
    row = YearOfFrame(2027, total, total, total, 6_000_000.0, 2025)
    assert row.stands == stands
    with override("nb"):
        said = frame_said(row)
    assert words in said
    assert "(2025-kroner)" in said
    assert "minst" not in said


@given(st.integers(-(10**8), 10**8), st.integers(0, 10**8))
def test_the_ends_of_money_hold_what_they_are_of_and_move_by_less_than_a_quarter(low, width):
    high = low + width
    down, up = money_ends(low, high)
    assert down <= low
    assert up >= high
    for shown, end in ((down, low), (up, high)):
        bound = max(0.25 * abs(end), 0.01 * max(abs(low), abs(high)), 1.0)
        assert abs(shown - end) <= bound
        value, decimals = in_scale(shown, 1e6, 1)
        assert abs(round(value, decimals) * 1e6 - shown) <= 50


def test_a_range_is_the_same_in_a_table_a_sentence_and_a_document():
    value = Sum(4_000_000, ends=(-2_290_000, 9_560_000))
    words = BudgetWords("nb", {"provenance": []})
    with override("nb"):
        table, sentence, few = ends(value), in_words(value), range_in_millions(value)
    assert "−2\u00a0300\u00a0000 – 9\u00a0600\u00a0000" in table.replace("\u202f", "\u00a0")
    assert "−2,3 – 9,6" in sentence
    assert few == "−2,3 – 9,6"
    for told in (words.tenths_between(*value.ends, "document/cost_sum"), words.with_range(value)):
        assert "−2,3 – 9,6" in plain(told)


@pytest.mark.django_db
def test_where_the_money_stands_is_asked_in_one(draft, place, write):
    one = draft.lines.first()
    one.due_on = dt.date(2027, 6, 1)
    one.save()
    found = money_standing(place, 2027)
    assert [d.measure for d in found.due] == [one.measure]
    assert {p.row.measure for p in found.uncoded} == {x.measure for x in draft.lines.all()}
    assert [y.year for y in found.frame] == [2027, 2028, 2029, 2030]
    assert money_standing(place, 2040) is None


def test_what_costs_the_municipality_nothing_is_said_to_and_is_not_unknown():
    free = line(cost={"state": {"2027": 50, "2028": 50}}, kinds={}, measure="a")
    assert costs_nothing(free, YEARS)
    assert not costs_nothing({**free, "cost_missing": ["municipality"]}, YEARS)
    running, investment, _ = compare(free, 2025, Spending(year=2027, actual_running=5), 2027)
    assert (running.planned, running.difference, investment.planned) == (0, 5, 0)
    assert money_of(free, 2027, {"a": [{"amounts": {"2027": 1}}]})["planned"] == 0
