"""Points of submissions: which words may be quoted, who shares an answer, what is answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kortreist_web.core.texts import language, text
from kortreist_web.hearings.models import Hearing, Submission, SubmissionHandling, SubmissionPoint
from kortreist_web.hearings.queries import names_in
from kortreist_web.hearings.redaction import public_name, redacted, redactions_in
from kortreist_web.participation.actions.answer import newest_answers
from kortreist_web.participation.models import Answer, Process
from kortreist_web.participation.trace import links_from
from kortreist_web.participation.trace_kinds import ANSWER, POINT, SUBMISSION, VERSION
from kortreist_web.tenants.models import Organisation

__all__ = [
    "Answered",
    "answers_of",
    "answers_shown",
    "answers_to_submissions",
    "are_shown",
    "changed_sections",
    "groups_of",
    "points_of",
    "public_answers",
    "quoted_in",
    "set_state",
    "shown_points",
    "squeezed",
]


@dataclass(frozen=True, slots=True)
class Answered:
    """A point as it is shown: its words, its answer, or when one is due.

    Parameters
    ----------
    point : SubmissionPoint
    sender : str
    words : str
        The quote; empty: it is hidden.
    summary : str
        The officer's short form of it.
    section : str
        Heading of the section; empty: the whole.
    answer : Answer or None
    due : date or None
        When an answer is due, where there is none.
    changed : tuple of str
        Headings of the sections whose text the answer changed.
    earlier : tuple of Answer
        Answers it replaced, newest first.
    shared : int
        How many other points share the answer.
    """

    point: SubmissionPoint
    sender: str
    words: str
    summary: str
    section: str
    answer: Answer | None
    due: date | None
    changed: tuple[str, ...] = ()
    earlier: tuple[Answer, ...] = ()
    shared: int = 0


def squeezed(text: str) -> str:
    """Return a text with every run of white space as one space."""
    return " ".join(text.split())


def quoted_in(submission: Submission, quote: str) -> bool:
    """Tell whether words can be a point's: the sender's own, or of a file she sent alone."""
    text = squeezed(submission.content["text"])
    return squeezed(quote) in text if text else bool(submission.content["files"])


def are_shown(hearing: Hearing) -> bool:
    """Tell whether everybody sees points and answers: once the hearing has closed."""
    return hearing.state in (Hearing.State.CLOSED, Hearing.State.COMPLETED)


def groups_of(points: Iterable[SubmissionPoint]) -> list[list[SubmissionPoint]]:
    """Return the points that share an answer with each of some: the one joined to first."""
    keys = [point.pk for point in points]
    # As they stand now: they may have been joined after they were read.
    joined_to = dict(SubmissionPoint.objects.filter(pk__in=keys).values_list("pk", "joined_to"))
    leads = list(dict.fromkeys(joined_to.get(key) or key for key in keys))
    rows = SubmissionPoint.objects.filter(pk__in=leads).select_related("submission")
    found = {row.pk: [row] for row in rows}
    joined = SubmissionPoint.objects.filter(joined_to__in=leads).select_related("submission")
    for row in joined:
        found[row.joined_to_id or 0].append(row)
    return [found[lead] for lead in leads if lead in found]


def answers_of(
    organisation: Organisation, points: Collection[SubmissionPoint]
) -> dict[int, Answer]:
    """Return the answer that stands to each of some points; those without are left out."""
    nodes = [(POINT, point.pk) for point in points]
    return {key: row for (_, key), row in newest_answers(organisation, nodes).items()}


def answers_to_submissions(organisation: Organisation, keys: Collection[int]) -> dict[int, Answer]:
    """Return the answer that stands to each of some submissions as a whole."""
    nodes = [(SUBMISSION, key) for key in keys]
    return {key: row for (_, key), row in newest_answers(organisation, nodes).items()}


def public_answers(hearing: Hearing, keys: Collection[int]) -> dict[int, Answer]:
    """Return the answer to each of some submissions as a whole, as everybody reads it."""
    answers = answers_to_submissions(hearing.organisation, keys)
    _repeat_nothing(hearing, answers.values())
    return answers


def changed_sections(
    organisation: Organisation, answers: Iterable[Answer]
) -> dict[int, tuple[str, ...]]:
    """Return answer → keys of the sections whose text it changed."""
    changed: dict[int, list[str]] = {}
    for link in links_from(organisation, {(ANSWER, answer.pk) for answer in answers}):
        if link.kind == link.Kind.CHANGED_TEXT and link.to_kind == VERSION and link.part:
            changed.setdefault(link.from_id, []).append(link.part)
    return {key: tuple(dict.fromkeys(parts)) for key, parts in changed.items()}


def _earlier(answers: Iterable[Answer]) -> dict[int, tuple[Answer, ...]]:
    """Return answer → those it replaced, newest first: a question a step back."""
    known: dict[int, Answer] = {}
    asked = {row.revises_id for row in answers if row.revises_id}
    while asked:
        rows = Answer.objects.filter(pk__in=asked).select_related("unit")
        known |= {row.pk: row for row in rows}
        asked = {row.revises_id for row in rows if row.revises_id} - set(known)
    out: dict[int, tuple[Answer, ...]] = {}
    for answer in answers:
        chain, at = list[Answer](), answer.revises_id
        while at:
            chain.append(known[at])
            at = known[at].revises_id
        out[answer.pk] = tuple(chain)
    return out


def points_of(submission: Submission) -> list[SubmissionPoint]:
    """Return a submission's points in their order."""
    return list(submission.points.select_related("unit", "joined_to__submission"))


def shown_points(
    organisation: Organisation,
    process: Process,
    points: Collection[SubmissionPoint],
    names: dict[str, str],
    *,
    member: bool,
) -> list[Answered]:
    """Return points as a reader sees them, with few questions whatever their number.

    Parameters
    ----------
    organisation : Organisation
    process : Process
        Whose day of decision answers are due by.
    points : collection of SubmissionPoint
        With ``submission`` (and its ``handling`` where she is no member) at hand.
    names : dict
        Key → heading of the sections of what is heard, or proposed.
    member : bool
        A member sees the words as they were sent, and answers before they are public.
    """
    answers = answers_of(organisation, points)
    unique = {row.pk: row for row in answers.values()}.values()
    changed, earlier = changed_sections(organisation, unique), _earlier(unique)
    if not member and points:
        said = [*unique, *(old for chain in earlier.values() for old in chain)]
        _repeat_nothing(next(iter(points)).submission.hearing, said)
    shares: dict[int, int] = {}
    for row in answers.values():
        shares[row.pk] = shares.get(row.pk, 0) + 1
    out = []
    for point in points:
        answer = answers.get(point.pk)
        out.append(
            Answered(
                point=point,
                sender=point.submission.content["sender"]
                if member
                else public_name(point.submission, text("hearings.name_withheld")),
                words=point.quote if member else _public_words(point),
                summary=point.summary if member else _public_summary(point),
                section=names.get(point.section, point.section),
                answer=answer,
                due=None if answer else process.decision_on,
                changed=tuple(names.get(k, k) for k in changed.get(answer.pk, ()))
                if answer
                else (),
                earlier=earlier[answer.pk] if answer else (),
                shared=shares[answer.pk] - 1 if answer else 0,
            )
        )
    return out


def _repeat_nothing(hearing: Hearing, answers: Iterable[Answer]) -> None:
    """Take redacted words out of answers as everybody reads them."""
    words = redactions_in(hearing)
    for answer in answers if words else ():
        answer.reason = redacted(answer.reason, words, language())


def answers_shown(submission: Submission, hearing: Hearing) -> dict[str, Any]:
    """Return what everybody sees of a submission's points, for its page and its receipt.

    While it is still being heard, that an answer is due.
    """
    organisation, process = hearing.organisation, hearing.process
    if not are_shown(hearing):
        return {"points": [], "whole": {"due": process.decision_on}}
    if submission.handling.is_stub:
        return {"points": [], "whole": {}}
    points = points_of(submission)
    for point in points:
        point.submission = submission
    names = names_in(hearing, language())
    answer = public_answers(hearing, [submission.pk]).get(submission.pk)
    earlier = _earlier([answer])[answer.pk] if answer else ()
    _repeat_nothing(hearing, earlier)
    return {
        "points": shown_points(organisation, process, points, names, member=False),
        "whole": {"answer": answer, "earlier": earlier, "due": process.decision_on},
    }


def _public_summary(point: SubmissionPoint) -> str:
    handling = point.submission.handling
    language = point.submission.content["language"]
    return "" if handling.is_stub else redacted(point.summary, handling.redactions, language)


def _public_words(point: SubmissionPoint) -> str:
    """Return the quote as it stands in the public copy."""
    submission = point.submission
    if submission.handling.is_stub:
        return ""
    handling = submission.handling
    if handling.public_state != handling.Public.REDACTED:
        return point.quote
    words = redacted(point.quote, handling.redactions, submission.content["language"])
    # A quote may begin or end within what is redacted: then it no longer stands in the copy.
    return words if squeezed(words) in squeezed(handling.public_text) else ""


def set_state(organisation: Organisation, submissions: Iterable[Submission]) -> None:
    """Write how submissions stand after their points or answers have changed."""
    wanted = {row.pk for row in submissions}
    points: dict[int, set[int]] = {key: set() for key in wanted}
    rows = SubmissionPoint.objects.filter(submission__in=wanted)
    for row in rows.only("pk", "submission_id"):
        points[row.submission_id].add(row.pk)
    answered = answers_of(organisation, rows)
    whole = answers_to_submissions(organisation, wanted)
    state = SubmissionHandling.State
    for handling in SubmissionHandling.objects.filter(submission__in=wanted):
        own = points[handling.submission_id]
        new = state.SPLIT if own else state.RECEIVED
        if (own and own <= answered.keys()) or handling.submission_id in whole:
            new = state.ANSWERED
        if handling.state != new:
            handling.state = new
            handling.save()
