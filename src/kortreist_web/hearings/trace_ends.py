"""Ends of the trace that are of hearings: a submission, and a point of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.urls import reverse

from kortreist_web.core.texts import text, web
from kortreist_web.hearings.models import Hearing, Submission, SubmissionPoint
from kortreist_web.hearings.points import answers_of, answers_to_submissions, are_shown
from kortreist_web.hearings.redaction import public_name
from kortreist_web.participation.models import Answer
from kortreist_web.participation.trace_kinds import POINT, SUBMISSION, TraceEnd, TraceKind
from kortreist_web.tenants.models import Organisation

__all__ = ["TRACE_KINDS", "how_it_stands"]


def how_it_stands(hearing: Hearing, answer: Answer | None) -> str:
    """Return in words whether something is answered, and if not, when an answer is due."""
    if answer is not None:
        return text(f"participation.log.value.{answer.outcome}")
    due = hearing.process.decision_on
    if due is None:
        return text("hearings.points.unanswered")
    return text("hearings.points.due", day=web().date(due.isoformat()))


def _sender(submission: Submission, member: bool) -> str:
    if member:
        return str(submission.content["sender"])
    return public_name(submission, text("hearings.name_withheld"))


def _url(submission: Submission, organisation: Organisation, member: bool) -> str:
    keys = {"code": organisation.code, "pk": submission.hearing_id}
    page = "hearings:split" if member else "hearings:statement"
    return reverse(page, kwargs={**keys, "number": submission.number})


def _may_be_seen(rows: Any, member: bool, hearing: str) -> Any:
    return rows if member else rows.exclude(**{f"{hearing}__state": Hearing.State.DRAFT})


def _submissions(
    organisation: Organisation, keys: Collection[int], member: bool
) -> Mapping[int, TraceEnd]:
    rows = Submission.objects.filter(organisation=organisation, pk__in=keys)
    rows = _may_be_seen(rows, member, "hearing").select_related("hearing__process", "handling")
    answers = answers_to_submissions(organisation, keys)
    out = {}
    for row in rows:
        shown = answers.get(row.pk) if member or are_shown(row.hearing) else None
        title = text("hearings.statement", number=row.number, sender=_sender(row, member))
        url = _url(row, organisation, member)
        out[row.pk] = TraceEnd(title, url, row.received_on, how_it_stands(row.hearing, shown))
    return out


def _points(
    organisation: Organisation, keys: Collection[int], member: bool
) -> Mapping[int, TraceEnd]:
    rows = SubmissionPoint.objects.filter(organisation=organisation, pk__in=keys)
    rows = _may_be_seen(rows, member, "submission__hearing").select_related(
        "submission__hearing__process", "submission__handling"
    )
    found = list(rows)
    answers = answers_of(organisation, found)
    out = {}
    for row in found:
        submission, hearing = row.submission, row.submission.hearing
        shown = answers.get(row.pk) if member or are_shown(hearing) else None
        title = text(
            "hearings.points.name",
            number=submission.number,
            point=row.number,
            sender=_sender(submission, member),
        )
        url = f"{_url(submission, organisation, member)}#punkt-{row.number}"
        out[row.pk] = TraceEnd(title, url, submission.received_on, how_it_stands(hearing, shown))
    return out


TRACE_KINDS = (
    TraceKind(SUBMISSION, _submissions, "hearings.trace.submission"),
    TraceKind(POINT, _points, "hearings.trace.point"),
)
