"""The whole robust plan on the real account of Notodden that ships with the program."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from kortreist import accounts, futures, measures, places
from kortreist.backtests import uncertainty_of
from kortreist.budgets.draft_plan import ask, smallest_effect
from kortreist.budgets.frame import emission_frame
from kortreist.errors import InputError
from kortreist.pathways import adoption, evaluate_many
from kortreist.pathways.costs import cost_of
from kortreist.plans import Limits, PlanOutcome, Question, plan_for
from kortreist.plans.conflicts import conflict
from kortreist.plans.formulate import formulate, later_starts
from kortreist.plans.question import prices
from kortreist.plans.scenarios import reduce_futures
from kortreist.plans.thresholds import Thresholds

TODAY = date(2026, 11, 23)
PLAN = (2027, 2028, 2029, 2030)
ACCOUNT = accounts.build(places.find("4005"))
REFERENCE = ACCOUNT.history[2009]
GOALS = {2030: 0.55, 2035: 0.70}


def question(count: int = 200, seed: int = 7, **changes: object) -> Question:
    years = tuple(range(ACCOUNT.year + 1, 2036))
    frame = emission_frame(
        REFERENCE, (ACCOUNT.year, ACCOUNT.totals["territorial"].value), GOALS, years
    )
    known = tuple(m for m in measures.relevant(ACCOUNT, measures.library()) if m.quantified)
    drawn = futures.draw(known, (ACCOUNT.year, *years), n=count, seed=seed)
    asked = ask(ACCOUNT, known, drawn, "territorial", frame, PLAN, Limits(4e6, 4.0), TODAY)
    return replace(asked, **changes)  # type: ignore[arg-type]


def planned(q: Question, targets: dict[int, float] | None = None, **more: object) -> PlanOutcome:
    noise = uncertainty_of(ACCOUNT, q.model, "territorial", 7)
    goals = targets or {y: REFERENCE * (1 - c) for y, c in GOALS.items()}
    return plan_for(
        q,
        ACCOUNT,
        minimum=smallest_effect(q, TODAY),
        reference=REFERENCE,
        targets=goals,
        noise=noise,
        seed=7,
        at=TODAY,
        **more,  # type: ignore[arg-type]
    )


@pytest.fixture(scope="module")
def asked() -> Question:
    return question(100)


@pytest.fixture(scope="module")
def outcome(asked: Question) -> PlanOutcome:
    return planned(asked)


def test_the_plan_keeps_to_money_staff_and_what_rules_what_out(
    asked: Question, outcome: PlanOutcome
) -> None:
    by_id = {m.id: m for m in asked.measures}
    years = np.array(asked.years)
    spent, busy = np.zeros((2, years.size))
    model = asked.model
    for name, start in outcome.starts.items():
        measure = by_id[name]
        alone = evaluate_many(model, [{}, {name: start}], "territorial").mean(axis=1)
        x = adoption(model, {name: start})[model.measure_ids.index(name)]
        paid = cost_of(model, measure, x, alone[0] - alone[1], asked.residents)
        assert "municipality" not in paid.missing
        own = np.maximum(paid.nok.get("municipality", 0.0 * model.years), 0.0)
        spent += own[asked.column(years[0]) : asked.column(years[-1]) + 1]
        busy += measure.staff_fte * ((years >= start) & (years < start + measure.ramp_years))
        assert not set(measure.excludes) & outcome.starts.keys()
        assert all(outcome.starts.get(r, 9999) <= start for r in measure.requires)
        assert not measure.enabling_conditions
    # Prices are those of a start in the first year: a delay over the horizon differs little.
    given = np.cumsum(np.full(years.size, asked.limits.money_nok))
    assert (np.cumsum(spent) <= given * 1.02).all()
    assert (busy <= asked.limits.staff_fte + 1e-9).all()
    assert len(outcome.starts) > 5


def test_the_proof_is_tight_and_the_emissions_exact(outcome: PlanOutcome) -> None:
    assert 0.0 <= outcome.solver.gap <= 0.02
    assert outcome.solver.bound <= outcome.solver.value
    assert outcome.solver.linearisation_error < 1e-2
    assert outcome.solver.reduction_error < 0.05


def test_groups_follow_from_what_is_shown_beside_them(
    asked: Question, outcome: PlanOutcome
) -> None:
    limits = Thresholds.at(TODAY)
    by_id = {m.id: m for m in asked.measures}
    assert {v.group for v in outcome.verdicts} >= {
        "start_now",
        "anchor_first",
        "decide_now",
        "keep_open",
        "not_for_climate",
        "unknown",
    }
    for v in outcome.verdicts:
        m = by_id[v.measure]
        binds = limits.binds(m.commitment_years, m.reversal_cost)
        r = v.regret
        if v.group in ("start_now", "anchor_first") and not v.one_of:
            assert v.early_share >= limits.early
            assert binds == (v.group == "anchor_first")
            if r.start_wrong is not None and r.wait_wrong is not None:
                assert r.start_wrong * r.start_chance <= r.wait_wrong * r.wait_chance + 1.0
        if v.group == "start_now" and v.start_year is not None:
            assert v.decide_by == v.start_year - 1
        if v.group == "anchor_first" and v.start_year is not None:
            assert v.start_year > PLAN[0]  # anchored first: not in the plan's first year
        if v.group == "keep_open":
            assert v.decide_by is not None
            assert v.decide_by >= PLAN[0]  # not in the budget on the table
        if v.group == "decide_now":
            assert v.decide_by is not None
            assert v.decide_by < PLAN[0]
        if v.group in ("avoid", "not_needed", "not_for_climate", "unknown"):
            assert v.start_year is None
            assert v.decide_by is None
        if m.enabling_conditions and v.reason == "waits_for_condition":
            assert v.group == "keep_open"
            assert v.signpost is not None
            assert v.start_year is None
            assert v.decider in ("state", "county")
        assert 0.0 <= v.early_share <= v.ever_share <= 1.0
        held = v.holds_in / v.variants
        assert v.uncertain == (v.stability < limits.stability or held < limits.stability)
        assert 0.0 <= v.satisficing <= 1.0
        assert 0.0 <= v.info_gap <= 1.0
        if v.start_year is not None and v.start_year < outcome.learning.year:
            assert v.group in ("start_now", "anchor_first")
    assert outcome.refused.keys().isdisjoint(outcome.starts)
    assert {m.id for m in asked.measures} == outcome.refused.keys() | outcome.starts.keys()


def test_a_target_out_of_reach_is_said_and_another_goal_counted_with(
    outcome: PlanOutcome,
) -> None:
    goal = outcome.room.goal
    assert goal.kind == "reachable"
    assert 0.2 < goal.reduction < 0.7
    assert goal.tonnes == pytest.approx(REFERENCE * (1 - goal.reduction))
    # The target is out of reach of what is decided; a future that errs far may still meet it.
    assert outcome.room.to_target <= 0.02
    room = outcome.room
    for part in (room.bound.reach_t, room.bound.cumulative_t, room.bound.cost):
        assert part.low < part.central < part.high
    assert room.price_of_binding.low >= 0.0
    assert [g.tonnes for g in room.curve].count(pytest.approx(REFERENCE * 0.4)) <= 1
    told = [v.when_bound for v in outcome.verdicts if v.when_bound is not None]
    assert told
    # Nearly every measure is told apart from nothing, which no share of one goal did.
    assert np.mean([c.cumulative_t.clear or c.cost.clear for c in told]) > 0.8
    assert all(c.price_of_binding.low >= 0.0 for c in told)
    assert [d.kind for d in outcome.in_the_way] == ["target", "money", "staff", "conditions", "all"]


def test_a_target_within_reach_is_the_goal_itself() -> None:
    found = planned(question(), {2035: REFERENCE * 0.55}, extras=False)
    assert found.room.goal.kind == "target"
    assert found.room.to_target > 0.3
    at = next(g for g in found.room.curve if g.tonnes == found.room.goal.tonnes)
    assert at.bound == found.room.to_target
    assert all(v.when_bound is None for v in found.verdicts)
    assert found.in_the_way == ()


@pytest.mark.long  # each time: the same of a climate budget, in fewer futures
def test_same_seed_same_plan(outcome: PlanOutcome) -> None:
    again = planned(question(100))
    seconds = replace(again.solver, seconds=outcome.solver.seconds)
    assert replace(again, solver=seconds) == outcome


def test_what_is_fixed_is_done_and_what_is_excluded_is_not(outcome: PlanOutcome) -> None:
    gone = next(iter(outcome.starts))
    q = question(fixed={"cycle_network": 2030}, excluded=frozenset([gone]))
    q = replace(q, limits=Limits(2e7, 4.0))
    found = planned(q, extras=False)
    assert found.starts["cycle_network"] == 2030
    assert gone not in found.starts
    assert found.refused[gone] == "excluded_by_you"
    fixed = next(v for v in found.verdicts if v.measure == "cycle_network")
    assert (fixed.group, fixed.reason, fixed.signpost) == ("adopted", "adopted", None)


def test_what_is_decided_is_kept_where_its_condition_comes_later() -> None:
    q = question(64, fixed={"electric_regional_buses": 2028})
    row = q.model.measure_ids.index("electric_regional_buses")
    late = q.model.enabled_from[row] > 2028
    assert 0 < late.sum() < late.size  # some futures lack the condition in its first year
    found = planned(q, extras=False)
    assert found.starts["electric_regional_buses"] == 2028
    assert len(found.starts) > 5
    assert np.isfinite(found.solver.value)


def test_demands_that_cannot_be_met_are_named_and_no_other() -> None:
    q = question(20, fixed={"cycle_network": 2027, "eco_driving": 2028})
    found = conflict(q, prices(q))
    assert {(d.kind, d.key) for d in found} == {("fix", "cycle_network"), ("money", "")}
    enough = next(d.change for d in found if d.kind == "money")
    assert enough is not None
    corrections = replace(q, limits=Limits(enough, 4.0))
    assert conflict(corrections, prices(corrections)) == ()
    short = replace(q, limits=Limits(enough * 0.99, 4.0))
    assert conflict(short, prices(short)) != ()
    with pytest.raises(InputError, match="cannot all be met"):
        planned(q)


def test_two_that_rule_each_other_out_conflict() -> None:
    q = question(20, fixed={"climate_ceiling_contracts": 2027, "timber_buildings": 2028})
    found = conflict(q, prices(q))
    assert {d.key for d in found if d.kind == "fix"} == set(q.fixed)
    assert any(d.kind == "excludes" for d in found)


@pytest.mark.parametrize(
    ("fixed", "key"),
    [({"nothing": 2027}, "plans.unknown_measure"), ({"eco_driving": 2050}, "plans.fixed_year")],
)
def test_a_wrong_demand_is_refused(fixed: dict[str, int], key: str) -> None:
    with pytest.raises(InputError) as error:
        planned(question(20, fixed=fixed))
    assert error.value.key == key


def test_marginal_effects_are_leave_one_out(asked: Question, outcome: PlanOutcome) -> None:
    row = outcome.marginal[0]
    rest = {k: v for k, v in outcome.starts.items() if k != row.measure}
    both = evaluate_many(asked.model, [outcome.starts, rest], "territorial", 128).mean(axis=1)
    at = asked.column(outcome.room.goal.year)
    assert row.added == pytest.approx(both[1, at] - both[0, at])
    assert all(r.added <= r.alone + 1e-6 for r in outcome.marginal)


def test_the_curve_has_the_plan_shown_and_money_helps(outcome: PlanOutcome) -> None:
    curve = outcome.trade_off
    assert [p.chosen for p in curve].count(True) == 1
    assert [p.money_nok for p in curve] == sorted(p.money_nok for p in curve)
    assert curve[0].emission > curve[-1].emission
    assert curve[0].measures == 0 or curve[0].money_nok == 0
    on = [p.emission for p in curve if p.on_curve]
    assert on == sorted(on, reverse=True), "more money can buy what less can"
    shown = next(p for p in curve if p.chosen)
    money = next(g for g in outcome.limit_gains if g.limit == "money")
    # The curve and the limit that binds tell the same of more money.
    assert shown.emission - on[-1] == pytest.approx(money.tonnes, abs=0.02 * shown.emission)
    assert all(g.tonnes >= 0.0 for g in outcome.limit_gains)


def test_the_map_holds_together(asked: Question, outcome: PlanOutcome) -> None:
    found = outcome.pathway_map
    assert found is not None
    assert found.year == outcome.room.goal.year
    assert found.target_t == pytest.approx(REFERENCE * (1 - GOALS[found.year]))
    early = {m: y for m, y in outcome.starts.items() if y < asked.learning_year}
    assert dict(found.now) == early
    decided = [m for b in found.branches for w in (b.yes, b.no) for m, _ in w.starts]
    by_id = {v.measure: v for v in outcome.verdicts}
    kept = {v.measure for v in outcome.verdicts if v.group == "keep_open"}
    assert set(decided) <= kept
    for b in found.branches:
        for name, start in (*b.yes.starts, *b.no.starts):
            # One deadline, and the plan's own start, wherever it is read.
            assert by_id[name].decide_by == b.year
            assert by_id[name].signpost is not None
            assert by_id[name].signpost.see_by == b.year
            if b.sign.kind != "condition":
                assert outcome.starts.get(name, start) == start
                assert by_id[name].signpost.threshold == b.sign.threshold
    groups = [set(dict(found.now)), set(dict(found.anyway)), set(decided), set(found.unsorted)]
    assert sum(map(len, groups)) == len(set().union(*groups))
    assert found.anyway
    assert found.signs > len(found.branches)
    undecided, followed = found.undecided, found.followed
    between = undecided.reach_t.central - followed.reach_t.central
    assert between == pytest.approx(followed.cut_t.central)
    ways = [w for b in found.branches for w in (b.yes, b.no)]
    assert sum(w.share.central * w.cut_t.central for w in ways) == pytest.approx(between)
    assert 0.0 <= undecided.target.central <= followed.target.central <= 1.0
    for b in found.branches:
        assert b.yes.share.central + b.no.share.central == pytest.approx(1.0)
        assert asked.learning_year - 1 <= b.year < found.year
        assert b.gain_nok.low > 0.0
        assert b.stability >= 0.8
        # Nothing hangs on a sign that is read after it starts.
        assert all(year > b.sign.year for w in (b.yes, b.no) for _, year in w.starts)
        assert (b.yes.starts, b.yes.cut_t.central) != (b.no.starts, b.no.cut_t.central)
        assert b.until is None or b.until > b.year


def test_formulated_emissions_are_the_kernels(asked: Question) -> None:
    p = formulate(asked, prices(asked), np.arange(50), asked.years, np.ones(len(asked.years)))
    starts = {"eco_driving": 2027, "electric_vans": 2031, "mass_reuse": 2028}
    choice = np.full((50, len(p.measures)), -1)
    for name, year in starts.items():
        m = p.measures.index(name)
        hit = (p.option_measure == m) & (p.option_start == year) & (p.option_end > 2035)
        if not hit.any():  # coarser years after the learning year
            year = max(y for y in later_starts(p.learning_year, 2035) if y <= year)
            hit = (p.option_measure == m) & (p.option_start == year)
            starts[name] = year
        choice[:, m] = np.flatnonzero(hit)[0]
    exact = evaluate_many(asked.model, [starts], "territorial", 50)[0]
    columns = [asked.column(y) for y in asked.years]
    assert p.emission(choice) == pytest.approx(exact[:, columns], rel=1e-9)


def test_reduced_futures_carry_all_probability_and_more_are_closer(asked: Question) -> None:
    p = formulate(asked, prices(asked), np.arange(100), asked.years, np.ones(len(asked.years)))
    few, many = reduce_futures(p, 4), reduce_futures(p, 25)
    assert few.weight.sum() == pytest.approx(1.0)
    assert many.distance < few.distance < 1.0
    assert len(set(many.chosen.tolist())) == 25
    assert reduce_futures(p, 100).distance == pytest.approx(0.0)


def test_a_try_is_the_plan_itself_without_what_is_not_compared(
    asked: Question, outcome: PlanOutcome
) -> None:
    """What a try leaves out changes nothing of what it is held against."""
    tried = planned(asked, extras=False, stair=False)
    assert tried.starts == outcome.starts
    assert tried.room == outcome.room
    assert tried.refused == outcome.refused
    assert [(v.measure, v.group) for v in tried.verdicts] == [
        (v.measure, v.group) for v in outcome.verdicts
    ]
    assert not tried.stairs
    assert not tried.limit_gains
    assert len(outcome.stairs) == len(GOALS)
