"""Record what a council decided about a proposed version of any kind."""

from __future__ import annotations

from datetime import date
from typing import Any

from kortreist_web.core.action import action
from kortreist_web.core.events import emit
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.errors import AlreadyRecordedError
from kortreist_web.decisions.models import CasePaper, Resolution
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import adoption_of
from kortreist_web.versions.models import Version

__all__ = ["record"]


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
) -> Resolution:
    """Record a resolution; all that follows from it is in the same transaction.

    Adopted: the proposal is frozen once more as adopted, and the resolution is about that
    version. Returned: it is worked on again. Rejected: it is closed. How that is done, the
    version's kind says.

    Raises
    ------
    AlreadyRecordedError
        The same body has decided the same case that day.
    RefusedError
        The version is not one the council has before it now.
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
    resolution.save()
    adoption = adoption_of(frozen.kind)
    if outcome == Resolution.Outcome.ADOPTED:
        resolution.frozen = adoption.adopt(who, organisation, frozen, _reference(resolution))
        resolution.save()
        if adoption.event:
            emit(adoption.event, resolution)
    else:
        rejected = outcome == Resolution.Outcome.REJECTED
        adoption.send_back(who, organisation, frozen, rejected)
    return resolution


def _reference(resolution: Resolution) -> dict[str, Any]:
    return {
        "id": resolution.pk,
        "body": resolution.body,
        "decided_on": resolution.decided_on.isoformat(),
        "case_number": resolution.case_number,
        "archive_reference": resolution.archive_reference,
        "title": resolution.title,
    }
