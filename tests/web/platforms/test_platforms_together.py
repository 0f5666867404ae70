"""Whether a platform hangs together: each planted hole is found on the site's own rows."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from kortreist.coherence import KINDS
from kortreist_web.core.actor_context import acting
from kortreist_web.core.refusals import RefusedError
from kortreist_web.platforms.actions.commit import (
    change_commitment,
    commit,
    finish_commitment,
    link_commitment,
)
from kortreist_web.platforms.actions.hang_together import name_number, review_principle, set_aside
from kortreist_web.platforms.actions.write_platform import write_section
from kortreist_web.platforms.hanging_together import findings, sorted_findings

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _today(on):
    on(TODAY.year, TODAY.month, TODAY.day)


@pytest.fixture
def whole(place, people, platform):
    """A platform where everything hangs together: a measured goal, its measure, money, owner."""
    from kortreist_web.indicators.actions.define import define
    from kortreist_web.measures.models import MeasureChoice
    from kortreist_web.versions.models import Version

    who = people.editor
    with acting(who, "test"):
        choice = MeasureChoice(
            organisation=place, measure="bike_network", name={"nb": "Sykkelvei"}, state="chosen"
        )
        choice.save()
        line = {
            "measure": "bike_network",
            "unit": "Teknisk",
            "responsible": "",
            "indicator": "",
            "cost": {"municipality": {"2026": 0}},
            "cost_missing": [],
            "effect": {},
        }
        Version(
            organisation=place,
            kind="budget",
            subject="2026",
            number=1,
            state="adopted",
            content={"lines": [line], "resolution": {}},
        ).save()
    walked = define(who, place, name="Barn som går selv", unit_of_measure="prosent", choice=choice)
    goal = commit(
        who,
        place,
        section=platform.first,
        kind="goal",
        text_nb="Trygg skolevei for alle",
        indicator=walked,
        bound="at_least",
        value=80.0,
        due=dt.date(2027, 12, 31),
    )
    link_commitment(who, place, commitment=goal, kind="measure", target=choice.pk)
    finish_commitment(
        who, place, platform.road, on=dt.date(2026, 6, 1), evidence="Sak 26/0001: åpnet"
    )
    return SimpleNamespace(goal=goal, choice=choice, walked=walked, **vars(platform))


def kinds(platform):
    return [f.kind for f in findings(platform.row, TODAY)]


def test_nothing_is_found_in_a_whole_platform(whole):
    assert [f.said("nb") for f in findings(whole.row, TODAY)] == []


def test_each_planted_hole_is_found_and_nothing_else(place, people, whole, on):
    who, first = people.editor, whole.first
    other = commit(
        who,
        place,
        section=first,
        kind="goal",
        text_nb="Høyst halvparten går selv",
        indicator=whole.walked,
        bound="at_most",
        value=50.0,
    )
    assert sorted(kinds(whole)) == ["goal_without_measure", "goals_cannot_both_hold"]
    change_commitment(who, place, other, kind="guidance", indicator=None, bound="", value=None)
    assert kinds(whole) == ["guidance_unused"]
    link_commitment(who, place, commitment=other, kind="measure", target=whole.choice.pk)
    assert kinds(whole) == []
    late = commit(
        who,
        place,
        section=first,
        kind="promise",
        text_nb="Ny bro over elva",
        due=dt.date(2026, 11, 30),
    )
    assert kinds(whole) == ["commitment_overdue"]
    finish_commitment(who, place, late, on=TODAY, evidence="Sak 26/0002: brua")
    review = {"principle": whole.rule, "confidence": "high", "role": "landbruksrådgiver"}
    review_principle(
        who, place, choice=whole.choice, rating=-2, argument="Veien tar matjord.", **review
    )
    assert kinds(whole) == ["principle_against_measure"]
    review_principle(
        who, place, choice=whole.choice, rating=-1, argument="Lagt om til grusveien.", **review
    )
    assert kinds(whole) == [], "who judges again has changed her mind"
    write_section(who, place, platform=whole.row, section=whole.why, text_nb="80 prosent går.")
    assert kinds(whole) == ["number_without_fact"]
    with acting(who, "test"):
        whole.walked.targets = {"2027": 80.0}
        whole.walked.save()
    fact = f"indicator/{whole.walked.pk}/target/2027"
    name_number(who, place, section=whole.why, written="80", fact=fact, times=0.01)
    assert kinds(whole) == []
    with acting(who, "test"):
        whole.walked.targets = {"2027": 90.0}
        whole.walked.save()
    assert kinds(whole) == ["number_without_fact"], "the fact has moved on"
    write_section(who, place, platform=whole.row, section=whole.why, text_nb="De fleste går.")


def test_a_measure_without_money_and_one_never_named(place, people, whole):
    from kortreist_web.platforms.actions.commit import unlink_commitment
    from kortreist_web.versions.models import Version

    budget = Version.objects.get(kind="budget")
    line = {**budget.content["lines"][0], "cost_missing": ["municipality"], "unit": ""}
    with acting(people.editor, "test"):
        Version(
            organisation=place,
            kind="budget",
            subject="2026",
            number=2,
            state="adopted",
            content={"lines": [line], "resolution": {}},
        ).save()
    lacks = findings(whole.row, TODAY)
    assert [(f.kind, f.mend) for f in lacks] == [
        ("measure_lacks", "set_owner"),
        ("measure_lacks", "set_money"),
    ]
    unlink_commitment(people.editor, place, whole.goal.links.get())
    found = {f.kind for f in findings(whole.row, TODAY)}
    assert found == {"measure_lacks", "goal_without_measure", "measure_unmentioned"}
    assert found < set(KINDS)


def test_a_finding_is_set_aside_with_a_reason_until_a_day(place, people, whole, on):
    who = people.editor
    commit(who, place, section=whole.first, kind="guidance", text_nb="Naboer spørres først")
    [found] = findings(whole.row, TODAY)
    values = {"platform": whole.row, "key": found.key}
    for wrong in (
        {"reason": ".", "look_again": dt.date(2027, 6, 1)},
        {"reason": "Den er ny", "look_again": TODAY},
        {"reason": "Den er ny", "look_again": dt.date(2027, 6, 1), "key": "noe annet"},
    ):
        with pytest.raises(RefusedError):
            set_aside(who, place, **{**values, **wrong})
    set_aside(who, place, reason="Den er ny", look_again=dt.date(2027, 6, 1), **values)
    resting = sorted_findings(whole.row, TODAY)
    assert (resting.open, len(resting.aside)) == ((), 1)
    back = sorted_findings(whole.row, dt.date(2027, 6, 1))
    assert [f.key for f in back.open] == [found.key]


def test_the_page_says_what_mends_each_and_takes_it_aside(as_person, place, people, whole):
    commit(people.editor, place, section=whole.first, kind="guidance", text_nb="Naboer spørres")
    [found] = findings(whole.row, TODAY)
    page = f"/nb/{place.code}/arbeid/plattform/{whole.row.pk}/henger-sammen/"
    client = as_person(people.editor)
    text = client.get(page).content.decode()
    assert "Naboer spørres" in text
    assert "/knytt/" in text
    aside = {"key": found.key, "aside-reason": "Den er ny", "aside-look_again": "2027-06-01"}
    assert client.post(page, {**aside, "aside-reason": "."}).status_code == 422
    assert client.post(page, aside).status_code == 302
    text = client.get(page).content.decode()
    assert "Ingenting er funnet" in text
    assert "Den er ny" in text
