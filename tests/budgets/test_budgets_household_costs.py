"""Residents' kroner over household groups: known answers by hand, and a real plan's."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pytest

from kortreist import facts
from kortreist.budgets.budget import Money
from kortreist.budgets.household_costs import residents_costs
from kortreist.budgets.household_order import order_of_alternatives, orders_of
from kortreist.budgets.household_spreading import (
    SPREADINGS,
    HouseholdCost,
    HouseholdCosts,
    spread_costs,
)
from kortreist.measures import library
from kortreist.measures.prices import Three

#: Ten households: five poor, three middling, two rich.
SHARES = {"poor": 0.5, "middle": 0.3, "rich": 0.2}
SPENT: dict[str, dict[str, float | None]] = {
    "fuel": {"poor": 100.0, "middle": 300.0, "rich": 300.0},  # mean 200
    "power": {"poor": 200.0, "middle": 200.0, "rich": 200.0},  # mean 200
    "kept_back": {"poor": None, "middle": 1.0, "rich": 1.0},
}
TOTAL = {"poor": 1000.0, "middle": 2000.0, "rich": 4000.0}


def cost(measure, codes, low, central, high, part="running"):
    return HouseholdCost(measure, part, Three(low, central, high), codes, "verified")


def spread(*costs):
    return spread_costs(costs, 10.0, SHARES, SPENT, TOTAL)


def nok(made, way="spending", level="central"):
    return {g.id: getattr(g.nok[way], level) for g in made.groups}


class TestByHand:
    def test_two_measures_and_three_groups(self):
        toll = cost("toll", ("fuel",), 800.0, 1000.0, 1600.0)
        saving = cost("retrofit", ("power",), -900.0, -500.0, -100.0)
        made = spread(toll, saving)
        # 100 a household times 100/200, 300/200, 300/200; less 50 a household for each.
        assert nok(made) == pytest.approx({"poor": 0.0, "middle": 100.0, "rich": 100.0})
        assert nok(made, "households") == pytest.approx(dict.fromkeys(SHARES, 50.0))
        assert made.average == pytest.approx((50 - math.hypot(20, 40), 50, 50 + math.hypot(60, 40)))
        poor = made.groups[0]
        assert poor.nok["spending"].low == pytest.approx(-math.hypot(10, 40))
        assert poor.nok["spending"].high == pytest.approx(math.hypot(30, 40))
        assert poor.ends == pytest.approx((-math.hypot(10, 40), 50 + math.hypot(60, 40)))
        assert {g.id: g.share["spending"] for g in made.groups} == pytest.approx(
            {"poor": 0.0, "middle": 0.05, "rich": 0.025}
        )
        # The largest share of what it spends: not the poorest, unless everybody pays alike.
        assert made.worst_off == {"spending": "middle", "households": "poor"}
        assert not made.worst_off_holds
        assert made.coverage == 1.0

    def test_over_the_groups_the_kroner_are_those_spread_in_both_ways(self):
        made = spread(
            cost("a", ("fuel",), 1.0, 700.0, 900.0), cost("b", ("fuel", "power"), -9.0, -3.0, 8.0)
        )
        for way in SPREADINGS:
            assert math.fsum(g.households * g.nok[way].central for g in made.groups) == (
                pytest.approx(697.0)
            )

    @pytest.mark.parametrize("codes", [(), ("kept_back",), ("unheard_of",), ("fuel", "kept_back")])
    def test_what_touches_nothing_known_is_not_spread_by_head(self, codes):
        known, other = cost("a", ("fuel",), 90.0, 100.0, 110.0), cost("b", codes, 1.0, 300.0, 301.0)
        made = spread(known, other)
        assert made.not_spread == (other,)
        assert made.coverage == pytest.approx(0.25)
        for way in SPREADINGS:
            whole = math.fsum(g.households * g.nok[way].central for g in made.groups)
            assert whole == pytest.approx(100.0), way
        assert made.left == pytest.approx((0.1, 30.0, 30.1))

    def test_a_saving_is_worst_for_the_one_who_saves_least(self):
        made = spread(cost("a", ("power",), -300.0, -200.0, -100.0))
        assert nok(made) == pytest.approx(dict.fromkeys(SHARES, -20.0))
        assert made.worst_off == {"spending": "rich", "households": "rich"}
        assert made.worst_off_holds

    def test_nothing_and_zero(self):
        none = spread()
        assert (none.coverage, none.worst_off) == (None, {})
        assert none.average == (0.0, 0.0, 0.0)
        zero = spread(cost("a", ("fuel",), -100.0, 0.0, 200.0))
        assert zero.average == pytest.approx((-10.0, 0.0, 20.0))
        assert nok(zero, level="high") == pytest.approx({"poor": 10, "middle": 30, "rich": 30})

    def test_ends_add_within_a_measure_and_not_over_measures(self):
        one = spread(
            cost("a", ("power",), 0.0, 30.0, 60.0),
            cost("a", ("power",), 0.0, 40.0, 80.0, "capital"),
        )
        two = spread(cost("a", ("power",), 0.0, 30.0, 60.0), cost("b", ("power",), 0.0, 40.0, 80.0))
        assert one.average == pytest.approx((0.0, 7.0, 14.0))
        assert two.average == pytest.approx((2.0, 7.0, 12.0))

    def test_more_than_is_spent_on_it_is_told(self):
        made = spread(cost("a", ("fuel",), 0.0, 1500.0, 1500.0))
        assert made.over == (("a", "poor", "households", pytest.approx(1.5)),)
        assert {told[1] for told in spread(cost("a", ("fuel",), 0, 2500, 2500)).over} == set(SHARES)


def alike(**costs):
    return {key: Three(float(v), float(v), float(v)) for key, v in costs.items()}


class TestOrder:
    def test_it_turns_for_whom_another_thing_weighs(self):
        toll = spread(cost("toll", ("fuel",), 1000, 1000, 1000))  # 50 150 150, mean 100
        power = spread(cost("fee", ("power",), 900, 900, 900))  # 90 each
        groups = {
            g.id: {"toll": g.nok["spending"], "fee": h.nok["spending"]}
            for g, h in zip(toll.groups, power.groups, strict=True)
        }
        made = order_of_alternatives({"toll": toll.average, "fee": power.average}, groups)
        assert made.average == (("fee",), ("toll",))
        assert made.turns == {"poor": (("toll",), ("fee",))}
        assert made.over_range, "no range"
        assert not made.in_both, "spread alike nobody differs from the mean"
        assert not made.robust

    def test_a_range_may_take_it_away(self):
        average = {"a": Three(10.0, 100.0, 200.0), "b": Three(90.0, 110.0, 150.0)}
        made = order_of_alternatives(average, {"g": average})
        assert (made.average, made.turns) == ((("a",), ("b",)), {})
        assert not made.over_range, "at high costs b is cheaper for the mean household too"
        assert made.in_both
        turned = {"a": Three(10.0, 120.0, 130.0), "b": Three(20.0, 110.0, 200.0)}
        assert order_of_alternatives(alike(a=1, b=2), {"g": turned}).over_range is False

    def test_equal_to_the_krone_turns_nothing(self):
        made = order_of_alternatives(alike(a=1, b=2), {"g": alike(a=2.2, b=1.8)})
        assert made.turns == {}
        assert made.robust
        assert order_of_alternatives(alike(a=1, b=1.2), {}).average == (("a", "b"),)

    def test_what_is_not_spread_counts_for_the_mean_household_and_takes_sureness_away(self):
        group = {"g": alike(a=1, b=2)}
        made = order_of_alternatives(alike(a=1, b=2), group, alike(a=5, b=0))
        assert (made.average, made.spread) == ((("b",), ("a",)), (("a",), ("b",)))
        assert made.left_out
        assert not made.robust
        same = order_of_alternatives(alike(a=1, b=2), group, alike(a=5, b=5))
        assert (same.left_out, same.robust) == (False, True)

    def test_it_is_read_from_plain_values_by_kind(self):
        made = {
            key: HouseholdCosts(10.0, True, 2025, (2027,), (spread(one),)).to_dict()
            for key, one in {
                "toll": cost("toll", ("fuel",), 1000, 1000, 1000),
                "fee": cost("fee", ("power",), 900, 900, 900),
            }.items()
        }
        assert orders_of(made)["income"].turns == {"poor": (("toll",), ("fee",))}


class TestFacts:
    def test_every_base_is_of_a_measure_and_a_group_the_survey_gives(self):
        store = facts.load()
        ids = {m.id for m in library()}
        surveyed = {r["code"] for r in store.table("coicop_by_household")}
        for row in store.table("household_cost_bases"):
            assert row["measure"] in ids
            assert set((row["codes"] or "").split(";")) - {""} <= surveyed, row

    def test_every_known_cost_of_residents_is_looked_at(self):
        """A measure that comes in with a cost to residents must have its base said, or none."""
        bases = {(r["measure"], r["part"]) for r in facts.load().table("household_cost_bases")}
        part = {"capital": "capital", "running": "running", "staff": "running"}
        asked = {
            (m.id, part[c.kind])
            for m in library()
            for c in m.costs
            if c.bearer == "residents" and not c.avoided and not c.earmarked
        }
        assert asked == bases

    def test_totals_hold_the_parts_and_agree_with_the_survey(self):
        store = facts.load()
        total = {
            r["household"]: r["nok_per_household"] for r in store.table("household_total_spending")
        }
        parts: dict[str, float] = {}
        for r in store.table("coicop_by_household"):
            parts[r["household"]] = parts.get(r["household"], 0.0) + (r["nok_per_household"] or 0.0)
        assert set(parts) == set(total)
        for id, nok_told in parts.items():
            assert 0.9 * total[id] < nok_told <= total[id] * 1.001, id


def test_own_measures_are_not_spread_and_unknown_is_told():
    class Row(SimpleNamespace):
        def paid(self, bearer, years):
            return self.money

    own = Row(
        measure=SimpleNamespace(id="our_own"),
        money=Money(40.0, 8.0, 0.0, 0.0, 0.0, (30.0, 60.0), (4.0, 9.0)),
    )
    costs = residents_costs([own], (2027, 2028), growth=2.0)
    assert costs == (
        HouseholdCost("our_own", "capital", Three(30.0, 40.0, 60.0)),
        HouseholdCost("our_own", "running", Three(4.0, 8.0, 9.0)),
    )
    assert spread(*costs).coverage == 0.0
