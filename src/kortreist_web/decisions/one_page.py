"""A budget on one page: for the one who has three minutes before the meeting."""

from __future__ import annotations

import re

from kortreist.documents.structure import Block, Document, Label, Paragraph, Section
from kortreist_web.budgets.frozen import resolution_of
from kortreist_web.budgets.presenting import present
from kortreist_web.core.clock import day_of
from kortreist_web.decisions.models import CasePaper
from kortreist_web.decisions.paper_document import draft_mark, facts_of, resolved, said_in, words_of
from kortreist_web.decisions.parts import Parts
from kortreist_web.decisions.rendering import render_file
from kortreist_web.decisions.typed import blocks
from kortreist_web.decisions.words import Words
from kortreist_web.versions.models import Version

__all__ = ["one_page", "one_page_file"]

#: How many measures, and how much of the text, from the roomiest page to the fullest.
_FITS = ((8, 900), (6, 900), (4, 900), (3, 600), (2, 300))
_PAGES = re.compile(rb"/Type\s*/Pages\s*/Count (\d+)")


def one_page_file(frozen: Version, paper: CasePaper | None, language: str, extension: str) -> bytes:
    """Return the page as PDF or HTML; a PDF holds as many measures as there is room for."""
    made = b""
    for measures, characters in _FITS:
        document = one_page(frozen, paper, language, measures, characters)
        made = render_file(document, extension)
        pages = _PAGES.search(made)
        if extension != "pdf" or pages is None or pages[1] == b"1":
            break
    return made


def one_page(
    frozen: Version,
    paper: CasePaper | None,
    language: str,
    measures: int = _FITS[0][0],
    characters: int = _FITS[0][1],
) -> Document:
    """Return the page: what is decided or recommended, the key figures, the largest measures.

    Parameters
    ----------
    measures : int
        How many measures are shown; the rest are counted.
    characters : int
        How much of the resolution or recommendation is shown.
    """
    write = Words(language, frozen.content)
    parts = Parts(write, present(frozen.content))
    resolution = resolution_of(frozen)
    if resolution is not None:
        id = "resolution"
        decided = (*resolved(write, resolution)[:1], *_short(write, resolution.text, characters))
    else:
        id = "recommendation"
        decided = _short(write, said_in(paper, frozen, language)["recommendation"], characters)
    sections = (
        Section(
            "figures", "", write.tell("decisions.document.section_figures"),
            (parts.key_figures(),),
        ),
        Section(id, "", write.tell(f"decisions.document.section_{id}"), decided),
        Section(
            "measures", "", write.tell("decisions.document.section_measures"),
            (parts.measures(measures),),
        ),
    )  # fmt: skip
    return Document(
        language=language,
        title=(write.name(frozen.content["title"]),),
        kicker=write.word("decisions.document.one_page"),
        facts=facts_of(write, frozen, resolution.case_number if resolution else "")[:-1],
        draft=draft_mark(write, frozen, resolution),
        description=write.word(
            "decisions.document.description", name=frozen.content["organisation"]["name"]
        ),
        footer=write.tell(
            "decisions.document.footer",
            version=Label(str(frozen.content["pins"].get("engine_version", ""))),
            hash=Label(frozen.content_hash[:12]),
        ),
        sections=sections,
        origins=write.used,
        created=day_of(frozen.created_at).isoformat(),
        words=words_of(write),
    )


def _short(write: Words, text: str, characters: int) -> tuple[Block, ...]:
    """Return text that fits; what is left out is said to be in the case paper."""
    if len(text) <= characters:
        return blocks(write, text)
    cut = text[:characters].rsplit(" ", 1)[0] + " …"
    return (*blocks(write, cut), Paragraph(write.tell("decisions.document.cut")))
