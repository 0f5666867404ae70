"""Correct what was recorded wrongly of a resolution."""

from __future__ import annotations

from datetime import date

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.actions.record import check_decided_on, take_effect
from kortreist_web.decisions.checksums import check_checksums
from kortreist_web.decisions.errors import AlreadyRecordedError
from kortreist_web.decisions.models import Resolution
from kortreist_web.decisions.queries import proposal_of
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import adoption_of
from kortreist_web.versions.models import Version

__all__ = ["correct"]


@action("record", Resolution)
def correct(
    who: Actor,
    organisation: Organisation,
    resolution: Resolution,
    *,
    body: str,
    decided_on: date,
    case_number: str,
    archive_reference: str,
    title: str,
    text: str,
    outcome: str,
    why: str,
    checksum_confirmed: bool = False,
    version: int | None = None,
) -> Resolution:
    """Set what the minutes say; the log keeps what it was, and why it was changed.

    Another outcome takes effect as if it had been recorded at first: what was adopted by
    mistake is withdrawn by a version that says so, and what held before it holds again.

    Parameters
    ----------
    checksum_confirmed : bool
        That the minutes say so, where the new text names another version's checksum.

    Raises
    ------
    AlreadyRecordedError
        The same body has decided the same case that day.
    RefusedError
        No reason is given; the day is not between the proposal's and today; something newer
        rests on the outcome that is to be changed, or it cannot be changed so; a new text names
        the checksum of something else and that is not confirmed.
    ConflictError
        Somebody else has changed it since ``version``.
    """
    if not why.strip():
        raise RefusedError("decisions.refused.no_why", about="why")
    if outcome not in Resolution.Outcome.values:
        raise ValueError(outcome)
    type(organisation).objects.select_for_update().get(pk=organisation.pk)
    proposal = proposal_of(resolution)
    check_decided_on(proposal, decided_on)
    if proposal is not None and text.strip() != resolution.text and not checksum_confirmed:
        check_checksums(proposal, text, "checksum_confirmed")
    fields = {
        "body": body.strip(),
        "decided_on": decided_on,
        "case_number": case_number.strip(),
        "archive_reference": archive_reference.strip(),
        "title": title.strip(),
        "text": text.strip(),
    }
    same = {k: fields[k] for k in ("body", "case_number", "decided_on")}
    rows = Resolution.objects.filter(organisation=organisation, **same)
    there = rows.exclude(pk=resolution.pk).first()
    if there is not None:
        raise AlreadyRecordedError(there)
    was = resolution.outcome
    for name, value in fields.items():
        setattr(resolution, name, value)
    if outcome != was:
        resolution.outcome = outcome
        resolution.frozen = _waiting_again(who, organisation, resolution, was)
    resolution.save_as_read(version)
    if outcome != was:
        take_effect(who, organisation, resolution)
    return resolution


def _waiting_again(
    who: Actor, organisation: Organisation, resolution: Resolution, was: str
) -> Version:
    """Return the proposal, which waits for the council as it did before it was decided upon."""
    frozen = resolution.frozen
    reconsider = adoption_of(frozen.kind).reconsider if frozen is not None else None
    # What was adopted once is not adopted twice from the same draft: a new one is made. What
    # is proposed as it stands, and has no draft, can be.
    adopted = Resolution.Outcome.ADOPTED
    drafted = frozen is not None and frozen.draft is not None
    again = frozen is not None and resolution.outcome == adopted and _was_adopted(frozen)
    if frozen is None or reconsider is None or (drafted and again):
        raise RefusedError("decisions.refused.outcome_stands", about="outcome")
    if drafted and was == adopted and resolution.outcome == Resolution.Outcome.RETURNED:
        raise RefusedError("decisions.refused.adopted_not_returned", about="outcome")
    return reconsider(who, organisation, frozen)


def _was_adopted(frozen: Version) -> bool:
    rows = Version.objects.filter(kind=frozen.kind, draft=frozen.draft)
    return bool(rows.filter(state=Version.State.ADOPTED).exists())
