from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_problem import small_problem

from kortreist.plans.problem import NONE
from kortreist.plans.regret import info_gap, regret_of
from kortreist.plans.waiting import waiting

NONE_PLANNED = np.full(5, NONE)


def priced(seed: int = 0, price: float = 1.0):  # type: ignore[no-untyped-def]
    p = small_problem(seed, futures=6, pairs=False)
    return replace(p, frame=np.zeros(4), year_weight=np.full(4, price))


def test_difference_is_what_a_hand_calculation_gives() -> None:
    p = priced()
    found = waiting(p, NONE_PLANNED)
    f, m = 2, 1

    def worth(o: int) -> float:
        choice = np.full((6, 5), NONE)
        choice[f, m] = o
        emission = (
            p.emission(choice)[f].sum() if o >= 0 else p.emission(np.full((6, 5), NONE))[f].sum()
        )
        return emission + (p.cost[o] * p.cost_spread[f, m] if o >= 0 else 0.0)

    mine = p.of_measure(m).tolist()
    now = worth(mine[0])
    later = min(worth(NONE), *(worth(o) for o in mine if not p.early[o]))
    assert found.difference[f, m] == pytest.approx(now - later)
    assert found.never[f, m] == pytest.approx(now - worth(NONE))


def test_what_pays_is_regretted_when_waited_with_and_what_costs_when_started() -> None:
    cheap, dear = waiting(priced(price=1e6), NONE_PLANNED), waiting(priced(price=0.0), NONE_PLANNED)
    for m in range(1, 4):
        pays, costs = (
            regret_of(cheap.difference[:, m], True),
            regret_of(dear.difference[:, m], True),
        )
        assert (pays.start_wrong, pays.start_chance, pays.wait_chance) == (0.0, 0.0, 1.0)
        assert pays.wait_wrong is not None
        assert pays.wait_wrong > 0
        assert (costs.wait_wrong, costs.start_chance, costs.wait_chance) == (0.0, 1.0, 0.0)
        assert costs.largest == pytest.approx(dear.difference[:, m].max())


def test_a_measure_that_cannot_start_now_has_no_regret_and_unknown_cost_no_amount() -> None:
    found = waiting(priced(), NONE_PLANNED)
    p = priced()
    late_only = replace(p, early=p.early & (p.option_measure != 4))
    assert np.isnan(waiting(late_only, NONE_PLANNED).difference[:, 4]).all()
    assert regret_of(np.full(3, np.nan), True).start_wrong is None
    unknown = regret_of(found.difference[:, 1], known=False)
    assert unknown.start_wrong is None
    assert unknown.start_chance + unknown.wait_chance == pytest.approx(1.0)


def test_being_able_to_give_up_never_makes_a_start_worse() -> None:
    p = priced(3)
    kept = p.stem == np.arange(p.stem.size)
    stays = replace(p, cost=np.where(kept, p.cost, 1e12))
    assert (
        waiting(p, NONE_PLANNED).difference[:, 2]
        <= waiting(stays, NONE_PLANNED).difference[:, 2] + 1e-9
    ).all()


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_info_gap_is_a_share_and_agrees_with_what_is_lost(nok: list[float]) -> None:
    difference = np.array([round(x) for x in nok], dtype=np.float64)
    radius = info_gap(difference)
    assert 0.0 <= radius <= 1.0
    # All of it where no future loses by starting, and none where the mean does.
    gains = -difference
    assert (radius == 1.0) == (gains.mean() > 0.0 and bool((difference <= 0.0).all()))
    assert (radius == 0.0) == (gains.mean() <= 0.0)
    assert info_gap(difference - 1.0) >= radius
    if 0.0 < radius < 1.0:  # at the radius nothing is won or lost
        assert gains.mean() + radius * (gains.min() - gains.mean()) == pytest.approx(0.0, abs=1e-6)
