"""What the officer's lists show: submissions and points, found with few questions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kortreist_web.hearings.models import Hearing, Submission, SubmissionHandling, SubmissionPoint
from kortreist_web.participation.models import AnsweredItem
from kortreist_web.participation.trace_kinds import POINT

__all__ = ["counts", "found_points", "found_submissions", "like_points", "split_in"]


def _answered(hearing: Hearing) -> Exists:
    rows = AnsweredItem.objects.filter(
        organisation_id=hearing.organisation_id, subject_kind=POINT, subject=OuterRef("pk")
    )
    return Exists(rows)


def found_points(
    hearing: Hearing, asked: Mapping[str, Any], *, originals: bool = True
) -> QuerySet[SubmissionPoint]:
    """Return a hearing's points in the order of its journal.

    Parameters
    ----------
    hearing : Hearing
    asked : mapping
        ``section`` (key; ``-``: none), ``unit`` (key), ``state`` (``unanswered``, ``answered``),
        ``q`` (words of the point).
    originals : bool
        Whether words that are redacted or hidden are searched too.
    """
    rows = SubmissionPoint.objects.filter(
        organisation_id=hearing.organisation_id, submission__hearing=hearing
    )
    if section := asked.get("section"):
        rows = rows.filter(section="" if section == "-" else section)
    if unit := asked.get("unit"):
        rows = rows.filter(unit=unit)
    if state := asked.get("state"):
        rows = rows.filter(_answered(hearing) if state == "answered" else ~_answered(hearing))
    if asked.get("q") and not originals:
        rows = rows.filter(submission__handling__public_state="shown")
    for word in str(asked.get("q") or "").split():
        rows = rows.filter(Q(quote__icontains=word) | Q(summary__icontains=word))
    return rows.select_related("submission__handling", "unit", "joined_to__submission")


def found_submissions(
    hearing: Hearing, asked: Mapping[str, Any], *, originals: bool = True
) -> QuerySet[Submission]:
    """Return what came in, in the order of its journal.

    ``asked`` has ``state`` (how it stands), ``q`` (words of sender and text).
    """
    rows = Submission.objects.filter(hearing=hearing)
    if state := asked.get("state"):
        rows = rows.filter(handling__state=state)
    if asked.get("q") and not originals:
        rows = rows.filter(handling__public_state="shown")
    for word in str(asked.get("q") or "").split():
        says = Q(content__text__icontains=word) | Q(content__sender__icontains=word)
        rows = rows.filter(says)
    return rows.select_related("handling")


def split_in(submissions: Collection[Submission]) -> dict[int, int]:
    """Return submission → how many points it is split in."""
    rows = SubmissionPoint.objects.filter(submission__in=[row.pk for row in submissions])
    counted = rows.order_by().values_list("submission").annotate(n=Count("pk"))
    return dict(counted)


def counts(hearing: Hearing) -> dict[str, int]:
    """Return how many submissions have come, are not split, and how many points wait."""
    own = Submission.objects.filter(hearing=hearing)
    points = SubmissionPoint.objects.filter(submission__hearing=hearing)
    return {
        "submissions": own.count(),
        "received": own.filter(handling__state=SubmissionHandling.State.RECEIVED).count(),
        "points": points.count(),
        "unanswered": points.filter(~_answered(hearing)).count(),
    }


def like_points(point: SubmissionPoint, hearing: Hearing) -> QuerySet[SubmissionPoint]:
    """Return the points of a hearing that could be like one: of its section, not joined."""
    rows = SubmissionPoint.objects.filter(submission__hearing=hearing, section=point.section)
    return rows.filter(joined_to=None).exclude(pk__in=(point.pk, point.joined_to_id or 0))
