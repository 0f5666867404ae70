"""The table of submissions (merknadsbehandling) as rows: each point with its assessment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kortreist_web.core.texts import web
from kortreist_web.hearings.models import Hearing, Recipient, Submission, SubmissionPoint
from kortreist_web.hearings.points import Answered, public_answers, shown_points
from kortreist_web.hearings.queries import names_in
from kortreist_web.hearings.redaction import public_name
from kortreist_web.participation.models import Answer

__all__ = ["Entry", "TableOfSubmissions", "table_of", "table_sheets"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One submission of the table: as everybody may read it, with its points.

    ``text`` is shown where it has no points, and ``answer`` is then of the whole.
    """

    submission: Submission
    sender: str
    text: str
    #: Name of the rule, where nothing is shown of it but that it came.
    stub: str
    late: bool
    withdrawn: bool
    points: tuple[Answered, ...]
    answer: Answer | None

    @property
    def refused(self) -> bool:
        """Whether it is no submission in the matter."""
        handling = self.submission.handling
        return handling.public_state == handling.Public.REFUSED


@dataclass(frozen=True, slots=True)
class TableOfSubmissions:
    """A hearing's table: what came in, what is answered, who was asked.

    Parameters
    ----------
    hearing : Hearing
    language : str
    entries : tuple of Entry
    asked : tuple of Recipient
        With ``statements`` at hand.
    """

    hearing: Hearing
    language: str
    entries: tuple[Entry, ...]
    asked: tuple[Recipient, ...]

    @property
    def points(self) -> list[Answered]:
        """Every point, in the order of the journal."""
        return [point for entry in self.entries for point in entry.points]

    @property
    def outcomes(self) -> Counter[str]:
        """How many points have each outcome; ``""``: none yet."""
        return Counter(p.answer.outcome if p.answer else "" for p in self.points)

    @property
    def changed(self) -> int:
        """How many points changed something in the text."""
        return sum(bool(p.changed) for p in self.points)

    @property
    def late(self) -> int:
        """How many submissions came after the last day."""
        return sum(entry.late for entry in self.entries)

    @property
    def unsplit(self) -> int:
        """How many submissions are neither split in points nor answered as a whole."""
        rows = (e for e in self.entries if not e.points and not e.withdrawn and not e.refused)
        return sum(entry.answer is None for entry in rows)


def table_of(hearing: Hearing, language: str, *, member: bool = False) -> TableOfSubmissions:
    """Return a hearing's table, as everybody may read it once it has closed.

    A few questions to the database, whatever the number of submissions. A ``member`` is also
    told the points of what is hidden.
    """
    t, organisation = web(language), hearing.organisation
    names = names_in(hearing, language)
    rows = Submission.objects.filter(hearing=hearing).select_related("handling")
    submissions = {row.pk: row for row in rows}
    points = list(
        SubmissionPoint.objects.filter(submission__hearing=hearing).select_related("unit")
    )
    by_key = {point.pk: point for point in points}
    for point in points:
        point.submission = submissions[point.submission_id]
        if point.joined_to_id:
            point.joined_to = by_key[point.joined_to_id]
    shown = shown_points(organisation, hearing.process, points, names, member=False)
    own: dict[int, list[Answered]] = {}
    for one in shown:
        own.setdefault(one.point.submission_id, []).append(one)
    whole = public_answers(hearing, submissions.keys())
    last, withheld = hearing.last_day, t("hearings.name_withheld")
    entries = tuple(
        Entry(
            submission=row,
            sender=public_name(row, withheld),
            text=_public_text(row),
            stub=t(f"participation.moderation_rule.{row.handling.public_rule}")
            if row.handling.is_stub
            else "",
            late=row.received_on > last,
            withdrawn=row.handling.withdrawn_on is not None,
            points=() if row.handling.is_stub and not member else tuple(own.get(row.pk, ())),
            answer=None if row.handling.is_stub and not member else whole.get(row.pk),
        )
        for row in submissions.values()
    )
    asked = tuple(hearing.recipients.prefetch_related("statements"))
    return TableOfSubmissions(hearing, language, entries, asked)


def _public_text(row: Submission) -> str:
    handling = row.handling
    if handling.is_stub:
        return ""
    redacted = handling.public_state == handling.Public.REDACTED
    return str(handling.public_text if redacted else row.content["text"])


_COLUMNS = (
    "number",
    "sender",
    "sender_kind",
    "received",
    "received_by",
    "late",
    "withdrawn",
    "point",
    "words",
    "summary",
    "section",
    "outcome",
    "assessment",
    "unit",
    "answered_on",
    "due",
    "changed",
    "same_as",
)


def table_sheets(table: TableOfSubmissions) -> dict[str, list[list[Any]]]:
    """Return the table as sheets: the points, and who was asked."""
    t = web(table.language)
    points = [[t(f"hearings.table.file.{name}") for name in _COLUMNS], *_lines(table)]
    asked: list[list[Any]] = [
        [t(f"hearings.table.asked.{name}") for name in ("who", "sent", "due", "said")]
    ]
    for row in table.asked:
        numbers = ", ".join(str(s.number) for s in row.statements.all())
        said = numbers or row.none_because or t("hearings.not_yet")
        asked.append([row.name, row.sent_on, row.last_day, said])
    return {t("hearings.table.sheet"): points, t("hearings.table.asked.title"): asked}


def _lines(table: TableOfSubmissions) -> Iterator[list[Any]]:
    t, due = web(table.language), table.hearing.process.decision_on
    for entry in table.entries:
        row = entry.submission
        head = [
            row.number,
            entry.sender,
            t(f"hearings.sender_kind.{row.content['sender_kind']}"),
            row.received_on,
            t(f"hearings.log.value.{row.received_by}"),
            t("core.yes" if entry.late else "core.no"),
            t("core.yes" if entry.withdrawn else "core.no"),
        ]
        if not entry.points:
            answer = _answer(t, entry.answer)
            words = t("hearings.stub", rule=entry.stub) if entry.stub else entry.text
            waits = None if entry.answer or entry.refused else due
            yield [*head, None, words, "", "", *answer, waits, "", ""]
        for one in entry.points:
            lead = one.point.joined_to
            yield [
                *head,
                one.point.number,
                one.words,
                one.summary,
                one.section,
                *_answer(t, one.answer),
                one.due,
                "; ".join(one.changed),
                f"{lead.submission.number}.{lead.number}" if lead else "",
            ]


def _answer(t: Any, answer: Answer | None) -> list[Any]:
    if answer is None:
        return ["", "", "", None]
    unit = answer.unit.name if answer.unit else ""
    outcome = t(f"participation.log.value.{answer.outcome}")
    return [outcome, answer.reason, unit, answer.answered_on]
