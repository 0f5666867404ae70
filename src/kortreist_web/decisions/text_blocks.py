"""What a person has typed, as blocks of a document: paragraphs and lists, never markup."""

from __future__ import annotations

import re

from kortreist.documents.format.blocks import Block, Bullets, Inlines, Paragraph
from kortreist.documents.format.writer import Figures

__all__ = ["blocks"]

_NUMBERED = re.compile(r"\d{1,2}[.)]\s+")
_BULLET = re.compile(r"[-–•*]\s+")


def blocks(write: Figures, text: str) -> tuple[Block, ...]:
    """Return typed text as blocks.

    An empty line ends a paragraph; lines that begin with ``1.`` or ``-`` make a list.
    """
    out: list[Block] = []
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        prose: list[str] = []
        items: list[tuple[bool, Inlines]] = []
        for line in lines:
            match = _NUMBERED.match(line) or _BULLET.match(line)
            if match:
                out += _prose(write, prose)
                prose = []
                ordered = line[0].isdigit()
                if items and items[-1][0] != ordered:
                    out += _list(items)
                    items = []
                items.append((ordered, (write.name(line[match.end() :]),)))
            elif items:  # a list's item goes on
                ordered, content = items[-1]
                items[-1] = (ordered, (*content, " ", write.name(line)))
            else:
                prose.append(line)
        out += _prose(write, prose)
        out += _list(items)
    return tuple(out)


def _prose(write: Figures, lines: list[str]) -> list[Block]:
    return [Paragraph((write.name(" ".join(lines)),))] if lines else []


def _list(items: list[tuple[bool, Inlines]]) -> list[Block]:
    return [Bullets(tuple(content for _, content in items), items[0][0])] if items else []
