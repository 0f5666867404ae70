"""Open a process, and end it."""

from __future__ import annotations

from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.core.events import emit
from kortreist_web.core.refusals import RefusedError
from kortreist_web.participation.models import PROCESS, Phase, Process
from kortreist_web.people.actions.close_participation import close_participation
from kortreist_web.people.actions.open_participation import open_participation
from kortreist_web.people.models import ProcessSecret, User
from kortreist_web.tenants.models import Organisation

__all__ = ["end_process", "open_process"]


@action("change", Process)
def open_process(who: User, organisation: Organisation, process: Process) -> Process:
    """Open a process to everybody: from now its promise stands.

    Raises
    ------
    RefusedError
        It is open already, has no phase, or does not say who decides and when.
    """
    if process.state != Process.State.DRAFT:
        raise RefusedError("participation.refused.opened")
    if not process.phases.exists():
        raise RefusedError("participation.refused.no_phase")
    if process.decided_by is None or process.decision_on is None:
        raise RefusedError("participation.refused.who_decides", about="decided_by")
    process.state, process.opened_on = Process.State.OPEN, timezone.localdate()
    process.save()
    open_participation(who, organisation, process_kind=PROCESS, process=process.pk)
    emit("process.opened", process)
    return process


@action("change", Process)
def end_process(
    who: User, organisation: Organisation, process: Process, *, decided: bool, why: str = ""
) -> Process:
    """End a process: with a decision about its matter, or without one and a reason.

    The secret of its participants is destroyed: afterwards nobody can tell who took part.

    Raises
    ------
    RefusedError
        It is not open, a phase in which something can be sent has not closed, or it ends without
        a decision and no reason is given.
    """
    if process.state not in (Process.State.OPEN, Process.State.CLOSED):
        raise RefusedError("participation.refused.not_open")
    phase = process.phase_on(timezone.localdate())
    if phase is not None and phase.kind in (Phase.Kind.HEARING, Phase.Kind.PROPOSE):
        raise RefusedError("participation.refused.still_open", day=phase.closes_on)
    if not decided and not why.strip():
        raise RefusedError("participation.refused.why", about="why")
    process.state = Process.State.DECIDED if decided else Process.State.CLOSED
    process.save()
    if decided:
        secrets = ProcessSecret.objects.filter(
            organisation=organisation, process_kind=PROCESS, process=process.pk
        )
        for secret in secrets:
            close_participation(who, organisation, secret, why=why)
    return process
