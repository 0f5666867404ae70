"""What a plan is asked: decisions stand in the question, and the same try is answered once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kortreist_web.jobs.models import Job
from kortreist_web.measures.actions.adapt import adapt
from kortreist_web.measures.actions.choose import choose
from kortreist_web.plans.actions.ask import ask
from kortreist_web.plans.actions.keep import keep
from kortreist_web.plans.actions.retry import retry
from kortreist_web.plans.models import Plan
from kortreist_web.plans.questions import question_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(place, people):
    """Measures decided on in every way."""
    who = people.editor
    choose(who, place, measure="electric_vans", state="chosen", start_year=2028)
    choose(who, place, measure="delivery_logistics", state="chosen")
    choose(who, place, measure="zero_emission_lorries", state="considered", start_year=2029)
    choose(who, place, measure="lorry_charging_hub", state="excluded")


def test_decisions_stand_in_the_question(place, people, decided):
    choice = choose(people.editor, place, measure="home_energy_retrofit", state="considered")
    adapt(people.editor, place, choice, adaptation={"ramp_years": 4})
    question = question_for(place, {"money_nok": 1e6})
    assert question["fixed"] == {"electric_vans": 2028}
    assert question["excluded"] == ["lorry_charging_hub"]
    assert question["overrides"] == {"home_energy_retrofit": {"ramp_years": 4}}
    assert (question["money_nok"], question["staff_fte"]) == (1_000_000, None)


def test_a_later_decision_does_not_change_what_was_asked(place, people, decided):
    plan = ask(people.editor, place, name="Før")
    choose(people.editor, place, measure="electric_vans", state="excluded")
    plan.refresh_from_db()
    assert plan.question["fixed"] == {"electric_vans": 2028}


def test_what_is_given_goes_before_the_decisions(place, decided):
    assert question_for(place, {"fixed": {}, "excluded": []})["fixed"] == {}
    with pytest.raises(TypeError, match="moneys"):
        question_for(place, {"moneys": 1})


def test_the_same_try_is_answered_once(place, people, plan):
    asked = {"passing": True, "parent": plan, "name": "a"}
    first = ask(people.editor, place, question={"money_nok": 1e6, "fixed": {}}, **asked)
    same = ask(people.approver, place, question={"fixed": {}, "money_nok": 1_000_000}, **asked)
    other = ask(people.editor, place, question={"money_nok": 2e6, "fixed": {}}, **asked)
    assert same.pk == first.pk != other.pk
    assert Job.objects.filter(kind="plans.answer", params__plan=first.pk).count() == 1


def test_a_try_under_other_pins_is_another(place, people, plan, monkeypatch):
    asked = {"passing": True, "parent": plan, "name": "a", "question": {}}
    first = ask(people.editor, place, **asked)
    monkeypatch.setattr("kortreist_web.plans.questions.facts_version", lambda: "newer")
    assert ask(people.editor, place, **asked).pk != first.pk


def test_a_try_whose_work_failed_is_asked_again(place, people, plan):
    asked = {"passing": True, "parent": plan, "name": "a", "question": {}}
    first = ask(people.editor, place, **asked)
    Job.objects.filter(pk=first.job_id).update(state="failed")
    assert ask(people.editor, place, **asked).pk != first.pk


def test_a_try_elsewhere_is_not_answered_from_here(place, other, people, strangers):
    asked = {"passing": True, "name": "a", "question": {}}
    assert ask(people.editor, place, **asked).pk != ask(strangers.editor, other, **asked).pk


def test_tries_are_gone_the_day_after_and_plans_are_not(place, people, plan):
    old = ask(people.editor, place, name="gammel", passing=True, question={"money_nok": 1})
    long_ago = timezone.now() - timedelta(days=1, minutes=1)
    Plan.objects.filter(pk__in=(old.pk, plan.pk)).unlogged("test").update(created_at=long_ago)
    ask(people.editor, place, name="ny", passing=True, question={"money_nok": 2})
    assert not Plan.objects.filter(pk=old.pk).exists()
    assert Plan.objects.filter(pk=plan.pk).exists()


def test_a_try_has_its_parents_edition_day_and_seed(place, people, plan):
    Plan.objects.filter(pk=plan.pk).unlogged("test").update(
        pins={**plan.pins, "today": "2026-01-02"}
    )
    plan.refresh_from_db()
    found = ask(people.editor, place, name="a", passing=True, parent=plan, question={})
    assert [found.pins[k] for k in ("vintage", "today")] == ["mdir-2026-04", "2026-01-02"]
    assert (found.pins["futures"], found.pins["extras"]) == (plan.pins["futures"], False)


def test_a_try_that_is_kept_is_asked_in_full(place, people, plan):
    tried = ask(
        people.editor, place, name="a", passing=True, parent=plan, question={"money_nok": 5e5}
    )
    kept = keep(people.editor, place, tried, name="Halv million")
    assert (kept.passing, kept.parent_id, kept.name) == (False, plan.pk, "Halv million")
    assert (kept.question, kept.pins["futures"]) == (tried.question, 1000)


@pytest.mark.parametrize("role", ["reader", "reporter", "auditor", "administrator"])
def test_only_editors_have_plans_computed(place, people, role):
    with pytest.raises(PermissionDenied):
        ask(getattr(people, role), place, name="Nei")
    assert not Job.objects.exists()


def test_another_organisations_plan_is_no_parent(place, other, strangers, plan):
    with pytest.raises(PermissionDenied, match="another"):
        ask(strangers.editor, other, name="a", parent=plan)


def test_only_what_has_stopped_is_tried_again(place, people):
    plan = ask(people.editor, place, name="a")
    assert retry(people.editor, place, plan).job_id == plan.job_id
    Job.objects.filter(pk=plan.job_id).update(state="failed")
    plan.refresh_from_db()
    first = plan.job_id
    assert retry(people.editor, place, plan).job_id != first
