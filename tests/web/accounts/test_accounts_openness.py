"""What comes from a municipality's own file is its own until it publishes it."""

import datetime as dt

import pytest

from kortreist_web.accounts.bundled import ensure_bundled
from kortreist_web.accounts.computation import make_account
from kortreist_web.accounts.models import AccountResult, InventoryFigure, Vintage
from kortreist_web.core.content import content_hash
from kortreist_web.publishing.actions.publish import publish

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def computed():
    return {}


@pytest.fixture
def accounts(place, computed):
    """Everybody's account, and one of a file of the municipality's own that says 7777 t."""
    box = ensure_bundled()
    if not computed:
        computed["content"] = make_account(place)[1]
    own = Vintage.objects.create(
        engine_id="own",
        organisation=place,
        date=dt.date(2027, 5, 1),
        origin="Egen fil",
        years=[2025],
    )
    InventoryFigure.objects.create(
        vintage=own,
        place="4005",
        year=2025,
        sector="transport",
        source="s",
        tonnes=7777.0,
    )
    made = []
    for vintage, organisation, tonnes in ((box, None, None), (own, place, 7777.0)):
        content = {**computed["content"], "year": 2025 if tonnes else computed["content"]["year"]}
        made.append(
            AccountResult.objects.create(
                place="X001",
                vintage=vintage,
                organisation=organisation,
                engine_version="0.1.0",
                facts_version="f" * 64,
                content=content,
                content_hash=content_hash(content),
            )
        )
    return made


def test_others_see_everybodys_account_until_the_own_one_is_published(
    client, as_person, place, people, accounts
):
    shared, own = accounts
    page = client.get("/nb/X001/regnskap/").content.decode()
    assert shared.content_hash[:12] in page
    assert own.content_hash[:12] not in page
    for path in ("utgaver/", "sammenlign/"):
        assert "Egen fil" not in client.get(f"/nb/X001/regnskap/{path}").content.decode(), path
    publish(people.approver, place, kind="account", row=own)
    assert own.content_hash[:12] in client.get("/nb/X001/regnskap/").content.decode()
    assert "Egen fil" in client.get("/nb/X001/regnskap/utgaver/").content.decode()


def test_members_see_it_at_once_and_that_others_do_not(as_person, people, accounts):
    page = as_person(people.reader).get("/nb/X001/regnskap/").content.decode()
    assert accounts[1].content_hash[:12] in page
    assert "Bare kommunens folk ser det" in page


def test_members_of_another_municipality_are_others(as_person, strangers, accounts):
    page = as_person(strangers.editor).get("/nb/X001/regnskap/").content.decode()
    assert accounts[0].content_hash[:12] in page


def test_a_page_says_minutes_only_while_an_account_is_on_its_way(place, client, db):
    """A worker asks once a day for the accounts nobody has asked for."""
    from kortreist_web.accounts.first_account import COMPUTE, ask_for_missing
    from kortreist_web.core.domain import from_all
    from kortreist_web.jobs.models import Job

    ensure_bundled()
    page = "/en/X001/regnskap/"

    def says():
        html = client.get(page).content.decode()
        assert "/data/X001/" in html  # the figures themselves are there to be had
        return "ready in a few minutes" in html, "no calculation is under way" in html

    assert says() == (False, True)
    day = dt.date(2026, 11, 30)
    assert ask_for_missing in from_all(lambda domain: (domain.daily,))
    ask_for_missing(day)
    ask_for_missing(day)
    (job,) = Job.objects.filter(kind=COMPUTE, organisation=place)
    assert says() == (True, False)
    Job.objects.filter(pk=job.pk).update(state="failed")
    assert says() == (False, True)
    ask_for_missing(day + dt.timedelta(days=1))
    assert says() == (True, False)
