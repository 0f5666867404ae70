"""Costs: who pays, when, and what is unknown stays unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from kortreist.accounts.ledger import Account, Source
from kortreist.errors import FiguresMissingError, InputError
from kortreist.futures import draw
from kortreist.measures.measure import Activity, Cost, Effect, Measure, Spread
from kortreist.measures.prices import PriceLevel, annuity
from kortreist.pathways import assemble, costs, discounted, evaluate
from kortreist.pathways.costs import cost_of
from kortreist.places.place import Place

YEARS = range(2024, 2051)


PLACE = Place("4005", "Notodden", "municipality", date(2024, 1, 1))


def fixed(value: float | None) -> Spread | None:
    return None if value is None else Spread(value, value, value, "judgement", "judgement")


def one(*paid: Cost, ramp: int = 4, lifetime: int = 10) -> Measure:
    effect = Effect("direct", "heating", "lpg", "improve", fixed(0.5))
    return Measure(
        id="m",
        name={},
        description={},
        level=1,
        theme="energy",
        unit="planning",
        effects=(effect,),
        costs=paid,
        ramp_years=ramp,
        lifetime_years=lifetime,
        commitment_years=1,
        staff_fte=1.0,
        indicator={},
        source="judgement",
    )


def assembled(measure: Measure, people: float | None = 1000.0):
    source = Source(
        "direct/heating/lpg/business",
        "direct",
        "business",
        "heating",
        "lpg",
        "buildings",
        1000.0,
        900.0,
        1100.0,
        False,
        "x",
    )
    account = Account(
        PLACE, 2024, "v", "2026-04-24", "o", "AR5", (source,), {}, None, {}, {}, people, {}
    )  # type: ignore[arg-type]
    model = assemble(account, [measure], draw([measure], YEARS, 16))
    # No delay and no drivers, so that figures can be checked by hand.
    return replace(model, delay=np.zeros_like(model.delay), index=np.ones_like(model.index))


def solve(measure: Measure, people: float | None = 1000.0, **options: object):
    model = assembled(measure, people)
    result = evaluate(model, {"m": 2026})
    return costs(model, [measure], result, people, **options), result


def test_capital_falls_in_the_ramp_and_at_renewal() -> None:
    got, _ = solve(one(Cost("municipality", "capital", "fixed", fixed(400.0))))
    yearly = got.nok["m"]["municipality"]
    expected = np.zeros(27)
    expected[[2, 3, 4, 5, 12, 13, 14, 15, 22, 23, 24, 25]] = 100.0
    np.testing.assert_allclose(yearly, expected, atol=1e-9)


def test_running_per_inhabitant_and_per_tonne() -> None:
    got, result = solve(
        one(
            Cost("residents", "running", "per_inhabitant", fixed(3.0)),
            Cost("business", "running", "per_tonne", fixed(200.0)),
            ramp=1,
        )
    )
    assert got.nok["m"]["residents"][2] == pytest.approx(3000.0)
    np.testing.assert_allclose(got.nok["m"]["business"], 200.0 * result.effect_mean[0])
    assert got.nok["m"]["business"][-1] == pytest.approx(100_000.0)
    assert set(got.by_bearer()) == {"residents", "business"}


def test_unknown_is_missing_not_zero() -> None:
    got, _ = solve(
        one(
            Cost("state", "running", "fixed", None),
            Cost("state", "capital", "fixed", fixed(5.0)),
            Cost("business", "running", "fixed", fixed(1.0)),
        )
    )
    assert got.missing == {"m": ("state",)}
    assert set(got.nok["m"]) == {"business", "state"}
    alone, _ = solve(one(Cost("state", "capital", "fixed", fixed(5.0))))
    assert got.nok["m"]["state"] == pytest.approx(alone.nok["m"]["state"]), "the known part"


def test_price_index_lifts_and_must_hold_the_year() -> None:
    cost = Cost("business", "running", "fixed", fixed(100.0), price_year=2021)
    got, _ = solve(one(cost, ramp=1), prices=PriceLevel(2025, {2021: 1.2}))
    assert got.nok["m"]["business"][-1] == pytest.approx(120.0)
    with pytest.raises(InputError, match="2021"):
        solve(one(cost), prices=PriceLevel(2025, {2025: 1.0}))


def test_per_inhabitant_needs_inhabitants() -> None:
    with pytest.raises(FiguresMissingError, match="population is unknown"):
        solve(one(Cost("residents", "running", "per_inhabitant", fixed(3.0))), people=None)


def test_discounting_by_hand() -> None:
    years = np.array([2025, 2026, 2027])
    value = discounted(np.array([9.0, 100.0, 104.0]), years, 2026, 0.04)
    assert value == pytest.approx(200.0)


def unit_measure(*paid: Cost, **activity: object) -> Measure:
    effect = Spread(1600.0, 2000.0, 4000.0, "judgement", "judgement")
    what = Activity("van", effect, "direct", "yearly", 5.0)
    return replace(one(*paid, ramp=1), activity=replace(what, **activity))


VAN = (
    Cost("business", "capital", "per_unit", Spread(0, 60_000, 80_000, "judgement", "judgement")),
    Cost("business", "running", "per_unit", fixed(-5_000.0)),
)


def test_units_are_tonnes_over_effect_and_carry_the_cost() -> None:
    got, result = solve(unit_measure(*VAN))
    tonnes = result.effect_mean[0]
    units = tonnes * 1000.0 / 2000.0
    spent = got.spending["m"]
    np.testing.assert_allclose(spent.running["business"], -5_000.0 * units)
    # Bought once, and again when five years old.
    bought = spent.capital["business"] / 60_000.0
    assert bought[[2, 7, 12]] == pytest.approx([units[2]] * 3)
    assert bought[[3, 4, 5, 6]] == pytest.approx([0.0] * 4)


def test_owners_carry_the_kroner_and_the_inventory_the_tonnes() -> None:
    half, result = solve(unit_measure(*VAN), owners={"van": 0.5})
    whole, same = solve(unit_measure(*VAN))
    np.testing.assert_allclose(half.nok["m"]["business"], 0.5 * whole.nok["m"]["business"])
    np.testing.assert_allclose(result.effect_mean, same.effect_mean)


def test_what_is_paid_once_is_paid_in_the_year_it_cuts() -> None:
    once = unit_measure(
        Cost("business", "capital", "per_unit", fixed(100.0)), timing="once", lifetime_years=1.0
    )
    got, result = solve(once)
    units = result.effect_mean[0] * 1000.0 / 2000.0
    np.testing.assert_allclose(got.spending["m"].capital["business"], 100.0 * units)


def test_a_unit_without_effect_has_an_unknown_cost() -> None:
    got, _ = solve(unit_measure(*VAN, effect=None))
    assert got.missing == {"m": ("business",)}
    assert got.nok["m"] == {}


def test_transfers_cancel_and_staff_is_running_cost() -> None:
    grant = (
        Cost("municipality", "capital", "per_unit", fixed(500.0), transfer=True),
        Cost("residents", "capital", "per_unit", fixed(-500.0), transfer=True),
    )
    staff = Cost("municipality", "staff", "fixed", fixed(90.0))
    got, _ = solve(unit_measure(*VAN, *grant, staff))
    plain, _ = solve(unit_measure(*VAN))
    spent = got.spending["m"]
    np.testing.assert_allclose(spent.resources, plain.spending["m"].resources)
    assert spent.running["municipality"].sum() == pytest.approx(90.0), "once, not at renewal"
    assert spent.staff.sum() == pytest.approx(90.0)
    np.testing.assert_allclose(spent.capital["residents"], -spent.capital["municipality"])


def test_low_and_high_are_the_ends_of_every_figure() -> None:
    ends = {
        level: solve(unit_measure(*VAN), level=level)[0].nok["m"]["business"].sum()
        for level in ("low", "central", "high")
    }
    assert ends["low"] < ends["central"] < ends["high"]


def test_an_annuity_is_worth_what_was_invested() -> None:
    worth = sum(annuity(12) / 1.04**year for year in range(1, 13))
    assert worth == pytest.approx(1.0)


def test_low_is_under_and_high_over_the_central_cost_of_every_unit_of_the_library() -> None:
    """Units that save their users money still cost whoever buys them: the range is of the payer."""
    from kortreist.measures import library
    from kortreist.provenance import JUDGED

    x, tonnes, checked = np.ones((1, 27)), np.full(27, 500.0), set[str]()
    model = assembled(one())
    for measure in library():
        paid = [c for c in measure.costs if c.basis == "per_unit" and c.amount and not c.transfer]
        free = [c for c in paid if not c.avoided and not c.earmarked]
        # A saving nobody has read is held to what it pays for: its range is not its own.
        differ = [
            c
            for c in free
            if c.amount.low < c.amount.central < c.amount.high
            and not (c.amount.low < 0.0 and c.amount.mark in JUDGED)
        ]
        if not differ or measure.activity is None or measure.activity.effect is None:
            continue
        alone = replace(one(*free, ramp=1), activity=measure.activity)
        levels = ("low", "central", "high")
        got = [cost_of(model, alone, x, tonnes, 1000.0, level=level) for level in levels]
        for cost in differ:
            side = "capital" if cost.kind == "capital" else "running"
            sums = [float(getattr(s, side)[cost.bearer].sum()) for s in got]
            assert sums[0] < sums[1] < sums[2], (measure.id, cost.bearer, side, sums)
            checked.add(measure.id)
    assert {"car_sharing", "municipal_fleet_electric", "cycle_network"} <= checked
    assert len(checked) > 60
