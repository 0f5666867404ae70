"""Each measure in a group says its own tonnes and kroner, not one sentence for all."""

import pytest
from django.utils.translation import override

from kortreist_web.core.templatetags.kortreist import price_range
from kortreist_web.plans.group_effects import gives, weighs
from kortreist_web.plans.money import price_of

CONTENT = {"room_for_manoeuvre": {"goal": {"year": 2035}}, "plan_years": [2027, 2028, 2029, 2030]}


def test_a_measure_of_the_plan_says_what_it_cuts_in_the_goal_year():
    row = {"effect": {"2030": {"central": 90.0}, "2035": {"central": 123.4}}, "early_share": 0.95}
    said = gives(CONTENT, row, (1_500.0, 760.0, ""))
    assert "123 " in said
    assert "2035" in said
    assert "760" in said
    assert "95" in weighs(CONTENT, row)
    assert said != gives(CONTENT, row, (None, None, "Sparer i året: innbyggerne 10 000 kr"))


def test_one_outside_it_says_what_it_would_cut_and_why_there_is_no_price():
    said = gives(CONTENT, {"would_cut": 0.2}, (None, None, "Pris ukjent"))
    assert "< 1 " in said
    assert "2030" in said
    assert said.endswith("Pris ukjent.")


def test_what_binding_costs_is_said_where_it_is_clear_of_nothing():
    room = {**CONTENT["room_for_manoeuvre"], "learning_year": 2029}
    content = {**CONTENT, "room_for_manoeuvre": room}
    price = {"low": 1.1e6, "central": 1.4e6, "high": 1.7e6, "clear": True}
    assert "1,4" in weighs(content, {"when_bound": {"price_of_binding": price}})
    unclear = {**price, "clear": False}
    assert weighs(content, {"when_bound": {"price_of_binding": unclear}}) == ""
    assert weighs(content, {"when_bound": None}) == ""


def test_nothing_is_said_of_what_is_not_known():
    assert gives(CONTENT, {}, (None, None, "")) == ""


@pytest.mark.parametrize("mark", ["saves", "not_ranked", "too_small", "unknown"])
def test_a_reason_ends_before_the_next_begins(content, mark):
    row = {
        **content["measures"][0],
        "price_mark": mark,
        "saves": {"business": 5_000.0},
        "saves_apart": {"residents": 7_000.0},
    }
    with override("nb"):
        reason = price_of(content, row).reason
    first, second = reason.split(" Spart ", 1)
    assert first.endswith(".")
    assert ".." not in reason
    assert "men ikke" in second


def test_a_dash_between_words_has_room_about_it():
    with override("nb"):
        assert price_range((-40.0, 37_700.0)).startswith("sparte penger – ")
        assert " " not in price_range((40.0, 90.0))
