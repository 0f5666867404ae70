"""What is planned is off in the plan, and switched on one by one on the what-if page."""

import pytest
from django.urls import reverse

from kortreist_web.jobs.tasks import run
from kortreist_web.plans.models import Plan

pytestmark = pytest.mark.django_db


def at(plan):
    return reverse("plans:what_if", kwargs={"code": "X001", "pk": plan.pk})


def test_a_planned_binding_is_tried_in_the_plans_own_futures(
    place, people, enter, make_plan, as_person
):
    """Asks the engine once: what it adds is what is added, and nothing else is another."""
    boiler = enter(alternatives=[], zero_confirmed=True)
    enter(name="En til")
    bare = enter(name="Skole", kind="building", tonnes=None, tonnes_low=None, tonnes_high=None)
    plan = make_plan()
    assert "bindings" not in plan.question, "what is planned is off"
    client = as_person(people.editor)
    page = client.get(at(plan)).content.decode()
    assert f'name="b_{boiler.key}"' in page
    assert "Kan ikke regnes med. Mangler: utslippet" in page
    client.post(at(plan), {f"b_{boiler.key}": "on", f"b_{bare.key}": "on", "b_nonsense": "on"})
    (tried,) = Plan.objects.filter(passing=True)
    (row,) = tried.question["bindings"]
    assert (row["key"], row["status"]) == (boiler.key, "adopted")
    assert {k: v for k, v in tried.question.items() if k != "bindings"} == plan.question
    assert (tried.pins["seed"], tried.pins["futures"]) == (plan.pins["seed"], plan.pins["futures"])
    run.call(tried.job_id)
    tried.refresh_from_db()
    assert tried.state == Plan.State.READY, tried.refused
    more = {
        y: tried.content["baseline"][y]["central"] - plan.content["baseline"][y]["central"]
        for y in ("2027", "2030")
    }
    assert more["2027"] == pytest.approx(0.0, abs=1e-6)
    assert more["2030"] == pytest.approx(150.0, rel=0.02)
    (said,) = tried.content["commitments"]
    assert "planlagt, prøvd" in said["name"], "kept, it does not say that it is decided"
    address = reverse("plans:try", args=("X001", plan.pk, plan.pk, tried.pk))
    page = client.get(address).content.decode()
    assert "Regnet med som om det var vedtatt: Gasskjel" in page
    assert page.count(" checked") == 1
    assert boiler.committed is False
    boiler.refresh_from_db()
    assert boiler.status == "planned", "trying decides nothing"


def test_what_is_decided_since_is_not_in_a_try_of_an_older_plan(
    place, people, enter, make_plan, as_person
):
    plan = make_plan()
    enter(name="Vedtatt kjel", status="adopted")
    as_person(people.editor).post(at(plan), {"money_nok": "1 000 000"})
    (tried,) = Plan.objects.filter(passing=True)
    assert "bindings" not in tried.question, "the wishes alone are the difference"


def test_what_a_kept_try_has_is_kept_when_it_is_tried_again(
    place, people, enter, make_plan, as_person
):
    boiler = enter()
    plan = make_plan()
    client = as_person(people.editor)
    client.post(at(plan), {f"b_{boiler.key}": "on"})
    (first,) = Plan.objects.filter(passing=True)
    variant = make_plan("Variant", question=first.question)
    page = client.get(at(variant)).content.decode()
    assert page.count(" checked") == 1
    client.post(at(variant), {})
    off = Plan.objects.filter(passing=True).exclude(pk=first.pk).get()
    assert "bindings" not in off.question
