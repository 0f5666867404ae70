"""The council's own goals: which one is planned by, and what stands beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kortreist import places
from kortreist.budgets import Adopted, RegisteredTarget
from kortreist.budgets.origins import registered_origins
from kortreist.budgets.targets import choose_target, registered_targets, with_adopted

TODAY = date(2026, 6, 1)
YEARS = (2027, 2028, 2029, 2030)
HISTORY = {2009: 50_000.0, 2020: 40_000.0, 2024: 38_000.0}
WORDS = {"nb": "60 % fra 2009 til 2030", "nn": "60 % frå 2009 til 2030", "en": "60% by 2030"}
RESOLUTION = Adopted("Klimaplan", "Kommunestyret", "24/0113", date(2024, 3, 7), WORDS)


def goal(year: int, reduction: float | None, **values: object) -> RegisteredTarget:
    base = RegisteredTarget(
        "4005",
        "Notodden",
        2009,
        year,
        reduction,
        "territorial",
        False,
        f"registered/4005/{year}/1",
        adopted=RESOLUTION,
    )
    return replace(base, **values)  # type: ignore[arg-type]


def chosen(*goals: RegisteredTarget, **values: object):
    facts_say = registered_targets(places.find("4005"), TODAY)
    registered = with_adopted(facts_say, goals, "4005")
    return choose_target(
        "territorial", HISTORY, YEARS, TODAY, registered=registered, number="4005", **values
    )


def test_the_councils_goal_is_planned_by_and_its_later_one_is_a_goal_too() -> None:
    target, goals = chosen(goal(2030, 0.6), goal(2040, 0.9, reduction_high=0.95))
    assert (target.reference_year, target.target_year, target.reduction) == (2009, 2030, 0.6)
    assert target.origin == "registered/4005/2030/1"
    assert goals == {2030: 0.6, 2040: 0.9}
    assert target.goals[1].reduction_high == 0.95


def test_without_goals_of_its_own_the_law_comes_next() -> None:
    target, goals = chosen()
    assert target.origin == "figures/target/2030"
    assert goals == {2030: 0.55, 2035: 0.7}


def test_the_law_can_be_planned_by_all_the_same() -> None:
    assert chosen(goal(2030, 0.6), by_law=True)[0].origin == "figures/target/2030"


def test_a_cut_asked_for_goes_before_the_councils_goal() -> None:
    target, _ = chosen(goal(2030, 0.6), reduction=0.5, target_year=2030)
    assert (target.reduction, target.origin) == (0.5, "formula/own_target")


@pytest.mark.parametrize(
    "other",
    [
        goal(2030, 0.6, emissions="consumption"),
        goal(2030, 0.6, emissions="other"),
        goal(2030, 0.6, reference_year=1991),
        goal(2030, None, reference_year=None, emissions="other"),
        goal(2028, 0.6),
        goal(2030, 0.6, historical=True),
        goal(2030, 0.6, emissions="without", without=("ets",)),
    ],
    ids=["footprint", "scope", "base year", "tonnes", "early", "replaced", "without industry"],
)
def test_what_has_no_path_here_is_never_planned_by(other: RegisteredTarget) -> None:
    assert chosen(other)[0].origin == "figures/target/2030"


def test_a_goal_without_industry_is_for_an_account_without_industry() -> None:
    part = goal(2030, 0.5, emissions="without", without=("ets",))
    target, _ = chosen(goal(2030, 0.6), part, without=("ets",))
    assert target.reduction == 0.5
    # And a goal for everything is none for a part.
    assert chosen(goal(2030, 0.6), without=("ets",))[0].origin == "figures/target/2030"


def test_what_the_municipality_registers_goes_before_what_the_facts_say_of_it() -> None:
    place = places.find("0301")
    facts_say = registered_targets(place, TODAY)
    assert [r.target_year for r in facts_say if r.code == "0301"] == [2030]
    mine = goal(2030, 0.9, code="0301")
    merged = with_adopted(facts_say, [mine], "0301")
    assert [r for r in merged if r.code == "0301"] == [mine]
    # Another year than the facts know: both stand, the municipality's own first.
    mine = goal(2035, 0.97, code="0301")
    merged = with_adopted(facts_say, [mine], "0301")
    target, _ = choose_target(
        "territorial", HISTORY, YEARS, TODAY, registered=merged, number="0301"
    )
    assert target.origin == mine.origin


def test_a_registered_goal_is_traced_to_its_resolution() -> None:
    origin = registered_origins([goal(2030, 0.6)])["registered/4005/2030/1"]
    assert origin.source == "Notodden: Kommunestyret, 24/0113"
    assert (origin.valid_from, origin.kind) == ("2024-03-07", "fact")
    assert origin.mark == "registered", "nobody of ours has read the resolution"
    assert not origin.checked_on
