"""Signs that are watched: of a made plan, of an indicator, of a condition, of offers."""

from __future__ import annotations

import copy
import datetime as dt

import pytest
from django.utils import translation

TODAY = dt.date(2027, 11, 23)


@pytest.fixture(autouse=True)
def _bokmal():
    """Addresses are written in bokmål, whatever language the test before asked for."""
    with translation.override("nb"):
        yield


@pytest.fixture(autouse=True)
def on_day(monkeypatch):
    """Let it be a day, from before anybody has a role."""

    def go(day: dt.date) -> None:
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: day)

    go(TODAY)
    return go


@pytest.fixture
def plan(place, people, computed_content):
    """An answered plan, without asking the engine."""
    from kortreist_web.core.actor_context import acting
    from kortreist_web.plans.actions.ask import ask
    from kortreist_web.plans.computation import Answer, finish

    plan = ask(people.editor, place, name="Grunnlag", futures=64)
    with acting(people.editor, "test"):
        pins = {"vintage": computed_content["vintage"]["id"], "fitted": {}}
        finish(plan, Answer(copy.deepcopy(computed_content), pins=pins))
    plan.refresh_from_db()
    return plan


@pytest.fixture
def share(place, people):
    """An indicator: electric cars in per cent, from 20 in 2025."""
    from kortreist_web.indicators.actions.define import define

    return define(
        people.editor,
        place,
        name="Elbiler i kommunen",
        unit_of_measure="prosent",
        start_year=2025,
        start_value=20.0,
    )


@pytest.fixture
def watch(place, people, on_day):
    """Watch a sign: a law that must be there by 2028, with what is given changed."""
    from kortreist_web.signposts.actions.watch import watch as action
    from kortreist_web.tasks.owners import Owner

    def run(who=None, **values):
        first = {
            "name": "Lov om nullutslippssone",
            "source": "condition",
            "see_by": 2028,
            "owner": Owner(role="editor"),
            "what_then": "Ta opp nullutslippssonen.",
        }
        return action(who or people.editor, place, **{**first, **values})

    return run
