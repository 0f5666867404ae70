"""Votes: quorum by the members of the day and the rule in force, ties, and who was out."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kortreist_web.changes.models import Change
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.actions.add_body import add_body
from kortreist_web.decisions.actions.add_member import add_member
from kortreist_web.decisions.actions.change_member import change_member
from kortreist_web.decisions.actions.end_member import end_member
from kortreist_web.decisions.actions.record_vote import record_vote
from kortreist_web.decisions.actions.remove_vote import remove_vote
from kortreist_web.decisions.actions.split_text import split_text
from kortreist_web.decisions.models import Body, Disqualification, Vote
from kortreist_web.decisions.voting import quorum_share, tally

TERM = dt.date(2023, 10, 1)


@pytest.fixture
def body(place, people):
    """A committee of five, one of whom left before the resolution, and a deputy."""
    made = add_body(people.editor, place, name="Miljøutvalget", kind="committee")
    for n in range(6):
        member = add_member(people.editor, place, made, name=f"Medlem {n}", valid_from=TERM)
    end_member(people.editor, place, member, valid_to=dt.date(2025, 1, 1))
    add_member(people.editor, place, made, name="Vara", valid_from=TERM, deputy=True)
    return made


@pytest.fixture
def resolution(proposal, decide):
    return decide(proposal, text="1. Budsjettet vedtas.\n2. Det rapporteres.")


@pytest.fixture
def vote(place, people, body, resolution):
    def run(votes_for, votes_against, **values):
        return record_vote(
            people.approver,
            place,
            resolution=resolution,
            body=body,
            votes_for=votes_for,
            votes_against=votes_against,
            **{"confirmed": True, "why": "Rettet etter protokollen", **values},
        )

    return run


def test_the_rule_is_a_dated_fact():
    assert quorum_share(dt.date(2026, 1, 1)) == 0.5
    assert quorum_share(dt.date(1990, 1, 1)) is None


@pytest.mark.parametrize(
    ("votes", "quorum", "carried"),
    [((3, 2), True, True), ((2, 1), True, True), ((2, 0), False, True), ((1, 4), True, False)],
)
def test_half_of_the_members_of_the_day_must_vote(vote, votes, quorum, carried):
    found = tally(vote(*votes))
    assert (found.members, found.needed) == (5, 3)  # half of five, and no half members
    assert (found.has_quorum, found.carried) == (quorum, carried)


def test_exactly_half_is_enough(vote, body, people):
    last = body.members.filter(deputy=False, valid_to=None).last()
    end_member(people.editor, body.organisation, last, valid_to=dt.date(2025, 1, 1))
    found = tally(vote(1, 1, casting_vote="for"))
    assert (found.members, found.needed, found.has_quorum) == (4, 2, True)


def test_a_tie_is_the_chairs(vote):
    assert tally(vote(2, 2)).carried is None
    assert tally(vote(2, 2, casting_vote="for")).carried is True
    assert tally(vote(2, 2, casting_vote="against")).carried is False
    assert Vote.objects.count() == 1  # recorded again, it is corrected


def test_without_members_the_quorum_is_not_known(place, people, resolution):
    empty = add_body(people.editor, place, name="Formannskapet", kind="executive_committee")
    found = tally(
        record_vote(
            people.approver, place, resolution=resolution, body=empty, votes_for=4, votes_against=0
        )
    )
    assert (found.members, found.has_quorum) == (None, None)


def test_each_point_has_its_vote(place, people, resolution, vote):
    points = split_text(people.editor, place, resolution=resolution)
    vote(5, 0)
    vote(3, 2, point=points[1])
    assert [(v.point and v.point.number, v.votes_for) for v in Vote.objects.order_by("id")] == [
        (None, 5),
        (2, 3),
    ]


def test_the_disqualified_give_way_to_deputies(vote, body):
    out = dict.fromkeys(body.members.filter(name__in=["Medlem 0", "Medlem 1"]), "Eier jorda")
    with pytest.raises(RefusedError) as refused:
        vote(5, 0, disqualified=out)  # two out, one deputy: four may vote
    assert refused.value.key == "decisions.refused.more_votes"
    found = vote(4, 0, disqualified=out)
    assert tally(found).disqualified == 2
    vote(4, 0, disqualified=dict(list(out.items())[:1]))
    assert [d.member.name for d in Disqualification.objects.all()] == ["Medlem 0"]


@pytest.mark.parametrize(
    ("votes", "values", "key"),
    [
        ((0, 0), {}, "nobody_voted"),
        ((6, 0), {}, "more_votes"),
        ((3, 2), {"casting_vote": "for"}, "casting"),
        ((3, 2), {"by_party": {"Sp": (3, 0), "Ap": (0, 1)}}, "parties"),
    ],
)
def test_numbers_that_cannot_all_be_right_are_refused(vote, votes, values, key):
    with pytest.raises(RefusedError) as refused:
        vote(*votes, **values)
    assert refused.value.key == f"decisions.refused.{key}"
    assert not Vote.objects.exists()


def test_who_was_no_member_that_day_is_not_disqualified(vote, body):
    former = body.members.get(name="Medlem 5")
    with pytest.raises(RefusedError) as refused:
        vote(3, 1, disqualified={former: "Var der før"})
    assert refused.value.key == "decisions.refused.not_member"


def test_only_an_approver_records_and_only_here(place, other, people, body, resolution, write):
    given = {"resolution": resolution, "votes_for": 3, "votes_against": 0}
    with pytest.raises(PermissionDenied):
        record_vote(people.editor, place, body=body, **given)
    foreign = Body(organisation=other, name="K", kind="council")
    foreign.save()
    with pytest.raises(PermissionDenied):
        record_vote(people.approver, place, body=foreign, **given)


def test_terms_do_not_overlap_or_end_before_they_begin(place, people, body):
    with pytest.raises(RefusedError) as refused:
        add_member(people.editor, place, body, name="medlem 0", valid_from=dt.date(2024, 1, 1))
    assert refused.value.key == "decisions.refused.member_there"
    with pytest.raises(RefusedError) as refused:
        add_member(people.editor, place, body, name="Ny", valid_from=TERM, valid_to=TERM)
    assert refused.value.key == "decisions.refused.term"
    back = add_member(people.editor, place, body, name="Medlem 5", valid_from=dt.date(2026, 1, 1))
    assert body.members_on(dt.date(2026, 6, 1)).filter(pk=back.pk).exists()


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_pages_enter_bodies_members_and_votes(place, people, resolution, as_person, language):
    from django.utils.translation import override

    client, code = as_person(people.approver), {"code": place.code}
    keys = {**code, "pk": resolution.pk}
    with override(language):
        listed = reverse("decisions:bodies", kwargs=code)
        made = client.post(listed, {"name": "Kommunestyret", "kind": "council"})
        assert made.status_code == 302
        assert client.post(listed, {"name": "kommunestyret", "kind": "council"}).status_code == 422
        for name in ("Kari Berg", "Ola Dal", "Siri Eng"):
            sent = client.post(made.url, {"name": name, "party": "Sp", "valid_from": "2023-10-01"})
            assert sent.status_code == 302
        assert "Kari Berg" in client.get(made.url).content.decode()
        url = reverse("decisions:vote", kwargs=keys)
        body = int(made.url.rstrip("/").rsplit("/", 1)[1])
        form = {
            "body": body,
            "votes_for": 2,
            "votes_against": 0,
            "by_party": "Sp: 2-0",
            "disqualified": "Kari Berg: eier jorda",
        }
        assert client.get(url).status_code == 200
        for wrong in (
            {"by_party": "Sp to"},
            {"disqualified": "Ukjent: x"},
            {"disqualified": "Kari Berg"},
            {"votes_for": 3},
        ):
            assert client.post(url, {**form, **wrong}).status_code == 422
        assert client.post(url, form).status_code == 302
        text = client.get(reverse("decisions:resolution", kwargs=keys)).content.decode()
    assert "Kari Berg: eier jorda" in text
    assert "Sp: 2–0" in text


def test_a_vote_that_contradicts_the_outcome_or_replaces_one_is_asked_about(
    place, people, vote, body, resolution, as_person
):
    with pytest.raises(RefusedError) as refused:
        vote(1, 4, confirmed=False)
    assert (refused.value.key, refused.value.about) == (
        "decisions.refused.contradicts",
        "confirmed",
    )
    vote(3, 2, confirmed=False)
    for values, key in (({"confirmed": False}, "vote_there"), ({"why": " "}, "no_why")):
        with pytest.raises(RefusedError) as refused:
            vote(4, 1, **values)
        assert refused.value.key == f"decisions.refused.{key}"
    url = reverse("decisions:vote", kwargs={"code": place.code, "pk": resolution.pk})
    client = as_person(people.approver)
    sent = {"body": body.pk, "votes_for": 4, "votes_against": 1}
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert "3 for, 2 mot" in answer.content.decode()  # the old figures stand there
    answer = client.post(url, {**sent, "confirmed": "on", "why": "Tastefeil"})
    assert answer.status_code == 302
    row = Vote.objects.get()
    assert (row.votes_for, row.votes_against) == (4, 1)
    assert Change.objects.filter(verb="decisions.record_vote", why="Tastefeil").exists()


def test_a_vote_recorded_by_mistake_is_removed_with_a_reason(place, people, vote, body, as_person):
    row = vote(3, 1, disqualified={body.members.get(name="Medlem 0"): "Eier jorda"})
    with pytest.raises(RefusedError):
        remove_vote(people.approver, place, row, why="")
    with pytest.raises(PermissionDenied):
        remove_vote(people.editor, place, row, why="Feil")
    url = reverse("decisions:remove_vote", kwargs={"code": place.code, "pk": row.pk})
    client = as_person(people.approver)
    assert "3 for, 1 mot" in client.get(url).content.decode()
    assert client.post(url, {"why": ""}).status_code == 422
    assert client.post(url, {"why": "Feil sak"}).status_code == 302
    assert not Vote.objects.exists()
    assert not Disqualification.objects.exists()
    verbs = Change.objects.filter(verb="decisions.remove_vote", kind="remove")
    assert {c.what for c in verbs} == {"decisions.Vote", "decisions.Disqualification"}


def test_a_deputy_stands_back_and_those_who_voted_are_counted(vote, body):
    deputy = body.members.get(name="Vara")
    out = {deputy: "Gift med søkeren", body.members.get(name="Medlem 0"): "Eier jorda"}
    with pytest.raises(RefusedError) as refused:
        vote(5, 0, disqualified=out)  # nobody is left to stand in
    assert refused.value.key == "decisions.refused.more_votes"
    with pytest.raises(RefusedError) as refused:
        vote(4, 0, disqualified=out, deputies_met=1)
    assert refused.value.about == "deputies_met"
    found = tally(vote(4, 1, deputies_met=1))
    assert found.members_met == 4
    assert tally(vote(4, 0, disqualified=out)).members_met is None


def test_a_membership_is_corrected_and_the_quorum_follows(place, people, vote, body, as_person):
    row = vote(3, 0)
    assert tally(row).needed == 3
    late = body.members.filter(deputy=False, valid_to=None).first()
    of = {"code": place.code, "pk": late.pk}
    sent = {"name": late.name, "valid_from": "2027-12-01", "party": "Sp", "version": late.version}
    client, url = as_person(people.editor), reverse("decisions:member", kwargs=of)
    assert client.post(url, {**sent, "valid_to": "2027-01-01"}).status_code == 422
    assert client.post(url, sent).status_code == 302
    found = tally(Vote.objects.get())
    assert (found.members, found.needed) == (4, 2)
    with pytest.raises(RefusedError) as refused:
        change_member(people.editor, place, late, name="Medlem 2", valid_from=TERM)
    assert refused.value.key == "decisions.refused.member_there"
