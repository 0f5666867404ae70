"""Signing in through a real OpenID Connect server on this machine, with PKCE."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, urlsplit

import flask
import oidc_provider_mock
import pytest
import requests
import werkzeug.serving
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from web_world import add_person

from kortreist_web.config.environment import read_environment
from kortreist_web.config.sign_in import sign_in
from kortreist_web.people.invitations import invited_link
from kortreist_web.people.models import User

pytestmark = pytest.mark.django_db

PID = "19046512345"
KARI = oidc_provider_mock.User(
    sub="pairwise-kari",
    claims={
        "pid": PID,
        "name": "Kari Nordmann",
        "email": "kari@notodden.kommune.example",
        "email_verified": True,
    },
)
DOUBTED = oidc_provider_mock.User(
    sub="pairwise-doubted",
    claims={"email": "kari@notodden.kommune.example", "email_verified": False},
)
#: A provider that is wrongly set up and sends the number as the subject.
PUBLIC = oidc_provider_mock.User(sub=PID, claims={"email": "kari@notodden.kommune.example"})


class Provider:
    """The server, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.challenges: dict[str, str] = {}
        self.refused = 0
        self.app = oidc_provider_mock.app(require_nonce=True, user_claims=[KARI, DOUBTED, PUBLIC])
        self.app.before_request(self._check)
        self.app.after_request(self._remember)
        self.server = werkzeug.serving.make_server("localhost", 0, self.app, threaded=True)
        self.url = f"http://localhost:{self.server.server_port}"

    def _check(self) -> Any:
        """Refuse a code whose verifier does not fit the challenge it was asked with."""
        if flask.request.path != "/oauth2/token":
            return None
        verifier = flask.request.form.get("code_verifier", "")
        digest = hashlib.sha256(verifier.encode()).digest()
        given = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if self.challenges.get(flask.request.form.get("code", "")) != given:
            self.refused += 1
            return flask.jsonify({"error": "invalid_grant"}), 400
        return None

    def _remember(self, response: Any) -> Any:
        if flask.request.path == "/oauth2/authorize":
            asked = flask.request.args.to_dict()
            self.asked.append(asked)
            found = parse_qs(urlsplit(response.headers.get("Location", "")).query)
            if "code" in found:
                self.challenges[found["code"][0]] = asked["code_challenge"]
        return response


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    one = Provider()
    thread = threading.Thread(target=one.server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield one
    one.server.shutdown()


@pytest.fixture
def installed(provider, settings):
    """The provider as an installation sets it up, trusted for one domain."""

    def install(**more: str) -> None:
        values = {
            "KORTREIST_STATE": str(settings.CACHES and "/nonexistent"),
            "KORTREIST_SECRET_KEY": "x" * 40,
            "KORTREIST_OIDC_MOCK_ISSUER": provider.url,
            "KORTREIST_OIDC_MOCK_CLIENT_ID": "kortreist",
            "KORTREIST_OIDC_MOCK_CLIENT_SECRET": "not a secret at all",
            "KORTREIST_OIDC_MOCK_LABEL": "Prøveporten",
            **{f"KORTREIST_OIDC_MOCK_{k}": v for k, v in more.items()},
        }
        chosen = sign_in(read_environment(values))
        for name in ("SOCIALACCOUNT_PROVIDERS", "IDENTITY_PROVIDERS"):
            setattr(settings, name, chosen[name])

    install(TRUST_EMAIL="notodden.kommune.example", ACR="idporten-loa-high")
    return install


def leave(client, provider, *, sub: str, process: str = "login", path: str = "") -> Any:
    """Press the button, say at the provider who one is, and return its answer to us."""
    url = path or "/nn/konto/ekstern/mock/inn/"
    away = client.post(url, {"process": process, "provider": "mock", "next": "/nn/meg/"})
    assert away.status_code == 302, away.content.decode()[:500]
    assert away.headers["Location"].startswith(f"{provider.url}/oauth2/authorize")
    answer = requests.post(away.headers["Location"], {"sub": sub}, allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    return urlsplit(answer.headers["Location"])


def through(client, provider, **how: Any) -> Any:
    """Go all the way: there, and back."""
    back = leave(client, provider, **how)
    assert back.path == "/oidc/mock/svar/"
    return client.get(f"{back.path}?{back.query}")


def everything_kept() -> str:
    """Return all that the database holds, sessions decoded."""
    found = []
    for model in apps.get_models():
        with suppress(Exception):
            found += [str(list(row)) for row in model._base_manager.values_list()]
    found += [str(s.get_decoded()) for s in Session.objects.all()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM shared_cache")
        found += [str(base64.b64decode(v)) for (v,) in cursor.fetchall()]
    return "\n".join(found)


@pytest.fixture
def kari(place):
    return add_person(place, "reader", "kari@notodden.kommune.example", name="Kari")


def signed_in(client) -> str:
    """Return who is signed in."""
    key = client.session.get("_auth_user_id")
    return str(User.objects.get(pk=key).email) if key else ""


def test_one_who_was_invited_is_known_by_her_address(client, provider, installed, kari):
    """The whole code flow, with PKCE; in the language she left in."""
    answer = through(client, provider, sub=KARI.sub)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/nn/meg/"
    assert signed_in(client) == kari.email
    account = SocialAccount.objects.get()
    assert (account.user, account.uid, account.extra_data) == (kari, "pairwise-kari", {})
    asked = provider.asked[-1]
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert asked["acr_values"] == "idporten-loa-high"
    assert asked["redirect_uri"].endswith("/oidc/mock/svar/")
    assert len(asked["nonce"]) == 64


def test_the_next_time_she_is_known_by_the_provider_s_own_name(client, provider, installed, kari):
    through(client, provider, sub=KARI.sub)
    client.post("/nb/konto/ut/")
    kari.email = "another@address.example"
    kari.save()
    installed(TRUST_EMAIL="")
    through(client, provider, sub=KARI.sub)
    assert signed_in(client) == "another@address.example"


def test_no_national_identity_number_is_kept(client, provider, installed, kari):
    """Not in a row, not in a session, not in the middle of a second step."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(kari, generate_totp_secret())
    answer = through(client, provider, sub=KARI.sub)
    assert answer.headers["Location"] == "/nn/konto/to-trinn/kode/"
    assert signed_in(client) == ""
    kept = everything_kept()
    assert "pairwise-kari" in kept
    assert PID not in kept
    assert "access_token" not in kept
    assert "Nordmann" not in kept


def test_a_number_sent_as_the_subject_is_kept_as_a_digest(client, provider, installed, kari):
    through(client, provider, sub=PUBLIC.sub)
    assert signed_in(client) == kari.email
    assert SocialAccount.objects.get().uid.startswith("h:")
    assert PID not in everything_kept()


@pytest.mark.parametrize(
    ("trust", "sub"),
    [
        ("", KARI.sub),
        ("skien.kommune.example", KARI.sub),
        ("notodden.kommune.example", DOUBTED.sub),
    ],
)
def test_an_address_links_only_where_the_provider_is_trusted(
    client, provider, installed, kari, trust, sub
):
    """Not of another domain, and not one the provider itself doubts."""
    installed(TRUST_EMAIL=trust)
    answer = through(client, provider, sub=sub)
    assert answer.status_code == 200
    assert "Slik får du tilgang" in answer.content.decode()
    assert signed_in(client) == ""
    assert not SocialAccount.objects.exists()


def test_a_stranger_gets_no_account(client, provider, installed, place):
    before = User.objects.count()
    through(client, provider, sub="stranger@elsewhere.example")
    assert signed_in(client) == ""
    assert User.objects.count() == before


def test_an_invitation_connects_a_provider_s_account(client, provider, installed, place, kari):
    """Without a password, and without trusting the provider for addresses."""
    installed(TRUST_EMAIL="")
    path = urlsplit(invited_link(kari, "nn")).path
    page = client.get(path)
    assert "Prøveporten" in page.content.decode()
    through(client, provider, sub=KARI.sub, path=path)
    assert signed_in(client) == kari.email
    assert SocialAccount.objects.get().user == kari


def test_one_who_is_signed_in_connects_an_account(as_person, provider, installed, kari):
    installed(TRUST_EMAIL="")
    client = as_person(kari)
    through(client, provider, sub=KARI.sub, process="connect")
    assert SocialAccount.objects.get().user == kari
    page = client.get("/nn/konto/ekstern/").content.decode()
    assert "Prøveporten, kopla til" in page
    assert mail.outbox[-1].subject


@pytest.mark.parametrize("how", ["state", "code", "session"])
def test_an_answer_that_is_not_ours_is_refused(client, provider, installed, kari, how):
    """Another's state, a code that is used, a browser that never left."""
    from django.test import Client

    back = leave(client, provider, sub=KARI.sub)
    query = {k: v[0] for k, v in parse_qs(back.query).items()}
    if how == "state":
        query["state"] = "another"
    if how == "code":
        query["code"] = "another"
    browser = Client() if how == "session" else client
    answer = browser.get(back.path, query)
    assert answer.status_code == 401
    assert signed_in(browser) == ""


def test_a_code_without_its_verifier_is_refused_by_the_provider(client, provider, installed, kari):
    """That is: PKCE is in use, and the server of the test checks it."""
    back = leave(client, provider, sub=KARI.sub)
    session = client.session
    states = session["socialaccount_states"]
    for state in states.values():
        state[0]["pkce_code_verifier"] = "x" * 48
    session["socialaccount_states"] = states
    session.save()
    before = provider.refused
    assert client.get(f"{back.path}?{back.query}").status_code == 401
    assert provider.refused == before + 1


def test_a_token_of_another_sign_in_is_refused(client, provider, installed, kari, monkeypatch):
    """The nonce belongs to this session alone."""
    monkeypatch.setattr("kortreist_web.people.openid.Provider.get_pkce_params", _other_nonce)
    assert through(client, provider, sub=KARI.sub).status_code == 401


def _other_nonce(self: Any) -> dict[str, Any]:
    from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge

    return {**generate_code_challenge(), "nonce": "0" * 64}


def test_cancelling_there_leads_back_here(client, provider, installed):
    away = client.post("/nb/konto/ekstern/mock/inn/", {"process": "login"})
    answer = requests.post(
        away.headers["Location"], {"action": "deny"}, allow_redirects=False, timeout=5
    )
    back = urlsplit(answer.headers["Location"])
    # The server of the test forgets the state where somebody says no.
    state = parse_qs(urlsplit(away.headers["Location"]).query)["state"][0]
    answer = client.get(f"{back.path}?{back.query}&state={state}")
    assert answer.headers["Location"] == "/nb/konto/ekstern/avbrutt/"


def test_signing_out_here_signs_out_there(client, provider, installed, kari):
    through(client, provider, sub=KARI.sub)
    answer = client.post("/nb/konto/ut/")
    away = urlsplit(answer.headers["Location"])
    assert f"{away.scheme}://{away.netloc}{away.path}" == f"{provider.url}/oauth2/end_session"
    query = parse_qs(away.query)
    assert query["client_id"] == ["kortreist"]
    assert query["post_logout_redirect_uri"][0].endswith("/nb/")
    assert signed_in(client) == ""


def test_the_form_may_lead_to_the_provider_and_nowhere_else(client, provider, installed):
    from kortreist_web.config.content_policy import policy

    part = next(p for p in policy().split("; ") if p.startswith("form-action"))
    assert part == f"form-action 'self' {provider.url}"


def test_a_provider_with_two_steps_is_enough(client, provider, installed, place, settings):
    """An editor who signs in where a second step is demanded needs none here."""
    settings.REQUIRE_MFA = True
    add_person(place, "editor", "kari@notodden.kommune.example")
    through(client, provider, sub=KARI.sub)
    assert client.get("/nb/X001/arbeid/").headers["Location"] == "/nb/konto/to-trinn/"
    installed(TRUST_EMAIL="notodden.kommune.example", SECOND_FACTOR="1")
    assert client.get("/nb/X001/arbeid/").status_code == 200
    assert not Authenticator.objects.exists()


def test_there_is_no_page_of_a_provider_that_is_not_chosen(client, db):
    assert client.get("/nb/konto/ekstern/mock/inn/").status_code == 404
    assert client.get("/oidc/mock/svar/?code=x&state=y").status_code == 404
