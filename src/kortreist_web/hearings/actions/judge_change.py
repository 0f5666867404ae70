"""After the hearing: which version is proposed, and what each change of a section is."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import language
from kortreist_web.hearings.models import Hearing, SectionChange
from kortreist_web.hearings.points import are_shown
from kortreist_web.hearings.section_changes import asked_of_new_area, changed_in, later_versions
from kortreist_web.participation.actions.draw import draw_link
from kortreist_web.participation.allowances import require_allowed
from kortreist_web.participation.models import Answer, TraceLink
from kortreist_web.participation.trace_kinds import ANSWER, VERSION
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version

__all__ = ["judge_section", "propose_after"]


@action("change", SectionChange)
def propose_after(
    who: User, organisation: Organisation, hearing: Hearing, *, proposed: Version
) -> Hearing:
    """Say which version is put forward after a hearing.

    Raises
    ------
    RefusedError
        The hearing has not closed, or the version is not a later one of the same matter.
    """
    require_allowed(who, hearing.process, "link")
    if not are_shown(hearing):
        raise RefusedError("hearings.refused.not_closed")
    if proposed not in later_versions(hearing):
        raise RefusedError("hearings.refused.not_later_version", about="proposed")
    hearing.proposed = proposed
    hearing.save()
    return hearing


@action("change", SectionChange)
def judge_section(
    who: User,
    organisation: Organisation,
    *,
    hearing: Hearing,
    section: str,
    judgement: str,
    reason: str = "",
    answers: Sequence[Answer] = (),
) -> SectionChange:
    """Say what a change of a section is, and which answers led to it.

    Raises
    ------
    RefusedError
        The section has not changed; an unknown judgement, or a new area where the law of the
        hearing knows none; a material change without a reason why nothing is heard again.
    PermissionDenied
        An answer is of another process.
    """
    require_allowed(who, hearing.process, "link")
    kinds = SectionChange.Judgement
    if section not in {one.key for one in changed_in(hearing, language())}:
        raise RefusedError("hearings.refused.not_changed", about="section")
    if judgement not in kinds.values:
        raise RefusedError("hearings.refused.judgement", about="judgement")
    if judgement == kinds.NEW_AREA and asked_of_new_area(hearing) is None:
        raise RefusedError("hearings.refused.no_areas", about="judgement")
    if judgement == kinds.MATERIAL and not reason.strip():
        raise RefusedError("hearings.refused.why_not_again", about="reason")
    if any(answer.process_id != hearing.process_id for answer in answers):
        raise PermissionDenied("another process's answer")
    own = SectionChange.objects.filter(
        hearing=hearing, proposed=hearing.proposed, section=section
    ).first()
    row = own or SectionChange(
        organisation=organisation, hearing=hearing, proposed=hearing.proposed, section=section
    )
    row.judgement, row.reason = judgement, reason.strip()
    row.save()
    for answer in answers:
        draw_link(
            who,
            organisation,
            kind=TraceLink.Kind.CHANGED_TEXT,
            start=(ANSWER, answer.pk),
            end=(VERSION, hearing.proposed_id or 0),
            part=section,
        )
    return row
