"""What a figure is about, in words: the boundary, and what is left out of it."""

from __future__ import annotations

from collections.abc import Sequence

from kortreist.accounts.labels import Naming
from kortreist.documents.format.blocks import Inlines
from kortreist.documents.format.writer import Writer

__all__ = ["boundary_words", "with_left_out"]


def boundary_words(write: Writer, boundary: str, without: Sequence[str]) -> Inlines:
    """Return what the boundary holds, with what is left out of it."""
    words = write.text(f"boundary.{boundary}")
    return (*words, ", ", Naming(write.language).without(without)) if without else words


def with_left_out(write: Writer, title: Inlines, without: Sequence[str]) -> Inlines:
    """Return a title with what is left out in brackets; as it is where nothing is."""
    return (*title, f" ({Naming(write.language).without(without)})") if without else title
