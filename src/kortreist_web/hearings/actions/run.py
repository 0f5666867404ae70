"""Open a hearing, give it more time, and close it when its clock has run out."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.core.events import emit
from kortreist_web.core.refusals import RefusedError
from kortreist_web.hearings.closing import set_closed
from kortreist_web.hearings.models import Extension, Hearing
from kortreist_web.hearings.rules import asks_paper_copy
from kortreist_web.participation.actions.open_process import open_process
from kortreist_web.participation.models import Process
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["close_hearing", "extend", "lacking", "open_hearing"]


def lacking(hearing: Hearing) -> list[str]:
    """Return the keys of what must be in place before a hearing opens, and is not."""
    keys = []
    if not hearing.announced_in or hearing.announced_on is None:
        keys.append("hearings.lacks.announcement")
    if not hearing.documents.exists():
        keys.append("hearings.lacks.documents")
    if not hearing.paper_copy and asks_paper_copy(hearing.rule, hearing.opens_on):
        keys.append("hearings.lacks.paper_copy")
    if hearing.process.decided_by is None or hearing.process.decision_on is None:
        keys.append("hearings.lacks.who_decides")
    return keys


@action("change", Hearing)
def open_hearing(who: User, organisation: Organisation, hearing: Hearing) -> Hearing:
    """Open a hearing to everybody, and its process with it.

    Raises
    ------
    RefusedError
        It has opened, its first day has not come or has passed, or something is not in place.
    """
    if hearing.state != Hearing.State.DRAFT:
        raise RefusedError("hearings.refused.opened")
    missing = lacking(hearing)
    if missing:
        raise RefusedError("hearings.refused.lacks." + missing[0].rpartition(".")[2])
    today = timezone.localdate()
    if hearing.opens_on > today:
        raise RefusedError("hearings.refused.not_yet", day=hearing.opens_on)
    if hearing.opens_on < today:
        raise RefusedError("hearings.refused.should_have_opened", day=hearing.opens_on)
    assert hearing.announced_on is not None
    if hearing.announced_on > today:
        raise RefusedError("hearings.refused.announced_late")
    if hearing.process.state == Process.State.DRAFT:
        open_process(who, organisation, hearing.process)
    hearing.state = Hearing.State.OPEN
    hearing.save()
    emit("hearing.opened", hearing)
    return hearing


@action("change", Hearing)
def extend(
    who: User, organisation: Organisation, hearing: Hearing, *, to_day: date, reason: str
) -> Extension:
    """Give everybody more time; a hearing is never made shorter.

    Raises
    ------
    RefusedError
        It is not open, the day is not later, the matter is decided by then, or no reason is given.
    """
    if hearing.state != Hearing.State.OPEN:
        raise RefusedError("hearings.refused.not_open")
    if to_day <= hearing.last_day:
        raise RefusedError("hearings.refused.not_later", about="to_day", day=hearing.last_day)
    decision = hearing.process.decision_on
    if decision is not None and to_day >= decision:
        raise RefusedError("hearings.refused.after_decision", about="to_day", day=decision)
    if not reason.strip():
        raise RefusedError("hearings.refused.because", about="reason")
    row = Extension(
        organisation=organisation,
        hearing=hearing,
        from_day=hearing.last_day,
        to_day=to_day,
        reason=reason.strip(),
    )
    row.save()
    hearing.phase.closes_on = to_day
    hearing.phase.save()
    emit("hearing.extended", hearing)
    return row


@action("change", Hearing)
def close_hearing(who: User, organisation: Organisation, hearing: Hearing) -> Hearing:
    """Close a hearing whose last day has ended in Norway.

    Raises
    ------
    RefusedError
        It is not open, or its last day has not ended.
    """
    if hearing.state != Hearing.State.OPEN:
        raise RefusedError("hearings.refused.not_open")
    if timezone.localdate() <= hearing.last_day:
        raise RefusedError("hearings.refused.still_open", day=hearing.last_day)
    set_closed(hearing)
    return hearing
