"""What a tonne costs society, on a measure's own page: never below zero."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from kortreist.measures import library
from kortreist.measures.prices import unit_price
from kortreist_web.measures.presenters import tonne_price

pytestmark = pytest.mark.django_db


def page(client, measure):
    with override("nb"):
        address = reverse("measures:show", args=("X001", measure))
    return " ".join(client.get(address).content.decode().split())


def test_the_price_of_a_tonne_is_the_engines(place, people, as_person):
    vans = next(m for m in library() if m.id == "electric_vans")
    assert tonne_price(vans)["society"] == unit_price(vans).society.central
    text = page(as_person(people.reader), "electric_vans")
    assert "Et tonn koster samfunnet" in text
    assert 'title="755"' in text.partition("Et tonn koster samfunnet")[2][:400]


def test_what_saves_money_has_no_price(place, people, as_person):
    saving = next(
        m for m in library() if (p := unit_price(m)) is not None and p.society.central < 0
    )
    text = page(as_person(people.reader), saving.id).partition("Et tonn koster samfunnet")[2]
    assert "tiltaket sparer penger" in text[:200]
    assert "\u2212" not in text[:200]
