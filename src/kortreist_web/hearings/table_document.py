"""The table of submissions as a document, and its section in the case paper."""

from __future__ import annotations

from kortreist.documents.format.blocks import (
    Block,
    Break,
    Cell,
    Document,
    Inline,
    Inlines,
    Label,
    Row,
    Strong,
    Table,
)
from kortreist.documents.format.sections import Sections, document_words
from kortreist.documents.format.writer import Content
from kortreist_web.core.own_words import in_its_words
from kortreist_web.decisions.formatter import Words
from kortreist_web.decisions.paper_parts import PaperSection
from kortreist_web.hearings.models import Hearing
from kortreist_web.hearings.points import Answered
from kortreist_web.hearings.table_rows import Entry, TableOfSubmissions, table_of
from kortreist_web.participation.models import Answer
from kortreist_web.versions.kinds import declared
from kortreist_web.versions.models import Version

__all__ = ["hearing_sections", "table_document"]


def _lines(write: Words, text: str) -> Inlines:
    """Return a text from outside, its lines apart."""
    out: list[Inline] = []
    for line in text.splitlines():
        if line.strip():
            out += [*([Break()] if out else []), write.name(line.strip())]
    return tuple(out)


def _n(number: int) -> Label:
    return Label(str(number))


def _short(write: Words, table: TableOfSubmissions) -> tuple[Block, ...]:
    """Return how many came, how many points they have, and what came of them."""
    items = [
        write.tell(
            "hearings.table.counts",
            submissions=_n(len(table.entries)),
            points=_n(len(table.points)),
            changed=_n(table.changed),
        )
    ]
    for outcome, number in sorted(table.outcomes.items(), key=lambda one: -one[1]):
        key = f"participation.log.value.{outcome}" if outcome else "hearings.table.unanswered"
        items.append((*write.tell(key), ": ", _n(number)))
    if table.late:
        items.append(write.tell("hearings.table.late", n=_n(table.late)))
    if table.unsplit:
        items.append(write.tell("hearings.table.unsplit", n=_n(table.unsplit)))
    return (write.bullets(items),)


def _asked(write: Words, table: TableOfSubmissions) -> Table:
    rows = []
    for row in table.asked:
        numbers = [
            write.tell("hearings.table.statement", n=_n(s.number)) for s in row.statements.all()
        ]
        said: Inlines = write.join(numbers, ", ") if numbers else ()
        if not said:
            said = (
                write.tell("hearings.none_because", why=write.name(row.none_because))
                if row.none_because
                else write.tell("hearings.not_yet")
            )
        days = [(write.date(d.isoformat()),) if d else ("–",) for d in (row.sent_on, row.last_day)]
        rows.append(write.row((write.name(row.name),), *days, said))
    heads = [write.tell(f"hearings.table.asked.{name}") for name in ("who", "sent", "due", "said")]
    columns = [
        write.text_column(h, share) for h, share in zip(heads, (2.0, 0.9, 0.9, 1.8), strict=True)
    ]
    return write.table("asked", write.tell("hearings.table.asked.title"), columns, rows)


def _sender(write: Words, entry: Entry, number: str) -> Cell:
    row = entry.submission
    below: list[Inline] = [write.date(row.received_on.isoformat())]
    if entry.late:
        below += [", ", *write.tell("hearings.late")]
    if entry.withdrawn:
        below += [", ", *write.tell("hearings.table.withdrawn")]
    return write.cell((Label(number), " ", write.name(entry.sender)), tuple(below))


def _answer(
    write: Words, table: TableOfSubmissions, answer: Answer | None, one: Answered | None
) -> Content:
    if answer is None:
        due = table.hearing.process.decision_on
        if due is None:
            return write.tell("hearings.points.unanswered")
        return write.tell("hearings.points.due", day=write.date(due.isoformat()))
    outcome = Strong(write.tell(f"participation.log.value.{answer.outcome}"))
    day = write.date(answer.answered_on.isoformat())
    by = (write.name(answer.unit.name), ", ", day) if answer.unit else (day,)
    lead = one.point.joined_to if one else None
    if lead is not None:
        number = Label(f"{lead.submission.number}.{lead.number}")
        return write.cell((outcome, ". ", *write.tell("hearings.table.same_as", point=number)), by)
    said: Inlines = (outcome, Break(), *_lines(write, answer.reason))
    if one is not None and one.changed:
        changed = write.name("; ".join(one.changed))
        said += (Break(), *write.tell("hearings.points.changed", sections=changed))
    if answer.again_on:
        again = write.date(answer.again_on.isoformat())
        said += (Break(), *write.tell("hearings.points.again", day=again))
    return write.cell(said, by)


def _rows(write: Words, table: TableOfSubmissions) -> list[Row]:
    rows = []
    for entry in table.entries:
        number = str(entry.submission.number)
        if not entry.points:
            words = _lines(write, entry.text) or write.tell("hearings.inbox.files_only")
            if entry.stub:
                words = write.tell("hearings.stub", rule=write.name(entry.stub))
            answer = ("–",) if entry.refused else _answer(write, table, entry.answer, None)
            rows.append(write.row(_sender(write, entry, number), words, answer))
        for one in entry.points:
            point = one.point
            summary = _lines(write, one.summary)
            words = summary or _lines(write, one.words) or write.tell("hearings.redacted")
            section = (write.name(one.section),) if one.section else ()
            rows.append(
                write.row(
                    _sender(write, entry, f"{number}.{point.number}"),
                    write.cell(words, section),
                    _answer(write, table, one.answer, one),
                )
            )
    return rows


def _table(write: Words, table: TableOfSubmissions) -> Table:
    columns = (("sender", 1.0), ("point", 1.9), ("assessment", 2.1))
    heads = [write.text_column(write.tell(f"hearings.table.{n}"), share) for n, share in columns]
    caption = write.tell("hearings.table.caption")
    return write.table("submissions", caption, heads, _rows(write, table))


def _title(hearing: Hearing, language: str) -> str:
    kind = declared(hearing.heard.kind)
    publishing = kind.publishing if kind is not None else None
    return publishing.title(hearing.heard, language) if publishing else hearing.process.title


@in_its_words
def table_document(hearing: Hearing, language: str) -> Document:
    """Return the table of submissions as a document: what came in, and what came of it.

    Parameters
    ----------
    hearing : Hearing
    language : {"nb", "nn", "en"}
        The senders' and the officers' own words stand as they were written.
    """
    table = table_of(hearing, language)
    organisation, process = hearing.organisation, hearing.process
    write = Words(language, {"provenance": ()})
    s = Sections(write, lambda id: write.tell(f"hearings.table.section.{id}"))
    s.add("short", _short(write, table), numbered=False)
    s.add("submissions", (_table(write, table),) if table.entries else ())
    s.add("asked", (_asked(write, table),) if table.asked else ())
    first, last = (write.date(d.isoformat()) for d in (hearing.opens_on, hearing.last_day))
    facts: list[tuple[Inlines, Inlines]] = [
        (write.tell("hearings.table.place"), (write.name(organisation.name),)),
        (write.tell("hearings.table.time"), (first, "–", last)),
    ]
    if process.decided_by is not None and process.decision_on is not None:
        day = write.date(process.decision_on.isoformat())
        decides = (write.name(process.decided_by.name), ", ", day)
        facts.append((write.tell("hearings.table.decides"), decides))
    draft = ""
    if organisation.invented:
        draft = write.word("decisions.document.invented", name=organisation.name)
    days = [row.submission.received_on for row in table.entries]
    days += [one.answer.answered_on for one in table.points if one.answer]
    return Document(
        language=language,
        title=write.tell("hearings.table.title", title=write.name(_title(hearing, language))),
        kicker=write.word("hearings.table.kicker"),
        facts=tuple(facts),
        draft=draft,
        description=write.word("hearings.table.description", name=organisation.name),
        footer=write.tell("hearings.table.footer", hash=Label(hearing.heard.content_hash[:12])),
        sections=tuple(s.made),
        origins=write.used,
        created=max([hearing.opens_on, *days]).isoformat(),
        words=document_words(write),
        author=organisation.name,
    )


def hearing_sections(version: Version, write: Words) -> tuple[PaperSection, ...]:
    """Return the section of a case paper on the hearing its version has been through.

    Of the newest that has closed about the version, or an earlier one of the same subject.
    """
    hearing = (
        Hearing.objects.filter(
            organisation=version.organisation,
            heard__kind=version.kind,
            heard__subject=version.subject,
            heard__number__lte=version.number,
            state__in=(Hearing.State.CLOSED, Hearing.State.COMPLETED),
        )
        .select_related("process__decided_by", "heard", "organisation")
        .order_by("-opens_on", "-id")
        .first()
    )
    if hearing is None:
        return ()
    table = table_of(hearing, write.language)
    first, last = (write.date(d.isoformat()) for d in (hearing.opens_on, hearing.last_day))
    lead = write.paragraph(
        write.tell(
            "hearings.table.held",
            first=first,
            last=last,
            version=Label(str(hearing.heard.number)),
        )
    )
    content: tuple[Block, ...] = (lead, *_short(write, table))
    if table.entries:
        content += (_table(write, table),)
    if table.asked:
        content += (_asked(write, table),)
    return (PaperSection("hearing", write.tell("hearings.table.kicker"), content),)
