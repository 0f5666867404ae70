"""A server that is killed while somebody types loses nothing of what she typed."""

from __future__ import annotations

import re

import pytest
import requests
from small_site import SmallSite


@pytest.fixture
def server(tmp_path):
    one = SmallSite(tmp_path)
    one.start()
    yield one
    one.kill()


def test_a_killed_server_loses_nothing_typed(server):
    """Typed, killed, started again: the session holds and the form has what was typed."""
    browser = requests.Session()
    form = f"{server.url}/nb/X001/arbeid/tilgang/gi/"

    def secret(page: str) -> str:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found, page[:400]
        return found.group(1)

    page = browser.get(f"{server.url}/nb/konto/inn/", timeout=20).text
    browser.post(
        f"{server.url}/nb/konto/inn/",
        {
            "login": "a@x001.example",
            "password": "a long password",
            "csrfmiddlewaretoken": secret(page),
        },
        timeout=20,
    )
    page = browser.get(form, timeout=20).text
    kept = re.search(r'data-url="([^"]+)"', page).group(1)
    typed = {"email": "ny@x001.example", "why": "midt i en setning"}
    answer = browser.post(
        server.url + kept, typed, headers={"X-CSRFToken": secret(page)}, timeout=20
    )
    assert answer.status_code == 204
    server.kill()
    server.start()
    page = browser.get(form, timeout=20).text
    assert 'value="ny@x001.example"' in page
    assert 'value="midt i en setning"' in page
