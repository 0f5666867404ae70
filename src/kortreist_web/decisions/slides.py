"""The case as slides: what the paper's first page says, its figures, and the recommendation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kortreist.documents.format.blocks import Block, Bullets, Inlines, Table, as_data, plain
from kortreist.documents.format.names import Names
from kortreist.documents.format.slides.deck import Content, Deck, Slide, SlideChart
from kortreist_web.core.clock import day_of
from kortreist_web.core.own_words import in_its_words
from kortreist_web.decisions.formatter import Words
from kortreist_web.decisions.models import CasePaper
from kortreist_web.decisions.paper_document import draft_mark, facts_of, footer_of
from kortreist_web.decisions.paper_parts import PaperParts
from kortreist_web.decisions.papers import said_in
from kortreist_web.decisions.queries import resolution_of
from kortreist_web.decisions.text_blocks import blocks
from kortreist_web.tenants.slide_templates import slide_template_of
from kortreist_web.versions.kinds import adoption_of
from kortreist_web.versions.models import Version

__all__ = ["noted", "slides_file", "slides_of"]

#: Lists on slides are read aloud: more than this is for the paper.
_ITEMS = 6


def slides_file(version: Version, paper: CasePaper | None, language: str) -> bytes:
    """Return the case as ``.pptx``, in the municipality's own template where it has one."""
    from kortreist.documents.format.slides.document import render_slides

    own = slide_template_of(version.organisation)
    return render_slides(slides_of(version, paper, language), own)


@in_its_words
def slides_of(version: Version, paper: CasePaper | None, language: str) -> Deck:
    """Return the slides of a case.

    Parameters
    ----------
    version : Version
        The proposal.
    paper : CasePaper or None
        None: the suggested texts.
    language : {"nb", "nn", "en"}
    """
    parts = adoption_of(version.kind).paper(version, language)
    write, texts = parts.write, said_in(paper, version, language)
    made = [*_brief(parts), *parts.slides(), _recommendation(parts, texts["recommendation"])]
    resolution = resolution_of(version)
    place = " · ".join(
        f"{plain(term)}: {plain(said)}" for term, said in facts_of(parts, version, "")
    )
    officer = paper.case_officer if paper else ""
    return Deck(
        language=language,
        title=plain((write.name(texts["title"]),)),
        subtitle=place,
        draft=draft_mark(write, version, resolution),
        footer=footer_of(write, version),
        slides=tuple(made),
        created=day_of(version.created_at).isoformat(),
        author=officer or version.content["organisation"]["name"],
    )


def _brief(parts: PaperParts) -> tuple[Slide, ...]:
    write = parts.write
    rows = [row for block in parts.brief() if isinstance(block, Table) for row in block.rows]
    if not rows:
        return ()
    items: list[Inlines] = [(*row.header.content, " ", *row.cells[0].content) for row in rows]
    title = write.word("decisions.document.section_brief")
    return (noted(write, title, Bullets(tuple(items))),)


def _recommendation(parts: PaperParts, text: str) -> Slide:
    write = parts.write
    items: list[Inlines] = []
    for block in blocks(write, text):
        items += block.items if isinstance(block, Bullets) else [_said(block)]
    said = parts.must_say()
    if said and plain(said) not in text.replace("\u2060", ""):
        items.append(said)
    title = write.word("decisions.document.section_recommendation")
    rest = [plain(item) for item in items[_ITEMS:]]
    return noted(write, title, Bullets(tuple(items[:_ITEMS])), *rest)


def _said(block: Block) -> Inlines:
    return getattr(block, "content", ())


def noted(
    write: Words, title: str, content: Content, *notes: str, refs: tuple[str, ...] = ()
) -> Slide:
    """Return a slide whose notes end with where its figures come from.

    Parameters
    ----------
    write : Words
    title : str
    content : Content
    *notes : str
        What the presenter should know besides.
    refs : tuple of str
        Origins of a chart's values; those of written figures are found.
    """
    used = list(dict.fromkeys((*refs, *_refs(as_data(content)))))
    names = Names(write.language)
    lines = dict.fromkeys(names.origin(write.origins[r]) for r in used if r in write.origins)
    if not lines:  # a text somebody has typed: its figures are traced in the paper
        lines = {write.word("decisions.document.kicker"): None}
    sources = [f"{write.word('decisions.slides.source')} {line}" for line in lines]
    alt = (content.alt,) if isinstance(content, SlideChart) else ()
    return Slide(title, content, (*alt, *notes, *sources))


def _refs(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("kind") == "figure":
            yield node["ref"]
        for value in node.values():
            yield from _refs(value)
    elif isinstance(node, list):
        for value in node:
            yield from _refs(value)
