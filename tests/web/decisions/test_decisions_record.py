"""A resolution is recorded once, by an approver, with all that follows from it or nothing."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from kortreist_web.budgets.actions.amend import amend
from kortreist_web.budgets.actions.propose import propose
from kortreist_web.budgets.actions.withdraw import withdraw
from kortreist_web.budgets.frozen import current, is_public
from kortreist_web.budgets.models import Budget
from kortreist_web.changes.models import Change
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.actions.correct import correct
from kortreist_web.decisions.actions.record import record
from kortreist_web.decisions.actions.write_paper import write_paper
from kortreist_web.decisions.errors import AlreadyRecordedError
from kortreist_web.decisions.models import CasePaper, Resolution
from kortreist_web.publishing.actions.add_webhook import add_webhook
from kortreist_web.publishing.actions.withdraw import withdraw as withdraw_from_public
from kortreist_web.publishing.models import Delivery
from kortreist_web.versions.models import Version

pytestmark = pytest.mark.django_db
WORDS = {"title": "t", "summary": "s", "assessment": "", "recommendation": "r", "language": "nb"}


def form(**values):
    return {
        "body": "Kommunestyret",
        "decided_on": timezone.localdate().isoformat(),
        "case_number": "123/26",
        "archive_reference": "2026/1",
        "title": "Klimabudsjett",
        "text": "Vedtatt.",
        "outcome": "adopted",
        **values,
    }


def page(place, number=1):
    return reverse("decisions:record", kwargs={"code": place.code, "year": 2027, "number": number})


def test_adoption_freezes_the_budget_and_binds_the_two(place, proposal, decide):
    made = decide(proposal)
    adopted = Version.objects.get(state="adopted")
    assert made.frozen == adopted
    assert adopted.content["resolution"] == {
        "id": made.pk,
        "body": "Kommunestyret",
        "decided_on": made.decided_on.isoformat(),
        "case_number": "123/26",
        "archive_reference": "2026/4512-3",
        "title": "Klimabudsjett 2027",
    }
    assert Budget.objects.get().state == "adopted"


@pytest.mark.parametrize(("outcome", "state"), [("returned", "draft"), ("rejected", "rejected")])
def test_what_is_not_adopted_freezes_nothing_new(proposal, decide, outcome, state):
    made = decide(proposal, outcome)
    assert made.frozen == proposal
    assert Budget.objects.get().state == state
    assert Version.objects.count() == 1


@pytest.mark.parametrize(("outcome", "told"), [("adopted", 1), ("returned", 0), ("rejected", 0)])
def test_other_systems_are_told_of_adoption_only(place, people, proposal, decide, outcome, told):
    add_webhook(
        people.administrator, place, url="https://archive.example/", events=["budget.adopted"]
    )
    made = decide(proposal, outcome)
    assert [d.body["data"]["content_hash"] for d in Delivery.objects.all()] == (
        [made.frozen.content_hash] * told
    )


def test_a_returned_budget_can_come_back(place, people, draft, proposal, decide):
    decide(proposal, "returned")
    draft.refresh_from_db()
    again = propose(people.editor, place, draft)
    assert decide(again, case_number="130/26").frozen.number == 3


@pytest.mark.parametrize("role", ["reader", "reporter", "editor", "auditor", "administrator"])
def test_only_an_approver_records(place, people, proposal, as_person, role):
    from kortreist_web.versions.models import Version

    with pytest.raises(PermissionDenied):
        record(
            getattr(people, role),
            place,
            frozen=proposal,
            body="K",
            decided_on=dt.date(2026, 11, 1),
            case_number="1",
            archive_reference="1",
            title="t",
            text="t",
            outcome="adopted",
        )
    client = as_person(getattr(people, role))
    assert client.get(page(place)).status_code == 403
    assert client.post(page(place), form()).status_code == 403
    assert Version.objects.count() == 1
    assert not Resolution.objects.exists()


def test_another_tenants_approver_cannot_touch_it(place, other, strangers, proposal, as_person):
    with pytest.raises(PermissionDenied):
        record(
            strangers.approver,
            other,
            frozen=proposal,
            body="K",
            decided_on=dt.date(2026, 11, 1),
            case_number="1",
            archive_reference="1",
            title="t",
            text="t",
            outcome="adopted",
        )
    client = as_person(strangers.approver)
    assert client.get(page(place)).status_code == 404
    assert client.post(page(place), form()).status_code == 404
    assert client.get(page(other)).status_code == 404


def test_a_paper_of_another_tenant_is_refused(place, other, people, proposal, decide):
    with pytest.raises(PermissionDenied):
        decide(proposal, paper=CasePaper(organisation=other, frozen=proposal))
    assert not Resolution.objects.exists()


def test_the_same_case_the_same_day_tells_so(proposal, decide):
    first = decide(proposal)
    with pytest.raises(AlreadyRecordedError) as refused:
        decide(proposal)
    assert refused.value.there == first
    assert Resolution.objects.count() == 1
    assert Version.objects.count() == 2


@pytest.mark.database
def test_the_database_refuses_the_same_case_too(place, proposal, decide, write):
    first = decide(proposal)
    first.pk, first._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save()


def test_a_case_that_is_decided_is_not_decided_again(proposal, decide):
    decide(proposal)
    with pytest.raises(RefusedError) as refused:
        decide(proposal, case_number="999/26")
    assert refused.value.key == "budgets.refused.not_proposed"


def test_a_withdrawn_or_older_proposal_is_not_decided(place, people, draft, proposal, decide):
    draft.refresh_from_db()
    withdraw(people.editor, place, draft)
    with pytest.raises(RefusedError):
        decide(proposal)
    draft.refresh_from_db()
    newer = propose(people.editor, place, draft)
    with pytest.raises(RefusedError):
        decide(proposal)
    assert decide(newer).frozen.content["proposal"]["number"] == 2


def test_what_fails_half_way_leaves_nothing(place, proposal, decide, monkeypatch):
    lines = Change.objects.count()

    def fail(self, *args, **options):
        if self.state == "adopted":
            raise RuntimeError("the power went")
        return original(self, *args, **options)

    original = Version.save
    monkeypatch.setattr(Version, "save", fail)
    with pytest.raises(RuntimeError):
        decide(proposal)
    assert not Resolution.objects.exists()
    assert Budget.objects.get().state == "proposed"
    assert Version.objects.count() == 1
    assert Change.objects.count() == lines
    monkeypatch.undo()
    assert decide(proposal).outcome == "adopted"


def test_two_clicks_on_the_page_are_one_resolution(place, people, proposal, as_person):
    client = as_person(people.approver)
    first = client.post(page(place), form())
    second = client.post(page(place), form())
    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert Resolution.objects.count() == 1
    assert Version.objects.count() == 2


def test_the_number_of_another_case_is_told(
    place, people, plan, proposal, decide, as_person, owned
):
    from kortreist_web.budgets.actions.draft import draft_from_plan

    decide(proposal)
    draft = draft_from_plan(people.editor, place, plan, year=2028, title="Neste")
    propose(people.editor, place, owned(draft))
    url = reverse("decisions:record", kwargs={"code": place.code, "year": 2028, "number": 1})
    answer = as_person(people.approver).post(url, form())
    assert answer.status_code == 422
    assert "registrert fra før" in answer.content.decode()
    assert Resolution.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("decided_on", "2999-01-01"),
        ("case_number", " "),
        ("archive_reference", ""),
        ("outcome", "maybe"),
        ("text", ""),
    ],
)
def test_what_must_be_there_is_asked_for(place, people, proposal, as_person, field, value):
    answer = as_person(people.approver).post(page(place), form(**{field: value}))
    assert answer.status_code == 422
    assert not Resolution.objects.exists()
    assert f'id="id_{field}' in answer.content.decode()


def test_the_paper_stays_as_the_council_read_it(place, people, proposal, decide):
    paper = write_paper(people.editor, place, proposal, **WORDS)
    made = decide(proposal)
    assert made.paper == paper
    with pytest.raises(RefusedError):
        write_paper(people.editor, place, proposal, **{**WORDS, "title": "ny"})
    assert CasePaper.objects.get().title == "t"


def test_the_newest_adopted_is_in_force(place, proposal, decide):
    assert current(place) is None
    assert current(place) != decide(proposal).frozen
    assert current(place).state == "adopted"


def corrected(people, place, made, **values):
    kept = {
        name: getattr(made, name)
        for name in (
            "body",
            "decided_on",
            "case_number",
            "archive_reference",
            "title",
            "text",
            "outcome",
        )
    }
    return correct(people.approver, place, made, **{**kept, "why": "Feil i protokollen", **values})


@pytest.mark.parametrize("days", [-1, 1])
def test_nothing_is_decided_before_it_was_proposed_or_later_than_today(
    place, people, proposal, as_person, days
):
    day = timezone.localdate() + dt.timedelta(days=days)
    answer = as_person(people.approver).post(page(place), form(decided_on=day.isoformat()))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["decided_on"]
    assert not Resolution.objects.exists()


def test_what_was_recorded_wrongly_is_corrected_and_says_so(
    place, people, proposal, decide, client
):
    made = decide(proposal)
    with pytest.raises(RefusedError) as refused:
        corrected(people, place, made, case_number="124/26", why=" ")
    assert refused.value.about == "why"
    early = made.decided_on - dt.timedelta(days=1)
    with pytest.raises(RefusedError) as refused:
        corrected(people, place, made, decided_on=early)
    assert refused.value.key == "decisions.refused.before_proposal"
    corrected(people, place, Resolution.objects.get(), case_number="124/26")
    line = Change.objects.get(verb="decisions.correct")
    assert (line.before, line.after) == ({"case_number": "123/26"}, {"case_number": "124/26"})
    shown = client.get(f"/nb/{place.code}/vedtak/{made.pk}/").content.decode()
    assert "Feil i protokollen" in shown
    assert "Saksnummer: 123/26" in shown
    assert current(place).pk == made.frozen_id


def test_an_adoption_that_was_a_mistake_is_withdrawn_and_the_one_before_holds(
    place, people, draft, proposal, decide, client
):
    first = decide(proposal).frozen
    again = propose(people.editor, place, amend(people.editor, place, first))
    second = decide(again, case_number="130/26")
    wrong = second.frozen
    with pytest.raises(RefusedError) as refused:
        corrected(people, place, second, outcome="returned")
    assert refused.value.key == "decisions.refused.adopted_not_returned"
    made = corrected(people, place, Resolution.objects.get(pk=second.pk), outcome="rejected")
    assert (made.frozen, current(place)) == (again, first)
    assert not is_public(wrong)
    assert client.get(f"/nb/{place.code}/klimabudsjett/").context["frozen"] == first
    with pytest.raises(RefusedError) as refused:  # the same draft is not adopted twice
        corrected(people, place, made, outcome="adopted")
    assert refused.value.key == "decisions.refused.outcome_stands"


def test_a_rejection_that_was_a_mistake_adopts(place, people, proposal, decide):
    made = corrected(people, place, decide(proposal, "rejected"), outcome="adopted")
    assert current(place) == made.frozen
    assert Budget.objects.get().state == "adopted"


def test_where_the_newest_is_withdrawn_the_one_before_is_shown(
    place, people, proposal, decide, client
):
    first = decide(proposal).frozen
    again = propose(people.editor, place, amend(people.editor, place, first))
    second = decide(again, case_number="130/26")
    withdraw_from_public(people.approver, place, kind="budget", row=second.frozen, reason="Feil")
    shown = client.get(f"/nb/{place.code}/klimabudsjett/")
    assert (shown.status_code, shown.context["frozen"]) == (200, first)
    assert "er trukket tilbake" in shown.content.decode()
    listed = client.get(f"/nb/{place.code}/vedtak/").content.decode()
    assert listed.count("Trukket tilbake") == 1
    withdraw_from_public(people.approver, place, kind="budget", row=first, reason="Også feil")
    assert client.get(f"/nb/{place.code}/klimabudsjett/").status_code == 410


def test_one_who_does_it_all_is_said_to_in_the_log_and_on_the_page(
    place, people, draft, client, write
):
    from kortreist_web.core.actor_context import acting
    from kortreist_web.decisions.actions.record import record
    from kortreist_web.people.models import Membership

    with acting(None, "test", name="test"):
        Membership.objects.create(organisation=place, user=people.approver, role="editor")
    proposal = propose(people.approver, place, draft)
    values = {"body": "Kommunestyret", "decided_on": timezone.localdate(), "outcome": "adopted"}
    values |= {"case_number": "1/26", "archive_reference": "2026/1", "title": "K", "text": "1. Ja."}
    made = record(people.approver, place, frozen=proposal, **values)
    line = Change.objects.get(verb="decisions.record", what="decisions.Resolution", kind="add")
    assert line.why.endswith("av samme person.")
    page = client.get(f"/nb/{place.code}/vedtak/{made.pk}/").content.decode()
    assert line.why in page


def test_two_who_share_the_work_are_not_said_to_be_one(place, proposal, decide, client):
    made = decide(proposal)
    page = client.get(f"/nb/{place.code}/vedtak/{made.pk}/").content.decode()
    assert "av samme person" not in page
