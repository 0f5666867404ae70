"""Writing a platform: sections with keys that stay, commitments, ties, suggestions."""

from __future__ import annotations

import datetime as dt

import pytest

from kortreist_web.core.models import ConflictError
from kortreist_web.core.refusals import RefusedError
from kortreist_web.platforms.actions.commit import (
    change_commitment,
    commit,
    drop_commitment,
    finish_commitment,
    link_commitment,
)
from kortreist_web.platforms.actions.propose import propose_platform
from kortreist_web.platforms.actions.suggest import accept_suggestion, decline_suggestion, suggest
from kortreist_web.platforms.actions.write_platform import (
    make_platform,
    remove_section,
    write_section,
)

pytestmark = pytest.mark.django_db


def test_a_key_is_never_used_for_another_section(place, people, platform):
    who, row = people.editor, platform.row
    remove_section(who, place, platform.why)
    again = write_section(who, place, platform=row, kind="why", heading_nb="På nytt")
    assert (platform.why.key, again.key) == ("why-1", "why-2")


def test_a_section_with_a_commitment_is_not_taken_out(place, people, platform):
    with pytest.raises(RefusedError, match="forpliktelse"):
        remove_section(people.editor, place, platform.first)


def test_what_does_not_hold_together_is_refused(place, people, platform):
    who, first = people.editor, platform.first
    with pytest.raises(RefusedError) as there:
        make_platform(who, place, title="En til", first_year=2023, last_year=2027)
    assert there.value.about == "first_year"
    for values, field in (
        ({"kind": "goal", "text_nb": " "}, "text_nb"),
        ({"kind": "wish", "text_nb": "Noe å følge opp"}, "kind"),
        ({"kind": "goal", "text_nb": "Noe å følge opp", "expires": "date"}, "expires_on"),
        (
            {
                "kind": "goal",
                "text_nb": "Noe å følge opp",
                "expires": "date",
                "expires_on": dt.date(2027, 1, 1),
                "due": dt.date(2027, 1, 2),
            },
            "due",
        ),
    ):
        with pytest.raises(RefusedError) as wrong:
            commit(who, place, section=first, **values)
        assert wrong.value.about == field


def test_nobody_writes_over_what_somebody_else_has_written(place, people, platform):
    who, row = people.editor, platform.row
    old = platform.why.version
    write_section(who, place, platform=row, section=platform.why, text_nb="Nytt.", version=old)
    with pytest.raises(ConflictError):
        write_section(who, place, platform=row, section=platform.why, text_nb="Gammelt.", version=1)


def test_done_needs_what_shows_it_and_a_day_that_has_come(place, people, platform):
    day = dt.date(2026, 3, 1)
    with pytest.raises(RefusedError):
        finish_commitment(people.editor, place, platform.road, on=day, evidence=".")
    later = dt.date(2090, 1, 1)
    with pytest.raises(RefusedError):
        finish_commitment(people.editor, place, platform.road, on=later, evidence="Sak 26/1")
    done = finish_commitment(people.editor, place, platform.road, on=day, evidence="Sak 26/0001")
    assert done.done_on == day


def test_a_commitment_is_tied_to_what_is_here_once(place, people, platform, other, strangers):
    from kortreist_web.indicators.actions.define import define

    who = people.editor
    mine = define(who, place, name="Andel som går til skolen", unit_of_measure="prosent")
    theirs = define(strangers.editor, other, name="Deres", unit_of_measure="tonn")
    link_commitment(who, place, commitment=platform.road, kind="indicator", target=mine.pk)
    for target in (mine.pk, theirs.pk, 10**6):
        with pytest.raises(RefusedError):
            link_commitment(who, place, commitment=platform.road, kind="indicator", target=target)


def test_a_suggestion_is_taken_in_in_one_step_with_its_author(place, people, platform):
    made = suggest(
        people.reader,
        place,
        section=platform.why,
        old="løse oppgavene sammen",
        new="løse oppgavene i lag",
        author="Anne Eksempel",
    )
    assert made.stands
    accept_suggestion(people.editor, place, made)
    platform.why.refresh_from_db()
    assert platform.why.text_nb == "Bygda blir eldre. Vi må løse oppgavene i lag."
    first = propose_platform(people.editor, place, platform.row)
    assert [(h["author"], h["new"]) for h in first.content["history"]] == [
        ("Anne Eksempel", "løse oppgavene i lag")
    ]
    write_section(
        people.editor, place, platform=platform.row, section=platform.why, text_nb="Annet."
    )
    second = propose_platform(people.editor, place, platform.row)
    assert second.content["history"] == [], "told once, in the version it came into"


def test_old_words_that_do_not_stand_there_are_refused(place, people, platform):
    who, why = people.reader, platform.why
    one, two = (
        suggest(who, place, section=why, old="Bygda blir eldre.", new=new)
        for new in ("Bygda veks.", "Bygda minkar.")
    )
    accept_suggestion(people.editor, place, one)
    with pytest.raises(RefusedError, match="endret siden"):
        accept_suggestion(people.editor, place, two)
    why.refresh_from_db()
    assert why.text_nb.startswith("Bygda veks."), "nothing half written"
    write_section(people.editor, place, platform=platform.row, section=why, text_nb="ja ja")
    with pytest.raises(RefusedError, match="står 2 steder"):
        suggest(who, place, section=why, old="ja", new="nei")
    with pytest.raises(RefusedError, match="de samme"):
        suggest(who, place, section=why, old="ja ja", new="ja ja")
    decline_suggestion(people.editor, place, two, answer="Teksten er endret.")
    with pytest.raises(RefusedError, match="svart"):
        accept_suggestion(people.editor, place, two)


def test_what_the_council_has_adopted_is_not_taken_out_without_a_reason(
    place, people, platform, adopt
):
    adopt(propose_platform(people.editor, place, platform.row))
    with pytest.raises(RefusedError) as refused:
        drop_commitment(people.editor, place, platform.road, why="")
    assert refused.value.about == "why"
    drop_commitment(people.editor, place, platform.road, why="Staten bygger den.")
    with pytest.raises(RefusedError):
        change_commitment(people.editor, place, platform.road, text_nb="Likevel")
