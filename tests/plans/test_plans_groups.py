from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kortreist.plans.groups import Evidence, group_of, rules, stability, unsure
from kortreist.plans.outcome import GROUPS
from kortreist.plans.thresholds import Thresholds

LIMITS = Thresholds.at()
F = 100


def evidence(**columns: object) -> Evidence:
    """Return the evidence on one measure: worth its cost, never chosen, binds nothing."""
    given = {
        "early": 0.0,
        "ever": 0.0,
        "pays": 1.0,
        "met": 0.0,
        "difference": 0.0,
        "commitment": 1.0,
        "reversal": np.nan,
        "shut": "",
        "waits": False,
        "unpriced": False,
        "closes": False,
        "adds": False,
        "late": False,
        **columns,
    }
    rank = np.arange(F)[:, None] / F

    def share(name: str) -> np.ndarray:
        return rank < given[name]  # type: ignore[operator]

    names = ("waits", "unpriced", "closes", "adds", "late")
    flags = {n: np.array([bool(given[n])]) for n in names}
    return Evidence(
        early=share("early"),
        ever=share("ever"),
        pays=share("pays"),
        met=share("met")[:, 0],
        worst=rank[:, 0] < 0.1,
        difference=np.broadcast_to(np.array(given["difference"], dtype=float), (F,))[:, None],
        commitment=np.array([given["commitment"]], dtype=float),
        reversal=np.array([given["reversal"]], dtype=float),
        shut=(str(given["shut"]),),
        **flags,
    )


BINDS = {"commitment": 20.0}
RIGHT = {"early": 0.9, "ever": 1.0}
LOCK = {"closes": True, "difference": 5.0, **BINDS}
#: NOK: loses more by starting than by waiting, and the other way round.
LOSES, GIVES = np.where(np.arange(F) < 90, -1.0, 50.0), np.where(np.arange(F) < 90, -1.0, 5.0)


@pytest.mark.parametrize(
    ("columns", "wanted", "reason"),
    [
        ({"early": 0.9, "ever": 1.0}, "start_now", "early_and_free"),
        ({"early": 0.9, "ever": 1.0, **BINDS}, "anchor_first", "early_but_binds"),
        # The same bar whether it binds or not.
        ({"early": 0.7, "ever": 1.0}, "keep_open", "some_futures"),
        ({"early": 0.7, "ever": 1.0, **BINDS}, "keep_open", "some_futures"),
        # And nothing that loses more by starting than by waiting.
        ({**RIGHT, "difference": LOSES, **BINDS}, "keep_open", "dear_when_wrong"),
        ({**RIGHT, "difference": LOSES}, "keep_open", "dear_when_wrong"),
        ({**RIGHT, "difference": GIVES, **BINDS}, "anchor_first", "early_but_binds"),
        ({"early": 0.3, "ever": 0.6}, "keep_open", "some_futures"),
        ({"early": 0.3, "ever": 0.6, "late": True}, "decide_now", "some_futures"),
        # Seldom right: a past deadline presses nobody.
        ({"early": 0.1, "ever": 0.6, "late": True}, "keep_open", "some_futures"),
        ({"early": 0.9, "ever": 1.0, "waits": True}, "keep_open", "waits_for_condition"),
        ({"ever": 0.08}, "keep_open", "insurance"),
        ({"ever": 0.02}, "keep_open", "no_room_for_it"),
        ({"ever": 0.02, "met": 1.0}, "not_needed", "not_needed"),
        ({"ever": 0.02, "met": 1.0, "pays": 0.3}, "not_for_climate", "costs_more"),
        ({"shut": "too_dear"}, "not_for_climate", "too_dear"),
        ({"shut": "not_ranked"}, "not_for_climate", "not_ranked"),
        ({"shut": "unknown_cost"}, "unknown", "unknown_cost"),
        ({"shut": "other_boundary"}, "unknown", "other_boundary"),
        ({"shut": "adopted", "early": 1.0, "ever": 1.0}, "adopted", "adopted"),
        ({"closes": True, "difference": 5.0, **BINDS}, "avoid", "closes_more"),
        ({"adds": True, "difference": 5.0, **BINDS}, "avoid", "adds_emissions"),
        ({"adds": True, "difference": 5.0}, "not_for_climate", "adds_emissions"),
        # It rules something out, but can be left again, or pays, or is often right.
        ({"closes": True, "difference": 5.0}, "keep_open", "no_room_for_it"),
        ({"closes": True, "difference": -5.0, **BINDS}, "keep_open", "no_room_for_it"),
        ({**LOCK, "early": 0.5, "ever": 0.5}, "keep_open", "some_futures"),
        # Nobody knows the price: not right on price, however often it is cheap to guess at.
        ({"early": 1.0, "ever": 1.0, "unpriced": True}, "keep_open", "price_unknown"),
    ],
)
def test_the_rules(columns: dict[str, object], wanted: str, reason: str) -> None:
    groups, reasons = group_of(rules(evidence(**columns), LIMITS))
    assert (groups[0], reasons[0]) == (wanted, reason)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(-9, 9), st.booleans())
def test_binding_never_lowers_the_bar(early: float, more: float, nok: float, late: bool) -> None:
    given = {"early": early, "ever": max(early, more), "difference": nok, "late": late}
    free = group_of(rules(evidence(**given), LIMITS))[0][0]
    binds = group_of(rules(evidence(**given, **BINDS), LIMITS))[0][0]
    assert (binds == "anchor_first") == (free == "start_now")
    assert binds != "start_now"


@given(st.floats(0, 1), st.floats(0, 1), st.lists(st.floats(-9, 9), min_size=F, max_size=F))
def test_nothing_starts_that_loses_more_than_waiting(
    early: float, more: float, nok: list[float]
) -> None:
    e = evidence(early=early, ever=max(early, more), difference=np.array(nok))
    if group_of(rules(e, LIMITS))[0][0] in ("start_now", "anchor_first"):
        assert sum(max(x, 0.0) for x in nok) <= sum(max(-x, 0.0) for x in nok) + 1e-9


def test_stability_is_low_at_a_threshold_and_high_far_from_it() -> None:
    at, far = evidence(early=LIMITS.early, ever=1.0), evidence(early=1.0, ever=1.0)
    assert 0.2 < stability(at, LIMITS, rules(at, LIMITS), 1)[0] < 0.8
    assert stability(far, LIMITS, rules(far, LIMITS), 1)[0] == 1.0


def test_a_lock_in_is_only_printed_when_it_holds() -> None:
    rule = rules(evidence(closes=True, difference=5.0, **BINDS), LIMITS)
    yes, no = np.array([True]), np.array([False])
    assert group_of(unsure(rule, no, no)) == (("avoid",), ("closes_more",))
    assert group_of(unsure(rule, yes, no)) == (("keep_open",), ("unsure_lock",))


@settings(max_examples=25, deadline=None)
@given(st.floats(0, 1), st.booleans(), st.permutations(range(F)))
def test_the_order_of_futures_changes_no_group(early: float, binds: bool, order: list[int]) -> None:
    e = evidence(early=early, ever=max(early, 0.5), **(BINDS if binds else {}))
    names = ("early", "ever", "pays", "met", "worst", "difference")
    shuffled = replace(e, **{n: getattr(e, n)[order] for n in names})
    assert (rules(e, LIMITS) == rules(shuffled, LIMITS)).all()


def test_one_of_two_is_chosen_where_one_is_enough() -> None:
    one, other = evidence(early=0.5, ever=0.5), evidence(early=0.5, ever=0.5)
    turned = {n: ~getattr(other, n) for n in ("early", "ever")}
    other = replace(other, **turned)
    by_future = ("early", "ever", "pays", "difference")
    alike = ("commitment", "reversal", "waits", "unpriced", "closes", "adds", "late")
    both = {n: np.hstack([getattr(one, n), getattr(other, n)]) for n in by_future}
    both |= {n: np.repeat(getattr(one, n), 2) for n in alike}
    nok = np.full((F, 1), -1.0)
    pair = replace(one, **both, shut=("", ""), sets=((0, 1),), set_difference=nok)
    assert group_of(rules(pair, LIMITS)) == (("start_now",) * 2, ("one_of_these",) * 2)
    lone = replace(pair, sets=(), set_difference=None)
    assert group_of(rules(lone, LIMITS))[0] == ("keep_open",) * 2


def test_what_binds() -> None:
    assert LIMITS.binds(int(LIMITS.binding_years), None)
    assert LIMITS.binds(1, LIMITS.reversal)
    assert not LIMITS.binds(1, None)
    assert not LIMITS.binds(1, 0.1)


def test_every_threshold_has_two_other_ends() -> None:
    names = [name for name, _ in LIMITS.variants()]
    assert len(names) == len(set(names)) == 12
    assert all(other != LIMITS for _, other in LIMITS.variants())
    assert set(GROUPS) >= {"adopted", "not_needed", "not_for_climate"}
