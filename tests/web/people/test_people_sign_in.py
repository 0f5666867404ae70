"""Local accounts: password, second step, reserve codes, invitation; in three languages."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.utils.translation import trans_real
from web_world import add_person

from kortreist_web.people.invitations import send_invitation
from kortreist_web.people.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "a long password"


@pytest.fixture(autouse=True)
def _no_attempts_before(db):
    caches["shared"].clear()


def sign_in(client: Any, email: str, password: str = PASSWORD, language: str = "nb") -> Any:
    return client.post(f"/{language}/konto/inn/", {"login": email, "password": password})


def code_now(secret: str) -> str:
    from allauth.mfa.totp.internal.auth import format_hotp_value

    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def who(client: Any) -> str:
    key = client.session.get("_auth_user_id")
    return str(User.objects.get(pk=key).email) if key else ""


def link_in(message: Any) -> str:
    return re.search(r"http://localhost:8000(/\S+)", message.body).group(1)


def test_signing_in_leads_to_the_one_municipality_she_works_in(client, place, people):
    answer = sign_in(client, people.editor.email)
    assert answer.headers["Location"] == "/nb/X001/arbeid/"
    assert who(client) == people.editor.email


def test_a_wrong_password_says_so_in_nynorsk(client, people):
    page = sign_in(client, people.editor.email, "wrong", "nn").content.decode()
    assert "E-postadressa og passordet passar ikkje saman." in page
    assert who(client) == ""


def test_an_inactive_account_is_closed(client, people):
    User.objects.filter(pk=people.editor.pk).update(is_active=False)
    sign_in(client, people.editor.email)
    assert who(client) == ""


def test_attempts_are_counted_for_all_processes_together(people):
    """Five for an account, whatever process or browser they come to."""
    for _ in range(5):
        sign_in(Client(), people.editor.email, "wrong")
        caches["default"].clear()  # another process has another
    page = sign_in(Client(), people.editor.email).content.decode()
    assert "For mange forsøk" in page
    other = Client()
    sign_in(other, people.reader.email)
    assert who(other) == people.reader.email


def test_nobody_signs_up(client, db):
    assert (
        client.post("/nb/konto/ny/", {"email": "x@y.example", "password1": PASSWORD}).status_code
        == 200
    )
    assert not User.objects.filter(email="x@y.example").exists()


def test_who_has_an_account_is_not_told(client, people):
    """Asking for a new password looks the same whether there is an account or not."""
    answers = [
        client.post("/nb/konto/passord/glemt/", {"email": e})
        for e in (people.editor.email, "nobody@there.example")
    ]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert [m.to for m in mail.outbox] == [[people.editor.email], ["nobody@there.example"]]


def test_a_forgotten_password(client, people):
    User.objects.filter(pk=people.editor.pk).update(language="nn")
    client.post("/nb/konto/passord/glemt/", {"email": people.editor.email})
    message = mail.outbox[-1]
    assert message.subject == "Nytt passord"
    assert "Nokon har bede om eit nytt passord" in message.body
    page = client.get(link_in(message), follow=True)
    form = page.request["PATH_INFO"]
    short = client.post(form, {"password1": "short", "password2": "short"}).content.decode()
    assert "minst 12" in short
    # pragma: allowlist nextline secret (made)
    client.post(form, {"password1": "nine green horses", "password2": "nine green horses"})
    sign_in(client, people.editor.email, "nine green horses")
    assert who(client) == people.editor.email
    again = Client().get(link_in(message), follow=True)
    assert "virker ikke lenger" in again.content.decode()


def test_an_invitation_is_a_link_to_choose_a_password(
    client, place, django_capture_on_commit_callbacks
):
    place.language = "nn"
    user = User.objects.create_user("ny@notodden.example")
    with django_capture_on_commit_callbacks(execute=True):
        send_invitation(user, place)
    message = mail.outbox[-1]
    assert message.to == ["ny@notodden.example"]
    assert "Du er invitert til å arbeide med klimabudsjettet i Eksempeldal" in message.body
    form = client.get(link_in(message), follow=True).request["PATH_INFO"]
    # pragma: allowlist nextline secret (made)
    client.post(form, {"password1": "nine green horses", "password2": "nine green horses"})
    sign_in(client, user.email, "nine green horses")
    assert who(client) == user.email
    assert user.emailaddress_set.get().verified
    ended = Client().get(link_in(message))
    assert ended.status_code == 410


def test_invented_people_get_no_mail(place, django_capture_on_commit_callbacks):
    user = User.objects.create_user("invented@x.example", invented=True)
    with django_capture_on_commit_callbacks(execute=True):
        send_invitation(user, place)
    Client().post("/nb/konto/passord/glemt/", {"email": user.email})
    assert mail.outbox == []


def test_turning_the_second_step_on_and_using_it(client, people, monkeypatch):
    """The page shows a secret; a code of it turns it on; the next sign-in asks for one."""
    sign_in(client, people.editor.email)
    page = client.get("/nb/konto/to-trinn/app/", follow=True)
    if "bekreft" in page.request["PATH_INFO"]:
        client.post(
            page.request["PATH_INFO"] + "?next=/nb/konto/to-trinn/app/", {"password": PASSWORD}
        )
        page = client.get("/nb/konto/to-trinn/app/")
    secret = re.search(r'k-hash">([A-Z2-7]+)<', page.content.decode()).group(1)
    wrong = client.post("/nb/konto/to-trinn/app/", {"code": "000000"}).content.decode()
    assert "Koden stemmer ikke" in wrong
    # The test's own transaction never commits: what is done then is done at once.
    monkeypatch.setattr(transaction, "on_commit", lambda done, **_: done())
    client.post("/nb/konto/to-trinn/app/", {"code": code_now(secret)})
    codes = client.get("/nb/konto/to-trinn/koder/fil/").content.decode().split()
    assert len(codes) == 10
    assert [m.subject for m in mail.outbox] == ["Innlogging i to trinn er slått på"]

    other = Client()
    assert sign_in(other, people.editor.email).headers["Location"] == "/nb/konto/to-trinn/kode/"
    assert who(other) == ""
    assert other.get("/nb/X001/arbeid/").status_code == 302
    other.post("/nb/konto/to-trinn/kode/", {"code": codes[0]})
    assert who(other) == people.editor.email
    third = Client()
    sign_in(third, people.editor.email)
    third.post("/nb/konto/to-trinn/kode/", {"code": codes[0]})
    assert who(third) == "", "a reserve code works once"


def test_secrets_of_the_second_step_are_not_readable_in_the_database(people, settings):
    secret = generate_totp_secret()
    TOTP.activate(people.editor, secret)
    RecoveryCodes.activate(people.editor)
    kept = [str(a.data) for a in Authenticator.objects.all()]
    assert not any(secret in k for k in kept)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "y" * 50
    one = Authenticator.objects.get(type="totp").wrap()
    assert one.validate_code(code_now(secret)), "an earlier key still reads"
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [], "z" * 50
    assert not Authenticator.objects.get(type="totp").wrap().validate_code(code_now(secret))


@pytest.mark.parametrize(
    ("role", "asked"),
    [
        ("reader", False),
        ("reporter", False),
        ("auditor", False),
        ("editor", True),
        ("approver", True),
        ("administrator", True),
    ],
)
def test_those_who_decide_need_a_second_step(as_person, people, place, settings, role, asked):
    settings.REQUIRE_MFA = True
    client = as_person(getattr(people, role))
    answer = client.get("/nb/X001/arbeid/")
    assert (answer.headers.get("Location") == "/nb/konto/to-trinn/") is asked
    assert client.get("/nb/meg/").status_code == 200
    assert client.get("/nb/X001/").status_code == 200
    TOTP.activate(getattr(people, role), generate_totp_secret())
    assert client.get("/nb/X001/arbeid/").status_code == 200


def test_one_municipality_can_require_it_alone(
    as_person, people, strangers, place, other, settings
):
    settings.REQUIRE_MFA_IN = ("X002",)
    assert as_person(people.editor).get("/nb/X001/arbeid/").status_code == 200
    assert as_person(strangers.editor).get("/nb/X002/arbeid/").status_code == 302


def test_the_last_second_step_stays_where_it_is_required(as_person, people, place, settings):
    TOTP.activate(people.editor, generate_totp_secret())
    RecoveryCodes.activate(people.editor)
    settings.REQUIRE_MFA = True
    client = Client()
    sign_in(client, people.editor.email)
    code = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()[0]
    client.post("/nb/konto/to-trinn/kode/", {"code": code})
    client.post("/nb/konto/bekreft/?next=/nb/meg/", {"password": PASSWORD})
    page = client.post("/nb/konto/to-trinn/app/fjern/")
    assert "krever innlogging i to trinn" in page.content.decode()
    assert Authenticator.objects.filter(type="totp").exists()


class _Texts(HTMLParser):
    """The texts somebody sees or hears on a page."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.inside: list[str] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "code", "pre"):
            self.inside.append(tag)
        for name, value in attributes:
            if name in ("alt", "title", "placeholder", "aria-label", "data-failed") and value:
                self.found.add(value.strip())

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if not self.inside and re.search(r"[a-zæøå]{2}", text):
            self.found.add(text)


#: The same in all languages.
_NAMES = {
    *(
        "Kortreist",
        "Bokmål",
        "Nynorsk",
        "English",
        "NB: Bokmål",
        "NN: Nynorsk",
        "EN: English",
        "Status",
        "Data",
        "Plan",
        "Person",
    ),
    *(
        "Administrator",
        "administrator",
        "moderator",
        "Eksempeldal",
        "Kari",
        "uutilsynet.no",
        "datatilsynet.no",
    ),
    *("test", "· test · test"),  # who wrote the rows of the test
}
#: Addresses and, for those with a form, what to send to be refused.
_PAGES: tuple[tuple[str, dict[str, str] | None], ...] = (
    ("konto/inn/", None),
    ("konto/inn/", {}),
    ("konto/inn/", {"login": "not an address", "password": "x"}),
    ("konto/inn/", {"login": "a@b.example", "password": "x"}),
    ("konto/ny/", None),
    ("konto/sperret/", None),
    ("konto/passord/glemt/", None),
    ("konto/passord/glemt/", {"email": "not an address"}),
    ("konto/passord/glemt/sendt/", None),
    ("konto/passord/nytt/1-x/", None),
    ("konto/passord/nytt/ferdig/", None),
    ("konto/ekstern/avbrutt/", None),
    ("konto/ekstern/feil/", None),
    ("velkommen/1-x/", None),
    ("tilgjengelighet/", None),
    ("personvern/", None),
)
_PAGES_OF_ONES_OWN: tuple[tuple[str, dict[str, str] | None], ...] = (
    ("konto/ut/", None),
    ("konto/bekreft/", None),
    # pragma: allowlist nextline secret (wrong)
    ("konto/bekreft/", {"password": "wrong"}),
    ("konto/passord/", None),
    # pragma: allowlist nextline secret (wrong)
    ("konto/passord/", {"oldpassword": "wrong", "password1": "password", "password2": "passwor"}),
    ("konto/passord/", {"oldpassword": PASSWORD, "password1": "password12345", "password2": "x"}),
    (
        "konto/passord/",
        {
            "oldpassword": PASSWORD,
            "password1": "editor@x001.example",
            "password2": "editor@x001.example",
        },
    ),
    ("konto/passord/", {}),
    ("konto/to-trinn/", None),
    ("konto/to-trinn/app/", None),
    ("konto/to-trinn/app/", {"code": "1"}),
    ("konto/to-trinn/nokler/", None),
    ("konto/to-trinn/nokler/ny/", None),
    ("konto/to-trinn/nokler/ny/", {"name": "x", "credential": "{"}),
    ("konto/to-trinn/koder/nye/", None),
    ("konto/to-trinn/koder/nye/", {}),
    ("konto/to-trinn/bekreft/", None),
    ("konto/ekstern/", None),
    ("meg/", None),
    ("X001/arbeid/tilgang/", None),
    ("X001/arbeid/tilgang/gi/", {}),
    ("X001/arbeid/tilgang/gi/", {"email": "x", "role": "king", "valid_to": "x", "unit": "9"}),
    ("X001/arbeid/nokler/ny/", {"days": "x", "scopes": "all"}),
    ("X001/arbeid/nokler/ny/", {"days": "99999"}),
    ("X001/arbeid/logg/", None),
    ("X001/arbeid/uttrekk/", None),
    ("X001/arbeid/slett/", {"typed_code": "x"}),
)


def _seen(client: Any, language: str, path: str, sent: dict[str, str] | None) -> set[str]:
    url = f"/{language}/{path}"
    answer = client.get(url) if sent is None else client.post(url, sent)
    if answer.status_code == 302:
        answer = client.get(answer.headers["Location"])
    assert answer.status_code in (200, 401, 410, 422), (url, answer.status_code)
    return _Texts(answer.content.decode()).found


@pytest.fixture
def without_bokmal_below(monkeypatch):
    """What nynorsk lacks is seen as English, as it would be without our default language."""
    for code in ("nb", "nn"):
        monkeypatch.setattr(trans_real.translation(code), "_fallback", None)


@pytest.mark.any_database
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_no_page_of_signing_in_has_an_english_text(
    client, people, place, without_bokmal_below, language, monkeypatch
):
    """Also where a form is refused: every text differs from the English one."""
    monkeypatch.setattr("kortreist_web.config.limits.allowed", lambda kind, who: 0)
    left = {}
    both = add_person(place, "administrator", "both@x001.example", name="Kari")
    inside = {}
    for code in (language, "en"):
        inside[code] = Client()
        sign_in(inside[code], both.email)
        inside[code].post(f"/{code}/konto/bekreft/?next=/nb/meg/", {"password": PASSWORD})
    for number, (path, sent) in enumerate((*_PAGES, *_PAGES_OF_ONES_OWN)):
        own = number >= len(_PAGES)
        caches["shared"].clear()
        ours = _seen(inside[language] if own else client, language, path, sent)
        english = _seen(inside["en"] if own else client, "en", path, sent)
        same = {s for s in ours & english if s not in _NAMES and "@" not in s}
        if same:
            left[(path, str(sent))] = same
    assert not left


@pytest.mark.any_database
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_pages_of_a_second_step_have_no_english_text(
    people, place, without_bokmal_below, language
):
    seen = {}
    for code in (language, "en"):
        Authenticator.objects.all().delete()
        TOTP.activate(people.editor, generate_totp_secret())
        RecoveryCodes.activate(people.editor)
        caches["shared"].clear()
        client, found = Client(), set()
        sign_in(client, people.editor.email, language=code)
        found |= _seen(client, code, "konto/to-trinn/kode/", None)
        found |= _seen(client, code, "konto/to-trinn/kode/", {"code": "1"})
        codes = RecoveryCodes(Authenticator.objects.get(type="recovery_codes"))
        client.post(f"/{code}/konto/to-trinn/kode/", {"code": codes.get_unused_codes()[0]})
        client.post(f"/{code}/konto/bekreft/?next=/nb/meg/", {"password": PASSWORD})
        for path in ("", "app/fjern/", "koder/", "koder/nye/", "bekreft/"):
            found |= _seen(client, code, f"konto/to-trinn/{path}", None)
        seen[code] = found
    same = {s for s in seen[language] & seen["en"] if s not in _NAMES and "@" not in s}
    assert not same
