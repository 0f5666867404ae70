"""An act of moderation is looked at again by another person than the one who did it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.core.participation import is_participant
from kortreist_web.core.refusals import RefusedError
from kortreist_web.hearings.actions.moderate import hold, set_public
from kortreist_web.hearings.models import Submission, SubmissionHandling
from kortreist_web.participation.allowances import require_allowed
from kortreist_web.participation.models import Appeal, ModerationAct
from kortreist_web.participation.trace_kinds import SUBMISSION
from kortreist_web.people.models import Actor, User
from kortreist_web.tenants.models import Organisation

__all__ = ["appeal_moderation", "decide_appeal"]


@action("appeal", Appeal)
def appeal_moderation(
    who: Actor, organisation: Organisation, *, submission: Submission, text: str
) -> Appeal:
    """Ask that another person looks at the newest act of moderation of a submission.

    Its sender does, by her receipt; a case officer enters what she has sent another way.

    Raises
    ------
    PermissionDenied
        It is somebody else's.
    RefusedError
        Nothing has been done with it, it has been appealed already, or nothing is said.
    """
    if is_participant(who) and submission.participant_id != who.pk:
        raise PermissionDenied("somebody else's submission")
    require_allowed(who, submission.hearing.process, "appeal")
    hold([submission.pk])
    newest = _newest(organisation, submission.pk)
    if newest is None or newest.act == ModerationAct.Act.RESTORE:
        raise RefusedError("hearings.refused.not_moderated")
    if Appeal.objects.filter(act=newest).exists():
        raise RefusedError("hearings.refused.appealed")
    if not text.strip():
        raise RefusedError("hearings.refused.because", about="text")
    row = Appeal(
        organisation=organisation,
        act=newest,
        participant=who if is_participant(who) else None,
        text=text.strip(),
        appealed_on=timezone.localdate(),
    )
    row.save()
    return row


def _newest(organisation: Organisation, submission: int) -> ModerationAct | None:
    return ModerationAct.objects.filter(
        organisation=organisation, subject_kind=SUBMISSION, subject=submission
    ).last()


@action("change", Appeal)
def decide_appeal(
    who: User, organisation: Organisation, appeal: Appeal, *, outcome: str, reason: str
) -> Appeal:
    """Decide an appeal: what was done stands, or everything is shown again.

    What is reversed is what stands: also an act that came after the one that was appealed.

    Raises
    ------
    RefusedError
        It was this person who did it, it is decided already, an unknown outcome, or no reason.
    """
    act = appeal.act
    require_allowed(who, act.process, "appeal")
    hold([act.subject])
    newest = _newest(organisation, act.subject)
    if who.pk in (act.moderator_id, newest.moderator_id if newest else None):
        raise RefusedError("hearings.refused.own_act")
    if appeal.outcome:
        raise RefusedError("hearings.refused.appeal_decided")
    if outcome not in Appeal.Outcome.values:
        raise RefusedError("participation.refused.no_outcome", about="outcome")
    if not reason.strip():
        raise RefusedError("participation.refused.why", about="reason")
    appeal.outcome, appeal.reason = outcome, reason.strip()
    appeal.decided_by, appeal.decided_on = who, timezone.localdate()
    appeal.save()
    submission = Submission.objects.select_related("handling", "hearing__process").get(
        organisation=organisation, pk=act.subject
    )
    shown = submission.handling.public_state == SubmissionHandling.Public.SHOWN
    if outcome == Appeal.Outcome.REVERSED and not shown:
        restore = ModerationAct.Act.RESTORE
        set_public(
            who, organisation, submission.hearing, submission, restore, "mistaken", reason, None
        )
    return appeal
