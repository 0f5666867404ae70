"""Ties as shown are never a turn, and nobody is named worst off where no group stands out."""

from __future__ import annotations

import pytest

from kortreist_web.budgets.paper.household_costs import stands_out
from kortreist_web.budgets.paper.payer_order import payer_order


def one(mine, theirs, low=None, high=None, households=None):
    paid = {"investment": 0.0, "running": mine, "low": low or mine, "high": high or mine}
    return {"municipality": paid, "others": {"residents": theirs}, "households": households}


def spread(nok):
    """Return 6,000 households' kroner over four years, as the engine keeps them."""
    mean = nok / 6_000 / 4
    three = {"low": mean, "central": mean, "high": mean}
    none = dict.fromkeys(three, 0.0)
    group = {"id": "income_1", "nok": {"spending": three}}
    kind = {"kind": "income", "average": three, "left": none, "groups": [group]}
    return {"households": 6_000.0, "years": [2027, 2028, 2029, 2030], "kinds": [kind]}


@pytest.mark.parametrize("households", [False, True])
@pytest.mark.parametrize(
    ("theirs", "ranks", "turns"),
    [
        # A finance director read that the order turns, of two amounts that are one as shown.
        ((-1_749_229.0, -1_748_252.0), (("proposed", "later"),), False),
        ((-1_744_000.0, -1_706_000.0), (("proposed", "later"),), False),
        ((-2_749_229.0, -1_748_252.0), (("proposed",), ("later",)), True),
        ((-1_748_252.0, -2_749_229.0), (("later",), ("proposed",)), False),
    ],
)
def test_a_tie_as_shown_is_no_turn(theirs, ranks, turns, households):
    kept = [spread(nok) if households else None for nok in theirs]
    shown = {
        "proposed": one(9_000_000.0, theirs[0], households=kept[0]),
        "later": one(8_000_000.0, theirs[1], households=kept[1]),
    }
    order = payer_order(shown)
    assert order.municipality == (("later",), ("proposed",))
    assert (order.residents, order.turns) == (ranks, turns)
    assert order.same is (ranks == order.municipality)


def test_a_difference_the_range_does_not_resolve_is_no_turn():
    wide = {"low": 1_000_000.0, "high": 99_000_000.0}
    shown = {"a": one(9_000_000.0, -5e6, **wide), "b": one(8_000_000.0, 5e6, **wide)}
    assert not payer_order(shown).turns


@pytest.mark.parametrize(
    ("shares", "named"),
    [((-0.00011, -0.00012, -0.00014), False), ((-0.0001, -0.0003, -0.0005), True), ((), False)],
)
def test_nobody_is_worst_off_where_the_differences_vanish(shares, named):
    groups = [{"id": f"g{i}", "share": {"spending": s}} for i, s in enumerate(shares)]
    worst = {"spending": "g0"} if shares else {}
    assert stands_out({"worst_off": worst, "groups": groups}) is named
