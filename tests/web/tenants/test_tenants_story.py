"""The guided story through the invented year, and the doors of the front page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kortreist_web.people.models import Membership, User
from kortreist_web.site.story import STEPS
from kortreist_web.tenants.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def tried(place, settings):
    """The invented municipality with the invented people of the story."""
    from kortreist_web.demo.people import add_people, add_units

    settings.DEMONSTRATION = True
    add_people(place, add_units(place))
    return place


def _go(client, step):
    return client.post(reverse("story"), {"step": step})


def _who(client):
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key).email.partition("@")[0] if key else ""


def test_each_step_opens_the_page_as_the_person_whose_part_it_is(client, tried):
    for number, step in enumerate(STEPS, start=1):
        answer = _go(client, number)
        assert answer.headers["Location"] == step.address(tried)
        assert _who(client) == step.person
        page = client.get(answer.headers["Location"]).content.decode()
        assert f"Steg {number} av {len(STEPS)}" in page
        assert page.count("<h1") == 1
        last = number == len(STEPS)
        assert (f'value="{number + 1}"' in page) != last
    # It is over when one says so, and nothing of it is left on any page.
    assert _go(client, 0).headers["Location"] == reverse("front")
    assert "Steg 5 av" not in client.get(reverse("front")).content.decode()


def test_it_goes_through_five_roles_of_the_year_and_ends_as_a_resident(client, tried):
    assert len(STEPS) == 5
    assert [s.role for s in STEPS][-1] == ""
    assert {s.person for s in STEPS} >= {"klimaradgiver", "okonomisjef", "kommunedirektor"}
    page = client.get(reverse("story")).content.decode()
    assert page.count("<strong>") == len(STEPS)
    for strange in ("9", "x", "-1", "²", ""):
        assert _go(client, strange).status_code == 302
        assert _who(client) == ""


def test_away_from_the_page_one_is_led_back_and_other_municipalities_show_nothing(
    client, tried, other
):
    Organisation.objects.filter(pk=other.pk).update(published=True)
    _go(client, 1)
    home = client.get(reverse("tasks:home", kwargs={"code": tried.code})).content.decode()
    assert "Til siden i dette steget" in home
    overview = reverse("publishing:overview", kwargs={"code": other.code})
    assert "Steg 1 av" not in client.get(overview).content.decode()


def test_there_is_no_story_on_a_real_site_nor_without_the_invented_year(client, tried, settings):
    _go(client, 1)
    settings.DEMONSTRATION = False
    assert client.get(reverse("story")).status_code == 404
    assert _go(client, 2).status_code == 404
    assert "Steg 1 av" not in client.get(reverse("front")).content.decode()
    settings.DEMONSTRATION = True
    Membership.objects.all().unlogged("test").delete()
    assert _go(client, 2).status_code == 404


def test_the_front_page_has_three_doors_and_one_card_for_one_figure(client, tried):
    Organisation.objects.create(
        code="4005", figures_code="4005", name="Notodden", valid_from="2024-01-01", published=True
    )
    page = client.get("/nb/").content.decode()
    doors = [page.index(f'id="{door}"') for door in ("find", "try", "begin", "published")]
    assert doors == sorted(doors)
    assert "<svg" in page
    cards = page[doors[3] :]
    assert cards.count('class="k-card"') == 1
    assert "Notodden" in cards
    found = client.get("/nb/?q=Skien").content.decode()
    assert reverse("publishing:overview", kwargs={"code": "4003"}) in found
    place = client.get("/nb/4003/").content.decode()
    assert reverse("begin:start") + "?kommune=4003" in place
    assert "Skien – kom i gang" in place
