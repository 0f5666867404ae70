"""Hold a hearing: what is heard, under which rule, and from when until when."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import text
from kortreist_web.decisions.models import Body
from kortreist_web.hearings.models import Hearing, Recipient
from kortreist_web.hearings.rules import bounds
from kortreist_web.participation.actions.make_process import make_process
from kortreist_web.participation.models import Phase, Process
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import kind_of
from kortreist_web.versions.models import Version

__all__ = ["change_dates", "hold_hearing", "prepare"]

#: The councils that a municipality always sends a matter to.
_COUNCILS = (
    Recipient.Kind.YOUTH_COUNCIL,
    Recipient.Kind.ELDERLY_COUNCIL,
    Recipient.Kind.DISABILITY_COUNCIL,
)


@action("change", Hearing)
def hold_hearing(
    who: User,
    organisation: Organisation,
    *,
    process: Process,
    heard: Version,
    rule: str,
    opens_on: date,
    closes_on: date | None = None,
) -> Hearing:
    """Prepare the hearing of a frozen version; nobody but the municipality's own sees it yet.

    Parameters
    ----------
    process : Process
        Not over; it gets a phase of kind *hearing*.
    heard : Version
        Proposed, and of a kind that can be pointed at by section.
    rule : str
        Id of the rule that sets its time, one of :data:`kortreist_web.hearings.rules.RULES`.
    opens_on, closes_on : date
        First and last whole day; the last by default what the rule lets it be.

    Raises
    ------
    RefusedError
        The version is not a proposal, has no sections, or is heard already in this process; the
        process is over; or the days are not what the rule asks (says which day, and why).
    """
    if heard.state != Version.State.PROPOSED or kind_of(heard.kind).sections is None:
        raise RefusedError("hearings.refused.not_heard", about="heard")
    if Hearing.objects.filter(process=process, heard=heard).exists():
        raise RefusedError("hearings.refused.heard_already", about="heard")
    if process.state not in (Process.State.DRAFT, Process.State.OPEN):
        raise RefusedError("hearings.refused.process_over", about="process")
    last = _last_day(rule, opens_on, closes_on, process)
    phase = Phase(
        organisation=organisation,
        process=process,
        kind=Phase.Kind.HEARING,
        order=1 + max((row.order for row in process.phases.all()), default=0),
        opens_on=opens_on,
        closes_on=last,
    )
    phase.save()
    hearing = Hearing(
        organisation=organisation,
        process=process,
        phase=phase,
        heard=heard,
        rule=rule,
        opens_on=opens_on,
        closes_on=last,
    )
    hearing.save()
    if not organisation.is_county_authority:
        for kind in _COUNCILS:
            _add_council(organisation, hearing, kind)
    return hearing


@action("change", Hearing)
def prepare(
    who: User,
    organisation: Organisation,
    *,
    title: str,
    question: str,
    promise: str,
    decided_by: Body,
    decision_on: date,
    heard: Version,
    rule: str,
    opens_on: date,
    closes_on: date | None = None,
) -> Hearing:
    """Make a process with one hearing in it, in one step.

    Raises
    ------
    RefusedError
        As :func:`hold_hearing` and ``make_process``.
    """
    process = make_process(
        who,
        organisation,
        title=title,
        question=question,
        promise=promise,
        version_of=heard,
        legal_basis=(rule,),
        decided_by=decided_by,
        decision_on=decision_on,
    )
    return hold_hearing(
        who,
        organisation,
        process=process,
        heard=heard,
        rule=rule,
        opens_on=opens_on,
        closes_on=closes_on,
    )


@action("change", Hearing)
def change_dates(
    who: User,
    organisation: Organisation,
    hearing: Hearing,
    *,
    opens_on: date,
    closes_on: date | None = None,
    version: int | None = None,
) -> Hearing:
    """Give a hearing that has not opened other days.

    Raises
    ------
    RefusedError
        It has opened, or the days are not what its rule asks.
    ConflictError
    """
    if hearing.state != Hearing.State.DRAFT:
        raise RefusedError("hearings.refused.opened")
    last = _last_day(hearing.rule, opens_on, closes_on, hearing.process)
    hearing.opens_on, hearing.closes_on = opens_on, last
    hearing.save_as_read(version)
    hearing.phase.opens_on, hearing.phase.closes_on = opens_on, last
    hearing.phase.save()
    return hearing


def _last_day(rule: str, opens_on: date, closes_on: date | None, process: Process) -> date:
    """Return the last day, where first and last are what the rule asks."""
    if opens_on < timezone.localdate():
        raise RefusedError("hearings.refused.begins_before", about="opens_on")
    asked = bounds(rule, opens_on, process.decision_on)
    if asked.opens_by is not None and opens_on > asked.opens_by:
        raise RefusedError(
            "hearings.refused.too_late", about="opens_on", day=asked.opens_by, because=asked.because
        )
    last = closes_on or asked.last_day(opens_on, process.decision_on)
    if last is None:
        raise RefusedError("hearings.refused.last_day", about="closes_on")
    if asked.closes_from is not None and last < asked.closes_from:
        raise RefusedError(
            "hearings.refused.too_short",
            about="closes_on",
            day=asked.closes_from,
            because=asked.because,
        )
    if last < opens_on:
        raise RefusedError("hearings.refused.closes_before", about="closes_on")
    if process.decision_on is not None and last >= process.decision_on:
        raise RefusedError(
            "hearings.refused.after_decision", about="closes_on", day=process.decision_on
        )
    return last


def _add_council(organisation: Organisation, hearing: Hearing, kind: str) -> None:
    """Add one of the three councils, by the name it has here where it is registered."""
    body = Body.objects.filter(organisation=organisation, kind=kind).first()
    Recipient(
        organisation=organisation,
        hearing=hearing,
        kind=kind,
        name=body.name if body else text(f"hearings.recipient.{kind}"),
        body=body,
        rule="councils/early",
    ).save()
