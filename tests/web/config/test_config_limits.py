"""How much one caller may ask for, and who a caller is."""

from __future__ import annotations

import sqlite3
import threading

import pytest
from django.test import Client, RequestFactory

from kortreist_web.core.callers import address
from kortreist_web.people.models import RequestCount
from kortreist_web.people.request_count import _COUNT, LIMITS, Limit, allowed

pytestmark = pytest.mark.django_db
FEW = Limit(3)


@pytest.fixture
def few(settings):
    settings.REQUEST_LIMITS = dict.fromkeys(LIMITS, FEW)


def test_too_many_searches_are_refused_and_others_are_not(client, few):
    for _ in range(3):
        assert client.get("/nb/", {"q": "buss"}).status_code == 200
    answer = client.get("/nb/", {"q": "buss"})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert "For mange forsøk på kort tid" in answer.content.decode()
    assert client.get("/nb/").status_code == 200
    assert client.get("/nb/", {"q": "buss"}, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_the_api_says_it_in_its_own_way(client, few):
    answers = [client.get("/api/v1/nothing-here") for _ in range(4)]
    assert answers[-1].status_code in (404, 429)
    from kortreist_web.config.limits import _refuse

    refused = _refuse(RequestFactory().get("/api/v1/x"), 7)
    assert refused.status_code == 429
    assert refused.headers["Content-Type"].endswith("json")


def test_people_are_counted_each_for_herself(people, place, few):
    def post(user):
        one = Client()
        one.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return one.post("/nb/meg/", {"name": "x", "language": ""}).status_code

    assert [post(people.editor) for _ in range(4)] == [302, 302, 302, 429]
    assert post(people.reader) == 302


def test_what_was_typed_is_kept_when_it_is_too_much(people, place, as_person, few):
    from kortreist_web.people.drafts import load_draft

    client = as_person(people.administrator)
    sent = {"email": "x", "role": "editor", "_draft": "people.give", "why": "nesten ferdig"}
    for _ in range(3):
        client.post("/nb/meg/", {"name": "", "language": ""})
    answer = client.post("/nb/X001/arbeid/tilgang/gi/", sent)
    assert answer.status_code == 429
    assert "Det du skrev, er tatt vare på" in answer.content.decode()
    assert load_draft(people.administrator, place, "people.give").fields["why"] == "nesten ferdig"


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.case("21st upload in ten minutes")
def test_the_21st_file_in_ten_minutes_is_told_how_long_and_not_that_it_is_kept(
    people, place, as_person, language
):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from kortreist_web.accounts.models import Upload
    from kortreist_web.core.texts import web

    client, address = as_person(people.editor), f"/{language}/X001/arbeid/regnskap/"

    def send(n):
        return client.post(address, {"file": SimpleUploadedFile("a.csv", b"a;b\n%d;2\n" % n)})

    assert {send(n).status_code for n in range(20)} == {302}
    answer = send(20)
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 429
    seconds = answer.headers["Retry-After"]
    assert 500 < int(seconds) <= 600
    assert f" {seconds} " in page
    assert web(language)("core.too_many.file") in page
    assert web(language)("core.too_many.kept") not in page
    assert Upload.objects.count() == 20


def test_counting_begins_anew_after_a_while(settings, monkeypatch):
    settings.REQUEST_LIMITS = {"search": FEW}
    now = [1_000_000.0]
    monkeypatch.setattr("kortreist_web.people.request_count.time.time", lambda: now[0])
    assert [allowed("search", "a") for _ in range(4)] == [0, 0, 0, 60]
    now[0] += 59
    assert allowed("search", "a") == 1
    now[0] += 1
    assert allowed("search", "a") == 0


def test_none_is_lost_when_many_come_at_once(tmp_path):
    """Forty requests in eight threads, each with its own connection: forty are counted."""
    file = tmp_path / "counts.sqlite3"
    statement = _COUNT.replace("%s", "?")
    with sqlite3.connect(file) as first:
        first.execute("PRAGMA journal_mode=WAL")
        first.execute("CREATE TABLE people_requestcount (key TEXT PRIMARY KEY, count, until)")
    counts: list[int] = []

    def ask() -> None:
        own = sqlite3.connect(file, timeout=20, isolation_level=None)
        for _ in range(5):
            counts.append(own.execute(statement, ["a", 99, 1, 1, 99]).fetchone()[0])
        own.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == list(range(1, 41))


def test_what_is_counted_names_nobody(client, few):
    client.get("/nb/", {"q": "x"}, REMOTE_ADDR="192.0.2.55")
    assert "192.0.2.55" not in str(list(RequestCount.objects.values_list()))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "", "10.0.0.9"),
        (0, "1.2.3.4", "10.0.0.9"),
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.2", "1.2.3.4"),
        (2, "1.2.3.4", "10.0.0.9"),
        (1, "nonsense", "unknown"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "::ffff:1.2.3.4", "1.2.3.4"),
    ],
)
def test_only_trusted_proxies_say_who_calls(rf, settings, proxies, forwarded, seen):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    assert address(rf.get("/", headers=headers, REMOTE_ADDR="10.0.0.9")) == seen


def test_writing_an_address_into_the_request_makes_nobody_else(client, few, settings):
    """The limit holds whatever the caller claims."""
    statuses = [
        client.get("/nb/", {"q": "x"}, headers={"x-forwarded-for": f"1.1.1.{n}"}).status_code
        for n in range(4)
    ]
    assert statuses[-1] == 429


def test_made_up_keys_do_not_get_round_the_limit(client, few):
    """A key is counted for itself only when it is known that there is such a key."""
    statuses = [
        client.get(
            "/api/v1/organisations", headers={"authorization": f"Bearer kort_{n:012x}_x"}
        ).status_code
        for n in range(5)
    ]
    assert statuses == [401, 401, 401, 429, 429]
    assert RequestCount.objects.count() == 1


def test_a_key_that_is_known_is_counted_wherever_it_is_used(client, few, people, place):
    from kortreist_web.people.actions.make_token import make_token

    _, key = make_token(people.administrator, place, name="p", scopes=["read"], days=30)
    statuses = [
        client.get(
            f"/api/v1/organisations/{place.code}",
            headers={"authorization": f"Bearer {key}"},
            REMOTE_ADDR=f"192.0.2.{n}",
        ).status_code
        for n in range(4)
    ]
    assert statuses == [200, 200, 200, 429]
