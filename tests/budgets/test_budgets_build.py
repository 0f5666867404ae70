from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from kept_budget import REAL_TODAY, real_budget

from kortreist import accounts, connectors, measures, places
from kortreist.budgets import ClimateBudget, climate_budget, start_of_frame
from kortreist.budgets.targets import (
    choose_target,
    refuse_met,
    registered_targets,
    statutory_targets,
)
from kortreist.errors import FiguresMissingError, InputError

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
TODAY = REAL_TODAY
NOTODDEN = "4005"


def budget(data_dir: Path, place: str = NOTODDEN, **more):  # type: ignore[no-untyped-def]
    """Return the draft of a place; what is not looked at (``extras``) is left out."""
    more = {"extras": False} | more
    return climate_budget(
        places.find(place), data_dir=data_dir, today=TODAY, futures_count=64, **more
    )


@pytest.fixture(scope="module")
def notodden() -> ClimateBudget:
    """The draft as it comes, with nothing asked for: looked at by many, made once for all."""
    return real_budget()


def test_rows_of_every_year_sum_to_baseline_minus_pathway(notodden: ClimateBudget) -> None:
    b = notodden
    assert b.plan_years == (2027, 2028, 2029, 2030)
    assert b.draft
    for year in b.years:
        rows = math.fsum(m.effect[year].central for m in b.measures)
        assert rows == pytest.approx(b.baseline[year].central - b.pathway[year].central, abs=1e-6)
        for band in (b.baseline[year], b.pathway[year]):
            assert band.low <= band.central <= band.high
    assert set(b.probability_under_frame) == {y for y in b.years if y > TODAY.year}
    assert all(0 <= p <= 1 for p in b.probability_under_frame.values())


def test_with_and_without_what_is_kept_open_add_up(notodden: ClimateBudget) -> None:
    b, held = notodden, notodden.kept_open
    assert held
    assert b.without_open is not None
    groups = {v.measure: v.group for v in b.outcome.verdicts}
    assert {groups[m] for m in held.measures} == {"keep_open"}
    for year in b.years:
        put_back = b.pathway[year].central + held.tonnes[year]
        assert b.without_open.pathway[year].central == pytest.approx(put_back, abs=1e-6)
    for year, chance in b.without_open.probability.items():
        assert chance <= b.probability_under_frame[year]
    paid = sum(held.nok[y] for y in b.plan_years)
    proposed = b.paid("municipality", proposed=True).total
    assert proposed == pytest.approx(b.paid("municipality").total - paid)
    # What cannot wait is in neither, and in the list of what is to be decided.
    assert not set(b.outcome.decide_now.measures) & {m.measure.id for m in b.measures}
    assert all(groups[m] == "decide_now" for m in b.outcome.decide_now.measures)


def test_default_target_is_the_next_statutory_one_and_says_so(notodden: ClimateBudget) -> None:
    b = notodden
    assert (b.target.reference_year, b.target.target_year, b.target.reduction) == (2009, 2030, 0.55)
    assert b.frame[2030] == pytest.approx(52245.05 * 0.45)
    assert b.frame[2035] == pytest.approx(52245.05 * 0.30)
    later = b.target.goal(2035)
    assert later is not None
    assert (later.reduction, later.reduction_high) == (0.70, 0.75)
    stair = next(s for s in b.outcome.stairs if s.year == 2035)
    assert stair.target_upper == pytest.approx(52245.05 * 0.25)
    assert later.origin in b.origins
    (county,) = b.registered
    assert (county.code, county.reduction, county.county) == ("40", 0.60, True)
    assert county.origin in b.origins
    assert b.target.origin in b.origins
    assert "budgets.warning.reference_1990" in b.warnings
    assert "budgets.warning.default_limits" in b.warnings


def test_limits_hold_in_every_year_of_the_plan(tmp_path: Path) -> None:
    b = budget(tmp_path, money_nok=2_000_000, staff_fte=1.0)
    spent = 0.0
    for year in range(2027, 2036):
        busy = math.fsum(
            m.measure.own_fte
            for m in b.measures
            if m.start_year <= year < m.start_year + max(m.measure.ramp_years, 1)
        )
        assert busy <= 1.0 + 1e-9
        spent += math.fsum(max(m.cost.get("municipality", {}).get(year, 0), 0) for m in b.measures)
        given = 2_000_000 * (year - 2026)  # what is not spent is carried over
        assert spent <= given * 1.02, "planned on each measure alone, an upper bound"


@pytest.mark.long  # each time: the curve over money, in test_plans_planner
def test_more_money_never_cuts_less(tmp_path: Path) -> None:
    poor = budget(tmp_path, money_nok=500_000, staff_fte=1.0)
    rich = budget(tmp_path, money_nok=50_000_000, staff_fte=50.0)
    assert rich.pathway[2030].central < poor.pathway[2030].central


def test_an_easy_target_needs_few_measures(tmp_path: Path, notodden: ClimateBudget) -> None:
    b = budget(tmp_path, reduction=0.25, target_year=2035)
    assert min(b.probability_under_frame[y] for y in b.plan_years) >= 0.5
    assert len(b.measures) < len(notodden.measures)


def test_a_cut_that_is_already_reached_is_no_target(tmp_path: Path) -> None:
    account = accounts.build(places.find(NOTODDEN), data_dir=tmp_path)
    now, reference = account.history[account.year], account.history[2009]
    reached = 1.0 - now / reference
    with pytest.raises(InputError, match=r"above today's emission") as caught:
        budget(tmp_path, reduction=reached, target_year=2035)
    minimum = caught.value.values["minimum"]
    assert reached <= minimum / 100.0 < reached + 0.001
    refuse_met(minimum / 100.0, account.history, 2009)
    refuse_met(0.01, {2024: now}, 2024)  # a reference year that is today's: any cut is one


def test_same_seed_same_plan(tmp_path: Path, notodden: ClimateBudget) -> None:
    first, second = notodden, budget(tmp_path, extras=True)
    # How long it took is the machine's, not the plan's.
    timed = replace(second.outcome.solver, seconds=first.outcome.solver.seconds)
    assert replace(second, outcome=replace(second.outcome, solver=timed)) == first


@pytest.mark.long  # each time: the same of the whole plan, in test_plans_planner
def test_excluded_measures_never_stand_together(tmp_path: Path) -> None:
    b = budget(tmp_path, money_nok=1e12, staff_fte=1e6)
    chosen = {m.measure.id for m in b.measures}
    for m in b.measures:
        assert not chosen & set(m.measure.excludes)
        assert set(m.measure.requires) <= chosen


def test_a_plan_of_nothing_adds_up(tmp_path: Path) -> None:
    """Every measure that matters may be said no to, also those without figures."""
    account = accounts.build(places.find(NOTODDEN), data_dir=tmp_path)
    every = [m.id for m in measures.relevant(account, measures.library(), TODAY)]
    b = budget(tmp_path, excluded=every, extras=False)
    assert b.measures == b.unquantified == ()
    assert b.judged_shares == {}
    assert b.baseline == b.pathway
    stair = b.outcome.stair
    assert stair.step("plan").central == 0.0
    assert sum(s.central for s in stair.steps) == pytest.approx(stair.today - stair.target)


def test_a_target_of_the_law_is_not_a_target_for_consumption(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="own target"):
        budget(tmp_path, boundary="consumption")


def test_the_country_has_no_council(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="council"):
        budget(tmp_path, "NO")


def test_a_reason_is_written_in_the_readers_language(tmp_path: Path) -> None:
    with pytest.raises(FiguresMissingError) as caught:
        budget(tmp_path, "3401")
    assert "Direkte utslipp i kommunen" in caught.value.message("nb")
    assert "accounts." not in caught.value.message("nb")


def test_what_waits_for_the_state_could_matter_here(notodden: ClimateBudget) -> None:
    names = {m.id for m, _ in notodden.state_must}
    assert names
    industry = {m.id for m in measures.library() if m.relevant_if == "industry"}
    assert not names & industry, "no industry to speak of in Notodden"


def test_more_futures_than_memory_is_refused_at_once() -> None:
    with pytest.raises(InputError, match="64 to 20,000"):
        climate_budget(places.find(NOTODDEN), futures_count=300_000)


def test_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FiguresMissingError):
        budget(tmp_path, "4003")
    with pytest.raises(InputError):
        budget(tmp_path, reference_year=2010)


def test_consumption_budget_counts_indirect_measures(tmp_path: Path) -> None:
    b = budget(tmp_path, boundary="consumption", reduction=0.5, target_year=2030)
    assert b.target.reference_year == 2024
    assert any(e.scope == "indirect" for m in b.measures for e in m.measure.effects)


def test_targets_by_date() -> None:
    assert statutory_targets(date(2026, 11, 23))[2035].value == 0.70
    assert 2035 not in statutory_targets(date(2024, 1, 1))
    history = {2009: 1.0, 2024: 0.8}
    target, goals = choose_target("territorial", history, (2027, 2030), TODAY)
    assert (target.target_year, goals) == (2030, {2030: 0.55, 2035: 0.70})
    assert target.reduction_high is None
    late, _ = choose_target("territorial", history, (2031, 2034), TODAY)
    assert (late.reduction, late.reduction_high) == (0.70, 0.75)
    with pytest.raises(InputError, match="statutory target for 2033"):
        choose_target("territorial", history, (2027, 2030), TODAY, target_year=2033)


def test_an_own_target_stands_first_and_one_that_has_run_out_does_not() -> None:
    history, years = {2009: 1.0, 2015: 0.9, 2024: 0.8}, (2027, 2030)

    def target(number: str, **more):  # type: ignore[no-untyped-def]
        own = registered_targets(places.find(number), TODAY)
        return choose_target(
            "territorial", history, years, TODAY, registered=own, number=number, **more
        )[0]

    oslo = target("0301")
    assert (oslo.reduction, oslo.reference_year, oslo.target_year) == (0.95, 2009, 2030)
    assert oslo.origin == "registered/0301/2030"
    assert target("0301", reduction=0.6).origin == "formula/own_target", "the user's own first"
    assert target("5001").reduction == 0.80
    # Skien's is for a part of its emissions and has run out: told, never planned by.
    assert target("4003").origin == "figures/target/2030"
    old, county = sorted(registered_targets(places.find("4003"), TODAY), key=lambda r: r.county)
    assert (old.historical, old.emissions) == (True, "without_industry_and_shipping")
    assert not county.historical
    assert registered_targets(places.find("4003"), TODAY)[0] == county


def test_the_frame_may_start_in_the_mean_of_three_years(tmp_path: Path) -> None:
    b = budget(tmp_path, frame_start="mean3")
    history = b.account.history
    mean = math.fsum(history[y] for y in (2022, 2023, 2024)) / 3
    assert b.frame_start.value == pytest.approx(mean)
    assert (b.frame_start.year, b.frame_start.years) == (2023, (2022, 2023, 2024))
    goal = 52245.05 * 0.45
    assert b.frame[2030] == pytest.approx(goal), "the goal is the same"
    assert b.frame[2027] == pytest.approx(mean + (goal - mean) * 4 / 7)
    with pytest.raises(InputError, match="2022"):
        start_of_frame({2009: 2.0, 2022: 1.0, 2024: 1.0}, "mean3")
    assert start_of_frame({2009: 2.0, 2024: 1.0}, "last").year == 2024


@pytest.mark.skipif(not SHARED.exists(), reason="real data not here")
def test_a_new_vintage_restates_tonnes_and_keeps_the_percentage(tmp_path: Path) -> None:
    folder = SHARED / "telemark" / "emissions"
    connectors.import_inventory(
        folder / "klimagassutslipp_telemark_2025-01-24.csv", data_dir=tmp_path
    )
    b = budget(tmp_path)
    r = b.restatement
    assert r is not None
    assert r.reference_before == pytest.approx(50119.61, abs=0.01)
    assert r.reference_after == pytest.approx(52245.05, abs=0.01)
    assert r.frame_before[2030] / r.reference_before == pytest.approx(0.45)
    assert r.frame_after[2030] / r.reference_after == pytest.approx(0.45)


@pytest.mark.skipif(not SHARED.exists(), reason="real data not here")
@pytest.mark.parametrize(
    "place",
    [
        pytest.param("Skien", marks=pytest.mark.long),
        pytest.param("Porsgrunn", marks=pytest.mark.long),
        "Fyresdal",
    ],
)
def test_other_municipalities(tmp_path: Path, place: str) -> None:
    folder = SHARED / "telemark" / "emissions"
    connectors.import_inventory(
        folder / "klimagassutslipp_telemark_2026-04-24.csv", data_dir=tmp_path
    )
    b = budget(tmp_path, place)
    for year in b.years:
        rows = math.fsum(m.effect[year].central for m in b.measures)
        assert rows == pytest.approx(b.baseline[year].central - b.pathway[year].central, abs=1e-6)
