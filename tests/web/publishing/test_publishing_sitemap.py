"""What search engines are told of: what anyone may read, in every language, and nothing else."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from kortreist_web.tenants.models import Organisation

pytestmark = pytest.mark.django_db


def addresses(client):
    found = client.get("/sitemap.xml")
    assert found["Content-Type"].startswith("application/xml")
    said = re.findall(r"<loc>([^<]*)</loc>", found.text)
    assert all(one.startswith(settings.ORIGIN + "/") for one in said)
    return [one.removeprefix(settings.ORIGIN) for one in said]


def test_open_pages_stand_in_three_languages_and_every_one_opens(client, place, account, adopted):
    Organisation.objects.filter(pk=place.pk).update(published=True)
    said = addresses(client)
    assert len(set(said)) == len(said)
    for language in ("nb", "nn", "en"):
        assert f"/{language}/X001/" in said
        assert f"/{language}/X001/klimabudsjett/" in said
    version = f"/nb/X001/klimabudsjett/{adopted.budget.year}/{adopted.budget.number}/"
    assert version in said
    proposal = f"/nb/X001/klimabudsjett/2027/{adopted.proposal.number}/"
    assert proposal not in said
    assert not [one for one in said if "/arbeid/" in one or "/api/" in one]
    # The fixture's report is a sketch: its two pages are opened by the tests of reports.
    sketch = "/nb/X001/framdrift/"
    for one in (a for a in said if a.startswith("/nb/") and not a.startswith(sketch)):
        assert client.get(one).status_code == 200, one


def test_a_municipality_that_is_not_open_is_not_there(client, place):
    Organisation.objects.filter(pk=place.pk).update(published=False)
    assert not [one for one in addresses(client) if "/X001/" in one]


def test_only_official_figures_only_their_pages(client, place):
    Organisation.objects.filter(pk=place.pk).update(published=True, official_only=True)
    said = addresses(client)
    assert "/nb/X001/regnskap/" in said
    assert "/nb/X001/vedtak/" not in said


def test_robots_are_told_where_it_is(client):
    assert f"Sitemap: {settings.ORIGIN}/sitemap.xml" in client.get("/robots.txt").text
