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

#: How many rows, and how much of the text, from the roomiest page to the fullest.
_FITS = ((8, 900), (6, 900), (4, 900), (3, 600), (2, 300))
_PAGES = re.compile(rb"/Type\s*/Pages\s*/Count (\d+)")


def one_page_file(frozen: Version, paper: CasePaper | None, language: str, extension: str) -> bytes:
    """Return the page as PDF or HTML; a PDF holds as many rows as there is room for."""
    made = b""
    for rows, characters in _FITS:
        document = one_page(frozen, paper, language, rows, characters)
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
    characters: int = _FITS[0][1],
) -> Document:
    """Return the page: what is decided or recommended, the key figures, what counts most.

    Parameters
    ----------
    rows : int
        How many rows of the kind's own table are shown; the rest are counted.
    characters : int
        How much of the resolution or recommendation is shown.
    """
    parts = adoption_of(frozen.kind).paper(frozen, language)
    write = parts.write
    resolution = resolution_of(frozen)
    if resolution is not None:
        id = "resolution"
        decided = (
            *resolution_blocks(write, resolution)[:1],
            *_short(write, resolution.text, characters),
        )
    else:
        id = "recommendation"
        text = said_in(paper, frozen, language)["recommendation"]
        decided = _short(write, text, characters)
        said = parts.must_say()
        if said and plain(said) not in text[:characters].replace("\u2060", ""):
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
    )


def _short(write: Words, text: str, characters: int) -> tuple[Block, ...]:
    """Return text that fits; what is left out is said to be in the case paper."""
    if len(text) <= characters:
        return blocks(write, text)
    cut = text[:characters].rsplit(" ", 1)[0] + " …"
    return (*blocks(write, cut), write.paragraph(write.tell("decisions.document.cut")))
