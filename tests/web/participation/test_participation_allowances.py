"""Phase × role × act: every cell of the table, against what the site does and policies let."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from kortreist_web import participation
from kortreist_web.core.actor_context import acting
from kortreist_web.core.participation import KINDS
from kortreist_web.core.policy import policy_of
from kortreist_web.core.refusals import RefusedError
from kortreist_web.hearings.models import (
    Hearing,
    Submission,
    SubmissionHandling,
    SubmissionPoint,
)
from kortreist_web.participation.allowances import (
    ROLES,
    allowed,
    allowed_to,
    require_allowed,
    roles_of,
)
from kortreist_web.participation.models import (
    Answer,
    ModerationAct,
    Phase,
    Process,
    Tightening,
    TraceLink,
)
from kortreist_web.people.models import Participant

TABLE = tomllib.loads((Path(participation.__file__).parent / "allowances.toml").read_text("utf-8"))
ACTS = sorted({act for roles in TABLE.values() for acts in roles.values() for act in acts})
#: Act → whose policy must let somebody in for the action to be done at all.
NEEDS = {
    "announce": (Hearing, "change"),
    "answer": (Answer, "change"),
    "enter": (Submission, "change"),
    "extend": (Hearing, "change"),
    "join": (SubmissionPoint, "change"),
    "link": (TraceLink, "change"),
    "moderate": (ModerationAct, "change"),
    "split": (SubmissionPoint, "change"),
    "submit": (Submission, "submit"),
    "withdraw": (SubmissionHandling, "withdraw"),
}
#: Who stands in each role of the table: a role in the organisation, or a kind of participant.
STAFF = {
    "officer": ("editor", "approver", "process_lead"),
    "case_officer": ("case_officer",),
    "moderator": ("moderator",),
    "member": ("reader", "reporter", "auditor", "administrator"),
}
DAY = dt.date(2027, 3, 1)
pytestmark = pytest.mark.django_db


def in_phase(place, kind):
    """A process that is in one kind of phase on DAY, or after it, or over."""
    state = Process.State.DECIDED if kind == "ended" else Process.State.OPEN
    process = Process(
        organisation=place, title=kind, question="?", promise="listen", state=state, opened_on=DAY
    )
    process.save()
    after = kind.startswith("after_")
    closes = DAY - dt.timedelta(days=1) if after or kind == "ended" else None
    Phase(
        organisation=place,
        process=process,
        kind="hearing" if kind == "ended" else kind.removeprefix("after_"),
        order=1,
        opens_on=DAY - dt.timedelta(days=9),
        closes_on=closes,
    ).save()
    return process


def callers(people, place, process):
    """Everybody there can be in a process: role of the table → callers."""
    made = {role: [getattr(people, r) for r in staff] for role, staff in STAFF.items()}
    for kind in KINDS:
        values = {"organisation": place, "process_kind": "process", "kind": kind}
        made[kind] = [Participant(process=process.pk, channel="open", key="k", **values)]
    elsewhere = Participant(
        organisation=place, process_kind="process", process=process.pk + 999, kind="resident"
    )
    made["visitor"] = [AnonymousUser(), elsewhere]
    return made


def test_every_cell_is_what_the_site_does(place, people, strangers):
    assert {role for roles in TABLE.values() for role in roles} == set(ROLES)
    kinds = {*Phase.Kind.values, "after_hearing", "ended"}
    assert set(TABLE) == kinds, "a phase without a row lets nobody do anything"
    assert all(set(roles) == set(ROLES) for roles in TABLE.values())
    seen = 0
    for kind in sorted(kinds):
        with acting(people.editor, "test"):
            process = in_phase(place, kind)
        for role, some in callers(people, place, process).items():
            for who in some:
                may = allowed_to(who, process, DAY)
                assert may == frozenset(TABLE[kind][role]), (kind, role)
            for act in ACTS:
                seen += 1
                if act in TABLE[kind][role]:
                    require_allowed(some[0], process, act, DAY)
                    continue
                elsewhere = any(act in TABLE[other][role] for other in kinds)
                with pytest.raises(RefusedError if elsewhere else PermissionDenied):
                    require_allowed(some[0], process, act, DAY)
        # Who has every role elsewhere is nobody here.
        assert roles_of(strangers.editor, process) == {"visitor"}
        assert allowed_to(strangers.editor, process, DAY) == frozenset(TABLE[kind]["visitor"])
    assert seen == len(kinds) * len(ROLES) * len(ACTS)


@pytest.mark.parametrize("act", sorted(NEEDS))
def test_policies_let_in_those_the_table_does(place, people, act):
    model, permission = NEEDS[act]
    policy = policy_of(model)
    for role in ROLES[:-1]:
        somewhere = any(act in row[role] for row in TABLE.values())
        if role in KINDS:
            one = Participant(organisation=place, process_kind="process", process=1, kind=role)
            assert not somewhere or policy.may(one, permission, place), role
            continue
        for staff in STAFF[role]:
            may = policy.may(getattr(people, staff), permission, place)
            # Officers withdraw and enter on somebody's behalf; nobody beyond the table does.
            assert not somewhere or may, (role, staff)
            if act not in ("submit", "withdraw"):
                assert may == somewhere, (role, staff)


def test_what_no_municipality_can_loosen_stands_in_the_table():
    outside = {*KINDS, "visitor", "member"}
    of_staff = {"announce", "answer", "enter", "extend", "join", "link", "moderate", "split"}
    for kind, roles in TABLE.items():
        for role in outside:
            assert not of_staff & set(roles[role]), (kind, role)
        assert all("read" in acts for acts in roles.values())
        assert "extend" not in roles["case_officer"]
    for kind in ("hearing", "after_hearing"):  # whoever wants may say something, without account
        for role in (*KINDS, "visitor"):
            assert "submit" in TABLE[kind][role], (kind, role)


def test_a_process_takes_away_and_a_draft_lets_nobody_in(place, people):
    with acting(people.editor, "test"):
        process = in_phase(place, "hearing")
        row = {"organisation": place, "process": process, "phase_kind": "hearing"}
        Tightening(role="visitor", act="follow", **row).save()
        # A row about something the table does not allow adds nothing.
        Tightening(role="visitor", act="answer", **row).save()
    assert allowed(process, "visitor", DAY) == frozenset(TABLE["hearing"]["visitor"]) - {"follow"}
    assert allowed(process, "resident", DAY) == frozenset(TABLE["hearing"]["resident"])
    process.state = Process.State.DRAFT
    assert all(not allowed(process, role, DAY) for role in ROLES)
