"""Whose decision a measure waits for."""

from __future__ import annotations

from kortreist import measures
from kortreist.baseline.conditions import conditions
from kortreist.plans.signposts import decider


def test_who_decides_a_condition_decides_what_waits_for_it() -> None:
    """Regional buses that wait for the county's own contracts were said to wait for the state."""
    owners = {c.id: c.owner for c in conditions()}
    waiting = [m for m in measures.library() if m.enabling_conditions]
    assert {owners[c] for m in waiting for c in m.enabling_conditions} >= {"county", "state"}
    for measure in waiting:
        of = {owners[c] for c in measure.enabling_conditions}
        expected = "state" if "state" in of else "county"
        assert decider(measure, True, owners) == expected, measure.id


def test_what_county_or_state_decides_is_not_the_municipalitys_to_decide() -> None:
    """Tolls by fuel were said to be the chief executive's to decide."""
    owners = {c.id: c.owner for c in conditions()}
    theirs = [m for m in measures.library() if m.decided_by in ("county", "state")]
    assert theirs
    for measure in theirs:
        assert decider(measure, False, owners) in ("county", "state"), measure.id
