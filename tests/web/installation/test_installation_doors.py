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
