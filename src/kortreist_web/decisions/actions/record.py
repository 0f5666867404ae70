"""Record what a council decided about a proposed version of any kind."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.core.actor_context import acting
from kortreist_web.core.clock import day_of
from kortreist_web.core.events import emit
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import web
from kortreist_web.decisions.alone import alone_text, proposed_by
from kortreist_web.decisions.checksums import check_checksums
from kortreist_web.decisions.errors import AlreadyRecordedError
from kortreist_web.decisions.models import CasePaper, Resolution
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import adoption_of
from kortreist_web.versions.models import Version

__all__ = ["check_decided_on", "record", "take_effect"]


@action("record", Resolution)
def record(
    who: Actor,
    organisation: Organisation,
    *,
    frozen: Version,
    body: str,
    decided_on: date,
    case_number: str,
    archive_reference: str,
    title: str,
    text: str,
    outcome: str,
    paper: CasePaper | None = None,
    why: str = "",
    checksum_confirmed: bool = False,
) -> Resolution:
    """Record a resolution; all that follows from it is in the same transaction.

    Adopted: the proposal is frozen once more as adopted, and the resolution is about that
    version. Returned: it is worked on again. Rejected: it is closed. How that is done, the
    version's kind says.

    Parameters
    ----------
    checksum_confirmed : bool
        That the minutes say so, where the text names another version's checksum.

    Raises
    ------
    AlreadyRecordedError
        The same body has decided the same case that day.
    RefusedError
        The version is not one the council has before it now, the day of the decision is
        before it was proposed or has not come, or the text names the checksum of something
        else and that is not confirmed.
    """
    if outcome not in Resolution.Outcome.values:
        raise ValueError(outcome)
    type(organisation).objects.select_for_update().get(pk=organisation.pk)
    body, case_number = body.strip(), case_number.strip()
    there = Resolution.objects.filter(
        organisation=organisation, body=body, case_number=case_number, decided_on=decided_on
    ).first()
    if there is not None:
        raise AlreadyRecordedError(there)
    if frozen.state != Version.State.PROPOSED:
        raise RefusedError("decisions.refused.not_proposed")
    check_decided_on(frozen, decided_on)
    if not checksum_confirmed:
        check_checksums(frozen, text, "checksum_confirmed")
    resolution = Resolution(
        organisation=organisation,
        body=body,
        decided_on=decided_on,
        case_number=case_number,
        archive_reference=archive_reference.strip(),
        title=title.strip(),
        text=text.strip(),
        outcome=outcome,
        paper=paper or CasePaper.objects.filter(frozen=frozen).first(),
        frozen=frozen,
    )
    if proposed_by(frozen, who):
        # Fine in a small place, and said: nobody else has looked at it.
        why = f"{why} {alone_text(organisation)}".strip()
    with acting(who, "decisions.record", why, name=getattr(who, "key_name", "")):
        resolution.save()
    take_effect(who, organisation, resolution)
    return resolution


def check_decided_on(proposal: Version | None, day: date) -> None:
    """Refuse a day on which nobody can have decided upon a proposal.

    Raises
    ------
    RefusedError
        Before the proposal was locked, or a day that has not come.
    """
    if day > timezone.localdate():
        raise RefusedError("decisions.record_form.future", about="decided_on")
    first = day_of(proposal.created_at) if proposal is not None else day
    if day < first:
        values = {"day": web().date(first.isoformat())}
        raise RefusedError("decisions.refused.before_proposal", about="decided_on", **values)


def take_effect(who: Actor, organisation: Organisation, resolution: Resolution) -> None:
    """Do with the proposal that waits what its resolution says: adopt it, or send it back."""
    frozen = resolution.frozen
    assert frozen is not None
    adoption = adoption_of(frozen.kind)
    if resolution.outcome == Resolution.Outcome.ADOPTED:
        resolution.frozen = adoption.adopt(who, organisation, frozen, _reference(resolution))
        resolution.save()
        if adoption.event:
            emit(adoption.event, resolution)
    else:
        rejected = resolution.outcome == Resolution.Outcome.REJECTED
        adoption.send_back(who, organisation, frozen, rejected)


def _reference(resolution: Resolution) -> dict[str, Any]:
    return {
        "id": resolution.pk,
        "body": resolution.body,
        "decided_on": resolution.decided_on.isoformat(),
        "case_number": resolution.case_number,
        "archive_reference": resolution.archive_reference,
        "title": resolution.title,
    }
