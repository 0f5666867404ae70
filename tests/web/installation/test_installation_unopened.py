"""The address of a real municipality never ends in nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from web_world import add_person

from kortreist.places import area_km2, municipalities, population
from kortreist_web.accounts.models import InventoryFigure, Vintage
from kortreist_web.core.texts import web
from kortreist_web.tenants.models import Organisation

pytestmark = pytest.mark.django_db


def test_all_of_todays_have_a_page_with_their_own_facts(client):
    for place in municipalities(timezone.localdate())[::51]:
        answer = client.get(f"/nb/{place.number}/")
        assert answer.status_code == 200
        said = answer.content.decode()
        assert f"{place.name} – kom i gang" in said
        for value in (population(place, 2026), area_km2(place)):
            assert web("nb").number(value) in said
        assert "Innbyggere 1. januar 2026" in said
        assert "Statistisk sentralbyrå: 07459" in said
        assert "ikke lastet inn her" in said  # missing is not zero


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_what_it_takes_and_whom_to_ask(client, settings, language):
    settings.CONTACT = "klima@drift.example"
    said = client.get(f"/{language}/4003/").content.decode()
    assert "mailto:klima@drift.example" in said
    assert f"/{language}/ta-i-bruk/?kommune=4003" in said


@pytest.mark.parametrize("code", ["X009", "9999", "0000", "40"])
def test_what_is_no_municipality_is_not_there(client, code):
    assert client.get(f"/nb/{code}/").status_code == 404


@pytest.mark.parametrize(
    ("old", "now"), [("0806", ["4003"]), ("1850", ["1806", "1875"]), ("3808", ["4005"])]
)
def test_a_number_of_before_says_what_it_became(client, old, now):
    answer = client.get(f"/nb/{old}/")
    assert answer.status_code == 410
    said = answer.content.decode()
    for number in now:
        assert f"/nb/{number}/" in said


def test_other_pages_of_it_are_not_there(client):
    assert client.get("/nb/4003/regnskap/").status_code == 404
    assert client.get("/data/4003/account.json").status_code == 404


def test_one_that_has_begun_is_not_told_to_begin(client):
    one = Organisation.objects.create(
        code="4003", figures_code="4003", name="Skien", valid_from="2024-01-01"
    )
    add_person(one, "editor", "kari@skien.example")
    said = client.get("/nb/4003/").content.decode()
    assert "har ikke åpnet sidene sine ennå" in said
    assert "?kommune=4003" not in said
    # Nothing of the page before is kept when it opens.
    Organisation.objects.filter(pk=one.pk).update(published=True)
    said = client.get("/nb/4003/").content.decode()
    assert "kom i gang" not in said


def test_figures_that_were_taken_back_say_why(client):
    vintage = Vintage.objects.create(
        engine_id="wrong",
        date=dt.date(2026, 5, 1),
        years=[2024],
        withdrawn_at=timezone.now(),
        withdrawn_why="Feil fil",
    )
    InventoryFigure.objects.create(
        vintage=vintage, place="4003", year=2024, sector="x", source="x", tonnes=1.0
    )
    assert "Feil fil" in client.get("/nb/4003/").content.decode()
    assert "Feil fil" not in client.get("/nb/4005/").content.decode()


def test_search_leads_to_all_of_them(client):
    said = client.get("/nb/?q=skien").content.decode()
    assert "/nb/4003/" in said
    assert "kom i gang" in said
    assert "/nb/4005/" in client.get("/nb/?q=4005").content.decode()
    assert "4003 Skien" in client.get("/nb/?q=0806").content.decode()
    assert "Ingen kommune heter" in client.get("/nb/?q=xyzzy").content.decode()
