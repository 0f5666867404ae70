"""Split a submission in points: by hand, or as it is suggested; until one is answered."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Max

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.hearings.models import Submission, SubmissionPoint
from kortreist_web.hearings.points import answers_of, quoted_in, set_state, squeezed
from kortreist_web.hearings.queries import section_names, sections_of
from kortreist_web.hearings.suggest import suggested_points
from kortreist_web.participation.allowances import require_allowed
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation, Unit

__all__ = [
    "assign_points",
    "change_point",
    "remove_point",
    "require_own",
    "split_as_suggested",
    "split_point",
]


def _check(submission: Submission, quote: str, section: str) -> None:
    if not squeezed(quote):
        raise RefusedError("hearings.refused.quote", about="quote")
    if not quoted_in(submission, quote):
        raise RefusedError("hearings.refused.not_her_words", about="quote")
    if section and section not in section_names(submission.hearing.heard):
        raise RefusedError("hearings.refused.section", about="section")


@action("change", SubmissionPoint)
def split_point(
    who: User,
    organisation: Organisation,
    *,
    submission: Submission,
    quote: str,
    summary: str = "",
    section: str = "",
    unit: Unit | None = None,
) -> SubmissionPoint:
    """Take a point out of a submission.

    Raises
    ------
    RefusedError
        The quote is not words of the submission, or the section is not of what is heard.
    """
    require_allowed(who, submission.hearing.process, "split")
    _check(submission, quote, section)
    return _add(organisation, submission, quote, summary, section, unit)


@action("change", SubmissionPoint)
def split_as_suggested(
    who: User, organisation: Organisation, *, submission: Submission
) -> list[SubmissionPoint]:
    """Split a submission that has no points as its paragraphs and the sections' names suggest.

    Raises
    ------
    RefusedError
        It has points already, or no text of its own.
    """
    require_allowed(who, submission.hearing.process, "split")
    if submission.points.exists():
        raise RefusedError("hearings.refused.split_already")
    content = submission.content
    sections = sections_of(submission.hearing.heard)
    found = suggested_points(content["text"], sections, content["sections"])
    if not found:
        raise RefusedError("hearings.refused.no_text")
    return [_add(organisation, submission, one.quote, "", one.section, None) for one in found]


def _add(
    organisation: Organisation,
    submission: Submission,
    quote: str,
    summary: str,
    section: str,
    unit: Unit | None,
) -> SubmissionPoint:
    last = submission.points.aggregate(Max("number"))["number__max"] or 0
    point = SubmissionPoint(
        organisation=organisation,
        submission=submission,
        number=last + 1,
        quote=quote.strip(),
        summary=summary.strip(),
        section=section,
        unit=unit,
    )
    point.save()
    set_state(organisation, [submission])
    return point


def _unanswered(organisation: Organisation, point: SubmissionPoint) -> None:
    if answers_of(organisation, [point]):
        raise RefusedError("hearings.refused.answered")


@action("change", SubmissionPoint)
def change_point(
    who: User,
    organisation: Organisation,
    point: SubmissionPoint,
    *,
    quote: str,
    summary: str = "",
    section: str = "",
    unit: Unit | None = None,
    version: int | None = None,
) -> SubmissionPoint:
    """Change a point that is not answered.

    Raises
    ------
    RefusedError
        It is answered, or as :func:`split_point`.
    """
    require_allowed(who, point.submission.hearing.process, "split")
    _unanswered(organisation, point)
    _check(point.submission, quote, section)
    point.quote, point.summary = quote.strip(), summary.strip()
    point.section, point.unit = section, unit
    point.save_as_read(version)
    return point


@action("change", SubmissionPoint)
def remove_point(who: User, organisation: Organisation, point: SubmissionPoint) -> None:
    """Take a point away that is not answered; the submission stays as it was sent.

    Raises
    ------
    RefusedError
        It is answered, or others are joined to it.
    """
    require_allowed(who, point.submission.hearing.process, "split")
    _unanswered(organisation, point)
    if point.joined.exists():
        raise RefusedError("hearings.refused.others_joined")
    submission = point.submission
    point.delete()
    set_state(organisation, [submission])


@action("change", SubmissionPoint)
def assign_points(
    who: User, organisation: Organisation, *, points: list[SubmissionPoint], unit: Unit | None
) -> list[SubmissionPoint]:
    """Say which unit should assess some points; None: nobody in particular.

    Raises
    ------
    RefusedError
        No points.
    """
    if not points:
        raise RefusedError("hearings.refused.no_points")
    for point in points:
        require_own(organisation, point)
        require_allowed(who, point.submission.hearing.process, "split")
        point.unit = unit
        point.save()
    return points


def require_own(organisation: Organisation, point: SubmissionPoint) -> None:
    """Refuse another organisation's point in a list of them.

    Raises
    ------
    PermissionDenied
    """
    if point.organisation_id != organisation.pk:
        raise PermissionDenied("another organisation's point")
