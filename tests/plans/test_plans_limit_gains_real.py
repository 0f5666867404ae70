"""Which limit binds in real places, against making the whole plan again without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kortreist import places
from kortreist.budgets import ClimateBudget, climate_budget
from kortreist.connectors.inventory_import import import_inventory

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
FILE = SHARED / "telemark" / "emissions" / "klimagassutslipp_telemark_2026-04-24.csv"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="needs Telemark's inventory")
FUTURES = 64


@pytest.fixture(scope="module")
def telemark(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("telemark")
    import_inventory(FILE, data_dir=folder)
    return folder


def plan(number: str, folder: Path, *, extras: bool = False, **limits: float) -> ClimateBudget:
    return climate_budget(
        places.find(number),
        data_dir=folder,
        futures_count=FUTURES,
        extras=extras,
        plan_beside=False,
        **limits,  # type: ignore[arg-type]
    )


# Each time: the same in cases told in advance, with whole plans of two measures, in
# test_plans_limit_gains.
@pytest.mark.parametrize(
    ("number", "limits"),
    [
        pytest.param("4005", {}, marks=pytest.mark.long),
        pytest.param("4003", {"money_nok": 5e5, "staff_fte": 50.0}, marks=pytest.mark.long),
        pytest.param("4003", {"money_nok": 1e9, "staff_fte": 0.3}, marks=pytest.mark.long),
    ],
)
def test_what_binds_is_what_a_whole_plan_without_it_would_cut_more(
    number: str, limits: dict[str, float], telemark: Path
) -> None:
    made = plan(number, telemark, extras=True, **limits)
    stair = made.outcome.stair
    assert stair is not None
    assert sum(s.central for s in stair.steps) == pytest.approx(stair.today - stair.target)
    free = {"money": {"money_nok": 1e12}, "staff": {"staff_fte": 1e6}, "price": {"dearest": 1e6}}
    more: dict[str, float] = {}
    for gain in made.outcome.limit_gains:
        other = plan(number, telemark, **(limits | free[gain.limit])).outcome.stair
        assert other is not None
        more[gain.limit] = other.in_plan - stair.in_plan
        if gain.slack:
            assert other.in_plan == pytest.approx(stair.in_plan)
    binding = made.outcome.binding_limit
    if binding is None or binding.tonnes < 0.05 * stair.in_plan:
        # Then nothing lifted alone gives much.
        assert max(more.values()) < 0.1 * stair.in_plan
    else:
        assert binding.limit == max(more, key=lambda k: more[k])
        assert binding.tonnes == pytest.approx(more[binding.limit], rel=0.15)
