"""A version on one page: for the one who has three minutes before the meeting."""

from __future__ import annotations

import re

from kortreist.documents.format.blocks import Block, Document, Section, plain
from kortreist.documents.format.sections import document_words
from kortreist_web.core.clock import day_of
from kortreist_web.decisions.formatter import Words
from kortreist_web.decisions.models import CasePaper
from kortreist_web.decisions.paper_document import (
    draft_mark,
    facts_of,
    footer_of,
    language_note,
    resolution_blocks,
    version_fact,
)
from kortreist_web.decisions.papers import said_in
from kortreist_web.decisions.queries import resolution_of
from kortreist_web.decisions.rendering import render_file
from kortreist_web.decisions.text_blocks import blocks
from kortreist_web.versions.kinds import adoption_of
from kortreist_web.versions.models import Version

__all__ = ["one_page", "one_page_file"]

#: Points of a text that all are shown.
_ALL = 99
#: How many rows, and how many points of the text, from the roomiest page to the fullest: what is
#: decided goes before the list of measures, and a point is whole or not there.
_FITS = ((10, _ALL), (7, _ALL), (5, _ALL), (4, _ALL), (3, _ALL), (3, 5), (3, 3), (2, 1))
_PAGES = re.compile(rb"/Type\s*/Pages\s*/Count (\d+)")


def one_page_file(frozen: Version, paper: CasePaper | None, language: str, extension: str) -> bytes:
    """Return the page as PDF or HTML; a PDF holds as many rows as there is room for."""
    made = b""
    for rows, points in _FITS:
        document = one_page(frozen, paper, language, rows, points)
        made = render_file(document, extension)
        pages = _PAGES.search(made)
        if extension != "pdf" or pages is None or pages[1] == b"1":
            break
    return made


def one_page(
    frozen: Version,
    paper: CasePaper | None,
    language: str,
    rows: int = _FITS[0][0],
    points: int = _ALL,
) -> Document:
    """Return the page: what is decided or recommended, the key figures, what counts most.

    Parameters
    ----------
    rows : int
        How many rows of the kind's own table are shown; the rest are counted.
    points : int
        How many points, or lines, of the resolution or recommendation are shown, each whole.
    """
    parts = adoption_of(frozen.kind).paper(frozen, language)
    write = parts.write
    resolution = resolution_of(frozen)
    if resolution is not None:
        id = "resolution"
        text = resolution.text
        decided = (
            *resolution_blocks(write, resolution)[:1],
            *language_note(write, frozen, resolution.paper or paper),
            *_short(write, text, points),
        )
    else:
        id = "recommendation"
        text = said_in(paper, frozen, language)["recommendation"]
        decided = _short(write, text, points)
    said = parts.must_say()
    if said and plain(said) not in _first(text, points).replace("\u2060", ""):
        decided = (*decided, write.note(said, tone="warning"))
    figures = parts.figures()  # in reading order: origins are numbered as they are used
    short = parts.short(rows)
    sections = (
        Section("figures", "", write.tell("decisions.document.section_figures"), figures),
        Section(id, "", write.tell(f"decisions.document.section_{id}"), decided),
        Section(short.id, "", short.title, short.blocks),
    )
    return Document(
        language=language,
        title=(write.name(parts.title),),
        kicker=parts.short_kicker,
        facts=(
            *facts_of(parts, frozen, resolution.case_number if resolution else ""),
            version_fact(parts, frozen),
        ),
        draft=draft_mark(write, frozen, resolution),
        description=parts.description,
        footer=footer_of(write, frozen),
        sections=sections,
        origins=write.used,
        created=day_of(frozen.created_at).isoformat(),
        words=document_words(write),
        compact=True,
    )


def _first(text: str, points: int) -> str:
    """Return so many points of a text, each whole: its lines that hold something."""
    lines = [line for line in text.splitlines() if line.strip()]
    return text if len(lines) <= points else "\n".join(lines[:points])


def _short(write: Words, text: str, points: int) -> tuple[Block, ...]:
    """Return text that fits; what is left out is said to be in the case paper."""
    kept = _first(text, points)
    if kept == text:
        return blocks(write, text)
    return (*blocks(write, kept), write.paragraph(write.tell("decisions.document.cut")))
