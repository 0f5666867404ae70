"""One small plan that all tests of plans read: computed once in a run."""

import copy
import datetime as dt

import pytest

DAY = dt.date(2026, 11, 23)


@pytest.fixture(scope="session")
def budget():
    """Notodden's climate budget in few futures, under the invented municipality's name."""
    from kortreist import places
    from kortreist.budgets import climate_budget
    from kortreist_web.plans.computation import under_name

    made = climate_budget(places.find("4005"), futures_count=64, extras=False, today=DAY)
    return under_name(made, "Eksempeldal", "X001")


@pytest.fixture(scope="session")
def _content(budget):
    from kortreist.documents import plan_dict
    from kortreist_web.core.content import canonical

    return canonical(plan_dict(budget, "nb"))


@pytest.fixture
def content(_content):
    """``plan.json`` of the small plan; a test may change it."""
    return copy.deepcopy(_content)


@pytest.fixture
def make_plan(place, people, content):
    """Make an answered plan without asking the engine."""
    from kortreist_web.core.actor_context import acting
    from kortreist_web.plans.actions.ask import ask
    from kortreist_web.plans.computation import Answer, finish

    def make(name="Grunnlag", answer=content, documents=None, **values):
        plan = ask(people.editor, place, name=name, **values)
        pins = {"vintage": "mdir-2026-04", "fitted": {}}
        with acting(people.editor, "test"):
            return finish(plan, Answer(answer, documents=documents or {}, pins=pins))

    return make


@pytest.fixture
def plan(make_plan):
    """An answered plan."""
    return make_plan()


@pytest.fixture
def work():
    """Do the jobs that wait; returns them."""
    from kortreist_web.jobs import tasks
    from kortreist_web.jobs.models import Job

    def run():
        done = []
        for job in Job.objects.filter(state="waiting").order_by("id"):
            tasks.run.call(job.pk)
            job.refresh_from_db()
            done.append(job)
        return done

    return run
