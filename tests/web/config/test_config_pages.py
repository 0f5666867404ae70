"""Every page in three languages: nothing inline, nothing from elsewhere, safe headers."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings as chosen
from django.db import transaction
from django.test import Client
from web_addresses import ADDRESSES, address
from web_world import make_world

pytestmark = pytest.mark.django_db

#: Elements that fetch what they name.
_FETCHING = {
    "script": "src",
    "link": "href",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
    "object": "data",
    "use": "href",
}


class Page(HTMLParser):
    """What a page holds that the content policy forbids, and what accessibility asks for."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.headings: list[int] = []
        self.language, self.script = "", False
        self.ids: list[str] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        if tag == "style" or "style" in values:
            self.wrong.append(f"style in <{tag}>")
        if any(name.startswith("on") or name.startswith("hx-on") for name in values):
            self.wrong.append(f"script in an attribute of <{tag}>")
        if str(values.get("href", "")).lower().startswith("javascript:"):
            self.wrong.append("a javascript: address")
        fetched = str(values.get(_FETCHING.get(tag, ""), "") or "")
        if re.match(r"(https?:)?//", fetched):
            self.wrong.append(f"<{tag}> fetches {fetched}")
        if tag == "script":
            self.script = "src" not in values
            if self.script:
                self.wrong.append("inline script")
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "html":
            self.language = str(values.get("lang", ""))
        if values.get("id"):
            self.ids.append(str(values["id"]))


def problems(content: str, language: str) -> list[str]:
    """Return what is wrong with a page."""
    page = Page(content)
    found = list(page.wrong)
    if page.headings.count(1) != 1:
        found.append(f"{page.headings.count(1)} first headings")
    jumps = [(a, b) for a, b in zip(page.headings, page.headings[1:], strict=False) if b > a + 1]
    if jumps:
        found.append(f"headings jump {jumps[0]}")
    if page.language != language:
        found.append(f"lang={page.language}")
    twice = {i for i in page.ids if page.ids.count(i) > 1}
    if twice:
        found.append(f"the same id twice: {sorted(twice)}")
    return found


@pytest.fixture
def readers(place, people, monkeypatch):
    """A row of everything, and a client for those who together may open everything."""
    monkeypatch.setattr("kortreist_web.config.limits.allowed", lambda kind, who: 0)
    world = make_world(place, people.editor)
    clients = {}
    for role in ("anonymous", "editor", "approver", "administrator", "reporter"):
        clients[role] = Client(raise_request_exception=False)
        if role != "anonymous":
            clients[role].force_login(
                getattr(people, role), backend=chosen.AUTHENTICATION_BACKENDS[0]
            )
    return place, world, clients


@pytest.mark.parametrize(
    "language", ["nb", *(pytest.param(c, marks=pytest.mark.long) for c in ("nn", "en"))]
)
def test_no_page_has_inline_style_or_script(readers, language):
    """And every answer of ours carries the headers that keep others out."""
    place, world, clients = readers
    wrong: list[tuple[str, Any]] = []
    seen = 0
    for one in ADDRESSES:
        if one.name in ("account_logout",):
            continue
        url = address(one, place.code, world, language)
        for client in clients.values():
            before = transaction.savepoint()
            answer = client.get(url)
            transaction.savepoint_rollback(before)
            policy = answer.headers.get("Content-Security-Policy", "")
            if "script-src 'self'" not in policy or "unsafe" in policy or "*" in policy:
                wrong.append((one.name, "policy"))
            if answer.status_code != 200 or answer.streaming:
                continue
            if not answer.headers["Content-Type"].startswith("text/html"):
                continue
            content = answer.content.decode()
            if "<html" not in content:
                continue
            seen += 1
            wrong += [(one.name, p) for p in problems(content, language)]
            break
    assert not wrong, sorted(set(wrong), key=str)
    assert seen > 40


@pytest.mark.parametrize("status", ["/nb/finnes/ikke/", "/nb/X999/"])
def test_error_pages_are_pages_like_others(client, db, status):
    answer = client.get(status)
    assert answer.status_code == 404
    assert not problems(answer.content.decode(), "nb")


def test_the_headers_of_an_answer(client, db):
    headers = client.get("/nb/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    policy = headers["Content-Security-Policy"]
    for part in (
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "style-src 'self'",
        "script-src 'self'",
    ):
        assert part in policy.split("; ")


def test_cookies_are_ours_alone(client, people, place, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client.get("/nb/konto/inn/")
    answer = client.post(
        "/nb/konto/inn/", {"login": people.reader.email, "password": "a long password"}
    )
    session = answer.cookies["sessionid"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    assert session["secure"]
    assert client.cookies["csrftoken"]["samesite"] == "Lax"


def test_what_a_role_may_see_is_not_kept_by_a_shared_computer(as_person, people, place):
    answer = as_person(people.editor).get("/nb/X001/arbeid/tiltak/")
    assert answer.headers["Cache-Control"] == "private, no-store"
