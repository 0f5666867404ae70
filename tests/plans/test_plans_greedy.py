from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kortreist.measures.measure import Measure
from kortreist.plans import Candidate, Limits, Room, greedy, staff_by_year

YEARS = np.arange(2025, 2036)
PLAN = (2027, 2028, 2029, 2030)
TEXT = {"nb": "x", "nn": "x", "en": "x"}


def measure(id: str, staff: float = 0.0, ramp: int = 1, **more: object) -> Measure:
    return Measure(
        id=id, name=TEXT, description=TEXT, level=1, theme="energy", unit="planning",
        effects=(), costs=(), ramp_years=ramp, lifetime_years=20, commitment_years=0,
        staff_fte=staff, indicator=TEXT, source="judgement", **more,  # type: ignore[arg-type]
    )  # fmt: skip


def room(money: float = 1e12, staff: float = 1e12) -> Room:
    return Room(Limits(money, staff), YEARS, np.isin(YEARS, PLAN))


def price(nok: float):  # type: ignore[no-untyped-def]
    return lambda m, start: np.where(start == YEARS, nok, 0.0)


def never(starts: object) -> bool:
    return False


def test_cheapest_first_and_unknown_cost_last() -> None:
    c = [
        Candidate(measure("dear"), 10, 900.0),
        Candidate(measure("unknown"), 10, None),
        Candidate(measure("cheap"), 10, -5.0),
    ]
    assert list(greedy(c, room(), PLAN, price(0), never).starts) == ["cheap", "dear", "unknown"]


def test_money_moves_the_start_and_then_refuses() -> None:
    c = [Candidate(measure(f"m{i}"), 10, float(i)) for i in range(5)]
    choice = greedy(c, room(money=100), PLAN, price(100), never)
    assert choice.starts == {"m0": 2027, "m1": 2028, "m2": 2029, "m3": 2030}
    assert choice.refused == {"m4": "money"}


def test_staff_counts_in_the_ramp_years() -> None:
    c = [Candidate(measure(f"m{i}", staff=0.6, ramp=2), 10, float(i)) for i in range(3)]
    choice = greedy(c, room(staff=1.0), PLAN, price(0), never)
    assert choice.starts == {"m0": 2027, "m1": 2029}
    assert choice.refused == {"m2": "staff"}
    assert staff_by_year(c[0].measure, 2027, YEARS).sum() == pytest.approx(1.2)


def test_prerequisite_is_chosen_before_and_exclusion_respected() -> None:
    c = [
        Candidate(measure("a", requires=("b",)), 10, 1.0),
        Candidate(measure("b"), 10, 50.0),
        Candidate(measure("c", excludes=("a",)), 10, 2.0),
        Candidate(measure("d", requires=("not_here",)), 10, 3.0),
    ]
    choice = greedy(c, room(), PLAN, price(0), never)
    assert list(choice.starts) == ["b", "a"]
    assert choice.refused == {"c": "excluded", "d": "requires"}


def test_stops_when_enough() -> None:
    c = [Candidate(measure(f"m{i}"), 10, float(i)) for i in range(9)]
    choice = greedy(c, room(), PLAN, price(0), lambda s: len(s) >= 4)
    assert list(choice.starts) == ["m0", "m1", "m2", "m3"]
    assert set(choice.refused.values()) == {"target_met"}


@given(
    needs=st.lists(
        st.tuples(st.floats(0, 50), st.floats(0, 2), st.integers(1, 4)), min_size=1, max_size=12
    ),
    money=st.floats(0, 120),
    staff=st.floats(0, 4),
)
def test_limits_are_never_broken(
    needs: list[tuple[float, float, int]], money: float, staff: float
) -> None:
    ms = [measure(f"m{i}", staff=s, ramp=r) for i, (_, s, r) in enumerate(needs)]
    cost = {m.id: n[0] for m, n in zip(ms, needs, strict=True)}
    choice = greedy(
        [Candidate(m, 1.0, float(i)) for i, m in enumerate(ms)],
        room(money, staff),
        PLAN,
        lambda m, start: np.where(start <= YEARS, cost[m.id], 0.0),
        never,
    )
    plan = np.isin(YEARS, PLAN)
    spent = sum((np.where(s <= YEARS, cost[m], 0.0) for m, s in choice.starts.items()), 0 * YEARS)
    busy = sum(
        (
            staff_by_year(next(m for m in ms if m.id == i), s, YEARS)
            for i, s in choice.starts.items()
        ),
        0 * YEARS,
    )
    assert np.all(spent[plan] <= money + 1e-6)
    assert np.all(busy[plan] <= staff + 1e-6)
    assert set(choice.starts) | set(choice.refused) == {m.id for m in ms}
