"""What a sender is told of: her answers, changed text, more time, moderation, resolution, result.

Told once, by e-mail, to those who gave an address that has not been erased. Her receipt shows
the same without.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kortreist_web.decisions.models import Resolution, ResolutionPoint
from kortreist_web.decisions.points import POINT as DECIDED_POINT
from kortreist_web.hearings.models import Hearing, Submission, SubmissionContact
from kortreist_web.hearings.moderation import acts_on
from kortreist_web.hearings.points import answers_of, answers_to_submissions, are_shown
from kortreist_web.participation.models import Notice, TraceLink
from kortreist_web.participation.trace import links_from
from kortreist_web.participation.trace_kinds import ANSWER, SUBMISSION
from kortreist_web.tasks.models import Task

__all__ = ["Moved", "common_to", "moved_for", "untold"]


@dataclass(frozen=True, slots=True)
class Moved:
    """Something a sender is told of: what (``Notice.What``), of which row, and how it stood."""

    what: str
    subject_kind: str
    subject: int
    mark: str = ""


def common_to(hearing: Hearing) -> list[Moved]:
    """Return what everybody who has said something in a hearing is told of."""
    out = [Moved("extended", "extension", row.pk) for row in hearing.extensions.all()]
    resolutions = Resolution.objects.filter(
        organisation_id=hearing.organisation_id,
        frozen__kind=hearing.heard.kind,
        frozen__subject=hearing.heard.subject,
        frozen__number__gte=hearing.heard.number,
        decided_on__gte=hearing.opens_on,
    )
    keys = [row.pk for row in resolutions]
    out += [Moved("decided", "resolution", key) for key in keys]
    points = ResolutionPoint.objects.filter(resolution__in=keys).values_list("pk", flat=True)
    done = Task.objects.filter(
        organisation_id=hearing.organisation_id,
        subject_kind=DECIDED_POINT,
        subject__in=list(points),
        state=Task.State.DONE,
    )
    out += [Moved("result", "task", row.pk, str(row.done_on)) for row in done]
    return out


def moved_for(submission: Submission, hearing: Hearing, common: list[Moved]) -> list[Moved]:
    """Return what the sender of a submission is told of, whether she has been or not.

    Answers are told when everybody sees them: once the hearing has closed. More time that was
    given before she said something is no news.
    """
    organisation = hearing.organisation
    given = set(
        hearing.extensions.filter(created_at__lt=submission.created_at).values_list("pk", flat=True)
    )
    out = [one for one in common if one.what != "extended" or one.subject not in given]
    out += [
        Moved("moderated", "moderation_act", a.pk) for a in acts_on(organisation, [submission.pk])
    ]
    if not are_shown(hearing):
        return out
    answers = {row.pk for row in answers_of(organisation, list(submission.points.all())).values()}
    answers |= {row.pk for row in answers_to_submissions(organisation, [submission.pk]).values()}
    out += [Moved("answered", ANSWER, key) for key in sorted(answers)]
    for link in links_from(organisation, [(ANSWER, key) for key in answers]):
        if link.kind == TraceLink.Kind.CHANGED_TEXT:
            # A new answer inherits the change: the section is what she has been told of.
            out.append(Moved("text_changed", link.to_kind, link.to_id, link.part[:40]))
    return out


def untold(hearing: Hearing) -> Iterator[tuple[SubmissionContact, list[Moved]]]:
    """Yield each sender who can be reached, with what she has not been told of yet."""
    common = common_to(hearing)
    rows = SubmissionContact.objects.filter(submission__hearing=hearing).exclude(email="")
    for contact in rows.exclude(salt="").select_related("submission"):
        told = set(
            Notice.objects.filter(
                organisation_id=hearing.organisation_id,
                contact_kind=SUBMISSION,
                contact=contact.submission_id,
            ).values_list("what", "subject_kind", "subject", "mark")
        )
        moved = moved_for(contact.submission, hearing, common)
        new = [
            one
            for one in dict.fromkeys(moved)
            if (one.what, one.subject_kind, one.subject, one.mark) not in told
        ]
        if new:
            yield contact, new
