"""Pages open to all are made once, and made again as soon as anything they show has changed."""

import gzip

import pytest

from kortreist_web.config import remembering
from kortreist_web.config.remembering import MEMORY, Memory, _Page
from kortreist_web.publishing.actions.publish import publish
from kortreist_web.publishing.actions.withdraw import withdraw

pytestmark = pytest.mark.django_db
PAGE = "/nb/X001/"


@pytest.fixture
def account(place):
    from kortreist_web.accounts.computing import compute_account

    return compute_account(place)


def test_the_second_reader_costs_one_query(client, place, account, django_assert_num_queries):
    first = client.get(PAGE)
    with django_assert_num_queries(1):
        second = client.get(PAGE)
    assert second.content == first.content
    assert second.headers["Content-Language"] == "nb"
    assert "Set-Cookie" not in second.headers
    assert second.headers["Content-Security-Policy"]


def test_what_is_withdrawn_is_gone_at_the_next_request(client, place, people, account):
    address = "/nb/X001/regnskap/"
    assert client.get(address).status_code == 200
    withdraw(people.approver, place, kind="account", row=account, reason="Feil i tallene")
    gone = client.get(address)
    assert gone.status_code == 410
    assert client.get(address).status_code == 410
    publish(people.approver, place, kind="account", row=account)
    assert client.get(address).status_code == 200


def test_a_site_that_closes_is_closed_at_once(client, place):
    assert client.get(PAGE).status_code == 200
    place.published = False
    place.save()
    assert client.get(PAGE).status_code == 404


def test_one_who_is_signed_in_is_never_given_anothers_page_nor_leaves_her_own(
    client, as_person, people, account
):
    anyones = client.get(PAGE).content
    as_person(people.editor)
    hers = client.get(PAGE).content
    assert b"/nb/X001/arbeid/" in hers
    client.logout()
    client.cookies.clear()
    assert client.get(PAGE).content == anyones
    assert b"/nb/X001/arbeid/" not in anyones


def test_pages_of_work_and_forms_are_not_kept(client, as_person, people, place):
    client.get("/nb/konto/logg-inn/")
    client.get("/nb/")  # holds the buttons of the demonstration, each with its own token
    as_person(people.editor).get("/nb/X001/arbeid/")
    assert MEMORY.size == 0


def test_each_language_and_each_question_has_its_own(client, place, account):
    found = {
        client.get(path).content
        for path in (
            "/nb/X001/regnskap/", "/nn/X001/regnskap/", "/en/X001/regnskap/",
            "/nb/X001/regnskap/?grense=consumption",
        )
    }  # fmt: skip
    assert len(found) == 4


def test_a_reader_who_has_it_is_told_so(client, place, account):
    first = client.get(PAGE)
    again = client.get(PAGE, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_it_is_sent_compressed_to_those_who_can_read_that(client, place, account):
    plain = client.get(PAGE).content
    packed = client.get(PAGE, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain


def test_it_is_made_again_when_it_is_old(client, place, account, monkeypatch):
    client.get(PAGE)
    monkeypatch.setattr(remembering, "MOST_SECONDS", -1)
    page = MEMORY.get(("testserver", PAGE), remembering.stamp_of("X001"))
    assert page is None


def test_there_is_an_end_to_how_much_is_kept():
    memory = Memory(most=100)
    for key in "abc":
        memory.put(key, _Page(1, 0.0, b"x" * 40, ()))
    assert memory.size == 80
    monkey = [k for k in "abc" if k in memory._pages]
    assert monkey == ["b", "c"]
    memory.put("d", _Page(1, 0.0, b"x" * 200, ()))
    assert memory.size == 0
