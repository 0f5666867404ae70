"""What happens without the plan, and what the price limit shuts out, on the plan's page."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.plans.actions.ask import ask
from kortreist_web.plans.background import background
from kortreist_web.plans.models import Plan
from kortreist_web.plans.presenters import Reading
from kortreist_web.plans.questions import question_for

pytestmark = pytest.mark.django_db

_CHANGE = {
    "id": "brevik_ccs",
    "plant": "Heidelberg Materials Brevik",
    "what": "Fangst",
    "own": False,
    "certainty": "in_operation",
    "counted": True,
    "why_not": "",
    "status": "partly",
    "source": "Report",
    "address": "https://example.org/",
    "checked_on": "2026-11-29",
    "tonnes": {"2030": {"low": -320_000.0, "central": -304_017.0, "high": -288_017.0}},
}
_IDEA = {
    **_CHANGE,
    "id": "own_idea",
    "plant": "Verket",
    "certainty": "idea",
    "counted": False,
    "own": True,
    "why_not": "Bare en idé så langt.",
    "tonnes": {},
}


def at(name, *args, language="nb"):
    with override(language):
        return reverse(f"plans:{name}", args=("X001", *args))


def text_of(response):
    return " ".join(response.content.decode().split())


def test_what_is_too_dear_is_listed_cheapest_first_with_price_and_cut(place, content):
    dear = background(Reading(place, content))["dear"]
    asked = [r for r in content["not_chosen"] if r["reason"] in ("too_dear", "not_ranked")]
    assert len(dear) == len(asked) > 0
    for row in dear:
        if row.ranked and row.price.with_staff is not None:
            assert max(row.price.municipality or 0.0, row.price.with_staff) > row.limit * 0.98
    prices = [
        max(filter(None, (r.price.municipality, r.price.with_staff)))
        for r in dear
        if r.price.municipality or r.price.with_staff
    ]
    assert prices == sorted(prices)


def test_the_price_limit_is_asked_for_and_goes_to_the_engine(place, people, as_person, monkeypatch):
    client = as_person(people.editor)
    page = text_of(client.get(at("new")))
    assert "karbonprisen for året" in page
    client.post(at("new"), {"name": "Egen grense", "dearest": "3 000"})
    question = Plan.objects.get().question
    assert question["dearest"] == 3000
    seen = {}

    def budget(place, **asked):
        seen.update(asked)
        raise RuntimeError("enough")

    monkeypatch.setattr("kortreist.budgets.climate_budget", budget)
    from kortreist_web.plans.computation import compute

    with pytest.raises(RuntimeError):
        compute(place, question, Plan.objects.get().pins)
    assert seen["dearest"] == 3000


def test_a_limit_of_nothing_is_refused(place, people, as_person):
    answer = as_person(people.editor).post(at("new"), {"name": "a", "dearest": "0"})
    assert answer.status_code == 422


def test_a_question_from_before_the_limit_can_be_tried(place, people, make_plan, as_person):
    plan = make_plan()
    Plan.objects.filter(pk=plan.pk).unlogged("test").update(
        question={k: v for k, v in plan.question.items() if k != "dearest"}
    )
    assert as_person(people.editor).get(at("what_if", plan.pk)).status_code == 200
    assert question_for(place)["dearest"] is None


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nb", ("Bare en idé så langt", "i drift", "Dette er på plass, bruk det")),
        ("nn", ("Berre ein idé så langt", "i drift", "Dette er på plass, bruk det")),
        ("en", ("Only an idea so far", "in operation", "Already in place: make use of it")),
    ],
)
def test_known_changes_stand_above_the_measures(
    place, people, make_plan, content, as_person, language, said
):
    content["known_changes"] = [_CHANGE, _IDEA]
    content["dominant_source"] = {
        "sector": "industry_oil_gas",
        "source": "industry_oil_gas",
        "share": 0.62,
        "known": False,
    }
    plan = make_plan(answer=content)
    page = text_of(as_person(people.reader).get(at("show", plan.pk, language=language)))
    for words in said:
        assert words in page
    assert page.index("Heidelberg") < page.index('id="measures"')
    assert "304" in page
    assert page.index('id="stair"') < re.search(r"62\s?%", page).start()  # what is to be done first
    ours = content["projection"][0]
    assert str(ours["edition"]) in page


def test_a_plan_from_before_all_this_still_opens(place, people, make_plan, content, as_person):
    for key in ("known_changes", "projection", "dominant_source", "use", "backtest", "prices"):
        content.pop(key, None)
    for rows in ("measures", "not_chosen", "state_must", "unquantified"):
        for row in content[rows]:
            for key in (
                "price_mark",
                "price_limit",
                "would_cut",
                "saves",
                "money",
                "activity",
                "nok_per_tonne_society",
                "nok_per_tonne_society_range",
                "nok_per_tonne_society_with_staff",
            ):
                row.pop(key, None)
    plan = make_plan(answer=content)
    client = as_person(people.editor)
    assert client.get(at("show", plan.pk)).status_code == 200
    assert client.get(at("what_if", plan.pk)).status_code == 200


def test_how_often_the_interval_held_links_to_its_page(place, people, plan, as_person):
    page = text_of(as_person(people.reader).get(at("show", plan.pk)))
    assert reverse("accounts:backtest", args=("X001",)).removeprefix("/nb") in page
    assert "holdt det" in page


def test_nothing_is_shown_below_zero_per_tonne(place, people, plan, as_person):
    page = as_person(people.reader).get(at("show", plan.pk)).content.decode()
    measures = page[page.index('id="measures"') :]
    assert f"Sparer i {plan.content['plan_years'][-1]}" in measures
    rows = Reading(place, plan.content).rows()
    for row in rows:
        assert row.price.municipality is None or row.price.municipality >= 0
        assert row.price.society is None or row.price.society >= 0


def test_what_is_asked_with_a_limit_is_another_question(place, people):
    one = ask(people.editor, place, name="a")
    two = ask(people.editor, place, name="a", question={"dearest": 3000})
    assert one.pins["key"] != two.pins["key"]


def test_money_apart_adds_to_what_the_municipality_pays(place, content):
    found = background(Reading(place, content))
    costs = {r["id"]: r["cost"].get("municipality", {}) for r in content["measures"]}
    years = [str(y) for y in content["plan_years"]]
    assert found["money_apart"]
    for measure, nok in found["money_apart"]:
        paid = sum(costs[measure.id].get(y, 0.0) for y in years)
        assert nok["investment"] + nok["running"] == pytest.approx(paid, abs=1.0)
    assert found["price_year"] == content["prices"]["year"]
