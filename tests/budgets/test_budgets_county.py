"""A county is the sum of its members' plans in the same futures; what is lacking is named."""

from __future__ import annotations

import json
import math
from datetime import date
from importlib import resources
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from kortreist import connectors, places
from kortreist.budgets import CountyPlan, climate_budget, county_plan
from kortreist.documents import county_dict, county_document, plan_dict
from kortreist.documents.format.html import render_html
from kortreist.errors import InputError

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "telemark" / "emissions"
NEWEST = SHARED / "klimagassutslipp_telemark_2026-04-24.csv"
TODAY = date(2026, 11, 23)
SCHEMA = json.loads(
    (resources.files("kortreist.documents.budget") / "plan.schema.json").read_text("utf-8")
)
TELEMARK = places.find("40")
#: Notodden, Fyresdal, Tinn: enough to be a sum.
KEPT = ("4005", "4032", "4026")


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> CountyPlan:
    if not NEWEST.exists():
        pytest.skip("shared data is not mounted")
    data_dir = tmp_path_factory.mktemp("home")
    lines = NEWEST.read_text(encoding="utf-8-sig").splitlines()
    kept = [line for line in lines[1:] if any(p in line for p in ("Notodden", "Fyresdal", "Tinn"))]
    file = data_dir / "utslipp_2026-04-24.csv"
    file.write_text("\n".join([lines[0], *kept]) + "\n", encoding="utf-8")
    connectors.import_inventory(file, data_dir=data_dir)
    return county_plan(TELEMARK, data_dir=data_dir, today=TODAY, futures_count=64, time_limit=2.0)


def test_sums_are_the_members_future_by_future(plan: CountyPlan) -> None:
    assert {m.account.place.number for m in plan.members} == set(KEPT)
    for year in plan.years:
        for name in ("baseline", "pathway"):
            parts = math.fsum(getattr(m, name)[year].central for m in plan.members)
            assert getattr(plan, name)[year].central == pytest.approx(parts, rel=1e-9)
        assert plan.frame[year] == pytest.approx(math.fsum(m.frame[year] for m in plan.members))
    # Common drivers move the members together: the sum varies more than if they were apart.
    alone = [m.in_futures.baseline[:, -1] for m in plan.members if m.in_futures]
    together = np.sum(alone, axis=0)
    assert together.std() > math.hypot(*(a.std() for a in alone))


def test_the_sum_is_no_wider_than_its_members_added(plan: CountyPlan) -> None:
    """Twenty-four futures are few: the floor is in the test of all of Telemark's baselines."""
    for year in plan.years:
        for name in ("baseline", "pathway"):
            half = [(b.high - b.low) / 2 for m in plan.members for b in (getattr(m, name)[year],)]
            band = getattr(plan, name)[year]
            assert (band.high - band.low) / 2 <= math.fsum(half) * (1 + 1e-9), (name, year)
    # Chances follow from the same sums, each future by itself.
    parts = [m.in_futures for m in plan.members if m.in_futures]
    at = list(parts[0].years).index(plan.years[-1])
    summed = np.sum([p.pathway[:, at] + p.noise[:, at] for p in parts], axis=0)
    last = plan.years[-1]
    assert plan.probability_under_frame[last] == (summed <= plan.frame[last]).mean()


def test_the_stair_of_the_sum_adds_to_the_gram(plan: CountyPlan) -> None:
    for stair in plan.stairs:
        way = stair.today - stair.target
        assert math.fsum(s.central for s in stair.steps) == pytest.approx(way, abs=1e-6)
        for step in stair.steps:
            theirs = [
                next(s for s in m.outcome.stairs if s.year == stair.year).step(step.layer)
                for m in plan.members
            ]
            assert step.central == pytest.approx(math.fsum(s.central for s in theirs), abs=1e-6)


def test_members_without_an_account_make_it_partial_and_are_named(plan: CountyPlan) -> None:
    assert plan.partial
    assert len(plan.lacking) == 14
    assert "4003 Skien" in plan.lacking
    for language, word in (("nb", "ikke hel"), ("nn", "ikkje heil"), ("en", "incomplete")):
        page = render_html(county_document(plan, language))
        assert word in page
        assert "Skien" in page
    out = county_dict(plan, "en")
    assert json.loads(json.dumps(out, allow_nan=False)) == out
    assert (out["partial"], out["joint_measures_included"]) == (True, False)
    assert out["kind"] == "sum_of_members"
    assert {m["number"] for m in out["members"]} == set(KEPT)


def test_what_is_each_municipality_s_own_is_refused() -> None:
    with pytest.raises(InputError, match="money_nok"):
        county_plan(TELEMARK, money_nok=1e6)
    with pytest.raises(InputError, match="not a county"):
        county_plan(places.find("4005"))


def test_where_plants_are_most_both_plans_are_made(tmp_path: Path) -> None:
    if not NEWEST.exists():
        pytest.skip("shared data is not mounted")
    connectors.import_inventory(NEWEST, data_dir=tmp_path)
    whole = climate_budget(
        places.find("4001"),
        data_dir=tmp_path,
        today=TODAY,
        futures_count=64,
        time_limit=2.0,
        extras=False,
        fixed={"industry_fuel_switch": 2027},
    )
    assert whole.beside is not None
    assert (whole.account.without, whole.beside.account.without) == ((), ("ets",))
    assert whole.beside.account.history[2024] < 0.1 * whole.account.history[2024]
    assert whole.beside.beside is None
    plan = plan_dict(whole, "nb")
    jsonschema.validate(plan, SCHEMA)
    assert plan["beside"]["target"]["boundary_without"] == ["ets"]
    named = {r["key"]: r["name"] for r in plan["stair"][0]["rows"]}
    assert "Brevik" in named["known/brevik_ccs"], "a known change has its plant's name"
    alone = climate_budget(
        places.find("4001"),
        data_dir=tmp_path,
        today=TODAY,
        futures_count=64,
        time_limit=2.0,
        extras=False,
        without={"ets"},
    )
    assert alone.pathway == whole.beside.pathway
