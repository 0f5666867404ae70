from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kortreist.plans.groups import Evidence, Thresholds, group

LIMITS = Thresholds.at()
F = 100


def evidence(**columns: object) -> Evidence:
    """Return the evidence on one measure: never chosen, changes nothing, binds nothing."""
    given = {
        "early": 0.0,
        "ever": 0.0,
        "met_with": 0.5,
        "met_without": 0.5,
        "difference": 0.0,
        "binds": False,
        "waits": False,
        "shut": False,
        "unpriced": False,
        "closes": 0,
        **columns,
    }
    rank = np.arange(F)[:, None] / F

    def share(name: str) -> np.ndarray:
        return rank < given[name]  # type: ignore[operator]

    flags = {n: np.array([bool(given[n])]) for n in ("binds", "waits", "shut", "unpriced")}
    return Evidence(
        share("early"),
        share("ever"),
        share("met_with"),
        share("met_without"),
        np.full((F, 1), float(given["difference"])),  # type: ignore[arg-type]
        closes=np.array([given["closes"]]),
        **flags,
    )


@pytest.mark.parametrize(
    ("columns", "wanted", "reason"),
    [
        ({"early": 0.95, "ever": 1.0}, "start_now", "early_and_free"),
        ({"early": 0.95, "ever": 1.0, "binds": True}, "anchor_first", "early_but_binds"),
        ({"early": 0.95, "ever": 1.0, "met_with": 0.3}, "anchor_first", "early_but_binds"),
        ({"early": 0.3, "ever": 0.6}, "keep_open", "some_futures"),
        ({"early": 0.95, "ever": 1.0, "waits": True}, "keep_open", "waits_for_condition"),
        ({"early": 0.0, "ever": 0.02}, "keep_open", "no_room_for_it"),
        ({"binds": True, "met_with": 0.3, "difference": 5.0}, "avoid", "closes_more"),
        ({"closes": 2, "met_with": 0.3, "difference": 5.0}, "avoid", "closes_more"),
        # It takes room, but can be left again and rules nothing out: no lock-in.
        ({"met_with": 0.3, "difference": 5.0}, "keep_open", "no_room_for_it"),
        # Nobody knows the price: not right on price, however often it is cheap to guess at.
        ({"early": 1.0, "ever": 1.0, "unpriced": True}, "keep_open", "price_unknown"),
        ({"ever": 0.02, "unpriced": True}, "keep_open", "no_room_for_it"),
        # It takes room, but pays: not a lock-in.
        ({"binds": True, "met_with": 0.3, "difference": -5.0}, "keep_open", "no_room_for_it"),
    ],
)
def test_the_rules(columns: dict[str, object], wanted: str, reason: str) -> None:
    found = group(evidence(**columns), LIMITS, seed=1)
    assert (found.groups[0], found.reasons[0]) == (wanted, reason)
    change = float(columns.get("met_with", 0.5)) - 0.5  # type: ignore[arg-type]
    assert found.room_change[0] == pytest.approx(change)


def test_stability_is_low_at_a_threshold_and_high_far_from_it() -> None:
    at, far = evidence(early=LIMITS.early, ever=1.0), evidence(early=1.0, ever=1.0)
    assert 0.2 < group(at, LIMITS, 1).stability[0] < 0.8
    assert group(far, LIMITS, 1).stability[0] == 1.0
    assert group(at, LIMITS, 1).stability[0] == group(at, LIMITS, 1).stability[0]


@settings(max_examples=25, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), st.booleans(), st.permutations(range(F)))
def test_the_order_of_futures_changes_no_group(
    early: float, met: float, binds: bool, order: list[int]
) -> None:
    e = evidence(early=early, ever=max(early, 0.5), met_with=met, binds=binds)
    shuffled = replace(
        e,
        early=e.early[order],
        ever=e.ever[order],
        met_with=e.met_with[order],
        met_without=e.met_without[order],
        difference=e.difference[order],
    )
    assert group(e, LIMITS, 1).groups == group(shuffled, LIMITS, 1).groups
    assert group(e, LIMITS, 1).room_change == pytest.approx(group(shuffled, LIMITS, 1).room_change)


def test_what_binds() -> None:
    assert LIMITS.binds(int(LIMITS.binding_years), None)
    assert LIMITS.binds(1, LIMITS.reversal)
    assert not LIMITS.binds(1, None)
    assert not LIMITS.binds(1, 0.1)
