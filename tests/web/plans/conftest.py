"""One small plan that all tests of plans read: computed once in a run."""

import copy

import pytest


@pytest.fixture(scope="session")
def budget(computed_budget):
    """Notodden's climate budget in few futures, under the invented municipality's name."""
    return computed_budget


@pytest.fixture
def content(computed_content):
    """``plan.json`` of the small plan; a test may change it."""
    return copy.deepcopy(computed_content)


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
