"""Nothing is in a budget that nobody has chosen, and nothing is proposed that is nobody's."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kortreist_web.budgets.actions.assign_lines import assign_lines
from kortreist_web.budgets.actions.draft import draft_from_plan
from kortreist_web.budgets.actions.propose import propose
from kortreist_web.budgets.actions.take_in import take_in
from kortreist_web.budgets.content import build, staleness_of
from kortreist_web.budgets.models import BudgetLine
from kortreist_web.budgets.offers import offers
from kortreist_web.budgets.owners import suggest_unit, suggestions, without_owner
from kortreist_web.budgets.presenters import present
from kortreist_web.core.refusals import RefusedError
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.tenants.models import Unit

pytestmark = pytest.mark.django_db
OFFERED = "local_food_and_gardens"
PLANNED = {"delivery_logistics", "municipal_fleet_electric", "landfill_gas_capture"}


@pytest.fixture
def units(place, write):
    """Three units, named as municipalities name them."""
    made = {}
    for name in ("Helse og omsorg", "Teknisk drift", "Plan og næring"):
        made[name] = Unit(organisation=place, name=name, valid_from=dt.date(2020, 1, 1))
        made[name].save()
    return made


def measures_in(budget):
    return set(budget.lines.values_list("measure", flat=True))


def decided(place, state, **values):
    MeasureChoice(organisation=place, measure=OFFERED, state=state, **values).save()


def test_a_draft_holds_what_the_plan_chose_and_no_more(drafted):
    assert measures_in(drafted) == PLANNED
    assert [o.measure for o in offers(drafted)] == [OFFERED]
    assert not present(build(drafted)).totals.by_bearer["municipality"].missing


def test_what_the_municipality_chose_itself_is_a_line(place, people, plan, write):
    decided(place, "chosen", start_year=2028)
    made = draft_from_plan(people.editor, place, plan, year=2027, title="x")
    assert made.lines.get(measure=OFFERED).start_year == 2028
    assert offers(made) == []


@pytest.mark.parametrize(("state", "offered"), [("considered", 1), ("done", 0), ("excluded", 0)])
def test_what_is_settled_is_not_offered_again(place, people, plan, write, state, offered):
    decided(place, state)
    made = draft_from_plan(people.editor, place, plan, year=2027, title="x")
    assert measures_in(made) == PLANNED
    assert len(offers(made)) == offered


def test_what_is_ticked_becomes_a_line_without_figures(place, people, drafted):
    (line,) = take_in(people.editor, place, drafted, measures=[OFFERED])
    assert (line.effect, line.cost, line.cost_missing) == ({}, {}, ["municipality"])
    assert (line.start_year, line.place_in_order, line.name["nb"] != "") == (2027, 4, True)
    assert not staleness_of(drafted), "it is in no pathway, so it moves none"


@pytest.mark.parametrize(
    ("measures", "key"),
    [([], "none_ticked"), (["car_sharing"], "not_offered"), ([OFFERED, "x"], "not_offered")],
)
def test_only_what_is_offered_is_taken_in(place, people, drafted, measures, key):
    with pytest.raises(RefusedError) as refused:
        take_in(people.editor, place, drafted, measures=measures)
    assert refused.value.key == f"budgets.refused.{key}"
    assert measures_in(drafted) == PLANNED


def test_the_page_offers_with_nothing_ticked_and_takes_several(place, people, drafted, as_person):
    client = as_person(people.editor)
    page = client.get(reverse("budgets:draft", args=["X001", drafted.pk])).content.decode()
    assert "Vil dere ta med?" in page
    assert "checked" not in page
    answer = client.post(
        reverse("budgets:offered", args=["X001", drafted.pk]), {"measure": [OFFERED]}, follow=True
    )
    assert "Et tiltak er tatt med." in answer.content.decode()
    assert "Vil dere ta med?" not in answer.content.decode()
    assert OFFERED in measures_in(drafted)


def test_what_is_nobodys_is_not_proposed_and_is_named(place, people, drafted):
    one = drafted.lines.get(measure="delivery_logistics")
    assign_lines(
        people.editor,
        place,
        drafted,
        measures=PLANNED - {one.measure},
        responsible="Rådmannen",
    )
    with pytest.raises(RefusedError) as refused:
        propose(people.editor, place, drafted)
    assert refused.value.key == "budgets.refused.nobody"
    assert one.name["nb"] in str(refused.value)
    assert not drafted.frozen.exists()


def test_the_proposals_page_says_whose_is_missing_and_leads_to_the_mend(
    place, people, drafted, as_person
):
    answer = as_person(people.editor).get(reverse("budgets:propose", args=["X001", drafted.pk]))
    page = answer.content.decode()
    assert "3 tiltak har ingen ansvarlig" in page
    assert reverse("budgets:owners", args=["X001", drafted.pk]) in page
    assert "Lås og foreslå" not in page


def test_the_suggested_units_are_set_for_what_is_ticked(place, people, drafted, units, as_person):
    url = reverse("budgets:owners", args=["X001", drafted.pk])
    client = as_person(people.editor)
    page = client.get(url)
    assert {str(r["unit"]) for r in page.context["rows"]} == {"Plan og næring", "Teknisk drift"}
    assert all(r["ticked"] for r in page.context["rows"])
    ticked = ["delivery_logistics", "landfill_gas_capture"]
    answer = client.post(url, {"line": ticked, "unit": "suggested"}, follow=True)
    assert "2 tiltak er endret." in answer.content.decode()
    by_measure = {x.measure: x for x in BudgetLine.objects.filter(budget=drafted)}
    suggested = suggestions(place, list(units.values()))
    assert {m: by_measure[m].unit for m in ticked} == {m: suggested[m] for m in ticked}
    assert [x.measure for x in without_owner(by_measure.values())] == ["municipal_fleet_electric"]
    answer = client.post(url, {"line": ["municipal_fleet_electric"], "responsible": "Kari"})
    assert answer.url == reverse("budgets:draft", args=["X001", drafted.pk])
    assert propose(people.editor, place, drafted)


def test_a_start_set_for_several_makes_the_pathway_stale(place, people, drafted):
    assign_lines(people.editor, place, drafted, measures=PLANNED, start_year=2029)
    assert len(staleness_of(drafted).moved) == 3


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"measures": [], "responsible": "Kari"}, "none_ticked"),
        ({"measures": PLANNED}, "nothing_given"),
        ({"measures": ["car_sharing"], "responsible": "Kari"}, "lines_changed"),
        ({"measures": PLANNED, "start_year": 2035}, "start_year"),
    ],
)
def test_what_cannot_be_set_changes_nothing(place, people, drafted, values, key):
    with pytest.raises(RefusedError) as refused:
        assign_lines(people.editor, place, drafted, **values)
    assert refused.value.key == f"budgets.refused.{key}"
    assert len(without_owner(drafted.lines.all())) == 3


def test_a_proposal_is_not_assigned_anew(place, people, draft, proposal):
    with pytest.raises(RefusedError) as refused:
        assign_lines(people.editor, place, draft, measures=PLANNED, responsible="Kari")
    assert refused.value.key == "budgets.refused.not_draft"


def test_another_organisations_unit_is_refused(place, other, people, drafted, write):
    theirs = Unit(organisation=other, name="Skole", valid_from=dt.date(2024, 1, 1))
    theirs.save()
    with pytest.raises(PermissionDenied, match="unit"):
        assign_lines(
            people.editor,
            place,
            drafted,
            measures=PLANNED,
            units=dict.fromkeys(PLANNED, theirs),
        )


@pytest.mark.parametrize(
    ("kind", "names", "nearest"),
    [
        ("education", ["Kultur og oppvekst", "Skule"], "Kultur og oppvekst"),
        ("education", ["Teknisk", "Helse"], None),
        ("property", ["Plan og byggesak", "Teknisk drift"], "Teknisk drift"),
        ("water_and_waste", ["Avløp og renovasjon", "Teknisk"], "Avløp og renovasjon"),
        ("hr", ["Hrafn", "Personal"], "Personal"),
        ("no_such_kind", ["Teknisk"], None),
    ],
)
def test_a_unit_is_suggested_by_its_name_or_not_at_all(kind, names, nearest):
    found = suggest_unit(kind, [Unit(name=n) for n in names])
    assert (found.name if found else None) == nearest


def test_a_draft_of_a_computed_plan_is_what_it_chose_for_now(place, people, computed_content):
    from kortreist_web.core.actor_context import acting
    from kortreist_web.plans.kept_open import open_ids
    from kortreist_web.plans.models import Plan

    with acting(None, "test", name="test"):
        plan = Plan(organisation=place, name="P", state="ready", content=computed_content, pins={})
        plan.save()
    year = computed_content["plan_years"][0]
    made = draft_from_plan(people.editor, place, plan, year=year, title="x")
    held = set(open_ids(computed_content))
    chosen = {m["id"] for m in computed_content["measures"]} - held
    assert chosen
    assert measures_in(made) == chosen
    offered = {o.measure for o in offers(made)}
    assert offered == {m["id"] for m in computed_content["unquantified"]}
    told = {r["measure"] for r in build(made)["identified"]}
    assert not told & chosen
    assert offered | held <= told
