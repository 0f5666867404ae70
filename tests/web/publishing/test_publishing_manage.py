"""Publishing and withdrawing: by approvers, logged, and with the address left standing."""

import pytest
from django.core.exceptions import PermissionDenied

from kortreist_web.core.refusals import RefusedError
from kortreist_web.publishing.actions.publish import publish
from kortreist_web.publishing.actions.withdraw import withdraw
from kortreist_web.publishing.models import Publication
from kortreist_web.publishing.published import public_account, public_budget, state_of

pytestmark = pytest.mark.django_db
_WORK = "/nb/X001/arbeid/publisering/"


def take_back(people, place, kind, row, reason="Feil i tallene"):
    return withdraw(people.approver, place, kind=kind, row=row, reason=reason)


@pytest.mark.parametrize("role", ["reader", "reporter", "editor", "auditor", "administrator"])
def test_only_approvers_publish_and_withdraw(place, people, account, role):
    who = getattr(people, role)
    with pytest.raises(PermissionDenied):
        publish(who, place, kind="account", row=account)
    with pytest.raises(PermissionDenied):
        withdraw(who, place, kind="account", row=account, reason="x")
    assert not Publication.objects.exists()


def test_nobody_publishes_what_is_anothers(place, other, people, make_account):
    theirs = make_account(other)
    with pytest.raises(PermissionDenied):
        publish(people.approver, place, kind="account", row=theirs)


def test_a_publication_is_a_pinned_copy(place, people, account, adopted):
    made = publish(people.approver, place, kind="budget", row=adopted.budget)
    assert made.content == adopted.budget.content
    assert made.content_hash == adopted.budget.content_hash
    assert publish(people.approver, place, kind="budget", row=adopted.budget) == made


def test_a_proposal_cannot_be_published(place, people, adopted):
    with pytest.raises(RefusedError) as refused:
        publish(people.approver, place, kind="budget", row=adopted.proposal)
    assert "behandlet" in refused.value.message("nb")


def test_an_account_from_an_own_file_is_hidden_until_it_is_published(
    client, place, people, account, make_account
):
    from datetime import date

    from kortreist_web.accounts.models import Vintage

    own = Vintage.objects.create(
        engine_id="own", organisation=place, date=date(2027, 5, 1), origin="Egen fil"
    )
    mine = make_account(place, vintage=own, organisation=place, content={"gwp": "AR6"})
    where = f"/nb/X001/tall/account/{mine.content_hash[:12]}/population"
    assert public_account(place) == account
    assert client.get(where).status_code == 404
    publish(people.approver, place, kind="account", row=mine)
    assert public_account(place) == mine
    assert client.get(where).status_code == 200


def test_withdrawn_keeps_its_address_with_the_reason(client, place, people, account, adopted):
    take_back(people, place, "budget", adopted.budget)
    assert public_budget(place) is None
    prefix = adopted.budget.content_hash[:12]
    page = client.get(f"/nb/X001/tall/budget/{prefix}/frame/2030")
    assert page.status_code == 410
    assert "Feil i tallene" in page.content.decode()
    assert "800" not in page.content.decode()
    for path in (
        "budget/2027/1.json",
        "budget/2027/1.csv",
        f"snapshot/budget/{prefix}.json",
        f"figure/budget/{prefix}/frame/2030",
    ):
        answer = client.get(f"/data/X001/{path}")
        assert answer.status_code == 410
        assert answer.json()["reason"] == "Feil i tallene"
    assert "/budget/2027/1.json" not in client.get("/nb/X001/data/").content.decode()
    assert "har ikke publisert noe vedtatt" in client.get("/nb/X001/").content.decode()


def test_members_still_see_what_was_withdrawn_with_the_reason(
    place, people, account, adopted, as_person
):
    take_back(people, place, "budget", adopted.budget)
    prefix = adopted.budget.content_hash[:12]
    page = as_person(people.reader).get(f"/nb/X001/tall/budget/{prefix}/frame/2030")
    assert page.status_code == 200
    assert "Feil i tallene" in page.content.decode()


def test_published_again_after_it_was_withdrawn_with_both_kept(place, people, account):
    first = take_back(people, place, "account", account)
    assert public_account(place) is None
    publish(people.approver, place, kind="account", row=account)
    assert public_account(place) == account
    first.refresh_from_db()
    assert first.withdrawn_why == "Feil i tallene"
    assert Publication.objects.count() == 2


@pytest.mark.parametrize("reason", ["", "   "])
def test_withdrawing_takes_a_reason(place, people, account, reason):
    with pytest.raises(RefusedError):
        take_back(people, place, "account", account, reason)


def test_what_is_withdrawn_cannot_be_withdrawn_again(place, people, account):
    take_back(people, place, "account", account)
    with pytest.raises(RefusedError):
        take_back(people, place, "account", account)


def test_the_log_says_who_withdrew_and_why(place, people, account):
    from kortreist_web.changes.models import Change

    reason = "Feil i tallene"
    withdraw(people.approver, place, kind="account", row=account, reason=reason, why=reason)
    line = Change.objects.filter(organisation=place, verb="publishing.withdraw").first()
    assert line is not None
    assert line.why == reason


def test_pages_of_the_other_domains_give_the_reason_too(
    client, place, people, account, adopted, settings
):
    name = "kortreist_web.publishing.withdrawals.WithdrawnMiddleware"
    if name not in settings.MIDDLEWARE:
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, name]
    pages = {
        "budget": ("/nb/X001/klimabudsjett/2027/1/", adopted.budget),
        "report": ("/nb/X001/framdrift/2027/1/", adopted.report),
        "decision": (f"/nb/X001/vedtak/{adopted.decision.pk}/", adopted.decision),
        "account": ("/nb/X001/regnskap/", account),
    }
    for kind, (where, row) in pages.items():
        take_back(people, place, kind, row)
        answer = client.get(where)
        assert answer.status_code == 410, kind
        assert "Feil i tallene" in answer.content.decode()


def test_approver_publishes_and_withdraws_on_the_page(place, people, account, adopted, as_person):
    client = as_person(people.approver)
    html = client.get(_WORK).content.decode()
    assert html.count("Åpent for alle") == 4
    assert "Ikke behandlet ennå" in html
    where = f"{_WORK}account/{account.pk}/trekk/"
    assert client.post(where, {"reason": ""}).status_code == 422
    assert client.post(where, {"reason": "Feil", "version": "0"}).status_code == 302
    assert "Feil" in client.get(_WORK).content.decode()
    assert state_of(place, "account", account).name == "withdrawn"
    assert client.post(f"{_WORK}account/{account.pk}/publiser/").status_code == 302
    assert state_of(place, "account", account).name == "published"


def test_two_who_withdraw_at_once_do_not_overwrite_each_other(place, people, account, as_person):
    publish(people.approver, place, kind="account", row=account)
    client = as_person(people.approver)
    where = f"{_WORK}account/{account.pk}/trekk/"
    assert client.post(where, {"reason": "x", "version": "99"}).status_code == 409
    assert state_of(place, "account", account).open


def test_readers_see_the_list_without_buttons(people, account, adopted, as_person):
    html = as_person(people.reader).get(_WORK).content.decode()
    assert "Åpent for alle" in html
    assert "/trekk/" not in html
    assert (
        as_person(people.reader).post(f"{_WORK}account/{account.pk}/publiser/").status_code == 403
    )


def test_an_empty_list_says_where_to_begin(people, as_person):
    html = as_person(people.approver).get(_WORK).content.decode()
    assert "Begynn med klimaregnskapet" in html


def test_what_does_not_exist_is_not_found(people, account, as_person):
    client = as_person(people.approver)
    for where in ("account/999999/trekk/", "nothing/1/trekk/", "budget/1/publiser/"):
        assert client.get(f"{_WORK}{where}").status_code == 404
