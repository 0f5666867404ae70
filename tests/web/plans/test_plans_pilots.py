"""What to try small is said beside the measure where it is advised, in all languages."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import translation

from kortreist_web.plans.signposts import pilot_text

SAID = {
    "nb": ("Prøv i liten skala", "5 % av omfanget", "129 000 kr", "1,3 mill. kr"),
    "nn": ("Prøv i liten skala", "5 % av omfanget", "129 000 kr", "1,3 mill. kr"),
    "en": ("Try it small", "5% of the whole", "NOK 129,000", "1.3 million"),
}


def row(advice: str) -> dict[str, object]:
    value = {"low": 210e3, "central": 1.31e6, "high": 2e6}
    pilot = {"learns": "both", "size": 0.05, "units": 4.0, "cost_nok": 129e3}
    return {"pilot": {**pilot, "value_nok": value, "decide_after": 2027, "advice": advice}}


@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize("advice", ["try", "share"])
def test_what_to_try_small_is_said(language: str, advice: str) -> None:
    with translation.override(language):
        text = re.sub(r"\s", " ", pilot_text(row(advice)))
    assert all(part in text for part in SAID[language]), text
    assert "2027" in text


def test_nothing_is_said_where_it_does_not_pay_or_the_plan_is_older() -> None:
    assert pilot_text(row("no")) == pilot_text({"pilot": None}) == pilot_text({}) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("language", SAID)
def test_a_measures_page_says_what_the_newest_plan_says_of_trying_it(
    place, make_plan, content, people, as_person, language
) -> None:  # type: ignore[no-untyped-def]
    measure = next(r for r in content["measures"] if "/" not in r["id"])
    older = make_plan(name="Eldre")
    with translation.override(language):
        address = reverse("measures:show", args=("X001", measure["id"]))
        client = as_person(people.reader)
        assert SAID[language][0] not in client.get(address).content.decode()
        tried = {**measure, **row("try")}
        rows = [tried if r["id"] == measure["id"] else r for r in content["measures"]]
        newest = make_plan(name="Nyest", answer={**content, "measures": rows})
        page = client.get(address).content.decode()
        shown = client.get(reverse("plans:show", args=("X001", newest.pk))).content.decode()
    assert SAID[language][0] in page
    assert "Nyest" in page
    assert SAID[language][0] in shown
    assert older.pk != newest.pk
