"""What drives the plan: shares by hand, the right factors, findings in the drivers' units."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kortreist import accounts, measures, places
from kortreist.errors import InputError
from kortreist.futures import draw, drivers, triangular
from kortreist.pathways import assemble, evaluate_many
from kortreist.plans.key_drivers import driver_shares, findings, moving_drivers
from kortreist.plans.outcome import DriverShare
from kortreist.units import BOUNDARIES

_SPEC = importlib.util.spec_from_file_location(
    "pathway_case", Path(__file__).parents[1] / "pathways" / "pathway_case.py"
)
assert _SPEC is not None
assert _SPEC.loader is not None
case = importlib.util.module_from_spec(_SPEC)
sys.modules.setdefault("pathway_case", case)
_SPEC.loader.exec_module(case)

NOTHING = [0.0] * 8
LPG = ("heating", "lpg")


def account(**tonnes: float) -> Any:
    """Only these direct sources of residents: ``lpg``, ``enteric_fermentation`` …"""
    whole = case.account(NOTHING)
    made = [
        replace(
            whole.sources[0],
            id=f"direct/{sector}/{source}/residents",
            sector=sector,
            source=source,
            value=tonnes[source],
        )
        for sector, source in (*case.KEYS, ("agriculture", "manure_management"))
        if source in tonnes
    ]
    return replace(whole, sources=tuple(made))


def by_key(shares: tuple[DriverShare, ...]) -> dict[tuple[str, str], DriverShare]:
    return {(s.kind, s.key): s for s in shares}


def sixth_power(name: str) -> np.ndarray:
    """What a yearly rate makes of one tonne in six years, in fine steps of its chance."""
    d = next(d for d in drivers() if d.id == name)
    u = (np.arange(20_000) + 0.5) / 20_000
    return (1.0 + triangular(u, d.low, d.central, d.high)) ** 6


def test_one_source_one_driver() -> None:
    (only,) = driver_shares(account(enteric_fermentation=1000.0), [], {}, 2030)
    assert (only.kind, only.key, only.worth_nok) == ("driver", "livestock", None)
    assert only.total == pytest.approx(1.0, abs=0.05)
    assert only.total - 0.15 < only.first <= only.total
    assert 0.0 < only.total_conf < 0.2
    # Steps from the middle of one of ten cells to the fifth after it; nine make the whole way.
    level = 1000.0 * sixth_power("livestock")[1_000::2_000]
    assert only.mu_star == pytest.approx((level[5:] - level[:5]).mean() * 9 / 5, rel=0.05)


def test_two_independent_drivers_share_by_their_variance() -> None:
    both = account(enteric_fermentation=1000.0, lpg=150.0)
    got = by_key(driver_shares(both, [], {}, 2030, n=1024))
    a, b = sixth_power("livestock").var() * 1000.0**2, sixth_power("heating_lpg").var() * 150.0**2
    assert set(got) == {("driver", "livestock"), ("driver", "heating_lpg")}
    assert got["driver", "livestock"].total == pytest.approx(a / (a + b), abs=0.04)
    assert got["driver", "heating_lpg"].total == pytest.approx(b / (a + b), abs=0.04)


def test_drivers_that_go_together_share_what_is_common() -> None:
    """Livestock and manure, correlation 0.7: the one that stands first gets no more."""
    both = account(enteric_fermentation=1000.0, manure_management=1000.0)
    got = by_key(driver_shares(both, [], {}, 2030, n=1024))
    sd = [sixth_power(name).std() for name in ("livestock", "manure")]
    p, q = np.sqrt(1.7) / 2, np.sqrt(0.3) / 2  # the symmetric root of [[1, 0.7], [0.7, 1]]
    weight = np.array([sd[0] * (p + q) + sd[1] * (p - q), sd[0] * (p - q) + sd[1] * (p + q)])
    share = weight**2 / (weight**2).sum()
    assert got["driver", "livestock"].total == pytest.approx(share[0], abs=0.04)
    assert got["driver", "manure"].total == pytest.approx(share[1], abs=0.04)


def test_effects_delays_and_conditions() -> None:
    fixed = {"heating_lpg": (0.0, 0.0, 0.0)}
    spread = case.spread(0.1, 0.2, 0.6)
    many = [case.measure(f"m{i}", case.effect(LPG, "improve", spread), ramp=1) for i in range(3)]
    place = account(lpg=1000.0)
    early = {m.id: 2025 for m in many}
    # Long after the start delays do nothing; three equal effects share alike.
    got = by_key(driver_shares(place, many, early, 2040, overrides=fixed))
    assert set(got) == {("effect", "m0"), ("effect", "m1"), ("effect", "m2"), ("delay", "")}
    assert got["delay", ""].total == got["delay", ""].mu_star == 0.0
    assert [got["effect", f"m{i}"].total for i in range(3)] == pytest.approx([1 / 3] * 3, abs=0.1)
    # One by itself and the others as a group.
    got = by_key(driver_shares(place, many, early, 2040, overrides=fixed, largest=1))
    (single,) = (key for kind, key in got if kind == "effect" and key)
    assert got["effect", ""].total == pytest.approx(2 * got["effect", single].total, rel=0.35)
    # A start two years before the goal hangs on its delay, and on the law it waits for.
    waits = [
        case.measure("w", case.effect(LPG, "improve", spread), conditions=("gas_heating_ban",))
    ]
    got = by_key(driver_shares(place, waits, {"w": 2030}, 2032, overrides=fixed))
    assert set(got) == {("effect", "w"), ("delay", ""), ("condition", "gas_heating_ban")}
    assert got["condition", "gas_heating_ban"].total > got["delay", ""].total > 0.01


def test_nothing_moves() -> None:
    assert driver_shares(account(), [], {}, 2030) == ()
    fixed = {"heating_lpg": (0.0, 0.0, 0.0)}
    assert driver_shares(account(lpg=10.0), [], {}, 2030, overrides=fixed) == ()
    certain = case.measure("m", case.effect(LPG, "improve", case.spread(0.2, 0.2, 0.2)))
    assert driver_shares(account(lpg=10.0), [certain], {"m": 2025}, 2040, overrides=fixed) == ()


def shifting() -> Any:
    """What is bought elsewhere is done by bus here, where no bus drove before."""
    away = case.effect(
        ("coicop", "07.1"), "shift", case.spread(0.2, 0.5, 0.6), case.KEYS[1], scope="indirect"
    )
    return case.account(NOTHING), [case.measure("bus", away)]


@pytest.mark.parametrize("make", [lambda: (case.account(), case.many(5)), shifting])
@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_drivers_left_out_move_nothing(boundary: Any, make: Any) -> None:
    """Against brute force: one driver's draw is changed at a time, with shifts on board."""
    place, plan = make()
    futures = draw(plan, (2024, 2040), 16)
    model = assemble(place, plan, futures)
    starts = {m.id: 2024 for m in plan}
    base = evaluate_many(model, [starts], boundary)
    moves = set()
    multiplied = {d.id: d for d in drivers()}
    for i, name in enumerate(futures.drivers):
        index = model.index.copy()
        index[i] *= 1.01
        touched = {name}
        for j, other in enumerate(futures.drivers):
            # What is multiplied in stands before, and may itself be multiplied in.
            if touched & set(multiplied[other].times):
                index[j] *= 1.01
                touched.add(other)
        changed = evaluate_many(replace(model, index=index), [starts], boundary)
        if not np.allclose(base, changed, rtol=1e-12) and (
            multiplied[name].low < multiplied[name].high
        ):
            moves.add(name)
    got = moving_drivers(model, boundary)
    assert moves == set(got)
    assert list(got) == [d for d in futures.drivers if d in moves]


def test_the_same_seed_gives_the_same_and_keep_cuts_the_list() -> None:
    plan = case.many(3)
    starts = {m.id: 2026 for m in plan}
    one = driver_shares(case.account(), plan, starts, 2032, n=32)
    assert one == driver_shares(case.account(), plan, starts, 2032, n=32)
    assert one != driver_shares(case.account(), plan, starts, 2032, n=32, seed=1)
    assert one[:3] == driver_shares(case.account(), plan, starts, 2032, n=32, keep=3)
    totals = [s.total for s in one]
    assert totals == sorted(totals, reverse=True)
    assert all(0.0 <= s.first <= s.total for s in one)


def test_a_start_without_a_measure_is_refused() -> None:
    with pytest.raises(InputError, match="ghost"):
        driver_shares(case.account(), case.many(1), {"ghost": 2026}, 2030)
    with pytest.raises(InputError):
        driver_shares(case.account(), [], {}, 2024)


def test_what_knowing_is_worth() -> None:
    """Start gains where livestock grows, and the law is of no consequence."""
    plan = [
        case.measure(
            "w",
            case.effect(LPG, "improve", case.spread(0.1, 0.2, 0.6)),
            conditions=("gas_heating_ban",),
        )
    ]
    futures = draw(plan, (2024, 2030), 1000)
    assert futures.drawn is not None
    drawn = futures.drawn[futures.drivers.index("livestock")]
    loss = np.array([np.zeros(1000), 1e9 * (np.median(drawn) - drawn)])
    place = account(enteric_fermentation=1000.0, lpg=1000.0)
    got = by_key(driver_shares(place, plan, {"w": 2026}, 2030, futures=futures, loss=loss))
    # The best choice of each future, less the best one made before anything is known.
    wanted = loss.min(axis=0) - loss.mean(axis=1).min()
    assert got["driver", "livestock"].worth_nok == pytest.approx(-wanted.mean(), rel=0.1)
    assert got["driver", "heating_lpg"].worth_nok == pytest.approx(0.0, abs=-0.05 * wanted.mean())
    assert got["condition", "gas_heating_ban"].worth_nok == pytest.approx(
        0.0, abs=-0.05 * wanted.mean()
    )
    assert got["delay", ""].worth_nok is None


def test_findings_are_in_the_drivers_own_unit() -> None:
    place = account(enteric_fermentation=1000.0, lpg=20.0)
    futures = draw([], (2024, 2030), 1000)
    model = assemble(place, [], futures)
    emission = evaluate_many(model, [{}])[0, :, -1]
    goal = float(np.quantile(emission, 0.4))
    missed, met = findings(model, futures, emission, goal)
    assert (missed.outcome, met.outcome) == ("missed", "met")
    assert missed.base == pytest.approx(0.6)
    ((kind, key, side, rate),) = missed.limits
    assert (kind, key, side) == ("driver", "livestock", "above")
    assert 1000.0 * (1 + rate) ** 6 + 20.0 == pytest.approx(goal, rel=0.01)
    assert missed.density > 0.85
    assert findings(model, futures, emission, 1e9) == ()
    assert findings(model, futures, emission, 0.0) == ()


def test_a_condition_that_does_not_come_is_found() -> None:
    plan = [
        case.measure(
            "w",
            case.effect(LPG, "improve", case.spread(0.8, 0.9, 0.95)),
            ramp=1,
            conditions=("gas_heating_ban",),
        )
    ]
    futures = draw(plan, range(2024, 2041), 1000)
    assert futures.condition_from is not None
    model = assemble(account(lpg=1000.0), plan, futures)
    emission = evaluate_many(model, [{"w": 2026}])[0, :, -1]
    missed, _ = findings(model, futures, emission, 300.0, waits=["gas_heating_ban"])
    ((kind, key, side, year),) = missed.limits
    assert (kind, key, side) == ("condition", "gas_heating_ban", "above")
    never = np.isinf(futures.condition_from[futures.conditions.index("gas_heating_ban")])
    assert missed.base == pytest.approx(never.mean(), abs=0.01)
    assert year < 2041
    assert missed.coverage > 0.99
    with pytest.raises(ValueError, match="drawn"):
        findings(model, replace(futures, drawn=None), emission, 300.0)


def test_notodden() -> None:
    """Road traffic's change of technology is what the territorial goal hangs on."""
    place = accounts.build(places.find("4005"))
    plan = [m for m in measures.relevant(place, measures.library()) if m.quantified]
    shares = driver_shares(place, plan, {m.id: 2027 for m in plan}, 2030, n=64)
    assert len(shares) == 12
    top = {s.key for s in shares[:5]}
    assert {"car_fossil_share", "van_fossil_share", "heavy_fossil_share"} <= top
    assert 0.7 < sum(s.total for s in shares) < 1.4
