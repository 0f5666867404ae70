"""One budget in parts: each with its own, tonnes of one never in the sum of another."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.translation import override

from kortreist.measures import library
from kortreist_web.budgets.actions.add_action import add_action
from kortreist_web.budgets.actions.amend import amend
from kortreist_web.budgets.actions.change_line import change_line
from kortreist_web.budgets.actions.describe_part import describe_part
from kortreist_web.budgets.actions.draft import draft_from_plan
from kortreist_web.budgets.actions.propose import propose
from kortreist_web.budgets.actions.set_aside import set_aside
from kortreist_web.budgets.content import SCHEMA, build
from kortreist_web.budgets.data_table import budget_table
from kortreist_web.budgets.frozen import content_of
from kortreist_web.budgets.parts import PARTS, part_of, part_of_line
from kortreist_web.budgets.presenters import present
from kortreist_web.budgets.version_diff import compare
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.paper_document import paper_document
from kortreist_web.decisions.rendering import render_file
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.plans.questions import question_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def parted(place, people, draft):
    """The draft with an action of climate adaptation, and what its part aims at."""
    add_action(
        people.editor,
        place,
        draft,
        part="adaptation",
        name="Flomvei gjennom sentrum",
        start_year=2027,
        responsible="Rådmannen",
        indicator="Meter åpnet bekk",
        due_on=dt.date(2028, 6, 1),
    )
    describe_part(
        people.editor,
        place,
        draft,
        part="adaptation",
        goal="Ingen hus i flomsonen.",
        goal_source="Kommuneplanen, 12.03.2025",
        rhythm="year",
    )
    draft.refresh_from_db()
    return draft


def test_a_draft_has_the_computed_part_and_those_that_hold_something(draft, parted):
    content = build(parted)
    assert content["schema"] == SCHEMA == "kortreist/climate-budget/2"
    assert list(content["parts"]) == ["direct", "indirect", "adaptation"]
    assert content["parts"]["direct"]["computed"]
    said = content["parts"]["adaptation"]
    assert (said["computed"], said["boundary"], said["rhythm"]) == (False, "", "year")
    action = content["lines"][-1]
    assert (action["part"], action["due_on"]) == ("adaptation", "2028-06-01")
    assert (action["indicator"], action["effect"]) == ("Meter åpnet bekk", {})


def test_sums_of_tonnes_are_the_computed_parts_and_of_kroner_each_parts_own(parted):
    before = present({**build(parted), "lines": build(parted)["lines"][:-1]})
    s = present(build(parted))
    assert s.effect == before.effect
    direct, indirect, adaptation = s.parts
    assert [x.data["measure"] for x in indirect.lines] == ["local_food_and_gardens"]
    assert sum(x.effect[2030]["central"] for x in direct.lines if x.effect[2030]) == s.effect[2030]
    assert [x.data["name"]["nb"] for x in adaptation.lines] == ["Flomvei gjennom sentrum"]
    assert adaptation.totals.by_bearer["municipality"].missing
    known = (direct.totals.total.known or 0) + (adaptation.totals.total.known or 0)
    assert s.totals.total.known == known


def test_a_budget_from_before_there_were_parts_has_one(parted):
    content = build(parted)
    old = {k: v for k, v in content.items() if k not in ("parts", "identified")}
    old["lines"] = [{k: v for k, v in x.items() if k != "part"} for x in content["lines"][:4]]
    (only,) = present(old).parts
    assert (only.part, len(only.lines)) == ("direct", 4)
    assert not present(old).in_parts
    (moved,) = compare(old, {**content, "lines": content["lines"][:4]}).changed
    assert moved.measure == "local_food_and_gardens"


def test_measures_of_the_library_stand_where_they_act():
    by_id = {m.id: part_of(m) for m in library()}
    assert set(by_id.values()) <= set(PARTS)
    assert by_id["bog_restoration"] == "land"
    assert by_id["load_flexibility"] == "energy"
    assert by_id["municipal_fleet_electric"] == "direct"
    elsewhere = [
        m for m in library() if part_of(m) == "indirect" and m.id != "local_food_and_gardens"
    ]
    assert elsewhere
    assert {by_id[m.id] for m in elsewhere} <= {"indirect", "energy"}


def test_what_is_chosen_and_acts_elsewhere_stands_in_its_part(place, people, plan, write):
    chosen = next(
        m for m in library() if part_of(m) == "indirect" and m.id != "local_food_and_gardens"
    )
    MeasureChoice(organisation=place, measure=chosen.id, state="chosen").save()
    made = draft_from_plan(people.editor, place, plan, year=2027, title="x")
    line = made.lines.get(measure=chosen.id)
    assert (line.part, line.effect, line.cost_missing) == ("indirect", {}, ["municipality"])


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"part": "weather", "name": "x", "start_year": 2027}, "part"),
        ({"part": "energy", "name": "  ", "start_year": 2027}, "no_name"),
        ({"part": "energy", "name": "x", "start_year": 2050}, "start_year"),
    ],
)
def test_an_action_that_cannot_be_is_refused(place, people, draft, values, key):
    with pytest.raises(RefusedError) as refused:
        add_action(people.editor, place, draft, **values)
    assert refused.value.key == f"budgets.refused.{key}"


def test_a_goal_has_a_source(place, people, draft):
    with pytest.raises(RefusedError) as refused:
        describe_part(people.editor, place, draft, part="energy", goal="Halvparten")
    assert refused.value.key == "budgets.refused.goal_source"


def test_tonnes_are_not_moved_to_another_part(place, people, draft):
    values = {"start_year": 2027, "unit": None, "responsible": "Kari", "note": ""}
    counted = draft.lines.select_related("budget").get(measure="delivery_logistics")
    with pytest.raises(RefusedError) as refused:
        change_line(people.editor, place, counted, part="energy", **values)
    assert refused.value.key == "budgets.refused.part"
    free = draft.lines.select_related("budget").get(measure="local_food_and_gardens")
    assert change_line(people.editor, place, free, part="land", **values).part == "land"


def test_what_was_looked_at_is_told_with_why_and_what_is_proposed_is_not(place, people, draft):
    draft.frame = {
        **draft.frame,
        "identified": [
            {"measure": "car_sharing", "name": {"nb": "Bildeling"}, "reason": "too_dear"},
            {"measure": "delivery_logistics", "name": {"nb": "Varer"}, "reason": "money"},
        ],
    }
    rows = build(draft)["identified"]
    assert [(r["measure"], r["said"]) for r in rows] == [("car_sharing", "")]


def test_an_own_reason_stands_instead_of_the_plans(place, people, drafted):
    measure = "local_food_and_gardens"  # offered, and nobody took it
    (row,) = build(drafted)["identified"]
    assert (row["measure"], row["reason"]) == (measure, "not_quantified")
    set_aside(people.editor, place, drafted, measure=measure, reason="Tas opp i 2028")
    assert build(drafted)["identified"][0]["said"] == "Tas opp i 2028"
    with pytest.raises(RefusedError):
        set_aside(people.editor, place, drafted, measure="delivery_logistics", reason="x")


def test_parts_are_frozen_compared_and_amended(place, people, parted, decide):
    adopted = decide(propose(people.editor, place, parted)).frozen
    action = adopted.content["lines"][-1]
    assert part_of_line(action) == "adaptation"
    # It is followed up by its unit, and no plan is bound by what it cannot compute.
    choice = MeasureChoice.objects.get(measure=action["measure"])
    assert (choice.state, choice.start_year) == ("chosen", None)
    assert action["measure"] not in question_for(place)["fixed"]
    amended = amend(people.editor, place, adopted)
    assert amended.lines.get(measure=action["measure"]).due_on == dt.date(2028, 6, 1)
    values = {"goal": "Ingen hus i flomsonen.", "goal_source": "Sak 9/27"}
    describe_part(people.editor, place, amended, part="adaptation", **values)
    amended.refresh_from_db()
    found = compare(content_of(adopted), build(amended))
    assert {f.label: (f.before, f.after) for f in found.fields} == {
        "Del: Klimatilpasning (Hvor er målet vedtatt?)": ("Kommuneplanen, 12.03.2025", "Sak 9/27"),
        "Del: Klimatilpasning (Rapportering)": ("year", "interim"),
    }


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_pages_and_paper_tell_each_part(place, people, parted, as_person, language):
    client = as_person(people.editor)
    with override(language):
        draft = client.get(reverse("budgets:draft", args=["X001", parted.pk])).content.decode()
        forms = [
            reverse("budgets:add_action", args=["X001", parted.pk]),
            reverse("budgets:part", args=["X001", parted.pk, "energy"]),
            reverse("budgets:owners", args=["X001", parted.pk]),
        ]
        assert [client.get(f).status_code for f in forms] == [200] * 3
        version = propose(people.editor, place, parted)
        public = client.get(
            reverse("budgets:version", args=["X001", version.year, version.number])
        ).content.decode()
    paper = render_file(paper_document(version, None, language), "html").decode()
    for page in (draft, public, paper):
        assert "Flomvei gjennom sentrum" in page
        assert "Ingen hus i flomsonen." in page
        assert "Meter åpnet bekk" in page


def test_the_pages_add_an_action_and_say_what_a_part_aims_at(place, people, draft, as_person):
    client = as_person(people.editor)
    add = reverse("budgets:add_action", args=["X001", draft.pk])
    sent = {"part": "energy", "name": "Bytt ventilasjon", "start_year": 2028, "due_on": "1.7.2029"}
    assert client.post(add, sent).status_code == 302
    line = draft.lines.get(part="energy")
    assert (line.name, line.due_on) == ({"nb": "Bytt ventilasjon"}, dt.date(2029, 7, 1))
    part = reverse("budgets:part", args=["X001", draft.pk, "energy"])
    draft.refresh_from_db()
    sent = {"goal": "30 % mindre", "rhythm": "interim", "version": draft.version}
    answer = client.post(part, sent)
    assert list(answer.context["form"].errors) == ["goal_source"]
    assert client.post(part, {**sent, "goal_source": "Sak 4/26"}).status_code == 302
    draft.refresh_from_db()
    assert draft.parts["energy"]["goal_source"] == "Sak 4/26"
    other = reverse("budgets:part", args=["X001", draft.pk, "weather"])
    assert client.get(other).status_code == 404


def test_the_table_says_which_part_a_measure_is_in(parted):
    head, *rows = budget_table(build(parted), "nb")
    at = {name: i for i, name in enumerate(head)}
    of_action = [r for r in rows if r[at["name"]] == "Flomvei gjennom sentrum"]
    assert {r[at["budget_part"]] for r in of_action} == {"adaptation"}
    (effect,) = [r for r in of_action if r[at["part"]] == "effect"]
    assert (effect[at["value"]], effect[at["boundary"]]) == (None, "")
    (due,) = [r for r in of_action if r[at["part"]] == "due"]
    assert due[at["year"]] == 2028
