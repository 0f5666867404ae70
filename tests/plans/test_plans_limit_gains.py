"""Which limit binds, in cases whose answer is told in advance."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from made_measures import asked, measure, plan_of

from kortreist.plans import Question
from kortreist.plans.limit_gains import LimitGain, binding_limit, limit_gains
from kortreist.plans.question import prices

SEED = 7
#: Cheap against the carbon price, and the municipality pays: some million NOK a year.
COSTLY = (500.0, 500.0, 500.0)
POOR, RICH = 1e4, 1e9
FEW, MANY = 0.5, 50.0


def gains(staff_each: float = 5.0, **limits: float) -> tuple[LimitGain, ...]:
    some = [
        measure("a", 0.05, COSTLY, own=True, staff_fte=staff_each),
        measure("b", 0.03, COSTLY, own=True, staff_fte=staff_each),
    ]
    q = asked(some, seed=SEED, count=64, **limits)  # type: ignore[arg-type]

    def plan(other: Question) -> Mapping[str, int]:
        return plan_of(other, seed=SEED).starts

    return limit_gains(q, prices(q), plan, year=2035, minimum=1.0)


@pytest.mark.parametrize(
    ("limits", "binds", "slack"),
    [
        ({"money": POOR, "staff": MANY}, "money", {"staff"}),
        ({"money": RICH, "staff": FEW}, "staff", {"money"}),
        ({"money": RICH, "staff": MANY, "dearest": 100.0}, "price", {"money", "staff"}),
        ({"money": RICH, "staff": MANY}, None, {"money", "staff"}),
    ],
)
def test_the_one_that_holds_back_binds(
    limits: dict[str, float], binds: str | None, slack: set[str]
) -> None:
    made = gains(**limits)
    found = binding_limit(made)
    assert (found.limit if found else None) == binds
    assert {g.limit for g in made if g.slack} == slack
    assert [g.limit for g in made] == ["money", "staff", "price"]
    if found:
        assert set(found.measures) == {"a", "b"}
        assert found.tonnes > 100.0
        assert all(g.tonnes == 0.0 for g in made if g is not found)


def test_where_both_are_needed_neither_binds_alone_and_together_they_do() -> None:
    made = gains(money=POOR, staff=FEW)
    found = binding_limit(made)
    assert [(g.limit, g.binds) for g in made] == [
        ("money", False),
        ("staff", False),
        ("price", False),
        ("all", True),
    ]
    assert found is made[-1]
    assert set(made[-1].measures) == {"a", "b"}


def test_of_several_the_one_that_gives_most_is_named() -> None:
    some = (LimitGain("money", 20.0, True), LimitGain("staff", 30.0, True))
    assert binding_limit(some) is some[1]
    assert binding_limit((LimitGain("money", 0.4, False),)) is None
    assert binding_limit(()) is None
