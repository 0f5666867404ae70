"""What a document consists of, as values: written once, rendered as HTML, PDF and Word.

A text is a tuple of *inlines*: plain strings without digits, and figures, labels, dates
and links that know what they are. Blocks hold inlines; sections hold blocks.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from typing import Any

from kortreist.provenance import Origin

__all__ = [
    "WORDS",
    "Block",
    "Break",
    "Bullets",
    "Cell",
    "ChartBlock",
    "Column",
    "Document",
    "Figure",
    "Inline",
    "Inlines",
    "KeyFigure",
    "KeyFigures",
    "Label",
    "Link",
    "Missing",
    "Note",
    "Paragraph",
    "Row",
    "Section",
    "Sheet",
    "Strong",
    "Table",
    "Tag",
    "When",
    "as_data",
    "plain",
]

#: The texts a renderer needs itself.
WORDS = ("contents", "skip", "figure", "table", "scroll", "page", "of", "opens")


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number: as written, as computed, and the id of the origin it resolves to.

    ``exact`` is the number with more digits than it bears, for who points at it; empty where
    it says nothing more.
    """

    text: str
    value: float
    ref: str
    exact: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A name that may hold digits without being a figure: a law, a table number, a version."""

    text: str


@dataclass(frozen=True, slots=True)
class When:
    """A year or a date; ``iso`` is the machine's form."""

    text: str
    iso: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a section of the document (``#id``) or to a source."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A figure that is not known: said in words, never shown as zero."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Emphasised text."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Tag:
    """A short tag beside a name: the level of a measure, a data quality mark."""

    text: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Break:
    """A line break inside a cell."""

    line: bool = True


Inline = str | Figure | Label | When | Link | Missing | Strong | Tag | Break
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``tone`` ``lead`` makes it the heading of what follows inside a section."""

    content: Inlines
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[Inlines, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A boxed note; ``tone`` is ``draft``, ``warning`` or ``plain``."""

    content: Inlines
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One of the summary's figures: what it is, the figure, and a line on what it means."""

    title: Inlines
    figure: Inlines
    note: Inlines
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """The summary's figures side by side."""

    items: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: main content, and a smaller second line (a range, a note)."""

    content: Inlines
    sub: Inlines = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A table column; ``share`` is its share of the width relative to the others."""

    title: Inlines
    numeric: bool = True
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; ``tone`` is ``plain``, ``note``, ``group``, ``total`` or ``strong``.

    ``origins`` are the ids the row stands for in the list of sources.
    """

    header: Cell
    cells: tuple[Cell, ...]
    tone: str = "plain"
    origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table: caption, columns (the first is the row header's), rows and notes below."""

    id: str
    caption: Inlines
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[Inlines, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart as SVG with its alternative text, and the table that holds the same figures.

    ``narrow`` is drawn to be read at the width of a phone, and is no wider than that needs.
    """

    id: str
    caption: Inlines
    alt: str
    svg: str
    table: Table
    details: str
    narrow: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A measure's sheet: name, tags and pairs of term and text."""

    id: str
    title: Inlines
    tags: tuple[Tag, ...]
    facts: tuple[tuple[Inlines, Inlines], ...]


Block = Paragraph | Bullets | Note | KeyFigures | Table | ChartBlock | Sheet


@dataclass(frozen=True, slots=True)
class Section:
    """A section with heading; ``number`` is empty for the summary."""

    id: str
    number: str
    title: Inlines
    blocks: tuple[Block, ...]
    page_break: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    Parameters
    ----------
    title : Inlines
    kicker : str
        Small line above the title.
    facts : tuple of (term, text)
        Place, vintage, date computed.
    draft : str
        The draft mark, empty when the document is a decision.
    sections : tuple of Section
    origins : tuple of Origin
        Every origin a figure of the document has, or is computed from.
    words : dict
        The few texts a renderer needs itself: those of :data:`WORDS`.
    case_number : str
        Printed above the pages, where the document has one.
    author : str
        Who answers for the document; the program where empty.
    opening : tuple of Block
        Between the facts and the first section; no charts.
    compact : bool
        Printed smaller and closer together: a document that is to be one page.
    """

    language: str
    title: Inlines
    kicker: str
    facts: tuple[tuple[Inlines, Inlines], ...]
    draft: str
    description: str
    footer: Inlines
    sections: tuple[Section, ...]
    origins: tuple[Origin, ...]
    created: str
    words: dict[str, str]
    case_number: str = ""
    author: str = ""
    opening: tuple[Block, ...] = ()
    compact: bool = False

    @property
    def contents_after(self) -> int:
        """How many sections come before the list of contents; 0 where there is none.

        It comes after those without a number, which lead, and in a document that is not short.
        """
        leading = next((n for n, s in enumerate(self.sections) if s.number), 0)
        return leading if len(self.sections) > 4 else 0


def as_data(node: Any) -> Any:
    """Return a node as plain dicts and lists with ``kind``, for templates and JSON."""
    if isinstance(node, str):
        return {"kind": "text", "text": node}
    return _data(node)


@lru_cache(maxsize=None)
def _names(kind: type) -> tuple[str, ...]:
    """Return the names of a node's fields; none for what is no node."""
    return tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()


def _data(node: Any) -> Any:
    kind: Any = type(node)
    if kind is str:
        return node
    if isinstance(node, tuple | list):
        return [_data(n) for n in node]
    if names := _names(kind):
        out: dict[str, Any] = {"kind": kind.__name__.lower()}
        for name in names:
            out[name] = _data(getattr(node, name))
        return out
    if isinstance(node, dict):
        return {k: _data(v) for k, v in node.items()}
    return node


def plain(content: Inlines) -> str:
    """Return the inlines as one plain string, without the joiners that keep ranges on a line."""
    parts: list[str] = []
    for item in content:
        if isinstance(item, str):
            parts.append(item)
        elif isinstance(item, Strong):
            parts.append(plain(item.content))
        elif isinstance(item, Break):
            parts.append(" ")
        else:
            parts.append(item.text)
    return "".join(parts).replace("\u2060", "")
