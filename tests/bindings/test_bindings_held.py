"""What is held is kept from measures while it lasts, in every plan, and comes back after it."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from kortreist import places
from kortreist.bindings import Binding, Flow, check_held, with_commitments
from kortreist.budgets import build, climate_budget, judge_bindings_of
from kortreist.documents import plan_dict
from kortreist.errors import InputError
from kortreist.pathways.attribution import driver_change
from kortreist.pathways.evaluate import evaluate
from kortreist.pathways.reference import cube

DAY = dt.date(2026, 11, 23)
SOURCE = "road_transport/buses"


def holding(tonnes: float, *, first: int = 2027, last: int = 2032, **also) -> Binding:
    values = {"status": "contracted", "capital": 0.0, "running": 0.0, "zero_confirmed": True}
    flow = Flow(tonnes, tonnes, tonnes, mode="holds", source=SOURCE)
    years = {"start": first, "lifetime": last - first + 1}
    return Binding("tender", "Diesel tender", flows=(flow,), **(values | years | also))


class _Prepared(Exception):
    def __init__(self, found) -> None:
        self.found = found


@pytest.fixture(scope="module")
def model():
    """Return what a real plan is evaluated on, before anything is chosen."""

    def stop(question, *args, **more):
        raise _Prepared(question.model)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "plan_for", stop)
        with pytest.raises(_Prepared) as caught:
            climate_budget(places.find("4005"), futures_count=64, today=DAY)
    return caught.value.found


def one(model, tonnes: float, part: float, until: int):
    """Return the model with a flat source that one measure takes a part of at once."""
    s = next(i for i, id in enumerate(model.source_ids) if SOURCE in id and model.base[i] > 0)
    effects = [k for k in range(model.effect_source.size) if model.effect_source[k] == s]
    m = int(model.effect_measure[effects[0]])
    base, fraction = model.base.copy(), model.effect_fraction.copy()
    base[s] = tonnes
    fraction[effects[0]] = part
    years = np.arange(int(model.years[0]), until + 1)
    return (
        s,
        model.measure_ids[m],
        replace(
            model,
            years=years,
            index=np.ones((model.index.shape[0], model.size, years.size)),
            base=base,
            effect_fraction=fraction,
            ramp=np.ones_like(model.ramp),
            delay=np.zeros_like(model.delay),
            enabled_from=np.full_like(model.enabled_from, -np.inf),
            lifetime=np.full_like(model.lifetime, 50.0),
        ),
    )


def test_hand_case_in_the_model_of_a_real_plan(model):
    s, measure, flat = one(model, 1000.0, 0.5, 2034)
    bound = with_commitments(flat, [holding(400.0)], seed=1)
    plan = {measure: 2028}
    found = cube(bound, plan)
    rows = [i for i, id in enumerate(bound.source_ids) if id.startswith(flat.source_ids[s])]
    cut = (found.baseline - found.pathway)[rows].sum(axis=0).mean(axis=0)
    at = dict(zip(bound.years.tolist(), cut.tolist(), strict=True))
    assert at[2031] == pytest.approx(300.0, abs=1e-4)
    assert at[2033] == pytest.approx(500.0, abs=1e-4)
    assert found.baseline[rows].sum(axis=0) == pytest.approx(1000.0, abs=1e-4), "none added"


def test_the_whole_is_the_same_with_and_without_it(model):
    """Its tonnes are in the baseline already: only what measures reach changes."""
    for first in (2020, 2027):
        bound = with_commitments(model, [holding(120.0, first=first)], seed=1)
        before, after = evaluate(model, {}), evaluate(bound, {})
        assert after.baseline == pytest.approx(before.baseline, rel=1e-7)
        # What moves it is the same as before, by name.
        was, now = (driver_change(x, 2031, "territorial") for x in (model, bound))
        assert set(now) - set(was) == {"binding/tender"}
        assert sum(v.mean() for v in now.values()) == pytest.approx(
            sum(v.mean() for v in was.values()), abs=0.1
        )


def test_no_more_is_held_than_there_is(model):
    from kortreist.bindings import held_tonnes

    many = [holding(1e6), holding(1e6)]
    many[1] = Binding(
        "second",
        "Second",
        **{
            name: getattr(many[1], name)
            for name in (
                "status",
                "capital",
                "running",
                "zero_confirmed",
                "flows",
                "start",
                "lifetime",
            )
        },
    )
    found = held_tonnes(many, model, 1)
    assert {id for id, _ in found} == {"tender"}, "the first has it all"
    bound = with_commitments(model, many, seed=1)
    assert evaluate(bound, {}).baseline == pytest.approx(evaluate(model, {}).baseline, rel=1e-6)


@pytest.mark.parametrize("tonnes", [3000.0, 99_999.0])
def test_more_than_the_source_can_have_is_refused_with_how_much_there_is(model, tonnes):
    """The buses of Notodden emit about 1,000 t a year."""
    check_held([holding(900.0)], model)
    nowhere = replace(holding(1.0).flows[0], source="shipping/cruise")
    for b, source in (
        (holding(tonnes), "Road transport/Buses"),
        (replace(holding(1.0), alternatives=(holding(tonnes),)), "Road transport/Buses"),
        # What emits nothing here has nothing to hold.
        (replace(holding(1.0), flows=(nowhere,)), "Shipping/Cruise"),
    ):
        with pytest.raises(InputError) as caught:
            check_held([b], model)
        said = caught.value.message("en")
        assert "Diesel tender" in said
        assert source in said
    here = caught.value.message("nb")
    assert "høyst 0 tonn" in here


def test_what_a_place_is_asked_about_is_refused_whole():
    too_much = holding(5000.0, status="planned")
    with pytest.raises(InputError, match="holds 5,000 tonnes a year of Road transport/Buses"):
        judge_bindings_of(places.find("4005"), [too_much], futures_count=64, today=DAY)


def test_a_planned_one_holds_nothing(model):
    assert with_commitments(model, [holding(120.0, status="planned")], seed=1) is model


def test_a_plan_made_later_cuts_less_while_it_lasts():
    ask = {"futures_count": 64, "extras": False, "plan_beside": False, "today": DAY}
    # What takes buses is decided, whatever else is best.
    ask["fixed"] = {"electric_city_buses": 2028}
    here = places.find("4005")
    before = climate_budget(here, **ask)
    after = climate_budget(here, commitments=[holding(300.0, last=2035)], **ask)
    (only,) = after.commitments
    assert only.held[2030].central == pytest.approx(300.0, abs=1.0)
    assert only.tonnes[2030].central == pytest.approx(0.0, abs=1e-6)
    for year in (2027, 2030):
        assert after.baseline[year].central == pytest.approx(before.baseline[year].central)
    f = after.in_futures
    column = list(f.years).index(2030)
    cut = f.baseline[:, column].mean() - f.pathway[:, column].mean()
    assert sum(m.effect[2030].central for m in after.measures) == pytest.approx(cut, abs=1e-6)
    named = {m.measure.id: m.effect[2030].central for m in after.measures}
    was = {m.measure.id: m.effect[2030].central for m in before.measures}
    reached = {
        m.measure.id for m in before.measures if any(e.source == "buses" for e in m.measure.effects)
    }
    assert reached & named.keys(), "some measure acts on buses here"
    for id in reached & named.keys():
        assert named[id] < was[id]
    (row,) = plan_dict(after, "nb")["commitments"]
    assert row["held"]["2030"]["central"] == pytest.approx(only.held[2030].central, abs=0.1)
