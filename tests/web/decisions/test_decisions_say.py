"""Somebody who lives there finds where to write, when, and what she has a right to."""

import datetime as dt
import re

import pytest
from django.utils.translation import override

from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.models import CasePaper
from kortreist_web.decisions.say import rights, when_next
from kortreist_web.tasks.models import Task
from kortreist_web.tenants.actions.change_settings import change_settings

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 30)


def block(client, url="/nb/X001/"):
    html = client.get(url).content.decode()
    found = re.search(r'<section class="k-say".*?</section>', html, re.DOTALL)
    return " ".join(re.sub("<[^>]+>", " ", found[0]).split()), found[0]


def set_contact(people, place, **contact):
    values = {"name": "Eksempeldal", "language": "nb", "interim_reports": 3}
    change_settings(people.administrator, place, **values, **contact)


def test_what_is_not_told_is_said_and_what_is_told_is_shown_at_once(place, people, client):
    said, _ = block(client)
    assert "Eksempeldal har ikke oppgitt her hvor du kan skrive." in said
    assert "har ikke oppgitt når noe behandles" in said
    set_contact(people, place, contact_email="klima@x.example", contact_address="Pb 1, 3999 X")
    said, html = block(client)
    assert 'href="mailto:klima@x.example"' in html
    assert "Pb 1, 3999 X" in said
    assert "ikke oppgitt her hvor" not in said
    set_contact(people, place)  # nothing said of it: as it was
    assert place.contact_email == "klima@x.example"


@pytest.mark.parametrize(
    "contact",
    [
        {"contact_email": "klima"},
        {"contact_page": "javascript:alert(1)"},
        {"contact_page": "x"},
        {"contact_address": "a" * 201},
    ],
)
def test_a_contact_nobody_can_use_is_refused(place, people, contact):
    with pytest.raises(RefusedError):
        set_contact(people, place, **contact)
    place.refresh_from_db()
    assert not getattr(place, next(iter(contact)))


def test_rights_are_facts_with_their_paragraph_and_what_was_not_read_says_so():
    with override("nb"):
        propose, legality = rights(TODAY)
    assert "300 underskrifter" in propose.said
    assert "2\u202f%" in propose.said
    assert "innen 6 måneder" in propose.said
    assert (propose.cited, propose.unsure) == ("kommuneloven § 12-1", "")
    assert "3 medlemmer av kommunestyret" in legality.said
    assert "innen 3 uker" in legality.said
    assert (legality.cited, legality.unsure) == ("kommuneloven § 27-1", "ikke kontrollert")
    for right in (propose, legality):
        assert not re.search(r"\b(må|skal|plikter)\b", right.said)
        assert right.url.startswith("https://")
    with override("en"):
        assert "500 signatures" in rights(TODAY, county=True)[0].said


def test_the_next_day_is_the_first_that_is_not_over(place, proposal, write):
    assert when_next(place, TODAY) == ""
    for key, due in (("adopted", dt.date(2026, 12, 31)), ("measures", TODAY)):
        Task(organisation=place, kind="x", key=key, year=2026, due=due).save()
    with override("nb"):
        assert when_next(place, TODAY) == "Neste års budsjett er vedtatt senest 31.12.2026."
        meetings = [
            {"body": "Formannskapet", "date": "2026-11-29"},
            {"body": "Kommunestyret", "date": "2026-12-10"},
        ]
        values = {"title": "Hemmelig", "recommendation": "x", "meetings": meetings}
        CasePaper(organisation=place, frozen=proposal, **values).save()
        said = when_next(place, TODAY)
    assert said == "Neste møte i en sak herfra: Kommunestyret, 10.12.2026."


@pytest.mark.parametrize("query", ["høring", "klage", "innspill", "Si din mening"])
def test_who_searches_for_it_finds_it(place, client, query):
    html = client.get("/nb/X001/sok/", {"q": query}).content.decode()
    assert 'href="/nb/X001/#say"' in html


def test_each_measure_and_each_resolution_says_it_too(place, adopted, client):
    (resolution,) = adopted.resolutions.all()
    measure = adopted.content["lines"][0]["measure"]
    for url in (f"vedtak/{resolution.pk}/", f"tiltak/{measure}/"):
        said, _ = block(client, f"/nb/X001/{url}")
        assert "kommuneloven § 12-1" in said
