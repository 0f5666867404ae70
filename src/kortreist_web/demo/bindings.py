"""What Eksempeldal is about to bind itself to: an invented investment budget, judged.

Every verdict occurs; the council has sent the parking house back for alternatives.
"""

from __future__ import annotations

import datetime as dt
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.utils import timezone

from kortreist_web.bindings.models import Binding, Judgement
from kortreist_web.core.actor_context import acting
from kortreist_web.decisions.meetings import Meeting
from kortreist_web.decisions.models import Resolution
from kortreist_web.demo.clock import at_day
from kortreist_web.demo.council import COUNCIL
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["add_bindings"]

_TABLE = "bindings.csv"
_SENT_BACK, _CASE = "parkeringshus", "26/0455"
#: The council met in November; a paper is sent out before the meeting that treats it.
_MET_ON = dt.date(2026, 11, 12)
_AHEAD = dt.timedelta(days=14)


def add_bindings(organisation: Organisation, people: dict[str, User]) -> None:
    """Enter, judge, freeze, and have one sent back; going on from where it stopped."""
    adviser, met = people["klimaradgiver"], min(_MET_ON, timezone.localdate())
    with at_day(met - _AHEAD):  # What the paper rests on is judged before it is sent out.
        if not Binding.objects.filter(organisation=organisation).exists():
            _enter(organisation, adviser)
        if not Judgement.objects.filter(organisation=organisation, state="ready").exists():
            _judge(organisation, adviser)
    if not Resolution.objects.filter(organisation=organisation, case_number=_CASE).exists():
        with transaction.atomic():
            _send_back(organisation, people, met)


def _enter(organisation: Organisation, who: User) -> None:
    from kortreist_web.bindings.actions.import_table import import_bindings
    from kortreist_web.bindings.table import read_table

    content = files("kortreist_web.demo").joinpath(_TABLE).read_bytes()
    rows = read_table(organisation, content, _TABLE)
    import_bindings(who, organisation, rows=rows, why="eksempel")


def _judge(organisation: Organisation, who: User) -> None:
    from kortreist_web.bindings.actions.freeze_page import freeze_page
    from kortreist_web.bindings.computation import answer, finish
    from kortreist_web.bindings.to_judge import begin_judgement

    with acting(who, "demo.bindings", "eksempel"):
        judgement = begin_judgement(organisation)
        judgement.save()
        content, refused = answer(judgement)
        with transaction.atomic():
            finish(judgement, content, refused)
    if content is None:
        raise RuntimeError(f"the demonstration's bindings were refused: {refused}")
    freeze_page(who, organisation, why="eksempel")


def _send_back(organisation: Organisation, people: dict[str, User], met: dt.date) -> None:
    from kortreist_web.bindings.actions.propose import propose_binding
    from kortreist_web.bindings.case_paper import suggest
    from kortreist_web.decisions.actions.record import record
    from kortreist_web.decisions.actions.write_paper import write_paper

    adviser = people["klimaradgiver"]
    binding = Binding.objects.get(organisation=organisation, key=_SENT_BACK)
    officer, sent = people["saksbehandler"], met - _AHEAD
    with at_day(sent):
        version = propose_binding(
            adviser, organisation, binding, motion="send_back", why="eksempel"
        )
        words: dict[str, Any] = suggest(version, "nb")
        paper = write_paper(
            officer,
            organisation,
            version,
            language="nb",
            case_number=_CASE,
            case_officer=officer.name,
            dated_on=sent,
            meetings=[Meeting(COUNCIL, met, _CASE)],
            **words,
        )
    with at_day(met):
        record(
            people["kommunedirektor"],
            organisation,
            frozen=version,
            paper=paper,
            body=COUNCIL,
            decided_on=met,
            case_number=_CASE,
            archive_reference="2026/1204-3",
            title=paper.title,
            text=paper.recommendation,
            outcome="returned",
        )
