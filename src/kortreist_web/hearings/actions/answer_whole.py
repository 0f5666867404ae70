"""Answer submissions as a whole: those that need not be split."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import PermissionDenied

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.hearings.models import Hearing, Submission, SubmissionPoint
from kortreist_web.hearings.points import answers_to_submissions, set_state
from kortreist_web.participation.actions.answer import answer
from kortreist_web.participation.models import Answer
from kortreist_web.participation.trace_kinds import SUBMISSION
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["answer_submissions"]


@action("change", SubmissionPoint)
def answer_submissions(
    who: User,
    organisation: Organisation,
    *,
    hearing: Hearing,
    submissions: Sequence[Submission],
    outcome: str,
    reason: str,
    unit: Unit | None = None,
    again_on: date | None = None,
) -> list[Answer]:
    """Answer some submissions that are not split, each with its own row of the same words.

    What has an answer is given a new one, and the old stays readable.

    Raises
    ------
    RefusedError
        None of the hearing, one is split in points, or what ``participation.actions.answer``
        refuses.
    """
    if not submissions:
        raise RefusedError("hearings.refused.no_submissions")
    kept = answers_to_submissions(organisation, [row.pk for row in submissions])
    made = []
    for row in submissions:
        if row.organisation_id != organisation.pk or row.hearing_id != hearing.pk:
            raise PermissionDenied("another hearing's submission")
        if row.points.exists():
            raise RefusedError("hearings.refused.is_split", number=row.number)
        made.append(
            answer(
                who,
                organisation,
                hearing.process,
                items=[(SUBMISSION, row.pk)],
                outcome=outcome,
                reason=reason,
                unit=unit,
                again_on=again_on,
                revises=kept.get(row.pk),
            )
        )
    set_state(organisation, submissions)
    return made
