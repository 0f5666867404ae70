"""A platform's versions: proposed, heard, adopted; what differs; who may read which."""

from __future__ import annotations

import pytest

from kortreist_web.core.refusals import RefusedError
from kortreist_web.platforms.actions.propose import propose_platform
from kortreist_web.platforms.actions.write_platform import write_section
from kortreist_web.platforms.frozen import in_force, state_of, waiting
from kortreist_web.platforms.sections import compare, sections
from kortreist_web.versions.queries import versions_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(place, people, platform):
    return propose_platform(people.editor, place, platform.row)


def rewrite(place, people, platform, text):
    write_section(people.editor, place, platform=platform.row, section=platform.why, text_nb=text)
    return propose_platform(people.editor, place, platform.row)


def test_what_is_proposed_can_be_pointed_at_section_by_section(proposal):
    said = sections(proposal, "nn")
    assert [(s.key, s.heading) for s in said] == [("why-1", "Kvifor"), ("priority-1", "Trygg vei")]
    assert "Vi må løyse" in said[0].text
    assert "– Gang- og sykkelvei fra skolen til sentrum (innan 01.06.2027; " in said[1].text


def test_nothing_is_proposed_twice_or_empty(place, people, platform, proposal):
    with pytest.raises(RefusedError, match="versjon 1"):
        propose_platform(people.editor, place, platform.row)


def test_it_is_adopted_by_resolution_and_then_changed_by_another(
    place, people, platform, proposal, adopt
):
    assert (state_of(platform.row), waiting(place)) == ("in_process", [proposal])
    adopted = adopt(proposal)
    assert (state_of(platform.row), waiting(place)) == ("adopted", [])
    assert adopted.content["resolution"]["case_number"] == "26/0100"
    assert adopted.content["sections"] == proposal.content["sections"]
    second = rewrite(place, people, platform, "Bygda blir yngre.")
    assert in_force(place) == adopted, "a proposal changes nothing"
    [difference] = compare(adopted, second, "nb")
    assert difference.key == "why-1"
    assert ("added", "yngre.") in difference.parts
    adopt(second, "26/0101")
    assert in_force(place).number == 4


def test_only_the_newest_proposal_is_decided_upon(place, people, platform, proposal, adopt):
    rewrite(place, people, platform, "Noe annet.")
    with pytest.raises(RefusedError):
        adopt(proposal)


def test_sent_back_it_is_worked_on_and_what_held_holds(place, people, platform, proposal, adopt):
    adopt(proposal, outcome="returned")
    assert waiting(place) == []
    assert in_force(place) is None
    better = rewrite(place, people, platform, "Bedre.")
    assert waiting(place) == [better]


def test_a_platform_recorded_wrongly_waits_again(place, people, platform, proposal, adopt):
    from kortreist_web.platforms.actions.adopt import reconsider_platform

    adopted = adopt(proposal)
    assert reconsider_platform(people.approver, place, version=adopted) == proposal
    assert in_force(place) is None
    assert state_of(platform.row) != "adopted"
    assert versions_of(place, "platform").count() == 3


def test_a_hearing_is_held_of_it_and_then_everybody_may_read_it(
    client, place, people, proposal, on
):
    import datetime as dt

    from kortreist_web.decisions.actions.add_body import add_body
    from kortreist_web.hearings.actions.announce import add_document, announce
    from kortreist_web.hearings.actions.hold import prepare
    from kortreist_web.hearings.actions.run import open_hearing

    page = f"/nb/{place.code}/plattform/2023/1/"
    assert client.get(page).status_code == 404
    opens_on = on(2027, 2, 15)
    hearing = prepare(
        people.editor,
        place,
        title="Vårt Eksempeldal",
        question="Hva mangler?",
        promise="listen",
        decided_by=add_body(people.editor, place, name="Kommunestyret", kind="council"),
        decision_on=dt.date(2027, 6, 17),
        heard=proposal,
        rule="hearing/weeks",
        opens_on=opens_on,
    )
    announce(
        people.editor,
        place,
        hearing,
        announced_in="Eksempeldølen",
        announced_on=dt.date(2027, 2, 12),
        paper_copy="Servicetorget",
    )
    add_document(people.editor, place, hearing, title="Notat", address="https://x001.example/n")
    open_hearing(people.editor, place, hearing)
    shown = client.get(page)
    assert shown.status_code == 200
    assert "Dette er et forslag" in shown.content.decode()


def test_everybody_reads_what_holds_and_what_differs(
    client, place, people, platform, proposal, adopt
):
    assert "ikke vedtatt noen" in client.get(f"/nb/{place.code}/plattform/").content.decode()
    adopt(proposal)
    adopt(rewrite(place, people, platform, "Bygda blir yngre."), "26/0101")
    text = client.get(f"/nb/{place.code}/plattform/").content.decode()
    assert "Bygda blir yngre." in text
    assert "<ins>" in text
    assert "gjelder nå" in text
    nynorsk = client.get(f"/nn/{place.code}/plattform/").content.decode()
    assert "Kvifor" in nynorsk


def test_the_case_paper_holds_the_text_and_what_differs(place, people, platform, proposal, adopt):
    from kortreist.documents.format.blocks import plain
    from kortreist_web.platforms.paper import paper_parts, suggest

    adopt(proposal)
    second = rewrite(place, people, platform, "Bygda blir yngre.")
    parts = paper_parts(second, "nb").sections({})
    assert [p.id for p in parts] == ["platform", "platform_changes"]
    said = " ".join(plain(b.content) for p in parts for b in p.blocks if hasattr(b, "content"))
    assert "Bygda blir yngre." in said
    assert "Nytt: yngre." in said
    assert "2 deler og 2 forpliktelser" in suggest(second, "nb")["summary"]


def test_pages_of_the_work_open_and_write(as_person, place, people, platform, proposal):
    from kortreist_web.platforms.models import Suggestion

    client = as_person(people.editor)
    work = f"/nb/{place.code}/arbeid/plattform/"
    for page in (
        work,
        f"{work}{platform.row.pk}/",
        f"{work}del/{platform.why.pk}/",
        f"{work}forpliktelse/{platform.road.pk}/",
        f"{work}forpliktelse/{platform.road.pk}/knytt/",
    ):
        assert client.get(page).status_code == 200, page
    old = {"language": "nb", "old": "Bygda", "new": "Dalen", "author": "Anne", "reason": ""}
    client.post(f"{work}del/{platform.why.pk}/forslag/", old)
    one = Suggestion.objects.get()
    shown = client.get(f"{work}forslag/{one.pk}/").content.decode()
    assert "<del>Bygda</del>" in shown
    client.post(f"{work}forslag/{one.pk}/", {"do": "accept", "answer": ""})
    platform.why.refresh_from_db()
    assert platform.why.text_nb.startswith("Dalen")
    new = {"kind": "goal", "text_nb": "Halve utslippet", "expires": "never"}
    client.post(f"{work}del/{platform.why.pk}/forpliktelse/", new)
    assert platform.row.commitments.count() == 3
