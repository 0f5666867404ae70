"""More cases of one to five measures, written down with their answer before they were run.

One draw each; those whose answer hangs on what is drawn have three more among the long tests.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest
from made_measures import asked, measure, plan_of, planned

from kortreist.errors import InputError
from kortreist.measures import Measure
from kortreist.pathways import evaluate_many
from kortreist.plans import Limits, PlanOutcome
from kortreist.plans.conflicts import conflict
from kortreist.plans.evidence import in_nok
from kortreist.plans.formulate import formulate
from kortreist.plans.pricing import carbon_price
from kortreist.plans.problem import NONE
from kortreist.plans.question import Question, prices
from kortreist.plans.waiting import waiting

VANS = ("direct", "road_transport", "vans")
HEAVY = ("direct", "road_transport", "heavy_vehicles")
DRAWS = [1, *(pytest.param(s, marks=pytest.mark.long) for s in (2, 3, 4))]


def plan(*some: Measure, seed: int = 1, **also: object) -> PlanOutcome:
    return planned(some, seed=seed, **also)  # type: ignore[arg-type]


def groups(p: PlanOutcome) -> dict[str, str]:
    return {v.measure: v.group for v in p.verdicts}


def reasons(p: PlanOutcome) -> dict[str, str]:
    return {v.measure: v.reason for v in p.verdicts}


def base() -> list[Measure]:
    return [
        measure("a", 0.05),
        measure("b", 0.06, (500.0, 2500.0, 6000.0), on=VANS),
        measure("c", 0.04, (1200.0, 1200.0, 1200.0), binds=20, lost=0.9),
        measure("d", 0.05, (1500.0, 3500.0, 5000.0), on=HEAVY, binds=25, lost=0.8),
        measure("e", 0.03, (15000.0, 15000.0, 15000.0)),
    ]


def test_worthless_and_free() -> None:
    p = plan(measure("a", 0.05, (20000.0,) * 3), measure("b", 0.05, (0.0,) * 3, on=VANS))
    assert groups(p) == {"a": "not_for_climate", "b": "start_now"}
    assert p.starts == {"b": 2027}


def test_nothing_in_doubt_is_surely_so() -> None:
    (v,) = plan(measure("a", 0.05)).verdicts
    assert (v.group, v.early_share, v.stability) == ("start_now", 1.0, 1.0)


def test_the_dearer_and_smaller_of_two_exclusives_is_no_lock() -> None:
    p = plan(measure("a", 0.05, (400.0,) * 3, excludes=("b",)), measure("b", 0.03, (1000.0,) * 3))
    assert groups(p) == {"a": "start_now", "b": "not_for_climate"}
    assert set(p.starts) == {"a"}


def test_twins_with_money_for_both_both_start() -> None:
    p = plan(measure("a", 0.05), measure("b", 0.05))
    assert set(groups(p).values()) == {"start_now"}
    assert len(p.starts) == 2


@pytest.mark.parametrize("seed", DRAWS)
def test_what_is_irrelevant_and_what_things_are_called_change_nothing(seed: int) -> None:
    here = plan(*base(), seed=seed)
    more = plan(*base(), measure("zz", 0.003, (60000.0,) * 3), seed=seed)
    assert {m: g for m, g in groups(more).items() if m != "zz"} == groups(here)
    assert more.starts == here.starts
    turned = plan(*base()[::-1], seed=seed)
    assert (groups(turned), turned.starts) == (groups(here), here.starts)


@pytest.mark.parametrize("seed", DRAWS)
def test_halves_are_the_whole(seed: int) -> None:
    price, half = (1200.0,) * 3, 1.0 - 0.9**0.5
    one = plan(measure("a", 0.1, price, binds=20, lost=0.9), seed=seed)
    two = plan(*(measure(i, half, price, binds=20, lost=0.9) for i in "ab"), seed=seed)
    assert set(groups(two).values()) == set(groups(one).values()) == {"anchor_first"}
    assert two.starts == {"a": 2028, "b": 2028}


def yearly(nok: float) -> Measure:
    return measure("a", 0.1, yearly=nok, own=True)


def test_what_lasts_is_paid_by_what_a_year_gives_and_not_by_what_was_saved() -> None:
    """200,000 a year for good: 199,999 is too little, however much was not spent before."""
    for money in (1_000.0, 199_999.0):
        with pytest.raises(InputError, match="200,000"):
            plan(yearly(200_000.0), money=money, fixed={"a": 2028})
    assert plan(yearly(200_000.0), money=200_000.0, fixed={"a": 2028}).starts == {"a": 2028}
    short = plan(yearly(200_000.0), money=199_999.0)
    assert (short.starts, short.refused) == ({}, {"a": "money"})
    assert (groups(short), reasons(short)) == ({"a": "keep_open"}, {"a": "short_of_money"})
    sign = short.verdicts[0].signpost
    assert sign is not None
    assert (sign.kind, sign.unwatched) == ("resources", "short")
    assert plan(yearly(200_000.0), money=200_000.0).starts == {"a": 2027}


def test_what_must_be_saved_up_for_says_that_it_is_money() -> None:
    once = measure("a", 0.1, capital=(4e6, 4e6, 4e6), own=True)
    p = plan(once, money=1e6)
    assert reasons(p) == {"a": "short_of_money"}
    assert p.starts == {"a": 2029}
    assert plan(once, money=1.9e6).starts == {"a": 2028}


def test_where_money_is_plenty_it_is_no_want_of_money() -> None:
    """Worth its cost in a few futures only, and nothing else to spend on."""
    for nok in (5e5, 6e5, 7e5, 9e5):
        (v,) = plan(measure("a", 0.05, yearly=nok, own=True, binds=20, lost=0.9)).verdicts
        assert v.reason not in ("no_room_for_it", "short_of_money")
        if v.ever_share < 0.03:
            assert (v.group, v.reason) == ("not_for_climate", "costs_more")


def test_what_needs_something_out_of_reach_does_not_start() -> None:
    dear = measure("a", 0.001, yearly=50e6, own=True)
    p = plan(dear, measure("b", 0.05, requires=("a",)), money=5e6)
    assert p.starts == {}
    assert groups(p)["b"] not in ("start_now", "anchor_first")
    bundle = plan(measure("a", 0.0001, yearly=30e6), measure("b", 0.004, requires=("a",)))
    assert bundle.starts == {}
    assert groups(bundle)["b"] not in ("start_now", "anchor_first")


def test_what_saves_and_binds_is_anchored_and_what_only_saves_starts() -> None:
    p = plan(
        measure("a", 0.05, (-800.0,) * 3, binds=20, lost=0.9),
        measure("b", 0.05, (-800.0,) * 3, on=VANS),
    )
    assert groups(p) == {"a": "anchor_first", "b": "start_now"}


@pytest.mark.parametrize("seed", DRAWS)
def test_longer_binding_changes_how_often_it_is_right_in_nothing(seed: int) -> None:
    price = (1000.0, 2200.0, 4500.0)
    found = [plan(measure("a", 0.05, price, binds=y), seed=seed).verdicts[0] for y in (1, 10, 40)]
    assert len({v.early_share for v in found}) == 1
    assert {v.group for v in found} == {"keep_open"}


def test_what_needs_something_that_waits_for_a_law_waits_too() -> None:
    law = measure("a", 0.05, enabling_conditions=("road_pricing_law",))
    p = plan(law, measure("c", 0.05, on=VANS, requires=("a",)))
    assert set(groups(p).values()) == {"keep_open"}
    assert p.starts == {}


def test_a_chain_starts_whole() -> None:
    p = plan(
        measure("c", 0.1, requires=("b",)),
        measure("b", 0.0005, yearly=2e5, requires=("a",)),
        measure("a", 0.0005, yearly=2e5),
    )
    assert p.starts == dict.fromkeys("abc", 2027)


def test_staff_to_the_hundredth() -> None:
    some = measure("a", 0.05, staff_fte=2.0)
    assert plan_of(asked([some], seed=1, staff=2.0), seed=1).starts == {"a": 2027}
    short = plan_of(asked([some], seed=1, staff=1.99), seed=1)
    assert (short.starts, short.refused) == ({}, {"a": "staff"})
    assert reasons(short) == {"a": "short_of_staff"}


def test_more_money_never_leaves_more_emission() -> None:
    some = [
        measure("a", 0.05, yearly=3e5, own=True),
        measure("b", 0.09, yearly=5.5e5, own=True),
        measure("c", 0.1, yearly=2.5e5, own=True, on=VANS),
        measure("d", 0.06, yearly=4e5, own=True, on=HEAVY),
    ]
    left = []
    for money in (3e5, 6e5, 1.2e6, 5e6):
        q = asked(some, seed=1, money=money)
        p = plan_of(q, seed=1)
        left.append(float(evaluate_many(q.model, [p.starts], q.boundary).mean(axis=1)[0, -1]))
        last = sum(prices(q).lasting[i] for i, m in enumerate(some) if m.id in p.starts)
        assert last <= money + 0.5
    assert left == sorted(left, reverse=True)


def test_what_is_adopted_for_later_has_its_money_and_staff_kept_for_it() -> None:
    cheap = measure("a", 0.2, yearly=5e5, own=True, on=VANS, staff_fte=1.0)
    later = measure("b", 0.05, yearly=8e5, own=True, staff_fte=1.0)
    for money, staff in ((9e5, 4.0), (8e6, 1.0), (8e5, 1.0)):
        q = asked([cheap, later], seed=1, money=money, staff=staff, fixed={"b": 2030})
        p = plan_of(q, seed=1)
        assert p.starts["b"] == 2030, (money, staff)
    # One krone less is refused, with the krone that is missing.
    with pytest.raises(InputError, match="800,000") as refused:
        plan_of(asked([cheap, later], seed=1, money=7.9e5, fixed={"b": 2030}), seed=1)
    assert refused.value.key == "plans.conflict"


@pytest.mark.parametrize(("money", "staff"), [(1e5, 0.5), (1e5, 9.0), (9e9, 0.5), (1e5, 2.305)])
def test_one_hint_clears_the_whole_request(money: float, staff: float) -> None:
    some = [
        measure(i, 0.03, yearly=4e5 + n, own=True, staff_fte=0.4 + n / 3, on=on)
        for n, (i, on) in enumerate([("a", VANS), ("b", HEAVY), ("c", VANS)])
    ]
    fixed = {"a": 2027, "b": 2028, "c": 2027}
    q = asked(some, seed=1, money=money, staff=staff, fixed=fixed)
    table = prices(q)
    hints = [d for d in conflict(q, table) if d.kind in ("money", "staff", "limits")]
    assert len(hints) == 1
    (hint,) = hints
    assert hint.change is not None
    needed = {"money": hint.change if hint.kind != "staff" else money}
    needed["staff"] = {"staff": hint.change, "limits": hint.staff}.get(hint.kind) or staff
    assert round(needed["staff"], 2) == needed["staff"] or needed["staff"] == staff
    assert conflict(replace(q, limits=Limits(needed["money"], needed["staff"])), table) == ()
    less = Limits(needed["money"] - 1.0, needed["staff"])
    assert hint.kind == "staff" or conflict(replace(q, limits=less), table) != ()
    fewer = Limits(needed["money"], needed["staff"] - 0.01)
    assert hint.kind == "money" or conflict(replace(q, limits=fewer), table) != ()


def test_what_the_adopted_needs_comes_with_it_whatever_it_costs() -> None:
    needed = measure("a", 0.0005, (90000.0,) * 3, on=VANS)
    some = [needed, measure("b", 0.05, requires=("a",))]
    p = plan_of(asked(some, seed=1, dearest=5000.0, fixed={"b": 2027}), seed=1)
    assert p.starts == {"a": 2027, "b": 2027}
    p = plan_of(asked(some, seed=1, dearest=5000.0, fixed={"b": 2030}), seed=1)
    assert p.starts["b"] == 2030
    assert p.starts["a"] <= 2030


def test_what_is_adopted_takes_nothing_from_the_cheap() -> None:
    p = plan(measure("a", 0.05, (20000.0,) * 3), measure("b", 0.05, on=VANS), fixed={"a": 2027})
    assert groups(p) == {"a": "adopted", "b": "start_now"}


@pytest.mark.parametrize(("dearest", "start"), [(1.0, {"f"}), (1e6, {"a", "f"})])
def test_the_dearest_price_shuts_out_and_never_makes_right(dearest: float, start: set[str]) -> None:
    some = [measure("a", 0.05), measure("f", 0.05, (0.0,) * 3, on=VANS),
            measure("w", 0.05, (20000.0,) * 3, on=HEAVY)]  # fmt: skip
    p = plan_of(asked(some, seed=1, dearest=dearest), seed=1)
    assert set(p.starts) == start
    assert groups(p)["w"] == "not_for_climate"


@pytest.mark.parametrize("seed", DRAWS)
def test_ten_times_all_prices_is_the_same_plan(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    here = plan(*base(), seed=seed, money=3e6)
    for module in [m for n, m in sys.modules.items() if n.startswith("kortreist")]:
        if getattr(module, "carbon_price", None) is carbon_price:
            monkeypatch.setattr(module, "carbon_price", lambda years: 10.0 * carbon_price(years))
    there = plan(*(_times(m, 10.0) for m in base()), seed=seed, money=3e7)
    assert (groups(there), there.starts) == (groups(here), here.starts)


def _times(m: Measure, factor: float) -> Measure:
    (cost,) = m.costs
    assert cost.amount is not None
    a = cost.amount
    more = replace(a, low=a.low * factor, central=a.central * factor, high=a.high * factor)
    return replace(m, costs=(replace(cost, amount=more),))


def test_what_is_too_little_is_refused_by_name() -> None:
    p = plan(measure("a", 0.05), measure("t", 0.00001, (0.0,) * 3, on=VANS))
    assert p.refused == {"t": "no_effect"}


def test_what_needs_something_unwanted_does_not_start() -> None:
    some = [measure("a", 0.05), measure("b", 0.05, on=VANS),
            measure("c", 0.05, on=HEAVY, requires=("b",))]  # fmt: skip
    p = plan_of(replace(asked(some, seed=1), excluded=frozenset({"b"})), seed=1)
    assert set(p.starts) == {"a"}
    assert groups(p)["c"] not in ("start_now", "anchor_first")


def test_what_takes_fifteen_years_and_is_right_is_not_kept_open() -> None:
    assert groups(plan(measure("a", 0.2, ramp_years=15)))["a"] in ("start_now", "decide_now")


# -- what is bound to be paid ----------------------------------------------------------------


def contract(lost: float | None, years: int = 25) -> list[Measure]:
    """Return a running contract that shuts out what is three times as large and waits for a law."""
    return [
        measure("a", 0.04, (200.0,) * 3, binds=years, lost=lost, excludes=("b",), own=True),
        measure("b", 0.13, (200.0,) * 3, enabling_conditions=("diet_policy",), own=True),
    ]


def difference(some: list[Measure], seed: int) -> tuple[Question, np.ndarray]:
    """Return (F,) NOK that starting the first of some costs more than waiting to 2028."""
    q = replace(asked(some, seed=seed), learning_year=2028)
    sample = np.arange(q.model.size)
    whole = formulate(q, prices(q), sample, q.years, np.ones(len(q.years)))
    found = waiting(in_nok(q, whole), np.full(len(some), NONE)).difference
    return q, found[:, 0]


@pytest.mark.parametrize("seed", DRAWS)
def test_who_leaves_a_contract_pays_what_is_left_of_it(seed: int) -> None:
    """By hand in every future: kept for good, or left in 2028 for the better one when it comes."""
    q, found = difference(contract(1.0), seed)
    years = np.array(q.years)
    factor = 1.0 / np.cumprod([1.0, *(1.04,) * (2027 + 25 - 2028)])
    price = carbon_price(q.years)
    columns = slice(q.column(2027), q.column(q.horizon) + 1)
    starts = (2028, 2029, 2031, 2033)
    plans = [{}, {"a": 2027}, *({"a": y} for y in starts), *({"b": y} for y in starts)]
    e = evaluate_many(q.model, plans, q.boundary)[:, :, columns]
    cut = e[0] - e
    # Paid for each tonne that each cuts on average when it starts at once, from its own start.
    alone = prices(q).alone
    paid = np.zeros((len(plans), years.size))
    for i, (m, y) in enumerate((m, y) for start in plans[1:] for m, y in start.items()):
        paid[i + 1, y - 2027 :] = 200.0 * alone["ab".index(m), : years.size - (y - 2027)]
    worth = ((cut * price - paid[:, None]) * factor[: years.size]).sum(axis=2)
    there = q.futures.condition_from[q.futures.conditions.index("diet_policy")]
    later = np.array([np.where(there <= y, worth[6 + i], 0.0) for i, y in enumerate(starts)])
    wait = np.maximum(worth[2:6].max(axis=0), later.max(axis=0)).clip(min=0.0)
    owed = 200.0 * np.append(alone[0], np.full(25 - years.size, alone[0, -1]))
    first = cut[1, :, 0] * price[0] - paid[1, 0]
    left = first - float((owed * factor)[1:].sum()) + later.max(axis=0)
    assert found == pytest.approx(wait - np.maximum(worth[1], left), rel=0.02, abs=2_000.0)


@pytest.mark.parametrize("seed", DRAWS)
def test_more_bound_is_more_lost_by_starting_wrong(seed: int) -> None:
    def loss(lost: float | None, years: int) -> float:
        d = difference(contract(lost, years), seed)[1]
        return float(np.maximum(d, 0.0).mean())

    free, half, whole, good = loss(0.0, 1), loss(0.5, 25), loss(1.0, 25), loss(None, 25)
    assert free < 2_000.0
    assert free < half < whole < good
    assert loss(1.0, 5) < whole
    # Where it can never be left what it shuts out is lost for good: as much as waiting loses.
    d = difference(contract(None), seed)[1]
    assert good == pytest.approx(float(np.maximum(-d, 0.0).mean()), rel=0.35)


def test_a_yearly_contract_is_dearer_to_be_wrong_about_than_what_can_be_ended() -> None:
    ends, binds = (
        plan(measure("a", 0.05, yearly=5e5, own=True, binds=y, lost=lost)).verdicts[0].regret
        for y, lost in ((1, 0.0), (20, 1.0))
    )
    assert ends.start_wrong is not None
    assert binds.start_wrong is not None
    assert binds.start_chance * binds.start_wrong > 1.5 * ends.start_chance * ends.start_wrong


def test_what_is_owned_stops_costing_when_it_is_left() -> None:
    """A million invested, and as much a year to run it: only the million is bound."""
    own = measure("a", 0.05, capital=(1e6, 1e6, 1e6), own=True, binds=20, lost=1.0)
    run = measure("x", 0.05, yearly=1e6).costs[0]
    q = asked([replace(own, costs=(*own.costs, replace(run, bearer="municipality")))], seed=1)
    assert prices(q).payments.max() == 0.0
    assert prices(q).lasting == pytest.approx([1e6], rel=0.02)
