"""The first units, set up at once."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from kortreist_web.core.refusals import RefusedError
from kortreist_web.tenants.actions.add_starter_units import add_starter_units
from kortreist_web.tenants.models import Organisation, Unit
from kortreist_web.tenants.starter_units import starter_units

pytestmark = pytest.mark.django_db


def _url(place, name="units"):
    return reverse(f"tenants:{name}", kwargs={"code": place.code})


def test_what_is_ticked_is_added_by_the_name_it_was_given_and_the_offer_is_gone(
    place, people, as_person
):
    client = as_person(people.editor)
    page = client.get(_url(place)).content.decode()
    offered = re.findall(r'name="name_\d+"\s+value="([^"]+)"', page)
    assert offered == starter_units(place)
    assert {"Oppvekst", "Helse og omsorg", "Teknisk", "Eiendom"} <= set(offered)
    sent = {
        "use_0": "on",
        "name_0": "Skole  og barnehage",
        "name_1": "Helse",  # not ticked
        "use_2": "on",
        "name_2": "Teknisk",
        "more": "Brann og redning\n\nteknisk",
    }
    assert client.post(_url(place, "units_start"), sent).status_code == 302
    names = set(Unit.objects.filter(organisation=place).values_list("name", flat=True))
    assert names == {"Skole og barnehage", "Teknisk", "Brann og redning", "teknisk"} - {"teknisk"}
    assert 'name="name_0"' not in client.get(_url(place)).content.decode()
    client.post(_url(place, "units_start"), sent)  # sent twice it is added once
    assert Unit.objects.filter(organisation=place).count() == 3


def test_nothing_ticked_is_said_and_readers_add_none(place, people, as_person):
    client = as_person(people.editor)
    page = client.post(_url(place, "units_start"), {"name_0": "x"}, follow=True).content.decode()
    assert "Velg minst én enhet" in page
    assert 'name="name_0"' not in as_person(people.reader).get(_url(place)).content.decode()
    day = timezone.localdate()
    with pytest.raises(PermissionDenied):
        add_starter_units(people.reader, place, names=["x"], valid_from=day)
    for names in (["x" * 121], [f"n{n}" for n in range(40)], ["  "]):
        with pytest.raises(RefusedError):
            add_starter_units(people.editor, place, names=names, valid_from=day)
    assert not Unit.objects.filter(organisation=place).exists()


def test_a_county_is_offered_what_counties_have_in_its_own_language_form(place):
    place.kind, place.language = Organisation.Kind.COUNTY_AUTHORITY, "nn"
    assert "Samferdsel" in starter_units(place)
    assert "Eigedom" in starter_units(place)
    assert "Oppvekst" not in starter_units(place)
