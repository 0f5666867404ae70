"""Whose decision a measure needs: by its subject and who owns it."""

from __future__ import annotations

import pytest

from kortreist import facts, measures
from kortreist.baseline.conditions import conditions
from kortreist.measures import Measure
from kortreist.plans.deciding import decider, decision_rule
from kortreist.plans.outcome import DECIDERS

OWNERS = {c.id: c.owner for c in conditions()}
LIBRARY = {m.id: m for m in measures.library()}
PRIVATE = ("business", "farmers", "residents", "heating_company", "grid_company")


def test_who_decides_a_condition_decides_what_waits_for_it() -> None:
    """Regional buses that wait for the county's own contracts were said to wait for the state."""
    waiting = [m for m in LIBRARY.values() if m.enabling_conditions]
    assert {OWNERS[c] for m in waiting for c in m.enabling_conditions} >= {"county", "state"}
    for measure in waiting:
        of = {OWNERS[c] for c in measure.enabling_conditions}
        expected = "state" if "state" in of else "county"
        assert decider(measure, OWNERS).who == expected, measure.id


def test_what_county_or_state_decides_is_not_the_municipalitys_to_decide() -> None:
    """Tolls by fuel were said to be the chief executive's to decide."""
    theirs = [m for m in LIBRARY.values() if m.decided_by in ("county", "state")]
    assert theirs
    for measure in theirs:
        assert decider(measure, OWNERS).who in ("county", "state"), measure.id


def test_what_others_own_is_theirs_and_the_councils_only_with_its_money() -> None:
    """Others' switchgear was said to be the council's because it binds."""
    theirs = [m for m in LIBRARY.values() if m.decided_by in PRIVATE and not m.enabling_conditions]
    assert {decider(m, OWNERS).who for m in theirs} == {"owner", "partners"}
    for measure in theirs:
        if decider(measure, OWNERS).who == "owner":
            paid = {c.bearer for c in measure.costs if c.kind == "capital" and c.amount}
            assert "municipality" not in paid, measure.id


@pytest.mark.parametrize(
    ("id", "who", "subject"),
    [
        ("sf6_free_grid", "owner", "private_plant"),
        ("parking_maximums", "council", "plan_provisions"),
        ("compact_growth", "council", "plan_provisions"),
        ("remote_work", "delegated", "staff"),
        ("eco_driving", "delegated", "running"),
        ("cycle_network", "council", "budget_line"),
        ("landfill_gas_capture", "council", "ownership"),
        ("leaner_fast_boats", "county", "county_services"),
        ("zero_emission_taxis", "county", "taxi_licences"),
        ("tolls_by_fuel", "state", "national"),
    ],
)
def test_by_subject(id: str, who: str, subject: str) -> None:
    rule = decider(LIBRARY[id], OWNERS)
    assert (rule.who, rule.id) == (who, subject)


def test_every_measure_has_a_rule_with_texts_and_what_the_council_decides_a_paragraph() -> None:
    def of(m: Measure) -> str:
        return decider(m, OWNERS).id

    assert "unclear" not in {of(m) for m in LIBRARY.values()}
    for row in facts.load().table("decision_rules"):
        rule = decision_rule(row["id"])
        assert rule.who in DECIDERS
        assert all(rule.text.values())
        if rule.who in ("council", "delegated", "partners"):
            assert "§" in rule.paragraph["nb"]
            assert set(rule.paragraph) == {"nb", "nn", "en"}


def test_taxis_are_not_decided_by_the_law_of_buses_and_roads() -> None:
    rule = decider(LIBRARY["zero_emission_taxis"], OWNERS)
    assert "§ 9" in rule.paragraph["nb"]
    assert "§ 22" not in rule.paragraph["nb"]
    assert "veglova" not in rule.paragraph["nb"]
    assert rule.mark == "partly"
