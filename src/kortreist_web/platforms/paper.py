"""What the case paper about a platform says: its sections, and what differs from what holds."""

from __future__ import annotations

from collections.abc import Mapping

from kortreist.documents.format.blocks import Block, Bullets, Paragraph, Strong
from kortreist_web.core.texts import web
from kortreist_web.decisions.formatter import Words
from kortreist_web.decisions.paper_parts import PaperParts, PaperSection
from kortreist_web.platforms.sections import compare, sections
from kortreist_web.versions.models import Version

__all__ = ["paper_parts", "suggest"]

_TEXTS = ("title", "summary", "background", "assessment", "economic_consequences", "recommendation")


def suggest(version: Version, language: str) -> dict[str, str]:
    """Return the first texts of a case paper."""
    t, content = web(language), version.content
    term = f"{content['term']['first']}–{content['term']['last']}"
    values = {
        "title": content["title"],
        "term": term,
        "n": len(content["commitments"]),
        "sections": len(content["sections"]),
    }
    out = {name: t(f"platforms.suggested_paper.{name}", **values) for name in _TEXTS}
    if content["summary"]:
        out["summary"] = f"{out['summary']} {content['summary']}"
    return out


def paper_parts(version: Version, language: str) -> PaperParts:
    """Return the parts of the documents about a platform that are its own."""
    write = Words(language, version.content)

    def text() -> PaperSection:
        return PaperSection("platform", write.tell("platforms.paper.text"), _text(write, version))

    def changes() -> PaperSection:
        blocks = _changes(write, version)
        return PaperSection("platform_changes", write.tell("platforms.paper.changes"), blocks)

    def more(texts: Mapping[str, str]) -> tuple[PaperSection, ...]:
        return (text(), changes()) if version.previous else (text(),)

    return PaperParts(
        write=write,
        title=version.content["title"],
        short_kicker=write.word("platforms.decided.one_page"),
        description=write.word("platforms.paper.text"),
        facts=(),
        figures=tuple,
        sections=more,
        short=lambda most: PaperSection(
            "platform", write.tell("platforms.paper.text"), _headings(write, version, most)
        ),
    )


def _text(write: Words, version: Version) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for one in sections(version, write.language):
        blocks.append(Paragraph((Strong((write.name(one.heading),)),)))
        rows = [line for line in one.text.split("\n") if line.strip()]
        plain = [line for line in rows if not line.startswith("– ")]
        promised = [line.removeprefix("– ") for line in rows if line.startswith("– ")]
        blocks += [Paragraph((write.name(line),)) for line in plain]
        if promised:
            blocks.append(Bullets(tuple((write.name(line),) for line in promised)))
    return tuple(blocks)


def _headings(write: Words, version: Version, most: int) -> tuple[Block, ...]:
    shown = sections(version, write.language)[:most]
    return (Bullets(tuple((write.name(one.heading),) for one in shown)),)


def _changes(write: Words, version: Version) -> tuple[Block, ...]:
    assert version.previous is not None
    blocks: list[Block] = []
    for one in compare(version.previous, version, write.language):
        blocks.append(Paragraph((Strong((write.name(one.heading),)),)))
        gone = " … ".join(words.strip() for kind, words in one.parts if kind == "removed")
        come = " … ".join(words.strip() for kind, words in one.parts if kind == "added")
        if gone:
            said = write.tell("platforms.paper.gone", words=write.name(gone))
            blocks.append(Paragraph(said))
        if come:
            said = write.tell("platforms.paper.come", words=write.name(come))
            blocks.append(Paragraph(said))
    return tuple(blocks) or (Paragraph(write.tell("platforms.paper.same")),)
