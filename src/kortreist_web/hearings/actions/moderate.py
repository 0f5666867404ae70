"""Moderate what came in: hide, redact, refuse, show again; by a rule, with a reason, on record.

The original is never changed: it is a case document. What everybody reads is the public copy.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied

from kortreist_web.core.action import action
from kortreist_web.core.content import content_hash
from kortreist_web.core.events import emit
from kortreist_web.core.refusals import RefusedError
from kortreist_web.hearings.attachments import Attachment
from kortreist_web.hearings.models import (
    FileCopy,
    Hearing,
    Submission,
    SubmissionFile,
    SubmissionHandling,
)
from kortreist_web.hearings.redaction import found_in, redacted
from kortreist_web.participation.allowances import require_allowed
from kortreist_web.participation.models import Appeal, ModerationAct
from kortreist_web.participation.moderation_rules import moderation_rule
from kortreist_web.participation.trace_kinds import SUBMISSION
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["Redaction", "hold", "moderate", "redact", "set_public"]

_STATES = {
    ModerationAct.Act.HIDE: SubmissionHandling.Public.HIDDEN,
    ModerationAct.Act.REFUSE: SubmissionHandling.Public.REFUSED,
    ModerationAct.Act.RESTORE: SubmissionHandling.Public.SHOWN,
}


@dataclass(frozen=True, slots=True)
class Redaction:
    """What is taken out of the public copy.

    Parameters
    ----------
    words : sequence of str
        As they stand in the submission; white space and case are no matter.
    name : bool
        Whether the sender's name is not shown.
    checked : collection of int
        Keys of files that hold nothing of it, and are shown as they are.
    copies : mapping
        Key of a file → a redacted file that is shown in its place. Others are not shown.
    """

    words: Sequence[str] = ()
    name: bool = False
    checked: Sequence[int] = ()
    copies: Mapping[int, Attachment] = field(default_factory=dict)


@action("change", ModerationAct)
def moderate(
    who: User,
    organisation: Organisation,
    *,
    hearing: Hearing,
    submissions: Sequence[Submission],
    act: str,
    rule: str,
    reason: str,
) -> list[ModerationAct]:
    """Hide, refuse or show again one or several submissions, by one rule.

    Raises
    ------
    RefusedError
        None of this hearing, another act, a rule that does not carry it, no reason, one of them
        stands so already, or an appeal of one of them waits.
    """
    require_allowed(who, hearing.process, "moderate")
    if act not in _STATES:
        raise RefusedError("hearings.refused.moderation_act", about="act")
    _check(organisation, hearing, submissions, act, rule, reason)
    state = _STATES[ModerationAct.Act(act)]
    for one in submissions:
        if one.handling.public_state == state:
            raise RefusedError("hearings.refused.moderated_already", number=one.number)
    batch = uuid4() if len(submissions) > 1 else None
    return [
        set_public(who, organisation, hearing, one, act, rule, reason, batch) for one in submissions
    ]


@action("change", ModerationAct)
def redact(
    who: User,
    organisation: Organisation,
    *,
    submission: Submission,
    redaction: Redaction,
    rule: str,
    reason: str,
) -> ModerationAct:
    """Take words, the sender's name or files out of the public copy of a submission.

    What was redacted before and is not said again is shown again.

    Raises
    ------
    RefusedError
        Nothing is taken out, words that do not stand in it, a file of another submission, a rule
        that carries no redaction, no reason, or an appeal waits.
    """
    hearing = submission.hearing
    require_allowed(who, hearing.process, "moderate")
    _check(organisation, hearing, [submission], ModerationAct.Act.REDACT, rule, reason)
    words = list(dict.fromkeys(" ".join(w.split()) for w in redaction.words if w.strip()))
    files = {f.pk: f for f in submission.files.defer("data")}
    held_back = files.keys() - set(redaction.checked)
    if not words and not redaction.name and not held_back:
        raise RefusedError("hearings.refused.nothing_redacted", about="words")
    text = submission.content["text"]
    said = [text, *(p.summary for p in submission.points.all())]
    for one in words:
        if not any(found_in(own, one) for own in said):
            raise RefusedError("hearings.refused.words_not_there", about="words", words=one)
    if not files.keys() >= {*redaction.checked, *redaction.copies}:
        raise PermissionDenied("another submission's file")
    language = submission.content["language"]
    handling = submission.handling
    handling.redactions = words
    handling.public_text = redacted(text, words, language)
    handling.name_withheld = redaction.name
    handling.withheld_rule = rule if redaction.name else ""
    _copy_files(organisation, files, redaction)
    return set_public(
        who, organisation, hearing, submission, ModerationAct.Act.REDACT, rule, reason, None
    )


def _check(
    organisation: Organisation,
    hearing: Hearing,
    submissions: Sequence[Submission],
    act: str,
    rule: str,
    reason: str,
) -> None:
    if not submissions:
        raise RefusedError("hearings.refused.no_submissions")
    for one in submissions:
        if one.organisation_id != organisation.pk or one.hearing_id != hearing.pk:
            raise PermissionDenied("another hearing's submission")
    moderation_rule(rule, act)
    if not reason.strip():
        raise RefusedError("participation.refused.why", about="reason")
    _refuse_while_appealed(organisation, submissions)


def _refuse_while_appealed(organisation: Organisation, submissions: Sequence[Submission]) -> None:
    """Refuse another act until an appeal is decided: it would take the matter from the decider."""
    numbers = {one.pk: one.number for one in submissions}
    hold(numbers)
    waiting = Appeal.objects.filter(
        organisation=organisation,
        act__subject_kind=SUBMISSION,
        act__subject__in=numbers,
        outcome="",
    )
    subject = waiting.order_by("id").values_list("act__subject", flat=True).first()
    if subject is not None:
        raise RefusedError("hearings.refused.appeal_waits", number=numbers[subject])


def hold(submissions: Collection[int]) -> None:
    """Hold how some submissions stand until the action is done: an act and an appeal take turns."""
    rows = SubmissionHandling.objects.filter(submission__in=submissions).order_by("id")
    list(rows.select_for_update().values_list("pk", flat=True))


def _copy_files(
    organisation: Organisation, files: Mapping[int, SubmissionFile], redaction: Redaction
) -> None:
    kept = {row.original_id: row for row in FileCopy.objects.filter(original__in=files)}
    for key, original in files.items():
        row = kept.get(key) or FileCopy(organisation=organisation, original=original)
        copy = redaction.copies.get(key)
        row.checked = key in redaction.checked and copy is None
        row.name, row.media_type, row.data = "", "", None
        if copy is not None:
            row.name, row.media_type, row.data = copy.name, copy.media_type, copy.data
        row.save()


def set_public(
    who: User,
    organisation: Organisation,
    hearing: Hearing,
    submission: Submission,
    act: str,
    rule: str,
    reason: str,
    batch: UUID | None,
) -> ModerationAct:
    """Let a submission be shown as an act says, and keep the act; within an action."""
    handling, states = submission.handling, SubmissionHandling.Public
    if act == ModerationAct.Act.RESTORE:
        handling.public_text, handling.redactions = "", []
        handling.name_withheld, handling.withheld_rule = False, ""
        for copy in FileCopy.objects.filter(original__submission=submission):
            copy.checked, copy.name, copy.media_type, copy.data = True, "", "", None
            copy.save()
    handling.public_state = _STATES.get(ModerationAct.Act(act), states.REDACTED)
    handling.public_rule = "" if act == ModerationAct.Act.RESTORE else rule
    public = [handling.public_text, handling.public_state]
    handling.public_hash = "" if act == ModerationAct.Act.RESTORE else content_hash(public)
    handling.save()
    row = ModerationAct(
        organisation=organisation,
        process=hearing.process,
        subject_kind=SUBMISSION,
        subject=submission.pk,
        act=act,
        rule=rule,
        reason=reason.strip(),
        batch=batch,
        moderator=who,
    )
    row.save()
    emit("submission.moderated", row)
    return row
