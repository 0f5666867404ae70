"""Sections numbered as they are added, and the texts a renderer needs itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kortreist.documents.format.blocks import WORDS, Block, Inlines, Section
from kortreist.documents.format.writer import Writer

__all__ = ["Sections", "document_words"]


class Sections:
    """Numbers sections as they are added.

    Parameters
    ----------
    w : Writer
    title_of : callable, optional
        Id of a section → its title; else the text ``documents.section.<id>``.
    """

    def __init__(self, w: Writer, title_of: Callable[[str], Inlines] | None = None) -> None:
        self._title_of = title_of or (lambda id: w.text(f"section.{id}"))
        self.made: list[Section] = []

    def add(
        self,
        id: str,
        blocks: Iterable[Block | None],
        numbered: bool = True,
        page: bool = False,
        title: Inlines = (),
    ) -> None:
        """Add a section unless it would be empty; ``page``: on a page of its own."""
        kept = tuple(b for b in blocks if b is not None)
        if not kept:
            return
        number = str(sum(bool(s.number) for s in self.made) + 1) if numbered else ""
        self.made.append(Section(id, number, title or self._title_of(id), kept, page))


def document_words(w: Writer) -> dict[str, str]:
    """Return the few texts a renderer needs itself."""
    return {word: w.t(f"documents.word.{word}") for word in WORDS}
