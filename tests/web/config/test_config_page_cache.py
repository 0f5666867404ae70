"""Pages open to all are made once, and made again as soon as anything they show has changed."""

import gzip

import pytest
from django.apps import apps
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from web_addresses import ADDRESSES, address
from web_world import make_world

from kortreist_web.changes.models import Change
from kortreist_web.config import page_cache
from kortreist_web.config.page_cache import CACHE, cache_version
from kortreist_web.core.actor_context import acting, actor
from kortreist_web.core.history import announce
from kortreist_web.core.page import public_page
from kortreist_web.publishing.actions.publish import publish
from kortreist_web.publishing.actions.withdraw import withdraw
from kortreist_web.tenants.models import Unit

pytestmark = pytest.mark.django_db
PAGE = "/nb/X001/"


def _kept() -> int:
    """How many pages are kept in this process."""
    return len(CACHE._cache)


@pytest.fixture
def account(place):
    from kortreist_web.accounts.computation import compute_account

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
    assert _kept() == 0


def test_each_language_and_each_question_has_its_own(client, place, account):
    found = {
        client.get(path).content
        for path in (
            "/nb/X001/regnskap/",
            "/nn/X001/regnskap/",
            "/en/X001/regnskap/",
            "/nb/X001/regnskap/?grense=consumption",
        )
    }
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


def test_it_is_made_again_when_it_is_old(client, place, account, django_assert_num_queries):
    client.get(PAGE)
    for key in CACHE._expire_info:
        CACHE._expire_info[key] -= 600
    with CaptureQueriesContext(connection) as asked:
        assert client.get(PAGE).status_code == 200
    assert len(asked) > 1


def test_there_is_an_end_to_how_much_is_kept(client, place, account, monkeypatch, settings):
    assert settings.CACHES["pages"]["OPTIONS"]["MAX_ENTRIES"] * page_cache.MAX_PAGE_BYTES < 2e8
    monkeypatch.setattr(page_cache, "MAX_PAGE_BYTES", 1_000)
    assert client.get(PAGE).status_code == 200
    assert _kept() == 0


@pytest.mark.parametrize("query", ["x=1", "utm_source=brev&grense=", "q=melk", "uten=x&a=%00"])
def test_a_query_the_page_does_not_read_is_answered_with_the_same_page(
    client, place, account, query, django_assert_num_queries
):
    first = client.get(PAGE)
    with django_assert_num_queries(1):
        again = client.get(f"{PAGE}?{query}")
    assert again.content == first.content
    assert _kept() == 1


def test_the_page_made_first_does_not_carry_the_query_of_whoever_asked(client, place, account):
    first = client.get(f"{PAGE}?utm_source=brev").content
    assert b"utm_source" not in first
    assert client.get(PAGE).content == first


def test_the_order_of_what_is_read_does_not_matter(client, place, account):
    address = "/nb/X001/regnskap/"
    one = client.get(f"{address}?uten=ets&grense=consumption&x=1")
    two = client.get(f"{address}?grense=territorial&grense=consumption&uten=ets")
    assert one.content == two.content
    assert _kept() == 1


def test_a_page_cannot_read_what_it_does_not_declare(rf, place):
    @public_page(reads=("fra",))
    def view(request, organisation):
        return HttpResponse(repr(sorted(request.GET.items())) + request.get_full_path())

    asked = view(rf.get("/nb/X001/?til=2&fra=1"), code="X001")
    assert asked.content.decode() == "[('fra', '1')]/nb/X001/?fra=1"


def test_only_what_public_pages_show_moves_the_version(place, people, other):
    before = cache_version("X001")
    everywhere = cache_version("")
    with acting(people.editor, "test"):
        for model in _not_public():
            record_change(model, place)
    assert (cache_version("X001"), cache_version("")) == (before, everywhere)
    with acting(people.editor, "test"):
        Unit.objects.create(organisation=place, name="Skole", valid_from="2024-01-01")
    assert cache_version("X001") != before
    assert cache_version("") != everywhere
    assert cache_version("X404") is None


def test_a_change_elsewhere_leaves_the_pages_here(place, people, other, strangers):
    before = cache_version("X001")
    with acting(strangers.editor, "test"):
        Unit.objects.create(organisation=other, name="Skole", valid_from="2024-01-01")
    assert cache_version("X001") == before


def test_a_line_whose_transaction_ends_late_moves_the_version_too(place, people):
    """Numbers are given when rows are written, not when they can be seen."""
    with acting(people.editor, "test"):
        Unit.objects.create(organisation=place, name="Skole", valid_from="2024-01-01")
    newest = Change.objects.filter(organisation=place).latest("id")
    Change.objects.create(
        id=newest.pk + 5,
        number=90,
        organisation=place,
        verb="test",
        what="tenants.Unit",
        kind="add",
    )
    seen = cache_version("X001")
    Change.objects.create(
        id=newest.pk + 3,
        number=91,
        organisation=place,
        verb="test",
        what="tenants.Unit",
        kind="add",
    )
    assert cache_version("X001") != seen


def _not_public():
    """Return the models whose changes leave public pages as they are."""
    return [m for m in apps.get_models() if getattr(m, "on_public_pages", True) is False]


def record_change(model, place):
    row = model(organisation=place)
    row.pk = 1
    announce(actor(), row, "change", {}, {})


def test_no_public_page_reads_a_table_that_is_said_not_to_be_on_it(client, place, people):
    """Else a page would be given from the cache though what it shows has changed."""
    tables = {m._meta.db_table: m._meta.label for m in _not_public()}
    tables.pop("budgets_budget")  # joined for its keys; what is shown is the frozen content
    assert "budgets_budgetline" in tables
    world = make_world(place, people.editor)
    wrong = set()
    asked_for = 0
    for one in ADDRESSES:
        if one.access is None or one.access.kind not in ("anyone", "published"):
            continue
        if one.name == "ready":  # asks each table for its columns, shows no row, is not kept
            continue
        try:
            path = address(one, "X001", world)
        except KeyError:
            continue
        with CaptureQueriesContext(connection) as asked:
            answer = Client(raise_request_exception=False).get(path)
        asked_for += answer.status_code == 200
        wrong |= {
            (one.name, label)
            for table, label in tables.items()
            for query in asked
            if f'"{table}"' in query["sql"] and query["sql"].startswith("SELECT")
        }
    assert asked_for > 10
    assert not wrong, wrong
