"""What would change a low chance: the gap and its remedies are of one year, and add up."""

import pytest

from kortreist.facts.low_chance import gap_of, what_would_change

#: The invented municipality's stair to 2035: t CO2e, and how much of it the plan has.
LAYERS = {
    "adopted": (14_179.4, 0.0),
    "state": (5_989.2, 0.0),
    "others": (2_169.9, 1_667.6),
    "plan": (521.8, 521.8),
    "more": (624.8, 0.0),
    "unreached": (1_196.0, 0.0),
}
HELD = 808.6


def test_gap_and_remedies_are_of_the_same_year_and_add_up():
    gap = gap_of(LAYERS, 2035, HELD)
    changes = what_would_change(LAYERS, 2035, (), HELD)
    # Computed another way: the pathway of the proposal's own measures less the target.
    assert gap.tonnes == pytest.approx(24_794.3 - 15_673.5, abs=0.5)
    assert [c.kind for c in changes] == ["held", "more", "others", "state", "target"]
    assert {c.year for c in changes[:-1]} == {gap.year}
    reached = sum(c.tonnes for c in changes[:-1])
    assert reached + gap.unreached == pytest.approx(gap.tonnes)
    assert gap.unreached > 0, "adding the remedies up does not reach the target"


def test_without_a_stair_there_is_no_gap_to_tell_of():
    assert gap_of({}, None) is None
    assert gap_of({"state": (1.0, 0.0)}, 2030) is None
