"""Hand a platform over to a new council, and enter what that council resolved of each thing."""

from __future__ import annotations

from datetime import date

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.models import Resolution
from kortreist_web.people.models import User
from kortreist_web.platforms.handing_over import handed_over, term_ends
from kortreist_web.platforms.models import Commitment, Handover, HandoverAnswer, Platform
from kortreist_web.tenants.models import Organisation

__all__ = ["answer_commitment", "enter_days"]


@action("change", Handover)
def enter_days(
    who: User,
    organisation: Organisation,
    *,
    platform: Platform,
    election_on: date | None = None,
    meeting_on: date | None = None,
) -> Handover:
    """Enter the day of the election and of the constitutive meeting, where they are set.

    Raises
    ------
    InputError
        There is no such election that year, or the day cannot be that of it or of the meeting.
    """
    term_ends(platform, election_on, meeting_on)
    row = Handover.objects.filter(platform=platform).first()
    row = row or Handover(organisation=organisation, platform=platform)
    row.election_on, row.meeting_on = election_on, meeting_on
    row.save()
    return row


@action("change", HandoverAnswer)
def answer_commitment(
    who: User,
    organisation: Organisation,
    *,
    platform: Platform,
    commitment: Commitment,
    answer: str,
    resolution: Resolution,
    reason: str = "",
) -> HandoverAnswer:
    """Enter what the new council resolved about a commitment; said again, the later counts.

    Raises
    ------
    RefusedError
        It asks for no stand, the answer is none of them, or the resolution is of the council
        before: made before the new one took over.
    """
    if answer not in HandoverAnswer.Answer.values:
        raise RefusedError("platforms.refused.handover_answer", about="answer")
    rows = {one.commitment.pk: one for one in handed_over(platform)}
    found = rows.get(commitment.pk)
    if found is None or found.state != "take_a_stand":
        raise RefusedError("platforms.refused.no_stand")
    kept = Handover.objects.filter(platform=platform).first()
    if kept is None or kept.meeting_on is None:
        raise RefusedError("platforms.refused.no_meeting")
    if resolution.decided_on < kept.meeting_on:
        raise RefusedError("platforms.refused.old_council", about="resolution")
    if resolution.outcome != Resolution.Outcome.ADOPTED:
        raise RefusedError("platforms.refused.not_adopted", about="resolution")
    row = found.answer or HandoverAnswer(
        organisation=organisation, handover=kept, commitment=commitment
    )
    row.answer, row.resolution, row.reason = answer, resolution, reason.strip()
    row.save()
    return row
