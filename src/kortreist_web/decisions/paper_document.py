"""The case paper as a document: what is proposed, why, what it costs, where figures come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from kortreist.documents.sources_part import works_in_short
from kortreist.documents.structure import (
    WORDS,
    Block,
    Bullets,
    Cell,
    Column,
    Document,
    Inlines,
    Label,
    Link,
    Missing,
    Note,
    Paragraph,
    Row,
    Section,
    Table,
)
from kortreist_web.budgets.frozen import resolution_of
from kortreist_web.budgets.presenting import present
from kortreist_web.core.clock import day_of
from kortreist_web.decisions.meetings import Meeting
from kortreist_web.decisions.models import CasePaper, Resolution
from kortreist_web.decisions.parts import Parts
from kortreist_web.decisions.suggesting import FIELDS, suggest
from kortreist_web.decisions.typed import blocks
from kortreist_web.decisions.words import Words
from kortreist_web.versions.models import Version

__all__ = ["draft_mark", "facts_of", "paper_document", "resolved", "said_in", "words_of"]


def words_of(write: Words) -> dict[str, str]:
    """Return the few texts a renderer needs itself."""
    return {w: write.t(f"documents.word.{w}") for w in WORDS}


def said_in(paper: CasePaper | None, frozen: Version, language: str) -> dict[str, str]:
    """Return the paper's texts in a language.

    What nobody has changed is written anew in that language; what somebody has typed stands
    as she typed it.
    """
    county = frozen.organisation.kind == "county_authority"
    suggested = suggest(frozen.content, language, county)
    if paper is None:
        return suggested
    own = suggest(frozen.content, paper.language, county)
    typed = {f: getattr(paper, f) for f in FIELDS}
    return {f: suggested[f] if typed[f] == own[f] else typed[f] for f in FIELDS}


def draft_mark(write: Words, frozen: Version, resolution: Resolution | None) -> str:
    """Return the mark of what is not decided, or of what is invented."""
    organisation = frozen.organisation
    if organisation.invented:
        return write.word("decisions.document.invented", name=organisation.name)
    if resolution is not None and resolution.outcome == Resolution.Outcome.ADOPTED:
        return ""
    return write.word("decisions.document.draft")


def facts_of(
    write: Words, frozen: Version, case_number: str
) -> tuple[tuple[Inlines, Inlines], ...]:
    """Return place, case, version, hash and the figures' edition."""
    c, organisation = frozen.content, frozen.content["organisation"]
    place = "county" if len(organisation["code"]) == 2 else "place"
    code = Label(f"({organisation['code']})")
    name: Inlines = (write.name(organisation["name"]), " ", code)
    term = write.text("fact.place") if place == "place" else write.text("fact.area")
    version = write.tell(
        "decisions.document.version_text",
        number=Label(str(frozen.number)),
        year=write.year(frozen.year),
        date=write.date(day_of(frozen.created_at).isoformat()),
    )
    vintage = write.tell(
        "decisions.document.vintage",
        origin=write.name(c["vintage"].get("origin", "")),
        date=write.date(c["vintage"].get("date", "")),
    )
    facts: list[tuple[Inlines, Inlines]] = [(term, name)]
    if case_number:
        facts.append((write.tell("decisions.document.case"), (Label(case_number),)))
    facts += [
        (write.tell("decisions.document.version"), version),
        (write.text("fact.vintage"), vintage),
        (write.tell("decisions.document.hash"), (Label(frozen.content_hash),)),
    ]
    return tuple(facts)


def resolved(write: Words, resolution: Resolution) -> tuple[Block, ...]:
    """Return what the council decided, word for word, and where it is archived."""
    facts = (
        (
            *write.tell("decisions.document.outcome"), ": ",
            *write.tell(f"decisions.outcome.{resolution.outcome}"),
        ),
        (
            *write.tell("decisions.document.body"), ": ", write.name(resolution.body), ", ",
            write.date(resolution.decided_on.isoformat()),
        ),
        (*write.tell("decisions.document.case"), ": ", Label(resolution.case_number)),
        (*write.tell("decisions.document.archive"), ": ", Label(resolution.archive_reference)),
    )  # fmt: skip
    return (Bullets(facts), *blocks(write, resolution.text))


def _as_recommended(
    write: Words, resolution: Resolution, paper: CasePaper | None, said: Mapping[str, str]
) -> tuple[Block, ...]:
    """Return the resolution; where it is the recommendation, it is not written twice.

    The words that were decided always stand in the document: in another language than theirs,
    the recommendation is written anew, and the resolution is kept beside it.
    """
    blocks_ = resolved(write, resolution)
    own = said["recommendation"] if paper is None else paper.recommendation
    adopted = resolution.outcome == Resolution.Outcome.ADOPTED
    if not adopted or _same(resolution.text) != _same(own):
        return blocks_
    as_said = Paragraph(write.tell("decisions.document.as_recommended"))
    if _same(resolution.text) == _same(said["recommendation"]):
        return (blocks_[0], as_said)
    return (blocks_[0], as_said, *blocks_[1:])


def _same(text: str) -> str:
    return " ".join(text.split())


def _course(
    write: Words, frozen: Version, paper: CasePaper | None, resolution: Resolution | None
) -> Table:
    """Return the table every case opens with: which body, which day, which number."""
    found = [Meeting.of(m) for m in paper.meetings] if paper else []
    if resolution is not None:
        decided = Meeting(resolution.body, resolution.decided_on, resolution.case_number)
        found = [m for m in found if (m.body, m.day) != (decided.body, decided.day)] + [decided]
    not_set = write.word("decisions.document.not_set")
    rows = []
    for m in sorted(found, key=lambda m: m.day):
        number = (Label(m.case_number),) if m.case_number else (Missing(not_set),)
        rows.append(
            Row(
                Cell(number),
                (Cell((write.name(m.body),)), Cell((write.date(m.day.isoformat()),))),
            )
        )
    if not rows:
        county = frozen.organisation.kind == "county_authority"
        council = write.tell(f"decisions.suggest.{'county_council' if county else 'council'}")
        case = paper.case_number if paper else ""
        number = (Label(case),) if case else (Missing(not_set),)
        rows.append(Row(Cell(number), (Cell(council), Cell((Missing(not_set),)))))
    return Table(
        "course",
        write.tell("decisions.document.course"),
        (
            Column(write.tell("decisions.document.case"), False, 0.8),
            Column(write.tell("decisions.document.body"), False, 2.0),
            Column(write.tell("decisions.document.meeting_day"), False, 1.0),
        ),
        tuple(rows),
    )


def _attachments(write: Words, frozen: Version) -> tuple[Block, ...]:
    """Return what the case is decided with: the frozen budget, and it on one page."""
    at = {"code": frozen.organisation.code, "year": frozen.year, "number": frozen.number}
    with override(write.language):
        budget = reverse("budgets:version", kwargs=at)
        page = reverse(
            "decisions:one_page", kwargs={**at, "language": write.language, "extension": "pdf"}
        )
    addresses = [settings.ORIGIN + path for path in (budget, page)]
    said = (
        write.tell(
            "decisions.document.attached_budget",
            title=write.name(frozen.content["title"]), number=Label(str(frozen.number)),
            address=Link(addresses[0], addresses[0]),
        ),
        write.tell("decisions.document.attached_page", address=Link(addresses[1], addresses[1])),
    )  # fmt: skip
    return (Bullets(said, ordered=True),)


def _of_the_case(
    write: Words, frozen: Version, paper: CasePaper | None
) -> tuple[tuple[Inlines, Inlines], ...]:
    """Return who prepared the case, and the paper's date: the proposal's where it has none."""
    officer = paper.case_officer if paper else ""
    who: Inlines = (
        (write.name(officer),) if officer else (Missing(write.word("decisions.document.not_set")),)
    )
    dated = paper.dated_on if paper else None
    day = write.date((dated or day_of(frozen.created_at)).isoformat())
    return (
        (write.tell("decisions.document.case_officer"), who),
        (write.tell("decisions.word.date"), (day,)),
    )


def paper_document(frozen: Version, paper: CasePaper | None, language: str) -> Document:
    """Return the case paper about a proposal.

    Parameters
    ----------
    frozen : Version
        The proposal; where it is adopted, the paper ends with the resolution.
    paper : CasePaper or None
        None: the suggested texts.
    language : {"nb", "nn", "en"}
    """
    write = Words(language, frozen.content)
    parts = Parts(write, present(frozen.content))
    said = said_in(paper, frozen, language)
    resolution = resolution_of(frozen)
    made: list[Section] = []

    def add(id: str, found: tuple[Block, ...], numbered: bool = True, page: bool = False) -> None:
        if found:
            number = str(sum(bool(s.number) for s in made) + 1) if numbered else ""
            title = write.tell(f"decisions.document.section_{id}")
            made.append(Section(id, number, title, found, page))

    if resolution is not None:
        add("resolution", _as_recommended(write, resolution, paper, said), numbered=False)
    add("recommendation", blocks(write, said["recommendation"]), numbered=False)
    add("summary", (*blocks(write, said["summary"]), parts.key_figures()))
    add("background", blocks(write, said["background"]))
    add("assessment", blocks(write, said["assessment"]))
    if frozen.content["amends"]:
        add("amendment", _amendment(write, frozen))
    add("measures", (parts.measures(),), page=True)
    economic = blocks(write, said["economic_consequences"])
    add("money", (*economic, parts.money(), *parts.economic()))
    add("pathway", (parts.fan(),))
    if frozen.content["introduction"]:
        add("introduction", blocks(write, frozen.content["introduction"]))
    add("attachments", _attachments(write, frozen))
    add("sources", (Paragraph(write.tell("decisions.document.sources")), works_in_short(write)))
    case = paper.case_number if paper and paper.case_number else ""
    if not case and resolution is not None:
        case = resolution.case_number
    return Document(
        language=language,
        title=(write.name(said["title"]),),
        kicker=write.word("decisions.document.kicker"),
        facts=(*_of_the_case(write, frozen, paper), *facts_of(write, frozen, case)),
        opening=(_course(write, frozen, paper, resolution),),
        case_number=write.word("decisions.document.case_short", number=case) if case else "",
        author=(paper.case_officer if paper else "") or frozen.content["organisation"]["name"],
        draft=draft_mark(write, frozen, resolution),
        description=write.word(
            "decisions.document.description", name=frozen.content["organisation"]["name"]
        ),
        footer=_footer(write, frozen),
        sections=tuple(made),
        origins=write.used,
        created=day_of(frozen.created_at).isoformat(),
        words=words_of(write),
    )


def _footer(write: Words, frozen: Version) -> Inlines:
    return write.tell(
        "decisions.document.footer",
        version=Label(str(frozen.content["pins"].get("engine_version", ""))),
        hash=Label(frozen.content_hash[:12]),
    )


def _amendment(write: Words, frozen: Version) -> tuple[Block, ...]:
    """Return what differs from the budget in force, both values side by side."""
    from kortreist_web.budgets.comparing import compare
    from kortreist_web.budgets.frozen import budget_of, content_of

    before = budget_of(frozen).amends
    if before is None:
        return ()
    with override(write.language):
        found = compare(content_of(before), content_of(frozen))
    out: list[Block] = [
        Paragraph(write.tell("decisions.document.amends", number=Label(str(before.number))))
    ]
    for key, rows in (("added", found.added), ("removed", found.removed)):
        if rows:
            names = [(write.name(_name(write, r)),) for r in rows]
            out.append(Paragraph(write.tell(f"budgets.changes.{key}"), "lead"))
            out.append(Bullets(tuple(names)))
    for line in found.changed:
        out.append(_changes(write, line.measure, _name(write, {"name": line.name}), line.changes))
    if found.fields:
        title = write.word("budgets.changes.fields")
        out.append(_changes(write, "fields", title, found.fields))
    if len(out) == 1 and not found.reordered:
        out.append(Note(write.tell("budgets.changes.none")))
    return tuple(out)


def _name(write: Words, row: Any) -> str:
    name = row["name"]
    return str(name.get(write.language) or name.get("nb") or "")


def _changes(write: Words, id: str, title: str, found: Any) -> Table:
    rows = [
        Row(
            Cell((write.name(d.label),)),
            (Cell((write.name(d.before),)), Cell((write.name(d.after),))),
        )
        for d in found
    ]
    return Table(
        f"change-{id}".replace(".", "-"),
        (write.name(title),),
        (
            Column(write.tell("budgets.changes.what"), False, 1.6),
            Column(write.tell("budgets.changes.before"), False),
            Column(write.tell("budgets.changes.after"), False),
        ),
        tuple(rows),
    )
