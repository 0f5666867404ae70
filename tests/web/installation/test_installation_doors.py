"""Every dead end of a newcomer leads to taking into use."""

from __future__ import annotations

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/nb/", "/nb/konto/ny/", "/nb/4003/"])
def test_one_without_an_account_or_a_municipality_here_is_shown_the_way_in(client, path):
    assert reverse("begin:start") in client.get(path, follow=True).content.decode()


def test_the_page_of_a_municipality_fills_in_which_it_is(client, settings):
    settings.SELF_SERVICE, settings.WORKSPACES = "open", 5
    page = client.get("/nb/4003/").content.decode()
    for address in ("begin:start", "workspace:start"):
        link = f"{reverse(address)}?kommune=4003"
        assert link in page
        assert 'value="4003 Skien"' in client.get(link).content.decode()
    settings.WORKSPACES = 0
    assert reverse("workspace:start") not in client.get("/nb/4003/").content.decode()
    assert 'value="Atlantis"' in client.get("/nb/ta-i-bruk/?kommune=Atlantis").content.decode()


def test_who_lives_where_nobody_works_yet_finds_something_too(client):
    """Not only staff: where the figures are, whom to ask, and what a resident has a right to."""
    html = client.get("/nb/4003/").content.decode()
    mine = html.partition('id="live"')[2].partition("</section>")[0]
    assert "Bor du i Skien?" in mine
    assert "https://www.miljodirektoratet.no/tjenester/klimagassutslipp-kommuner/" in mine
    assert "300 underskrifter" in mine
    assert "kommuneloven § 27-1" in mine
    assert "ikke kontrollert" in mine
    assert html.index('id="live"') < html.index("Hva som skal til")
