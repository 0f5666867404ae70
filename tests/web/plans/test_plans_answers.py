"""Answering the figures a plan rests on: the page, the action's rule, and the API's door."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.translation import override

from kortreist.errors import KortreistError
from kortreist_web.changes.models import Change
from kortreist_web.plans.actions.answer_figure import answer_figure, take_back
from kortreist_web.plans.models import LocalAnswer, Plan
from kortreist_web.plans.questions import question_for

pytestmark = pytest.mark.django_db
GOOD = {"figure": "driver/van_km", "value": -0.5, "unit": "percent_a_year", "source": "Tellepunkt"}


def at(name, *args):
    with override("nb"):
        return reverse(f"plans:{name}", args=("X001", *args))


def text_of(response):
    return " ".join(response.content.decode().split())


def row(figure="driver/van_km", answer="percent_a_year", **values):
    said = {"nb": "Hvor mye endrer kjøringen seg?", "nn": "Kor mykje?", "en": "How much?"}
    unit = {"nb": "prosent i året", "nn": "prosent i året", "en": "per cent a year"}
    return {
        "id": figure,
        "kind": "driver",
        "key": "van_km",
        "label": "x",
        "labels": said,
        "value": {"low": -0.8, "central": 0.5, "high": 1.4},
        "unit": "x",
        "units": unit,
        "mark": "judgement",
        "source": "judgement",
        "tonnes": 120.0,
        "nok": 0.0,
        "moves": 408_000.0,
        "question": "x",
        "questions": said,
        "answer": answer,
        "asked_of": "business",
        "asked_of_name": "x",
        "worth": {"nok": 204_000.0, "tonnes": 3.0},
        **values,
    }


@pytest.fixture
def asking(make_plan, content):
    """A plan that asks one question."""
    return make_plan(answer={**content, "judged": [row()]})


def test_the_page_asks_with_what_an_answer_is_worth(asking, people, as_person):
    for language, question in (("nb", "Hvor mye endrer"), ("nn", "Kor mykje?"), ("en", "How much")):
        url = at("show", asking.pk).replace("/nb/", f"/{language}/")
        page = text_of(as_person(people.editor).get(url))
        assert question in page
        assert "204" in page
    assert 'name="value"' not in text_of(as_person(people.reader).get(at("show", asking.pk)))


def test_an_answer_is_kept_logged_and_asked_with_next_time(asking, place, people, as_person):
    browser = as_person(people.editor)
    data = {"figure": "driver/van_km", "value": "-0,5", "source": "Tellepunkt"}
    answer = browser.post(at("answer", asking.pk), data)
    assert answer.status_code == 302
    kept = LocalAnswer.objects.get()
    assert (kept.value, kept.unit, kept.source) == (-0.5, "percent_a_year", "Tellepunkt")
    logged = Change.objects.get(verb="plans.answer_figure")
    assert logged.after["value"] == -0.5
    assert question_for(place)["answers"] == {"driver/van_km": -0.5}
    page = text_of(browser.get(at("show", asking.pk)))
    assert "fra kommunen" in page
    assert "Ikke regnet inn i denne planen ennå" in page
    browser.post(at("recompute", asking.pk))
    again = Plan.objects.exclude(pk=asking.pk).get()
    assert again.question["answers"] == {"driver/van_km": -0.5}
    assert again.pins["seed"] == asking.pins["seed"]


def test_an_answer_is_taken_back(asking, place, people, as_person):
    answer_figure(people.editor, place, **GOOD)
    as_person(people.editor).post(at("answer", asking.pk), {"take_back": "driver/van_km"})
    assert question_for(place)["answers"] == {}


def test_a_figure_the_plan_does_not_ask_for_is_not_found(asking, people, as_person):
    data = {"figure": "driver/bus_km", "value": "1", "source": "x"}
    assert as_person(people.editor).post(at("answer", asking.pk), data).status_code == 404


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"value": 60.0}, "plans.bad_answer.rate"),
        ({"unit": "number"}, "plans.bad_answer.unit"),
        ({"figure": "count/van", "unit": "number", "value": -1.0}, "plans.bad_answer.negative"),
        (
            {"figure": "count/van", "unit": "number", "value": 99999999999.0},
            "measures.count_too_large",
        ),
        ({"figure": "driver/none"}, "plans.no_such_answer"),
        ({"value": float("nan")}, "plans.bad_answer.number"),
    ],
)
def test_what_cannot_be_is_refused_with_the_mend(place, people, change, key):
    with pytest.raises(KortreistError) as refused:
        answer_figure(people.editor, place, **{**GOOD, **change})
    assert refused.value.key == key
    said = refused.value.message("nb")
    assert ".0 " not in said
    assert "e+" not in said
    assert not LocalAnswer.objects.exists()


def test_an_answer_without_a_source_is_refused(place, people):
    with pytest.raises(ValidationError):
        answer_figure(people.editor, place, **{**GOOD, "source": "  "})


def test_readers_answer_nothing(place, people):
    with pytest.raises(PermissionDenied):
        answer_figure(people.reader, place, **GOOD)
    answer = answer_figure(people.editor, place, **GOOD)
    with pytest.raises(PermissionDenied):
        take_back(people.reader, place, answer)


def test_the_api_has_the_same_rule(place, people, client):
    import datetime as dt

    from kortreist_web.core.actor_context import acting
    from kortreist_web.people.models import ApiToken
    from kortreist_web.people.tokens import new_key

    text, prefix, digest = new_key()
    with acting(people.administrator, "test"):
        ApiToken.objects.create(
            organisation=place,
            user=people.editor,
            name="k",
            prefix=prefix,
            digest=digest,
            scopes=["read", "write"],
            expires_on=dt.date.today() + dt.timedelta(days=30),
        )
    url, key = "/api/v1/organisations/X001/answers", {"HTTP_AUTHORIZATION": f"Bearer {text}"}

    def put(**change):
        body = json.dumps({**GOOD, **change})
        return client.put(url, body, content_type="application/json", **key)

    assert put(unit="number").status_code == 422
    assert put(value=60.0).status_code == 422
    assert put(source="").status_code in (400, 422)
    assert put().json()["value"] == -0.5
    assert [a["figure"] for a in client.get(url, **key).json()] == ["driver/van_km"]


def test_the_budgets_page_asks_the_same_and_answering_returns_there(
    asking, place, people, as_person
):
    from kortreist_web.budgets.actions.draft import draft_from_plan

    budget = draft_from_plan(people.editor, place, asking, year=2027, title="K")
    browser = as_person(people.editor)
    for language, question in (("nb", "Hvor mye endrer"), ("nn", "Kor mykje?"), ("en", "How much")):
        with override(language):
            url = reverse("budgets:draft", args=("X001", budget.pk))
        assert question in text_of(browser.get(url))
    with override("nb"):
        url = reverse("budgets:draft", args=("X001", budget.pk))
    data = {"figure": "driver/van_km", "value": "-0,5", "source": "Tellepunkt", "back": url}
    answer = browser.post(at("answer", asking.pk), data)
    assert answer.headers["Location"] == f"{url}#asked_part"
    assert LocalAnswer.objects.get().value == -0.5
    page = text_of(browser.get(url))
    assert "Tellepunkt" in page
    with override("nb"):
        again = reverse("budgets:recompute", args=("X001", budget.pk))
    assert f'action="{again}"' in page
    browser.post(again)
    plan = Plan.objects.exclude(pk=asking.pk).get()
    assert plan.question["answers"] == {"driver/van_km": -0.5}
    assert plan.question["fixed"]  # the draft's measures from the draft's years
    away = browser.post(at("answer", asking.pk), {**data, "back": "https://elsewhere.example/"})
    assert away.headers["Location"] == f"{at('show', asking.pk)}#asked_part"
    reader = as_person(people.reader)
    assert 'name="value"' not in text_of(reader.get(url))
