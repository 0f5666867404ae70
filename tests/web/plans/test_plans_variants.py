"""A plan computed anew has a name of its own and says what changed."""

import copy

import pytest
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.core.actor_context import acting
from kortreist_web.plans.computation import Answer, finish
from kortreist_web.plans.models import Plan
from kortreist_web.plans.variants import variant_name

pytestmark = pytest.mark.django_db


def at(name, *args):
    with override("nb"):
        return reverse(name, args=("X001", *args))


def text_of(response):
    return " ".join(response.content.decode().split())


def test_each_has_a_name_of_its_own(place, people, plan, as_person):
    client = as_person(people.editor)
    client.post(at("plans:recompute", plan.pk))
    again = Plan.objects.exclude(pk=plan.pk).get()
    assert again.name.startswith("Grunnlag (")
    assert variant_name(again) == again.name.replace(")", ", 2)")
    plan.name = "x" * 120
    assert len(variant_name(plan)) == 120


def test_the_draft_budgets_menu_tells_plans_apart(place, people, make_plan, as_person):
    first, second = make_plan(name="Plan"), make_plan(name="Plan")
    page = text_of(as_person(people.editor).get(at("budgets:new")))
    labels = [
        page.split(f'<option value="{p.pk}"')[1].split("</option>")[0] for p in (first, second)
    ]
    assert all("Plan, " in label and ":" in label for label in labels)


def test_the_page_shows_what_an_answer_changed(place, people, plan, content, as_person):
    client = as_person(people.editor)
    client.post(at("plans:recompute", plan.pk))
    made = Plan.objects.exclude(pk=plan.pk).get()
    after = copy.deepcopy(content)
    gone = after["measures"].pop(0)
    question = {"nb": "Hvor mye endrer trafikken seg?", "nn": "Kor mykje?", "en": "How much?"}
    units = {"nb": "prosent i året", "nn": "prosent i året", "en": "per cent a year"}
    after["answered"] = [{"id": "driver/van_km", "questions": question, "units": units}]
    asked = {**made.question, "answers": {"driver/van_km": -0.5}}
    Plan.objects.filter(pk=made.pk).unlogged("test").update(question=asked)
    made.refresh_from_db()
    with acting(people.editor, "test"):
        finish(made, Answer(after))
    page = text_of(client.get(at("plans:show", made.pk)))
    section = page[page.index('id="change"') : page.index('id="groups"')]
    assert "Dette er endret fra Grunnlag" in section
    assert "Hvor mye endrer trafikken seg? −0,50 prosent i året" in section
    assert gone["name"] in section
    assert 'id="change"' not in text_of(client.get(at("plans:show", plan.pk)))
