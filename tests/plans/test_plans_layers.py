"""The stair adds to the gram, in every future, and each step is what it says it is."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from kortreist import accounts, futures, measures, places
from kortreist.backtests import class_of_account, uncertainty
from kortreist.baseline.conditions import conditions
from kortreist.budgets.draft_plan import ask
from kortreist.budgets.frame import emission_frame
from kortreist.futures import with_present
from kortreist.pathways import evaluate, evaluate_many
from kortreist.pathways.reference import cube
from kortreist.plans import Limits, Question
from kortreist.plans.layers import layer_of, stairs
from kortreist.plans.stair import LAYERS, Stair

TODAY = date(2026, 11, 23)
PLAN = (2027, 2028, 2029, 2030)
ACCOUNT = accounts.build(places.find("4005"))
NOW = ACCOUNT.totals["territorial"].value
TARGETS = {2030: ACCOUNT.history[2009] * 0.45, 2035: ACCOUNT.history[2009] * 0.30}
STARTS = {"municipal_fleet_electric": 2027, "landfill_new_wells": 2028, "car_sharing": 2027}


@pytest.fixture(scope="module")
def question() -> Question:
    years = tuple(range(ACCOUNT.year + 1, 2036))
    goals = {2030: 0.55, 2035: 0.70}
    frame = emission_frame(ACCOUNT.history[2009], (ACCOUNT.year, NOW), goals, years)
    known = tuple(m for m in measures.relevant(ACCOUNT, measures.library()) if m.quantified)
    drawn = futures.draw(known, (ACCOUNT.year, *years), n=40, seed=7)
    return ask(ACCOUNT, known, drawn, "territorial", frame, PLAN, Limits(4e6, 4.0), TODAY)


def made(q: Question, starts: dict[str, int] = STARTS, **more: object) -> tuple[Stair, ...]:
    bare = evaluate_many(q.model, [{}], "territorial")[0]
    noise = uncertainty(bare, q.model.years, class_of_account(ACCOUNT), 7)
    refused = {m.id: "money" for m in q.measures if m.id not in starts}
    refused |= more.pop("refused", {})  # type: ignore[arg-type]
    targets = more.pop("targets", TARGETS)
    return stairs(q, starts, refused, noise, targets, today=NOW, at=TODAY, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def found(question: Question) -> tuple[Stair, ...]:
    return made(question)


def test_layers_add_to_the_gram_and_rows_to_their_layer(found: tuple[Stair, ...]) -> None:
    assert [s.year for s in found] == [2030, 2035]
    for stair in found:
        assert tuple(s.layer for s in stair.steps) == LAYERS
        whole = math.fsum(s.central for s in stair.steps)
        assert whole == pytest.approx(stair.today - stair.target, abs=1e-6)
        for step in stair.steps:
            assert step.low <= step.central <= step.high
            if step.layer != "unreached":
                rows = math.fsum(r.tonnes for r in step.rows)
                assert rows == pytest.approx(step.central, abs=1e-5)
        for layer in ("state", "more"):
            assert stair.step(layer).central > 0.0


def test_the_plans_measures_add_to_the_budget_and_each_stands_with_who_decides_it(
    question: Question, found: tuple[Stair, ...]
) -> None:
    result = evaluate(question.model, STARTS, "territorial", report_years=[2035])
    whole = result.effect[:, :, 0].sum(axis=0).mean()
    stair = found[-1]
    assert stair.in_plan == pytest.approx(whole, abs=1e-6)
    decided = {m.id: m.decided_by for m in question.measures}
    plan = stair.step("plan")
    assert plan.in_plan == pytest.approx(plan.central, abs=1e-6)
    assert {r.key for r in plan.rows} == {m for m in STARTS if decided[m] == "municipality"}
    pushed = [r for n in ("state", "others") for r in stair.step(n).rows if r.in_plan]
    assert {r.key for r in pushed} == {m for m in STARTS if decided[m] != "municipality"}
    assert decided["landfill_new_wells"] == "company"
    rows = {r.key: r.tonnes for r in [*plan.rows, *pushed]}
    for i, name in enumerate(result.measures):
        assert rows[name] == pytest.approx(result.effect[i, :, 0].mean(), abs=1e-9)


def test_the_whole_stair_is_the_definition_s_own_pathway(
    question: Question, found: tuple[Stair, ...]
) -> None:
    """The last level, by the readable reference: all rows' measures, all conditions there."""
    stair = found[-1]
    everything = dict(STARTS)
    for layer in ("state", "others", "more"):
        for row in stair.step(layer).rows:
            names = row.measures if row.kind == "condition" else (row.key,)
            everything |= {n: PLAN[0] for n in names if n in question.model.measure_ids}
    ids = [c.id for c in conditions(TODAY)]
    forced = with_present(question.futures, question.measures, ids, TODAY)
    model = replace(question.model, enabled_from=forced.enabled_from)
    left = cube(model, everything).totals(model)[1][0, :, question.column(2035)]
    assert stair.step("unreached").central == pytest.approx(left.mean() - stair.target, rel=1e-4)


def test_a_target_that_is_passed_shows_a_surplus(question: Question) -> None:
    easy = {2035: NOW * 0.9}
    stair = made(question, targets=easy, upper={2035: NOW * 0.8})[0]
    assert stair.surplus
    assert stair.step("unreached").central < 0.0
    assert stair.step("unreached").label == "surplus"
    assert stair.target_upper == NOW * 0.8
    assert math.fsum(s.central for s in stair.steps) == pytest.approx(NOW * 0.1, abs=1e-6)


def test_what_the_municipality_says_no_to_is_its_own_to_decide(question: Question) -> None:
    waiting = next(m for m in question.measures if m.enabling_conditions)
    waiting = replace(waiting, decided_by="municipality")
    owner = {c.id: c.owner for c in conditions(TODAY)}
    assert layer_of(waiting, owner) in ("state", "others")
    assert layer_of(waiting, owner, "excluded_by_you") == "more"
    assert layer_of(waiting, {}) == "more", "a condition in force is nothing to wait for"
    assert layer_of(replace(waiting, decided_by="farmers"), {}) == "others"
    assert layer_of(replace(waiting, decided_by="state"), {}) == "state"


def test_conditions_made_present_are_there_in_every_future(question: Question) -> None:
    drawn = question.futures
    assert drawn.condition_from is not None
    forced = with_present(drawn, question.measures, ["ccs_support"], TODAY)
    assert forced.condition_from is not None
    row = drawn.conditions.index("ccs_support")
    assert np.isinf(drawn.condition_from[row]).any()
    assert np.isfinite(forced.condition_from[row]).all()
    others = [i for i in range(len(drawn.conditions)) if i != row]
    assert (forced.condition_from[others] == drawn.condition_from[others]).all()
    assert (
        with_present(drawn, question.measures, [], TODAY).enabled_from == drawn.enabled_from
    ).all()
