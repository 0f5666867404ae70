"""The case paper as a document: what is proposed, why, and what the version's kind adds."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.conf import settings
from django.utils.translation import override

from kortreist.documents.format.blocks import (
    Block,
    Document,
    Inlines,
    Label,
    Link,
    Missing,
    Strong,
    Table,
    plain,
)
from kortreist.documents.format.sections import Sections, document_words
from kortreist.documents.format.sources import works_in_short
from kortreist_web.core.clock import day_of
from kortreist_web.core.own_words import in_its_words
from kortreist_web.decisions.follow_up_document import follow_up_blocks
from kortreist_web.decisions.formatter import Words
from kortreist_web.decisions.lacking import order_of
from kortreist_web.decisions.meetings import Meeting
from kortreist_web.decisions.models import CasePaper, Resolution
from kortreist_web.decisions.order import order_rules
from kortreist_web.decisions.paper_parts import PaperParts, more_sections
from kortreist_web.decisions.papers import said_in
from kortreist_web.decisions.queries import address, resolution_of
from kortreist_web.decisions.text_blocks import blocks
from kortreist_web.decisions.treatment import body_key, kind_finder, public_by
from kortreist_web.versions.kinds import adoption_of, kind_of
from kortreist_web.versions.models import Version

__all__ = [
    "draft_mark",
    "facts_of",
    "footer_of",
    "language_note",
    "paper_document",
    "recommended",
    "resolution_blocks",
    "version_fact",
]


def draft_mark(write: Words, version: Version, resolution: Resolution | None) -> str:
    """Return the mark of what is not decided, or of what is invented."""
    organisation = version.organisation
    if organisation.invented:
        return write.word("decisions.document.invented", name=organisation.name)
    if resolution is not None and resolution.outcome == Resolution.Outcome.ADOPTED:
        return ""
    return write.word("decisions.document.draft")


def facts_of(
    parts: PaperParts, version: Version, case_number: str
) -> tuple[tuple[Inlines, Inlines], ...]:
    """Return place and case: what stands at the head."""
    write, organisation = parts.write, version.content["organisation"]
    place = "county" if len(organisation["code"]) == 2 else "place"
    code = Label(f"({organisation['code']})")
    name: Inlines = (write.name(organisation["name"]), " ", code)
    term = write.text("fact.place") if place == "place" else write.text("fact.area")
    facts: list[tuple[Inlines, Inlines]] = [(term, name)]
    if case_number:
        facts.append((write.tell("decisions.document.case"), (Label(case_number),)))
    return tuple(facts)


def version_fact(parts: PaperParts, version: Version) -> tuple[Inlines, Inlines]:
    """Return which version it is about: number, year, and the day it was locked."""
    said = parts.write.tell(
        "decisions.document.version_text",
        number=Label(str(version.number)),
        year=parts.write.year(version.year),
        date=parts.write.date(day_of(version.created_at).isoformat()),
    )
    return parts.write.tell(f"{adoption_of(version.kind).texts}.version"), said


def _about(parts: PaperParts, version: Version) -> tuple[Block, ...]:
    """Return which version the document is of, what the kind adds, and the hash: for its foot."""
    hash_ = (parts.write.tell("decisions.document.hash"), (Label(version.content_hash),))
    facts = (version_fact(parts, version), *parts.facts, hash_)
    return (parts.write.bullets([(*term, ": ", *said) for term, said in facts]),)


def footer_of(write: Words, version: Version) -> Inlines:
    """Return the line at the foot of each page: the program's version, and the hash."""
    return write.tell(
        "decisions.document.footer",
        version=Label(str(version.content["pins"].get("engine_version", ""))),
        hash=Label(version.content_hash[:12]),
    )


def resolution_blocks(write: Words, resolution: Resolution) -> tuple[Block, ...]:
    """Return what the council decided, word for word, and where it is archived."""
    facts = (
        (
            *write.tell("decisions.document.outcome"),
            ": ",
            *write.tell(f"decisions.outcome.{resolution.outcome}"),
        ),
        (
            *write.tell("decisions.document.body"),
            ": ",
            write.name(resolution.body),
            ", ",
            write.date(resolution.decided_on.isoformat()),
        ),
        (*write.tell("decisions.document.case"), ": ", Label(resolution.case_number)),
        (*write.tell("decisions.document.archive"), ": ", Label(resolution.archive_reference)),
    )
    return (write.bullets(facts), *blocks(write, resolution.text))


def _as_recommended(
    write: Words, resolution: Resolution, paper: CasePaper | None, texts: Mapping[str, str]
) -> tuple[Block, ...]:
    """Return the resolution; where it is the recommendation, it is not written twice.

    The words that were decided always stand in the document: in another language than theirs,
    the recommendation is written anew, and the resolution is kept beside it.
    """
    blocks_ = resolution_blocks(write, resolution)
    own = texts["recommendation"] if paper is None else paper.recommendation
    adopted = resolution.outcome == Resolution.Outcome.ADOPTED
    if not adopted or _same(resolution.text) != _same(own):
        return blocks_
    as_said = write.paragraph(write.tell("decisions.document.as_recommended"))
    if _same(resolution.text) == _same(texts["recommendation"]):
        return (blocks_[0], as_said)
    return (blocks_[0], as_said, *blocks_[1:])


def recommended(parts: PaperParts, text: str) -> tuple[Block, ...]:
    """Return a recommendation, and below it what may not be put forward without, if it lacks it."""
    write, said = parts.write, parts.must_say()
    lacking = bool(said) and _same(plain(said)) not in _same(text.replace("\u2060", ""))
    return (*blocks(write, text), *((write.note(said, tone="warning"),) if lacking else ()))


def language_note(write: Words, version: Version, paper: CasePaper | None) -> tuple[Block, ...]:
    """Return that what was adopted stands in its own language; nothing where that is read."""
    own = paper.language if paper else version.organisation.language
    if own == write.language:
        return ()
    return (write.note(write.tell(f"decisions.document.adopted_in_{own}")),)


def _same(text: str) -> str:
    return " ".join(text.split())


def _course(
    parts: PaperParts, version: Version, paper: CasePaper | None, resolution: Resolution | None
) -> Table:
    """Return the table every case opens with: which body, which day, which number.

    Where nobody has entered a meeting, the bodies that treat such a case by law are named.
    """
    write = parts.write
    course = [Meeting.of(m) for m in paper.meetings] if paper else []
    if resolution is not None:
        decided = Meeting(resolution.body, resolution.decided_on, resolution.case_number)
        course = [m for m in course if (m.body, m.day) != (decided.body, decided.day)] + [decided]
    not_set = write.word("decisions.document.not_set")
    rows = []
    for m in sorted(course, key=lambda m: m.day):
        number = (Label(m.case_number),) if m.case_number else (Missing(not_set),)
        rows.append(write.row(number, write.name(m.body), write.date(m.day.isoformat())))
    notes: list[Inlines] = []
    if not rows:
        case = paper.case_number if paper else ""
        number = (Label(case),) if case else (Missing(not_set),)
        for body, role in parts.order or (("council", "decides"),):
            name = write.tell(body_key(version.organisation, body))
            said = write.tell(f"decisions.order.{role}") if parts.order else ()
            rows.append(write.row(number, write.cell(name, said), Missing(not_set)))
    if parts.order:
        if rows and course:
            notes += _unheard(parts, version, {m.body for m in course})
        notes += [
            (write.name(text),)
            for text in order_rules(write.language, version.organisation.is_county_authority)
        ]
    return write.table(
        "course",
        write.tell("decisions.document.course"),
        [
            write.text_column(write.tell("decisions.document.case"), 0.8),
            write.text_column(write.tell("decisions.document.body"), 2.0),
            write.text_column(write.tell("decisions.document.meeting_day"), 1.0),
        ],
        rows,
        notes,
    )


def _unheard(parts: PaperParts, version: Version, bodies: Collection[str]) -> list[Inlines]:
    """Return the bodies that should be heard and are in no meeting, each with the reason."""
    write, out = parts.write, list[Inlines]()
    kind_of = kind_finder(version.organisation)
    heard = {kind_of(body) for body in bodies}
    for body, role in parts.order:
        said = parts.hearing(body) if role == "speaks" else ()
        if said and body not in heard:
            name = write.tell(body_key(version.organisation, body))
            out.append(write.tell("decisions.order.unheard", body=name, why=said))
    return out


def _heard(write: Words, paper: CasePaper | None) -> tuple[Block, ...]:
    """Return what the bodies that have treated the case said, and how they voted; by day.

    The statements follow the case to the body that decides: a rule of participation.
    """
    out: list[Block] = []
    for m in order_of(paper) if paper else ():
        if not m.said and m.votes is None:
            continue
        number = f", {m.case_number}" if m.case_number else ""
        day = write.date(m.day.isoformat())
        head: Inlines = (Strong((write.name(m.body),)), ", ", day, Label(number))
        if m.votes is not None:
            names = {"votes_for": m.votes[0], "votes_against": m.votes[1]}
            labels = {name: Label(str(n)) for name, n in names.items()}
            head += (": ", *write.tell("decisions.votes.for_against", **labels))
        out += [write.paragraph(head), *blocks(write, m.said)]
    return tuple(out)


def _whose(parts: PaperParts, version: Version) -> tuple[Block, ...]:
    """Return whose proposal the recommendation is, and who recommends and decides."""
    write, roles = parts.write, {role: body for body, role in parts.order}
    if not {"recommends", "decides"} <= roles.keys():
        return ()
    names = {
        role: write.tell(body_key(version.organisation, roles[role]))
        for role in ("recommends", "decides")
    }
    return (write.note(write.tell("decisions.order.whose", **names)),)


def _attachments(parts: PaperParts, version: Version) -> tuple[Block, ...]:
    """Return what the case is decided with: the frozen version, and it on one page."""
    write, kind = parts.write, kind_of(version.kind)
    with override(write.language):
        whole = kind.page(version, version.organisation.code)
        page = address("one_page", version, language=write.language, extension="pdf")
    addresses = [settings.ORIGIN + path for path in (whole, page)]
    items = (
        write.tell(
            f"{adoption_of(version.kind).texts}.attached",
            title=write.name(parts.title),
            number=Label(str(version.number)),
            address=Link(addresses[0], addresses[0]),
        ),
        write.tell("decisions.document.attached_page", address=Link(addresses[1], addresses[1])),
    )
    return (write.bullets(items, ordered=True),)


def _of_the_case(
    write: Words, version: Version, paper: CasePaper | None
) -> tuple[tuple[Inlines, Inlines], ...]:
    """Return who prepared the case, and the paper's date: the proposal's where it has none."""
    officer = paper.case_officer if paper else ""
    who: Inlines = (
        (write.name(officer),) if officer else (Missing(write.word("decisions.document.not_set")),)
    )
    dated = paper.dated_on if paper else None
    day = write.date((dated or day_of(version.created_at)).isoformat())
    return (
        (write.tell("decisions.document.case_officer"), who),
        (write.tell("decisions.word.date"), (day,)),
    )


def _public_by(write: Words, version: Version, paper: CasePaper | None) -> tuple[Block, ...]:
    """Return by which day the recommendation is public; a warning where it is made too late."""
    found = public_by(version, paper)
    if found is None:
        return ()
    said = (write.note((write.name(found.said(write.language)),)),)
    late = found.late_said(write.language)
    return (*said, write.note((write.name(late),), tone="warning")) if late else said


def _later_edition(write: Words, version: Version, paper: CasePaper | None) -> tuple[Block, ...]:
    """Return that a demonstration's figures are of a later edition than its invented days."""
    edition = str((version.content.get("vintage") or {}).get("date", ""))
    day = (paper.dated_on if paper else None) or day_of(version.created_at)
    if not version.organisation.invented or edition <= day.isoformat():
        return ()
    said = write.tell("decisions.document.later_edition", date=write.date(edition))
    return (write.note(said, tone="warning"),)


@in_its_words
def paper_document(version: Version, paper: CasePaper | None, language: str) -> Document:
    """Return the case paper about a proposal.

    Parameters
    ----------
    version : Version
        The proposal; where it is adopted, the paper ends with the resolution.
    paper : CasePaper or None
        None: the suggested texts.
    language : {"nb", "nn", "en"}
    """
    parts = adoption_of(version.kind).paper(version, language)
    write = parts.write
    texts = said_in(paper, version, language)
    resolution = resolution_of(version)
    s = Sections(write, lambda id: write.tell(f"decisions.document.section_{id}"))
    s.add("brief", parts.brief(), numbered=False)
    if resolution is not None:
        decided = write.date(resolution.decided_on.isoformat())
        content = (
            write.note(write.tell("decisions.document.added_after", date=decided)),
            *language_note(write, version, paper),
            *_as_recommended(write, resolution, paper, texts),
            *follow_up_blocks(write, resolution),
        )
        s.add("resolution", content, numbered=False)
    recommendation = (*_whose(parts, version), *recommended(parts, texts["recommendation"]))
    s.add("recommendation", recommendation, numbered=False)
    if heard := _heard(write, paper):
        s.add("heard", heard, numbered=False)
    s.add("summary", (*blocks(write, texts["summary"]), *parts.figures()))
    s.add("background", blocks(write, texts["background"]))
    s.add("assessment", blocks(write, texts["assessment"]))
    for section in (*more_sections()(version, write), *parts.sections(texts)):
        s.add(section.id, section.blocks, page=section.page, title=section.title)
    s.add("attachments", _attachments(parts, version))
    sources = (write.paragraph(write.tell("decisions.document.sources")), works_in_short(write))
    s.add("sources", sources)
    s.add("about", _about(parts, version))
    case = paper.case_number if paper and paper.case_number else ""
    if not case and resolution is not None:
        case = resolution.case_number
    return Document(
        language=language,
        title=(write.name(texts["title"]),),
        kicker=write.word("decisions.document.kicker"),
        facts=(*_of_the_case(write, version, paper), *facts_of(parts, version, case)),
        opening=(
            _course(parts, version, paper, resolution),
            *_public_by(write, version, paper),
            *_later_edition(write, version, paper),
        ),
        case_number=write.word("decisions.document.case_short", number=case) if case else "",
        author=(paper.case_officer if paper else "") or version.content["organisation"]["name"],
        draft=draft_mark(write, version, resolution),
        description=parts.description,
        footer=footer_of(write, version),
        sections=tuple(s.made),
        origins=write.used,
        created=day_of(version.created_at).isoformat(),
        words=document_words(write),
    )
