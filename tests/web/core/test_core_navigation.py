"""The way around: no two links called the same, and to each what she has use for."""

import re

import pytest

pytestmark = pytest.mark.django_db

_LINK = re.compile(r'<a href="([^"]+)"[^>]*>([^<]+)</a>')
_ROOMS = re.compile(r'<nav class="(k-rooms|k-doors)".*?</nav>', re.DOTALL)


def _rows(client, place, language):
    page = client.get(f"/{language}/{place.code}/arbeid/").content.decode()
    return {m[1]: _LINK.findall(m[0]) for m in _ROOMS.finditer(page)}


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_no_two_links_have_the_same_name(place, people, as_person, language):
    rows = _rows(as_person(people.approver), place, language)
    names = [name for _, name in rows["k-doors"] + rows["k-rooms"]]
    assert len(rows["k-rooms"]) > 10
    assert len(names) == len(set(names))


def test_one_who_reports_is_shown_what_she_reports_by(place, people, as_person):
    shown = [
        *("Min side", "Arbeidsflate", "Oppgaver"),
        "Grunnlag",
        "Plan og budsjett",
        *("Oppfølging", "Tegn", "Rapporter", "Årshjul"),
    ]
    links = _rows(as_person(people.reporter), place, "nb")["k-rooms"]
    assert [name for _, name in links] == shown


def test_a_room_opens_where_its_first_link_does_and_only_one_link_is_here(place, people, as_person):
    page = as_person(people.editor).get(f"/nb/{place.code}/arbeid/oppgaver/").content.decode()
    rooms = _ROOMS.search(page)[0]
    assert rooms.count('aria-current="page"') == 1
    assert rooms.count("data-here") == 1
    links = dict(reversed(_LINK.findall(rooms)))
    assert links[f"/nb/{place.code}/arbeid/tiltak/"] == "Plan og budsjett"


def test_a_room_nobody_has_a_link_in_is_not_shown(place, people, as_person):
    page = as_person(people.editor).get(f"/nb/{place.code}/arbeid/").content.decode()
    assert not {"Sammen"} & {name for _, name in _LINK.findall(page)}


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_other_languages_are_one_tap_away_also_where_the_menu_is_closed(client, language):
    page = client.get(f"/{language}/om/").content.decode()
    before_the_menu = page.partition("<body")[2].partition('popovertarget="menu"')[0]
    found = re.findall(r'hreflang="(\w+)"', before_the_menu)
    assert sorted(found) == sorted({"nb", "nn", "en"} - {language})
