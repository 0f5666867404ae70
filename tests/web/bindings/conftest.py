"""Bindings entered, a plan to judge in, and a made answer: only one test asks the engine."""

import copy

import pytest


@pytest.fixture
def make_plan(place, people, computed_content):
    """Make an answered plan without asking the engine."""
    from kortreist_web.core.actor_context import acting
    from kortreist_web.plans.actions.ask import ask
    from kortreist_web.plans.computation import Answer, finish

    def make(name="Grunnlag", **values):
        plan = ask(people.editor, place, name=name, futures=64, **values)
        # The day its answer was made on: another day is another plan.
        plan.pins["today"] = "2026-11-23"
        with acting(people.editor, "test"):
            plan.save()
            pins = {"vintage": computed_content["vintage"]["id"], "fitted": {}}
            return finish(plan, Answer(copy.deepcopy(computed_content), pins=pins))

    return make


BOILER = {
    "name": "Gasskjel i svømmehallen",
    "kind": "heating",
    "signed_by": 2027,
    "start": 2028,
    "lifetime": 20,
    "capital": 6e6,
    "running": 2.6e6,
    "tonnes_low": 130.0,
    "tonnes": 150.0,
    "tonnes_high": 170.0,
    "source": "heating/natural_gas",
    "alternatives": [
        {"name": "Reparere", "zero": True, "capital": 0.0, "running": 3.6e6, "tonnes": 160.0},
        {"name": "Varmepumpe", "capital": 14e6, "running": 1.5e6, "tonnes": 0.0},
    ],
}


@pytest.fixture
def enter(place, people):
    """Enter a binding: the boiler, with what is given changed."""
    from kortreist_web.bindings.actions.enter import enter as action

    def run(who=None, **values):
        return action(who or people.editor, place, **{**copy.deepcopy(BOILER), **values})

    return run


def judged_of(key, verdict="avoid", committed=3000.0, first=2028, last=2047, **values):
    """Return what the engine says of a binding, made."""
    band = {"low": committed * 0.8, "central": committed, "high": committed * 1.2}
    yearly = committed / (last - first + 1)
    return {
        "id": key,
        "verdict": verdict,
        "reason": "locks",
        "missing": [],
        "between": [],
        "stability": 1.0,
        "committed_t": committed,
        "committed_by_account": {"territorial": band},
        "committed_by_year": {
            str(y): {"low": yearly, "central": yearly, "high": yearly}
            for y in range(first, last + 1)
        },
        "above_path_t": committed / 2,
        "share_of_frame": 0.01,
        "not_made_good": 1.0,
        "cost_to_restore": 4e6,
        "price_of_binding": 9e6,
        "break_value": 0.0,
        "value_of_waiting": -1e5,
        "wait_to": 2030,
        "right_in": {"share": 0.0, "low": 0.0, "high": 0.01},
        "best_alternative": f"{key}:2",
        "alternatives": [
            {"id": key, "name": "", "zero": False, "right_in": 0.0, "loss_nok": 9e7},
            {
                "id": f"{key}:null",
                "name": "Reparere",
                "zero": True,
                "right_in": 0.1,
                "loss_nok": 8e7,
            },
            {
                "id": f"{key}:2",
                "name": "Varmepumpe",
                "zero": False,
                "right_in": 0.9,
                "loss_nok": 4e7,
            },
        ],
        "notes": [],
        **values,
    }


@pytest.fixture
def judge(place, people, make_plan):
    """Keep a made answer about all that is entered: ``judge(key={...})`` changes one."""
    from kortreist_web.accounts.pins import engine_version, facts_version
    from kortreist_web.bindings.computation import finish
    from kortreist_web.bindings.to_judge import begin_judgement
    from kortreist_web.core.actor_context import acting
    from kortreist_web.core.clock import day_of

    def run(**changes):
        from kortreist_web.plans.latest import newest_plan

        plan = newest_plan(place) or make_plan()
        with acting(people.editor, "test"):
            judgement = begin_judgement(place)
            judgement.save()
            content = {
                "schema": "kortreist/bindings/1",
                "plan": {
                    "id": plan.pk,
                    "name": plan.name,
                    "content_hash": plan.content_hash,
                    "made_on": day_of(plan.created_at).isoformat(),
                    "years": plan.content["plan_years"],
                },
                "frame": {str(y): 30_000.0 - 1_000.0 * (y - 2027) for y in range(2027, 2051)},
                "horizon": 2035,
                "judged": {
                    v["key"]: judged_of(v["key"], **changes.get(v["key"], {}))
                    for v in judgement.entered
                },
                "increases": None,
                "pins": {"engine_version": engine_version(), "facts_version": facts_version()},
                "provenance": [],
            }
            finish(judgement, content, {})
        judgement.refresh_from_db()
        return judgement

    return run
