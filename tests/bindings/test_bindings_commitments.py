"""What is decided is in the baseline, with and without measures, and no measure cuts it."""

import datetime as dt

import numpy as np
import pytest

from kortreist import places
from kortreist.bindings import Binding, Flow
from kortreist.budgets import climate_budget
from kortreist.documents import plan_dict

DAY = dt.date(2026, 11, 23)


def bound(id: str, tonnes: float, **also) -> Binding:
    values = {"status": "contracted", "start": 2027, "lifetime": 10, "zero_confirmed": True}
    flow = Flow(tonnes * 0.8, tonnes, tonnes * 1.2)
    return Binding(id, id.title(), capital=0.0, running=0.0, flows=(flow,), **(values | also))


@pytest.fixture(scope="module")
def budgets():
    ask = {"futures_count": 64, "extras": False, "plan_beside": False, "today": DAY}
    here = places.find("4005")
    entered = [bound("buses", 900.0), bound("planned", 5000.0, status="planned")]
    return climate_budget(here, **ask), climate_budget(here, commitments=entered, **ask)


def test_a_commitment_is_added_to_the_baseline_and_a_plan_is_not(budgets):
    before, after = budgets
    (only,) = after.commitments
    assert only.id == "buses"
    for year in (2027, 2030):
        more = after.baseline[year].central - before.baseline[year].central
        assert more == pytest.approx(only.tonnes[year].central, abs=1e-6)
        assert only.tonnes[year].central == pytest.approx(900.0, rel=0.02)
    assert after.baseline[2026].central == pytest.approx(before.baseline[2026].central)


def test_no_measure_is_credited_for_it(budgets):
    _, after = budgets
    f = after.in_futures
    column = list(f.years).index(2030)
    assert np.isfinite(f.pathway).all()
    cut = f.baseline[:, column].mean() - f.pathway[:, column].mean()
    shared = sum(m.effect[2030].central for m in after.measures)
    assert shared == pytest.approx(cut, abs=1e-6), "rows add up exactly"


def test_it_stands_in_the_json_where_there_is_one(budgets):
    before, after = budgets
    assert "commitments" not in plan_dict(before, "nb")
    (row,) = plan_dict(after, "nb")["commitments"]
    assert (row["id"], row["name"]) == ("buses", "Buses")
