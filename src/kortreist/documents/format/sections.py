"""Sections numbered as they are added, and the texts a renderer needs itself."""

from __future__ import annotations

from kortreist.documents.format.blocks import WORDS, Block, Section
from kortreist.documents.format.writer import Writer

__all__ = ["Sections", "document_words"]


class Sections:
    """Numbers sections as they are added."""

    def __init__(self, write: Writer) -> None:
        self._write = write
        self.made: list[Section] = []

    def add(
        self, id: str, blocks: tuple[Block | None, ...], numbered: bool = True, page: bool = False
    ) -> None:
        """Add a section unless it would be empty."""
        kept = tuple(b for b in blocks if b is not None)
        if not kept:
            return
        number = str(sum(bool(s.number) for s in self.made) + 1) if numbered else ""
        title = self._write.text(f"section.{id}")
        self.made.append(Section(id, number, title, kept, page))


def document_words(write: Writer) -> dict[str, str]:
    """Return the few texts a renderer needs itself."""
    return {w: write.t(f"documents.word.{w}") for w in WORDS}
