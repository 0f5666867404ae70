"""Answer points: one answer to those that are joined, a new one in place of an old."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.hearings.actions.split import require_own
from kortreist_web.hearings.models import Hearing, SubmissionPoint
from kortreist_web.hearings.points import answers_of, groups_of, set_state
from kortreist_web.participation.actions.answer import answer, share_answer
from kortreist_web.participation.allowances import require_allowed
from kortreist_web.participation.models import Answer
from kortreist_web.participation.trace_kinds import POINT
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["answer_points", "join_points", "part_point"]


def _checked(
    organisation: Organisation, hearing: Hearing, points: Sequence[SubmissionPoint]
) -> None:
    if not points:
        raise RefusedError("hearings.refused.no_points")
    for point in points:
        require_own(organisation, point)
        if point.submission.hearing_id != hearing.pk:
            raise RefusedError("hearings.refused.no_points")


@action("change", SubmissionPoint)
def answer_points(
    who: User,
    organisation: Organisation,
    *,
    hearing: Hearing,
    points: Sequence[SubmissionPoint],
    outcome: str,
    reason: str,
    unit: Unit | None = None,
    again_on: date | None = None,
) -> list[Answer]:
    """Answer some points of a hearing with the same words.

    Points that are joined share one answer; others each get their own, so that one can be
    answered anew by itself. What has an answer is given a new one, and the old stays readable.

    Raises
    ------
    RefusedError
        No points of the hearing, or what ``participation.actions.answer`` refuses.
    """
    _checked(organisation, hearing, points)
    made = []
    for group in groups_of(points):
        kept = answers_of(organisation, group)
        made.append(
            answer(
                who,
                organisation,
                hearing.process,
                items=[(POINT, point.pk) for point in group],
                outcome=outcome,
                reason=reason,
                unit=unit or group[0].unit,
                again_on=again_on,
                revises=next(iter(kept.values()), None),
            )
        )
        set_state(organisation, {point.submission for point in group})
    return made


@action("change", SubmissionPoint)
def join_points(
    who: User, organisation: Organisation, *, hearing: Hearing, points: Sequence[SubmissionPoint]
) -> SubmissionPoint:
    """Let like points share one answer: the earliest that is answered, else the earliest.

    What is joined to one of them comes along. A point without an answer gets the one that
    stands.

    Raises
    ------
    RefusedError
        Fewer than two, or two of them have answers of their own.
    """
    _checked(organisation, hearing, points)
    require_allowed(who, hearing.process, "join")
    groups = sorted(groups_of(points), key=lambda g: (g[0].submission.number, g[0].number))
    if len(groups) < 2:
        raise RefusedError("hearings.refused.join_two")
    answers = answers_of(organisation, [point for group in groups for point in group])
    answered = [group for group in groups if group[0].pk in answers]
    if len(answered) > 1:
        raise RefusedError("hearings.refused.join_answered")
    lead = (answered or groups)[0][0]
    for group in groups:
        if group[0].pk == lead.pk:
            continue
        for point in group:
            point.joined_to = lead
            point.save()
        if lead.pk in answers:
            items = [(POINT, point.pk) for point in group]
            share_answer(who, organisation, answers[lead.pk], items=items)
            set_state(organisation, {point.submission for point in group})
    return lead


@action("change", SubmissionPoint)
def part_point(who: User, organisation: Organisation, point: SubmissionPoint) -> SubmissionPoint:
    """Let a point that was joined to another be answered by itself.

    Raises
    ------
    RefusedError
        It is not joined, or they have been answered.
    """
    require_allowed(who, point.submission.hearing.process, "join")
    if point.joined_to_id is None:
        raise RefusedError("hearings.refused.not_joined")
    if answers_of(organisation, [point]):
        raise RefusedError("hearings.refused.answered")
    point.joined_to = None
    point.save()
    return point
