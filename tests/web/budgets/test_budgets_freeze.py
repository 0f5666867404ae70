"""What is proposed and adopted never changes, and anyone can check that it has not."""

import hashlib
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from kortreist_web.budgets.actions.add_line import add_line
from kortreist_web.budgets.actions.adopt import adopt
from kortreist_web.budgets.actions.amend import amend
from kortreist_web.budgets.actions.change_line import change_line
from kortreist_web.budgets.actions.describe import describe
from kortreist_web.budgets.actions.propose import propose
from kortreist_web.budgets.actions.remove_line import remove_line
from kortreist_web.budgets.actions.set_cost import set_cost
from kortreist_web.budgets.actions.withdraw import withdraw
from kortreist_web.budgets.content import build
from kortreist_web.budgets.frozen import (
    budget_of,
    content_of,
    current,
    is_public,
    public_versions,
)
from kortreist_web.budgets.models import Budget
from kortreist_web.budgets.version_diff import compare
from kortreist_web.core.content import canonical_bytes, content_hash
from kortreist_web.core.models import ConflictError
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.queries import resolution_of
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.versions.models import Version

pytestmark = pytest.mark.django_db


def test_a_proposal_is_the_draft_as_it_was(place, people, draft):
    before = {**build(draft), "begun": []}
    frozen = propose(people.editor, place, draft)
    assert (frozen.number, frozen.state, frozen.year) == (1, "proposed", 2027)
    assert frozen.content_hash == content_hash(before)
    assert Version.objects.get().content == json.loads(canonical_bytes(before))
    assert Budget.objects.get().state == "proposed"


@pytest.mark.database
def test_the_hash_survives_the_database(adopted):
    read = Version.objects.get(pk=adopted.pk)
    assert read.content_hash == hashlib.sha256(canonical_bytes(read.content)).hexdigest()
    assert read.is_whole()


@pytest.mark.database
def test_a_version_is_not_saved_twice(adopted, write):
    adopted.content["title"] = "forfalsket"
    with pytest.raises(TypeError, match="frozen"):
        adopted.save()


@pytest.mark.parametrize(
    "how",
    [
        lambda rows: rows.unlogged("test").update(content_hash="0" * 64),
        lambda rows: rows.unlogged("test").update(content={"title": "forfalsket"}),
        lambda rows: rows.unlogged("test").delete(),
    ],
)
@pytest.mark.database
def test_the_database_refuses_to_change_a_version(proposal, how):
    rows = Version.objects.filter(pk=proposal.pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        how(rows)
    assert Version.objects.get(pk=proposal.pk).is_whole()


@pytest.mark.database
def test_proposing_twice_is_one_proposal(place, people, draft):
    stale_copy = Budget.objects.get(pk=draft.pk)
    first = propose(people.editor, place, draft)
    assert propose(people.editor, place, stale_copy) == first
    assert Version.objects.count() == 1


@pytest.mark.database
def test_numbers_are_the_years_own(place, people, plan, draft, adopted, owned):
    from kortreist_web.budgets.actions.draft import draft_from_plan

    another = draft_from_plan(people.editor, place, plan, year=2028, title="Neste år")
    assert propose(people.editor, place, owned(another)).number == 1
    wish = {"year": 2027, "title": "Et til"}
    with pytest.raises(RefusedError) as refused:  # the year has one that is in force
        draft_from_plan(people.editor, place, plan, **wish)
    assert (refused.value.key, refused.value.about) == (
        "budgets.refused.adopted_there",
        "confirmed",
    )
    again = draft_from_plan(people.editor, place, plan, **wish, confirmed=True)
    assert propose(people.editor, place, owned(again)).number == 3


@pytest.mark.database
def test_the_database_refuses_a_number_twice(place, draft, proposal, write):
    with pytest.raises(IntegrityError), transaction.atomic():
        Version(
            organisation=place,
            kind="budget",
            subject="2027",
            draft=draft.pk,
            number=1,
            state="proposed",
            content={},
        ).save()


@pytest.mark.database
def test_the_database_refuses_to_adopt_a_budget_twice(place, adopted, write):
    with pytest.raises(IntegrityError), transaction.atomic():
        Version(
            organisation=place,
            kind="budget",
            subject="2027",
            draft=adopted.draft,
            number=9,
            state="adopted",
            content={},
        ).save()


@pytest.mark.parametrize("role", ["reader", "reporter", "auditor", "administrator"])
def test_who_may_not_propose(place, people, draft, role):
    with pytest.raises(PermissionDenied):
        propose(getattr(people, role), place, draft)


@pytest.mark.parametrize("role", ["reader", "reporter", "editor", "auditor", "administrator"])
def test_only_an_approver_adopts(place, people, draft, proposal, role):
    draft.refresh_from_db()
    with pytest.raises(PermissionDenied):
        adopt(getattr(people, role), place, draft, frozen=proposal, resolution={})


def test_a_stale_pathway_is_not_proposed(place, people, draft):
    remove_line(people.editor, place, draft.lines.select_related("budget").first())
    with pytest.raises(RefusedError) as refused:
        propose(people.editor, place, draft)
    assert refused.value.key == "budgets.refused.stale"
    assert not Version.objects.exists()


def test_what_somebody_changed_meanwhile_is_not_proposed_unseen(place, people, draft):
    seen = content_hash(build(draft))
    line = draft.lines.select_related("budget").first()
    set_cost(people.approver, place, line, cost={"municipality": {2027: 9}}, missing=[])
    with pytest.raises(RefusedError) as refused:
        propose(people.editor, place, draft, expected=seen)
    assert refused.value.key == "budgets.refused.changed_since"


def test_an_empty_budget_is_not_proposed(place, people, draft):
    for line in draft.lines.select_related("budget"):
        remove_line(people.editor, place, line)
    with pytest.raises(RefusedError):
        propose(people.editor, place, draft)


def test_a_proposed_budget_is_not_changed(place, people, draft, proposal):
    draft.refresh_from_db()
    line = draft.lines.select_related("budget").first()
    for wish in (
        lambda: describe(people.editor, place, draft, title="x", introduction=""),
        lambda: add_line(people.editor, place, draft, measure="car_sharing", start_year=2027),
        lambda: remove_line(people.editor, place, line),
        lambda: set_cost(people.editor, place, line, cost={}, missing=["state"]),
    ):
        with pytest.raises(PermissionDenied):
            wish()


def test_a_withdrawn_proposal_can_be_proposed_again(place, people, draft, proposal):
    draft.refresh_from_db()
    withdraw(people.editor, place, draft)
    draft.refresh_from_db()
    describe(people.editor, place, draft, title="Nytt navn", introduction="")
    again = propose(people.editor, place, draft)
    assert (again.number, again.content["title"]) == (2, "Nytt navn")
    assert Version.objects.get(number=1).content["title"] == "Klimabudsjett 2027"


@pytest.mark.database
def test_an_old_copy_does_not_withdraw_what_was_adopted(place, people, proposal, decide):
    old = Budget.objects.get()
    decide(proposal)
    with pytest.raises(ConflictError):
        withdraw(people.editor, place, old)
    assert Budget.objects.get().state == "adopted"


def test_what_is_adopted_is_not_withdrawn(place, people, adopted):
    with pytest.raises(PermissionDenied):
        withdraw(people.editor, place, Budget.objects.get())
    assert Budget.objects.get().state == "adopted"


def test_an_amount_that_came_is_shown_year_by_year(adopted):
    after = content_of(adopted)
    lines = [dict(x) for x in after["lines"]]
    lines[0]["cost"] = {**lines[0]["cost"], "state": {"2027": 5, "2028": 6}}
    (line,) = compare(content_of(adopted), {**after, "lines": lines}).changed
    assert [(c.before, c.after) for c in line.changes] == [("–", "5"), ("–", "6")]


def test_the_adopted_content_is_the_proposed_with_its_resolution(proposal, adopted):
    assert content_of(adopted) == content_of(proposal)
    assert adopted.content["resolution"]["case_number"] == "123/26"
    assert adopted.content["proposal"] == {"number": 1, "content_hash": proposal.content_hash}
    assert adopted.number == 2


def test_which_version_is_in_force(place, proposal, decide):
    assert current(place) is None
    frozen = decide(proposal).frozen
    assert current(place) == current(place, 2027) == frozen
    assert current(place, 2028) is None


def test_a_proposal_is_public_only_once_it_is_decided_upon(place, proposal, decide):
    assert not is_public(proposal)
    assert list(public_versions(place)) == []
    frozen = decide(proposal).frozen
    assert is_public(proposal)
    assert is_public(frozen)
    assert list(public_versions(place)) == [frozen]
    assert resolution_of(proposal) == resolution_of(frozen)


def amendment(place, people, adopted):
    draft = amend(people.editor, place, adopted)
    return Budget.objects.get(pk=draft.pk)


def test_an_amendment_begins_with_the_adopted_content(place, people, adopted):
    draft = amendment(place, people, adopted)
    assert draft.amends == adopted
    changed = compare(content_of(adopted), build(draft))
    assert not changed


def test_an_amendment_is_begun_once(place, people, adopted):
    assert amend(people.editor, place, adopted) == amend(people.approver, place, adopted)


def test_an_amendment_shows_both_values_year_by_year(place, people, adopted, decide, owned):
    draft = amendment(place, people, adopted)
    lines = {x.measure: x for x in draft.lines.select_related("budget")}
    set_cost(
        people.editor,
        place,
        lines["municipal_fleet_electric"],
        cost={"municipality": {2027: 1, 2028: 435_000, 2029: 435_000, 2030: 435_000}},
        missing=[],
    )
    remove_line(people.editor, place, lines["local_food_and_gardens"])
    added = add_line(people.editor, place, draft, measure="car_sharing", start_year=2028)
    set_cost(people.editor, place, added, cost={"municipality": {2028: 9}}, missing=[])
    owned(draft)
    describe(people.editor, place, draft, title="Endret", introduction="")
    draft.refresh_from_db()
    proposal = propose(people.editor, place, draft)
    found = compare(content_of(adopted), content_of(proposal))
    assert [x["measure"] for x in found.added] == ["car_sharing"]
    assert [x["measure"] for x in found.removed] == ["local_food_and_gardens"]
    (line,) = found.changed
    ((label, before, after),) = [(c.label, c.before, c.after) for c in line.changes]
    assert "2027" in label
    assert (before.replace("\u202f", " "), after) == ("435 000", "1")
    assert [(f.before, f.after) for f in found.fields] == [("Klimabudsjett 2027", "Endret")]
    newer = decide(proposal, case_number="124/26").frozen
    assert (newer.number, newer.previous) == (4, adopted)
    assert current(place) == newer
    assert Version.objects.get(pk=adopted.pk).is_whole()


def test_an_amendment_of_what_is_no_longer_in_force_is_refused(
    place, people, plan, adopted, decide, owned
):
    from kortreist_web.budgets.actions.draft import draft_from_plan

    mine = amendment(place, people, adopted)
    wish = {"year": 2027, "title": "Helt ny", "confirmed": True}
    another = draft_from_plan(people.editor, place, plan, **wish)
    decide(propose(people.editor, place, owned(another)), case_number="200/26")
    with pytest.raises(RefusedError) as refused:
        propose(people.editor, place, mine)
    assert refused.value.key == "budgets.refused.amends_old"
    with pytest.raises(RefusedError):
        amend(people.editor, place, adopted)


def test_lines_of_an_amendment_are_its_own(place, people, adopted):
    draft = amendment(place, people, adopted)
    line = draft.lines.select_related("budget").first()
    change_line(people.editor, place, line, start_year=2028, unit=None, responsible="", note="")
    old = budget_of(adopted).lines.get(measure=line.measure)
    assert old.start_year == 2027


def test_what_begins_in_the_adopted_year_is_chosen_and_what_is_decided_stays(
    place, people, draft, decide, write
):
    lines = list(draft.lines.order_by("pk"))
    now = [line for line in lines if line.start_year <= draft.year]
    assert len(now) >= 2
    assert len(lines) > len(now)
    MeasureChoice.objects.filter(organisation=place, measure=now[0].measure).unlogged(
        "test"
    ).delete()
    mine = MeasureChoice.objects.filter(organisation=place, measure=now[1].measure).first()
    mine = mine or MeasureChoice(organisation=place, measure=now[1].measure)
    mine.state, mine.start_year = "under_way", draft.year - 1
    mine.save()
    before = set(MeasureChoice.objects.values_list("measure", flat=True))
    decide(propose(people.editor, place, draft))
    after = {c.measure: c for c in MeasureChoice.objects.filter(organisation=place)}
    found = after[now[0].measure]
    assert (found.state, found.start_year, found.name) == ("chosen", now[0].start_year, now[0].name)
    assert (after[now[1].measure].state, after[now[1].measure].start_year) == (
        "under_way",
        draft.year - 1,
    )
    assert set(after) - before <= {line.measure for line in now}


def test_the_page_asks_before_a_second_draft_of_a_year(place, people, plan, adopted, as_person):
    client, url = as_person(people.editor), f"/nb/{place.code}/arbeid/budsjett/nytt/"
    shown = client.get(url)
    assert "confirmed" not in shown.context["form"].fields
    assert f"/klimabudsjett/2027/{adopted.number}/" in shown.content.decode()
    sent = {"plan": plan.pk, "year": 2027, "title": "Enda et"}
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["confirmed"]
    assert client.post(url, {**sent, "confirmed": "on"}).status_code == 302
