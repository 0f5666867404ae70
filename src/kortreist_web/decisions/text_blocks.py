"""What a person has typed, as blocks of a document: paragraphs and lists, never markup."""

from __future__ import annotations

import re

from kortreist.documents.format.blocks import Block, Inlines
from kortreist.documents.format.writer import Writer

__all__ = ["blocks"]

_NUMBERED = re.compile(r"\d{1,2}[.)]\s+")
_BULLET = re.compile(r"[-–•*]\s+")


def blocks(write: Writer, text: str) -> tuple[Block, ...]:
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
                    out += _list(write, items)
                    items = []
                items.append((ordered, (write.name(line[match.end() :]),)))
            elif items:  # a list's item goes on
                ordered, content = items[-1]
                items[-1] = (ordered, (*content, " ", write.name(line)))
            else:
                prose.append(line)
        out += _prose(write, prose)
        out += _list(write, items)
    return tuple(out)


def _prose(write: Writer, lines: list[str]) -> list[Block]:
    return [write.paragraph((write.name(" ".join(lines)),))] if lines else []


def _list(write: Writer, items: list[tuple[bool, Inlines]]) -> list[Block]:
    return [write.bullets([content for _, content in items], ordered=items[0][0])] if items else []
