"""A draft made from a plan, changed by people, and honest about what it was computed with."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from kortreist_web.budgets.actions.add_line import add_line
from kortreist_web.budgets.actions.ask_again import ask_again
from kortreist_web.budgets.actions.change_line import change_line
from kortreist_web.budgets.actions.discard import discard
from kortreist_web.budgets.actions.draft import draft_from_plan
from kortreist_web.budgets.actions.move_line import move_line
from kortreist_web.budgets.actions.refresh import refresh_from_plan
from kortreist_web.budgets.actions.remove_line import remove_line
from kortreist_web.budgets.actions.set_cost import set_cost
from kortreist_web.budgets.content import build, staleness_of
from kortreist_web.budgets.models import Budget, BudgetLine, EconomicPlanLine
from kortreist_web.budgets.presenters import present
from kortreist_web.changes.models import Change
from kortreist_web.core.actor_context import acting
from kortreist_web.core.models import ConflictError
from kortreist_web.core.refusals import RefusedError
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.plans.models import Plan
from kortreist_web.tenants.models import Unit

pytestmark = pytest.mark.django_db


def line(draft, measure="delivery_logistics"):
    return draft.lines.select_related("budget").get(measure=measure)


def shown(draft):
    return present(build(draft), staleness_of(draft))


def test_the_plans_measures_become_lines_with_their_figures(drafted, plan):
    lines = list(drafted.lines.all())
    assert [x.measure for x in lines] == [
        "delivery_logistics",
        "municipal_fleet_electric",
        "landfill_gas_capture",
    ]
    first, gas = lines[0], lines[2]
    assert first.effect == plan.content["measures"][0]["effect"]
    assert first.cost["municipality"] == dict.fromkeys(["2027", "2028", "2029", "2030"], 100_000)
    assert first.cost["business"]["2027"] == -2_500
    assert gas.cost_missing == ["state"]
    assert gas.cost["municipality"]["2027"] == 0
    assert first.name["en"] != first.name["nb"]
    assert first.origins == {"effect": "formula/effect", "cost": "formula/cost"}


def test_who_is_responsible_comes_from_the_choice(place, people, plan, write):
    import datetime as dt

    unit = Unit(organisation=place, name="Drift", valid_from=dt.date(2020, 1, 1))
    unit.save()
    choice = MeasureChoice(
        organisation=place,
        measure="delivery_logistics",
        unit=unit,
        note="Ta det rolig",
        responsible=people.reporter,
    )
    choice.save()
    made = draft_from_plan(people.editor, place, plan, year=2027, title="x")
    one = line(made)
    assert (one.choice, one.unit, one.note) == (choice, unit, "Ta det rolig")
    assert one.responsible == str(people.reporter)


def test_only_the_origins_that_are_used_come_along(draft):
    found = {o["id"] for o in build(draft)["provenance"]}
    assert {"formula/effect", "formula/cost", "vintage/mdir-2026-04"} <= found
    assert "not/used" not in found


def test_the_same_wish_twice_is_one_draft(place, people, plan):
    wish = {"year": 2027, "title": "Budsjett"}
    first = draft_from_plan(people.editor, place, plan, **wish)
    assert draft_from_plan(people.editor, place, plan, **wish) == first
    assert Budget.objects.count() == 1


def test_prices_are_raised_where_growth_is_given(place, people, plan):
    made = draft_from_plan(people.editor, place, plan, year=2027, title="x", price_growth=0.062)
    assert line(made).cost["municipality"]["2027"] == 106_000
    content = build(made)
    assert content["prices"]["growth"] == 0.062
    assert "own/price_growth" in {o["id"] for o in content["provenance"]}


@pytest.mark.parametrize("state", ["computing", "refused"])
def test_a_plan_without_an_answer_gives_no_draft(place, people, plan, write, state):
    plan.state = state
    plan.save()
    with pytest.raises(RefusedError):
        draft_from_plan(people.editor, place, plan, year=2027, title="x")


def test_a_year_the_plan_does_not_know_gives_no_draft(place, people, plan):
    with pytest.raises(RefusedError):
        draft_from_plan(people.editor, place, plan, year=2050, title="x")


@pytest.mark.parametrize("role", ["reader", "reporter", "auditor", "administrator"])
def test_only_editors_and_approvers_draft(place, people, plan, role):
    with pytest.raises(PermissionDenied):
        draft_from_plan(getattr(people, role), place, plan, year=2027, title="x")


def test_nobody_drafts_from_anothers_plan(place, other, people, strangers, plan):
    with pytest.raises(PermissionDenied):
        draft_from_plan(strangers.editor, other, plan, year=2027, title="x")


def test_effects_and_pathway_agree_before_anything_is_changed(draft):
    s = shown(draft)
    assert not s.stale
    for row in s.rows:
        if row.in_plan:
            assert s.effect[row.year] == pytest.approx(row.cut)


def test_another_start_year_hides_the_pathway_and_the_lines_own_figures(place, people, draft):
    change_line(
        people.editor, place, line(draft), start_year=2029, unit=None, responsible="", note=""
    )
    s = shown(draft)
    (moved,) = s.stale.moved
    assert (moved.computed, moved.now) == (2027, 2029)
    assert all(r.pathway is None and r.probability is None and r.over is None for r in s.rows)
    assert s.effect == {}
    assert s.lines[0].effect == dict.fromkeys(s.years)
    assert s.lines[0].total.known is None
    assert not s.totals.total.complete
    assert s.lines[1].effect[2030]["central"] == 140.5


def test_set_back_the_pathway_is_shown_again(place, people, draft):
    one = line(draft)
    values = {"unit": None, "responsible": "", "note": ""}
    change_line(people.editor, place, one, start_year=2029, **values)
    change_line(people.editor, place, line(draft), start_year=2027, **values)
    assert not staleness_of(draft)


def test_a_line_is_no_other_organisations_units(place, other, people, draft):
    with acting(None, "test", name="test"):
        theirs = Unit(organisation=other, name="Skole", valid_from="2024-01-01")
        theirs.save()
    one = line(draft)
    values = {"start_year": one.start_year, "responsible": "", "note": ""}
    with pytest.raises(PermissionDenied, match="unit"):
        change_line(people.editor, place, one, unit=theirs, **values)
    assert line(draft).unit_id is None


def test_a_line_taken_out_makes_the_pathway_stale(place, people, draft):
    remove_line(people.editor, place, line(draft))
    assert staleness_of(draft).removed == ("delivery_logistics",)
    assert Change.objects.filter(what="budgets.BudgetLine", kind="remove").count() == 1


def test_an_unquantified_line_moves_no_pathway(place, people, draft):
    remove_line(people.editor, place, line(draft, "local_food_and_gardens"))
    assert not staleness_of(draft)


def test_what_is_added_is_said_not_to_be_counted(place, people, draft):
    added = add_line(people.editor, place, draft, measure="car_sharing", start_year=2028)
    found = staleness_of(draft)
    assert not found
    assert found.uncounted == ("car_sharing",)
    assert added.cost_missing == ["municipality"]
    with pytest.raises(RefusedError):
        add_line(people.editor, place, draft, measure="car_sharing", start_year=2028)
    with pytest.raises(RefusedError):
        add_line(people.editor, place, draft, measure="no_such_measure", start_year=2028)


@pytest.mark.database
def test_the_database_has_one_line_a_measure(place, draft, write):
    with pytest.raises(IntegrityError), transaction.atomic():
        BudgetLine(
            organisation=place, budget=draft, measure="delivery_logistics", start_year=2027
        ).save()


def test_own_figures_replace_the_plans_and_say_so(place, people, draft):
    before = shown(draft).totals.by_bearer["municipality"].known
    set_cost(
        people.editor,
        place,
        line(draft),
        cost={"municipality": {2027: 7, 2028: 0}},
        missing=["business"],
    )
    s = shown(draft)
    assert s.totals.by_bearer["municipality"].known == before - 400_000 + 7
    assert [s.lines[0].cost[y].known for y in s.years] == [7, 0, None, None]
    assert s.lines[0].total.missing
    origin = "own/cost/delivery_logistics"
    assert line(draft).origins["cost"] == origin
    assert origin in {o["id"] for o in build(draft)["provenance"]}


def test_an_unknown_payer_is_refused(place, people, draft):
    with pytest.raises(RefusedError):
        set_cost(people.editor, place, line(draft), cost={"the_king": {2027: 1}}, missing=[])


def test_a_newer_plan_replaces_figures_but_not_what_people_wrote(place, people, draft, plan):
    content = {**plan.content}
    content["measures"] = [
        {**m, "start_year": 2028} if m["id"] == "municipal_fleet_electric" else m
        for m in content["measures"]
    ]
    with acting(None, "test", name="test"):
        newer = Plan(
            organisation=place,
            name="Ny",
            state="ready",
            content=content,
            pins=plan.pins,
            question={},
        )
        newer.save()
    set_cost(people.editor, place, line(draft), cost={"municipality": {2027: 7}}, missing=[])
    draft.refresh_from_db()
    refresh_from_plan(people.editor, place, draft, newer)
    assert line(draft).cost == {"municipality": {"2027": 7}}
    (moved,) = staleness_of(draft).moved
    assert (moved.measure, moved.computed, moved.now) == ("municipal_fleet_electric", 2028, 2027)


def test_lines_change_places(place, people, draft):
    move_line(people.editor, place, line(draft, "landfill_gas_capture"), up=True)
    move_line(people.editor, place, line(draft), up=True)
    assert [x.measure for x in draft.lines.all()][:3] == [
        "delivery_logistics",
        "landfill_gas_capture",
        "municipal_fleet_electric",
    ]


def test_two_editors_of_a_line_never_overwrite_each_other(place, people, draft):
    mine, hers = line(draft), line(draft)
    values = {"start_year": 2027, "unit": None, "responsible": ""}
    change_line(people.editor, place, hers, note="hennes", **values)
    with pytest.raises(ConflictError):
        change_line(people.approver, place, mine, note="min", **values)
    assert line(draft).note == "hennes"


def test_a_draft_is_thrown_away_with_its_lines(place, people, draft, write):
    EconomicPlanLine(organisation=place, year=2027, text="Biler", line=line(draft)).save()
    discard(people.editor, place, draft)
    assert not Budget.objects.exists()
    assert EconomicPlanLine.objects.get().line is None
    assert Change.objects.filter(kind="remove").count() == 5


def test_computing_again_asks_for_just_the_drafts_measures(place, people, draft, plan):
    one = line(draft)
    change_line(people.editor, place, one, start_year=2029, unit=None, responsible="", note="")
    remove_line(people.editor, place, line(draft, "landfill_gas_capture"))
    asked = ask_again(people.editor, place, draft)
    assert asked.parent == plan
    assert asked.question["fixed"] == {
        "delivery_logistics": 2029,
        "municipal_fleet_electric": 2027,
        "local_food_and_gardens": 2027,
    }
    assert "landfill_gas_capture" in asked.question["excluded"]
    assert not set(asked.question["fixed"]) & set(asked.question["excluded"])


def test_a_budget_is_begun_from_the_plan_one_comes_from(as_person, place, people, plan):
    other = Plan.objects.get()
    other.pk, other.name, other._state.adding = None, "Et annet", True
    with acting(None, "test", name="test"):
        other.save()
    client = as_person(people.editor)
    for asked, chosen in ((plan.pk, plan), (other.pk, other), ("999", other), ("x", other)):
        page = client.get(reverse("budgets:new", args=["X001"]), {"plan": asked}).content.decode()
        assert f'<option value="{chosen.pk}" selected>' in page, asked
