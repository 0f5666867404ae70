"""What is known is in the sums or stops the proposal; what is set aside is not proposed unsaid."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kortreist_web.budgets.actions.ask_again import ask_again
from kortreist_web.budgets.actions.draft import draft_from_plan
from kortreist_web.budgets.actions.propose import propose
from kortreist_web.budgets.actions.refresh import refresh_from_plan
from kortreist_web.budgets.actions.set_cost import set_cost
from kortreist_web.budgets.content import build, staleness_of
from kortreist_web.budgets.uncounted import left_out
from kortreist_web.core.actor_context import acting
from kortreist_web.core.refusals import RefusedError
from kortreist_web.measures.models import AloneFigures, MeasureChoice
from kortreist_web.plans.models import Plan

pytestmark = pytest.mark.django_db
LATE = "car_sharing"
BAND = {"low": 90.0, "central": 123.0, "high": 150.0}


def _choose(place, measure, state="chosen", **values):
    with acting(None, "test", name="test"):
        MeasureChoice(organisation=place, measure=measure, state=state, **values).save()


def _alone(place, cut=BAND, nok=17_000_000.0):
    paid = nok and {"a_year_low": nok * 0.8, "a_year": nok, "a_year_high": nok * 1.2}
    row = {
        "id": LATE,
        "effect": {"2030": cut} if cut else {},
        "consumption": {},
        "municipality": paid,
        "price": None,
    }
    AloneFigures(
        organisation=place, key="k", pins={}, content={"year": 2030, "measures": [row]}
    ).save()


@pytest.fixture
def late(place, people, plan, owned):
    """A draft with a measure that was chosen after its plan was computed."""
    _choose(place, LATE)
    made = draft_from_plan(people.editor, place, plan, year=2027, title="Klimabudsjett 2027")
    return owned(made)


def _page(as_person, people, place, name, budget):
    url = reverse(f"budgets:{name}", args=(place.code, budget.pk))
    return " ".join(as_person(people.editor).get(url).content.decode().split())


def test_a_known_cost_that_is_in_no_sum_stops_the_proposal(place, people, late, as_person):
    _alone(place)
    (one,) = left_out(late, late.lines.all())
    assert (one.measure, one.cost.central) == (LATE, 17_000_000.0)
    with pytest.raises(RefusedError) as refused:
        propose(people.editor, place, late)
    assert refused.value.key == "budgets.refused.left_out"
    assert "eregn på nytt" in refused.value.message("nb")
    page = _page(as_person, people, place, "draft", late)
    assert "Kjente tall er ikke med" in page
    assert "120 tonn i målåret" in page
    assert "17,0 mill. kr i året" in page or "17 mill. kr i året" in page
    review = _page(as_person, people, place, "propose", late)
    assert "Lås og foreslå" not in review
    assert "kan ikke foreslås før kjente tall er med" in review


def test_without_figures_alone_the_library_says_what_can_be_counted(place, people, late):
    assert [x.measure for x in left_out(late, late.lines.all())] == [LATE]
    with pytest.raises(RefusedError):
        propose(people.editor, place, late)


def test_a_measure_with_nothing_to_count_here_stops_nothing(place, people, late):
    _alone(place, cut=None, nok=None)
    assert left_out(late, late.lines.all()) == ()
    assert propose(people.editor, place, late).number == 1


def test_the_municipalitys_own_cost_is_no_omission(place, people, late):
    _alone(place)
    line = late.lines.select_related("budget").get(measure=LATE)
    set_cost(people.editor, place, line, cost={"municipality": {2027: 5}}, missing=[])
    assert left_out(late, late.lines.all()) == ()


def test_computed_again_it_is_counted_and_may_be_proposed(place, people, late, plan):
    _alone(place)
    row = {**plan.content["measures"][0], "id": LATE, "start_year": 2027}
    content = {**plan.content, "measures": [*plan.content["measures"], row]}
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
    refresh_from_plan(people.editor, place, late, newer)
    late.refresh_from_db()
    assert left_out(late, late.lines.all()) == ()
    assert late.lines.get(measure=LATE).cost["municipality"]["2030"] == 100_000
    assert propose(people.editor, place, late).number == 1


def _asked(people, place, draft, **values):
    asked = ask_again(people.editor, place, draft)
    with acting(None, "test", name="test"):
        for field, value in values.items():
            setattr(asked, field, value)
        asked.save()
    draft.refresh_from_db()
    return asked


def test_a_computation_that_failed_says_so_and_why(place, people, draft, as_person):
    said = "Tiltaket «car_sharing» gjelder ikke her. Se id-ene med: kortreist measures STED."
    _asked(people, place, draft, state="refused", refused={"key": "x", "said": {"nb": said}})
    page = _page(as_person, people, place, "draft", draft)
    assert "Utkastet kunne ikke beregnes på nytt" in page
    assert "gjelder ikke her." in page
    assert "car_sharing» gjelder" not in page
    assert "kortreist measures" not in page


def test_a_computation_is_told_until_its_figures_are_taken_in(
    place, people, draft, plan, as_person
):
    asked = _asked(people, place, draft)
    assert "Utkastet beregnes på nytt" in _page(as_person, people, place, "draft", draft)
    with acting(None, "test", name="test"):
        asked.state, asked.content = "ready", plan.content
        asked.save()
    assert "Utkastet er beregnet på nytt" in _page(as_person, people, place, "draft", draft)
    refresh_from_plan(people.editor, place, draft, asked)
    assert "er beregnet på nytt" not in _page(as_person, people, place, "draft", draft)


ASIDE = "delivery_logistics"


def test_what_is_set_aside_after_the_plan_is_in_no_new_draft(place, people, plan, as_person):
    _choose(place, ASIDE, "excluded")
    made = draft_from_plan(people.editor, place, plan, year=2027, title="x")
    assert ASIDE not in set(made.lines.values_list("measure", flat=True))
    assert staleness_of(made).removed == (ASIDE,), "the pathway counts it: compute again"
    rows = {r["measure"]: r["reason"] for r in build(made)["identified"]}
    assert rows[ASIDE] == "not_here"
    page = _page(as_person, people, place, "draft", made)
    assert f"{ASIDE}: var med" not in page
    assert "var med i beregningen, er nå tatt ut" in page


def test_what_is_set_aside_is_not_kept_open_either(place, people, plan, write):
    plan.content["measures"][0] |= {"group": "keep_open", "group_reason": "some_futures"}
    plan.save()
    _choose(place, ASIDE, "excluded")
    made = draft_from_plan(people.editor, place, plan, year=2027, title="x")
    assert ASIDE not in made.frame["kept_open"]
    assert staleness_of(made).removed == (ASIDE,)


@pytest.mark.parametrize("name", ["draft", "propose"])
def test_what_is_set_aside_after_the_draft_is_warned_of(place, people, draft, as_person, name):
    assert "Ikke her" not in _page(as_person, people, place, name, draft)
    _choose(place, ASIDE, "excluded")
    page = _page(as_person, people, place, name, draft)
    assert "Satt til «Ikke her» i tiltakslisten" in page
    assert ("satt til «Ikke her»" in page) == (name == "draft"), "and at its row"
