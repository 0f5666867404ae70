"""Figures of judgement: what an answer becomes, what is refused, and what is listed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from kortreist import accounts, futures, measures, places
from kortreist.budgets.draft_plan import ask
from kortreist.errors import InputError
from kortreist.facts import load
from kortreist.i18n import LANGUAGES
from kortreist.measures.measure import Measure
from kortreist.measures.prices import annuity, price_level
from kortreist.pathways import evaluate
from kortreist.plans import Limits, Question, answered
from kortreist.plans.answers import reached_units
from kortreist.plans.judged import Judgement, judged
from kortreist.plans.outcome import DriverShare, Marginal
from kortreist.plans.pricing import carbon_price

TODAY = date(2026, 11, 23)
GOAL = 2035
ACCOUNT = accounts.build(places.find("4005"))
RELEVANT = measures.relevant(ACCOUNT, measures.library(), TODAY)
VANS = next(m for m in RELEVANT if m.id == "electric_vans")
#: A plan by hand: what it costs and moves is known without a solver.
STARTS = {"electric_vans": 2027, "car_sharing": 2027, "mass_reuse": 2027}


def asked(answers: dict[str, float] | None = None) -> Question:
    taken = answered(answers or {}, ACCOUNT, RELEVANT, TODAY)
    known = tuple(m for m in taken.measures if m.id in STARTS)
    years = range(ACCOUNT.year, GOAL + 1)
    drawn = futures.draw(known, years, n=16, seed=7, overrides=taken.drivers)
    frame = {y: 1e5 for y in years if y > ACCOUNT.year}
    q = ask(
        ACCOUNT,
        known,
        drawn,
        "territorial",
        frame,
        (2027, 2028, 2029, 2030),
        Limits(4e6, 4.0),
        TODAY,
        counts=measures.local_counts(ACCOUNT, known, taken.counts),
    )
    return replace(q, answers=answers or {}, drivers=taken.drivers)


def share(kind: Any, key: str, width: float) -> DriverShare:
    return DriverShare(kind, key, 0.1, 0.0, 0.1, 0.0, width, None)


SHARES = (
    share("driver", "soils", 700.0),
    share("driver", "blending_duty", 900.0),
    share("driver", "van_km", 200.0),
    share("driver", "van_fossil_share", 5000.0),
    share("effect", "electric_vans", 300.0),
    share("condition", "agricultural_agreement", 600.0),
)


def listed(answers: dict[str, float] | None = None, half: float = 1000.0) -> Judgement:
    q = asked(answers)
    added = evaluate(q.model, STARTS, "territorial", report_years=()).effect_mean[:, -1]
    names = [m for m in q.model.measure_ids if m in STARTS]
    outcome: Any = SimpleNamespace(
        starts=STARTS,
        elsewhere={},
        room=SimpleNamespace(goal=SimpleNamespace(year=GOAL)),
        marginal=[
            Marginal(m, 0.0, float(a), None, None) for m, a in zip(names, added, strict=True)
        ],
    )
    return judged(q, ACCOUNT, outcome, SHARES, half, TODAY)


@pytest.fixture(scope="module")
def bare() -> Judgement:
    return listed()


def test_every_row_has_a_question_in_three_languages_and_none_is_answerable_by_nobody(
    bare: Judgement,
) -> None:
    assert 0 < len(bare.asked) <= 10
    for row in bare.asked:
        assert set(row.question) == set(row.label) == set(row.unit) == set(LANGUAGES)
        assert all(row.question.values())
        assert row.answer
        assert row.low <= row.central <= row.high
        assert 0.0 < row.worth.nok <= row.moves
    assert [j.moves for j in bare.asked] == sorted((j.moves for j in bare.asked), reverse=True)
    for row in bare.others:
        assert not row.question
        assert row.asked_of in ("state", "county", "research")
    assert "driver/blending_duty" in [j.id for j in bare.others]


def test_a_development_moves_half_of_its_way_at_the_carbon_price(bare: Judgement) -> None:
    soils = next(j for j in bare.asked if j.id == "driver/soils")
    price = float(carbon_price((GOAL,))[0])
    assert soils.tonnes == 350.0
    assert soils.moves == pytest.approx(350.0 * price)
    assert (soils.low, soils.central, soils.high) == pytest.approx((-0.8, 0.4, 1.8))
    # Half of the width stays: by hand, from 1 000 t to sqrt(1000² − (350·1.2816/1.6449)²·¾).
    goes = 350.0 * 1.2815515655 / 1.6448536270
    assert soils.worth.tonnes == pytest.approx(1000.0 - (1000.0**2 - 0.75 * goes**2) ** 0.5)
    assert soils.worth.nok == pytest.approx(soils.moves / 2)


def test_a_cost_moves_half_of_its_width_times_the_units(bare: Judgement) -> None:
    rows = {j.id: j for j in bare.asked}
    row = next(j for j in bare.asked if j.key.startswith("mass_reuse/"))
    reuse = next(m for m in RELEVANT if m.id == "mass_reuse")
    cost = reuse.costs[int(row.key.partition("/")[2])]
    q = asked()
    cut = evaluate(q.model, STARTS, "territorial", report_years=())
    tonnes = cut.effect_mean[cut.measures.index("mass_reuse"), -1]
    assert reuse.activity is not None
    assert reuse.activity.effect is not None
    assert cost.amount is not None
    units = tonnes * 1000.0 / reuse.activity.effect.central
    life = annuity(reuse.activity.lifetime_years) if cost.kind == "capital" else 1.0
    kroner = price_level().of(cost.price_year)
    # A saving nobody has read pays for nothing here, so only what lies above zero moves a sum.
    half = (max(cost.amount.high, 0.0) - max(cost.amount.low, 0.0)) / 2.0
    assert cost.amount.low < 0.0 < half
    assert rows[row.id].nok == pytest.approx(units * half * life * kroner)
    assert row.tonnes == 0.0


def test_what_is_read_in_part_only_fills_the_list(bare: Judgement) -> None:
    marks = [j.mark for j in bare.asked if j.kind != "count"]
    ours = [m for m in marks if m in ("judgement", "recalled")]
    assert "partly" in marks  # three measures do not fill ten rows
    assert len(ours) >= 3


def test_an_answered_figure_leaves_the_list_and_is_marked_as_the_municipalitys() -> None:
    found = listed({"driver/soils": -1.0})
    assert "driver/soils" not in [j.id for j in (*found.asked, *found.others)]
    mine = next(j for j in found.answered if j.id == "driver/soils")
    assert mine.source == "local"
    assert mine.central == pytest.approx(-1.0)
    # Half of the way from 0.4 to −0.8 and to 1.8 stays on each side.
    assert (mine.low, mine.high) == pytest.approx((-1.6, -0.3))


def test_an_answer_about_a_development_moves_the_baseline_as_its_index_does() -> None:
    flat, falling = asked({"driver/soils": 0.0}), asked({"driver/soils": -10.0})
    row = flat.futures.drivers.index("soils")
    by_hand = (1.0 - 0.10) ** (GOAL - ACCOUNT.year)
    ratio = falling.futures.index[row, :, -1].mean() / flat.futures.index[row, :, -1].mean()
    assert ratio == pytest.approx(by_hand, rel=0.02)


def test_a_share_today_becomes_the_year_of_half() -> None:
    found = answered({"driver/van_fossil_share": 50.0}, ACCOUNT, RELEVANT, TODAY).drivers
    assert found["van_fossil_share"][1] == pytest.approx(2026.0)  # half today is half this year
    third = answered({"driver/van_fossil_share": 20.0}, ACCOUNT, RELEVANT, TODAY).drivers
    row = next(r for r in load().table("drivers") if r["id"] == "van_fossil_share")
    assert third["van_fossil_share"][1] == pytest.approx(2026.0 + np.log(4.0) / row["steepness"])


def test_a_number_a_measure_can_reach_becomes_its_effect() -> None:
    units = reached_units(VANS, ACCOUNT)
    assert units is not None
    assert VANS.activity is not None
    assert VANS.activity.effect is not None
    changed = _measure({"effect/electric_vans": units / 2})
    by_hand = units / 2 * VANS.activity.effect.central / 1000.0
    for before, after in zip(VANS.effects, changed.effects, strict=True):
        assert before.fraction is not None
        assert after.fraction is not None
        assert after.fraction.central == pytest.approx(before.fraction.central / 2)
        assert (after.fraction.source, after.fraction.mark) == ("local", "partly")
        assert after.fraction.high == pytest.approx(after.fraction.central * 1.05)
    cut = sum(
        e.fraction.central * s.value
        for e in changed.effects
        for s in ACCOUNT.sources
        if e.fraction is not None and not s.memo and measures.reaches(e, s)
    )
    assert cut == pytest.approx(by_hand)


def test_a_price_takes_the_place_of_the_estimate() -> None:
    number = next(n for n, c in enumerate(VANS.costs) if c.basis == "per_unit")
    changed = _measure({f"cost/electric_vans/{number}": 40000.0}).costs[number]
    assert changed.amount is not None
    assert changed.amount.central == 40000.0
    assert (changed.price_year, changed.amount.source) == (price_level().year, "local")
    rest = [c for n, c in enumerate(VANS.costs) if n != number]
    own = _measure({f"cost/electric_vans/{number}": 40000.0}).costs
    assert [c for n, c in enumerate(own) if n != number] == rest


def test_a_count_changes_kroner_and_not_tonnes() -> None:
    before = asked()
    implied = before.counts["van"].count
    after = asked({"count/van": 2.0 * implied})
    assert after.owners(VANS) == pytest.approx(2.0)
    assert np.array_equal(before.model.base, after.model.base)
    one, two = listed(), listed({"count/van": 2.0 * implied})
    assert "count/van" in [j.id for j in two.answered]
    cost = {j.id: j.nok for j in one.asked if j.key.startswith("electric_vans/")}
    doubled = {j.id: j.nok for j in two.asked if j.key.startswith("electric_vans/")}
    for id in cost.keys() & doubled.keys():
        assert doubled[id] == pytest.approx(2.0 * cost[id])


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("count/van", -1.0, "negative"),
        ("count/van", float("nan"), "number"),
        ("driver/van_km", 60.0, "rate"),
        ("driver/van_fossil_share", 100.0, "percent"),
        ("driver/van_fossil_share", -3.0, "percent"),
        ("effect/electric_vans", -5.0, "negative"),
        ("effect/electric_vans", 1e6, "whole"),
        ("cost/electric_vans/0", 1e9, "money"),
    ],
)
def test_what_cannot_be_is_refused(key: str, value: float, why: str) -> None:
    with pytest.raises(InputError) as refused:
        answered({key: value}, ACCOUNT, RELEVANT, TODAY)
    assert refused.value.key == f"plans.bad_answer.{why}"
    for language in LANGUAGES:
        assert key in refused.value.message(language)


@pytest.mark.parametrize(
    "key",
    [
        "van",
        "driver/none",
        "cost/electric_vans",
        "cost/electric_vans/99",
        "tax/van",
        "effect/none",
        "",
    ],
)
def test_a_key_that_names_nothing_is_refused(key: str) -> None:
    with pytest.raises(InputError) as refused:
        answered({key: 1.0}, ACCOUNT, RELEVANT, TODAY)
    assert refused.value.key == "plans.no_such_answer"


def test_every_question_of_the_facts_names_something_that_exists() -> None:
    drivers = {r["id"] for r in load().table("drivers")}
    units = {r["id"] for r in load().table("activity_units")}
    ids = {m.id for m in measures.library()}
    paths = {r["id"]: r["path"] for r in load().table("drivers")}
    for row in load().table("judged_questions"):
        kind, _, key = row["id"].partition("/")
        assert key in {"driver": drivers, "count": units, "effect": ids}[kind]
        texts = [row[f"question_{x}"] for x in LANGUAGES]
        assert all(texts) if row["answer"] else not any(texts)
        if kind == "driver" and row["answer"]:
            form = {"rate": "percent_a_year", "phase_out": "percent_today"}
            assert row["answer"] == form[paths[key]]


def _measure(answers: dict[str, float]) -> Measure:
    found = answered(answers, ACCOUNT, RELEVANT, TODAY).measures
    return next(m for m in found if m.id == "electric_vans")
