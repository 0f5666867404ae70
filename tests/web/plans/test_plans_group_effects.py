"""Each measure in a group says its own tonnes and kroner, not one sentence for all."""

from kortreist_web.plans.group_effects import gives

CONTENT = {"room_for_manoeuvre": {"goal": {"year": 2035}}, "plan_years": [2027, 2028, 2029, 2030]}


def test_a_measure_of_the_plan_says_what_it_cuts_in_the_goal_year():
    row = {"effect": {"2030": {"central": 90.0}, "2035": {"central": 123.4}}, "early_share": 0.95}
    said = gives(CONTENT, row, (1_500.0, 760.0, ""))
    assert "123 " in said
    assert "2035" in said
    assert "760" in said
    assert "95" in said
    assert said != gives(CONTENT, row, (None, None, "Sparer i året: innbyggerne 10 000 kr"))


def test_one_outside_it_says_what_it_would_cut_and_why_there_is_no_price():
    said = gives(CONTENT, {"would_cut": 0.2}, (None, None, "Pris ukjent"))
    assert "< 1 " in said
    assert "2030" in said
    assert said.endswith("Pris ukjent.")


def test_nothing_is_said_of_what_is_not_known():
    assert gives(CONTENT, {}, (None, None, "")) == ""
