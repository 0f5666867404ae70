"""The front page: choose a municipality; try the invented one."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.urls import reverse

from kortreist_web.tenants.models import Organisation

pytestmark = pytest.mark.django_db


def _page(client, query="", language="nb"):
    return client.get(f"/{language}/", {"q": query} if query else {}).content.decode()


def _organisation(code, name, **values):
    return Organisation.objects.create(
        code=code, figures_code=code, name=name, valid_from=dt.date(2020, 1, 1), **values
    )


def test_published_ones_are_cards_and_others_are_not_shown(client, place, other):
    page = _page(client)
    assert "Eksempeldal" in page
    assert "Prøvestad" not in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_an_empty_site_says_what_to_do(client, db, language):
    assert "k-empty" in _page(client, language=language)


def test_search_finds_by_number_and_name(client, place):
    _organisation("1508", "Ålesund", published=True)
    link = reverse("publishing:overview", kwargs={"code": "1508"})
    for query in ("1508", "alesund", "ÅLESUND"):
        assert link in _page(client, query).split("</form>")[1].split("yours")[0]


def test_one_that_has_not_published_is_said_to_be_so(client, place):
    _organisation("4005", "Notodden")
    page = _page(client, "notodden")
    assert "har ikke publisert ennå" in page
    assert reverse("publishing:overview", kwargs={"code": "4005"}) in page


def test_an_invented_one_that_is_not_published_is_not_found_by_others(
    client, other, strangers, as_person
):
    assert other.name not in _page(client, "prøvestad").split('id="found"')[1]
    mine = _page(as_person(strangers.reader), "prøvestad")
    assert reverse("tasks:home", kwargs={"code": other.code}) in mine


def test_a_place_that_is_not_here_has_its_page_all_the_same(client, place):
    page = _page(client, "tromso")
    assert reverse("publishing:overview", kwargs={"code": "5501"}) in page
    assert "kom i gang" in page
    assert 'role="status"' in _page(client, "Atlantis")


def test_what_is_typed_is_shown_as_text(client, place):
    page = _page(client, "<script>alert(1)</script>")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_many_are_a_list_by_county(client, db, django_assert_max_num_queries):
    for n in range(30):
        _organisation(f"40{n:02}", f"Sted {n}", published=True)
    with django_assert_max_num_queries(4):
        page = _page(client)
    assert "Telemark" in page
    assert page.count("Sted ") == 30
    assert "k-cards" not in page


def _band(tonnes):
    return {"value": tonnes, "low": 0.9 * tonnes, "high": 1.1 * tonnes}


def test_the_newest_figure_stands_with_its_year_and_source(client, place):
    from kortreist_web.accounts.models import AccountResult, Vintage

    for day, tonnes in (("2025-01-24", 100.0), ("2026-04-24", 40354.49)):
        vintage = Vintage.objects.create(engine_id=f"mdir-{day[:7]}", date=day, origin="M")
        content = {"year": 2024, "totals": {"territorial": _band(tonnes)}}
        AccountResult.objects.create(
            place=place.code,
            vintage=vintage,
            engine_version="1",
            facts_version="f",
            content=content,
            content_hash="h",
        )
    page = _page(client)
    assert "40\u202f000</span>" in page, "as many digits as the interval bears"
    assert 'title="40\u202f354"' in page
    assert "Miljødirektoratet, utgave" in page
    assert "4005" in page


def test_a_figure_of_an_own_file_or_withdrawn_is_not_shown(client, place, write):
    from django.utils import timezone

    from kortreist_web.accounts.models import AccountResult, Vintage
    from kortreist_web.publishing.models import Publication

    def account(tonnes, owner):
        vintage = Vintage.objects.create(
            engine_id=f"v{tonnes}", date=dt.date(2026, 1, 1), origin="M", organisation=owner
        )
        content = {"year": 2024, "totals": {"territorial": _band(tonnes)}}
        return AccountResult.objects.create(
            place=place.code,
            vintage=vintage,
            organisation=owner,
            engine_version="1",
            facts_version="f",
            content=content,
            content_hash="h",
        )

    account(11111.0, place)
    assert "11\u202f111" not in _page(client)
    open_one = account(22222.0, None)
    assert "22\u202f222" in _page(client)
    Publication(
        organisation=place,
        kind="account",
        title="x",
        content={},
        content_hash="h",
        source_row=open_one.pk,
        withdrawn_at=timezone.now(),
    ).save()
    assert "22\u202f222" not in _page(client)


@pytest.mark.parametrize(
    ("demonstration", "invented"), list(itertools.product((True, False), (True, False)))
)
def test_trying_is_offered_where_it_may_be_done(client, db, settings, demonstration, invented):
    settings.DEMONSTRATION = demonstration
    if invented:
        _organisation("X001", "Eksempeldal", invented=True)
    offered = 'name="role" value="reporter"' in _page(client)
    assert offered == (demonstration and invented)
