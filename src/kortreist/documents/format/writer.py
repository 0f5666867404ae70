"""The writer of a document: blocks from texts and figures, so that no section builds its own.

A chart always has the table of its figures behind it, and a figure always has its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from kortreist.documents.format.blocks import (
    Bullets,
    Cell,
    ChartBlock,
    Column,
    Inline,
    Inlines,
    Note,
    Paragraph,
    Row,
    Table,
)
from kortreist.documents.format.figures import DASH, NBSP, Figures
from kortreist.provenance import Origin

__all__ = ["DASH", "NBSP", "Content", "HasRange", "Range", "Text", "Writer"]

#: A text of ``locale/documents.toml`` by its key, or one already written.
Text = str | Inlines
#: What a table's cell may be given as: ``()`` is an empty one.
Content = Cell | Inline | Inlines


class HasRange(Protocol):
    """An estimate between two ends."""

    @property
    def low(self) -> float:
        """Lower end."""

    @property
    def central(self) -> float:
        """The estimate."""

    @property
    def high(self) -> float:
        """Upper end."""


class Range(NamedTuple):
    """An estimate between two ends, as values: what a frozen one is read into."""

    low: float
    central: float
    high: float


class Writer(Figures):
    """Writes the blocks of a document in one language.

    Wherever a text is asked for, its key in ``locale/documents.toml`` may be given, with what
    is filled into it as keywords; texts already written are taken as they are.

    Examples
    --------
    >>> w = Writer("en", {"formula/frame": Origin("formula/frame", "formula", "Frame")})
    >>> w.table(
    ...     "frames",
    ...     ("Frames",),
    ...     [w.text_column("word.year", 0.7), w.column("target.frame")],
    ...     [w.row(w.year(2030), w.number(40354.49, "formula/frame"))],
    ... ).rows[0].header
    Cell(content=(When(text='2030', iso='2030'),), sub=())
    """

    # -- prose ---------------------------------------------------------------------

    def heading(self, text: Text, **values: Inline | Inlines) -> Paragraph:
        """Write the heading of what follows inside a section."""
        return Paragraph(self._inlines(text, values), "lead")

    def paragraph(self, text: Text, **values: Inline | Inlines) -> Paragraph:
        """Write a paragraph."""
        return Paragraph(self._inlines(text, values))

    def note(self, text: Text, tone: str = "plain", **values: Inline | Inlines) -> Note:
        """Write a boxed note; ``tone`` is ``draft``, ``warning`` or ``plain``."""
        return Note(self._inlines(text, values), tone)

    def bullets(self, items: Iterable[Inlines], ordered: bool = False) -> Bullets:
        """Write a list."""
        return Bullets(tuple(items), ordered)

    # -- tables and charts -----------------------------------------------------------

    def column(self, title: Text | Inline, share: float = 1.0, **values: Any) -> Column:
        """Write the head of a column of figures; ``share`` is its part of the width."""
        return Column(self._title(title, values), True, share)

    def text_column(self, title: Text | Inline, share: float = 1.0, **values: Any) -> Column:
        """Write the head of a column of texts."""
        return Column(self._title(title, values), False, share)

    def cell(self, content: Inline | Inlines, below: Inline | Inlines = ()) -> Cell:
        """Write a cell with a smaller line below: a range, a note."""
        return Cell(_inlines(content), _inlines(below))

    def row(
        self,
        header: Content,
        *cells: Content,
        tone: str = "plain",
        origins: Iterable[str] = (),
    ) -> Row:
        """Write a row: its header, and a cell a column.

        Parameters
        ----------
        header : Content
        *cells : Content
        tone : {"plain", "note", "group", "total", "strong"}
        origins : iterable of str
            Ids the row stands for in the list of sources.
        """
        return Row(_cell(header), tuple(_cell(c) for c in cells), tone, tuple(origins))

    def band(self, band: HasRange | None, ref: str, small: bool = False) -> Cell:
        """Write an estimate with its range below; the word for unknown where there is none.

        ``small``: of one measure, where a little is not nothing.
        """
        if band is None:
            return self.cell(self.unknown())
        write = self.small if small else self.number
        return self.cell(write(band.central, ref), self.span(band.low, band.high, ref))

    def table(
        self,
        id: str,
        caption: Text,
        columns: Iterable[Column],
        rows: Iterable[Row],
        notes: Iterable[Inlines] = (),
    ) -> Table:
        """Write a table; the first column is that of the rows' headers.

        Raises
        ------
        ValueError
            A row has more or fewer cells than there are columns.
        """
        heads, body = tuple(columns), tuple(rows)
        for row in body:
            if len(row.cells) + 1 != len(heads):
                raise ValueError(f"{id}: {len(row.cells) + 1} cells under {len(heads)} columns")
        return Table(id, self._inlines(caption, {}), heads, body, tuple(notes))

    def chart_block(
        self, id: str, caption: Text, alt: str, svg: str, table: Table, narrow: bool = False
    ) -> ChartBlock:
        """Write a chart with what it shows in words, and the table of its figures behind it."""
        behind = self.t("documents.word.figures_behind")
        return ChartBlock(id, self._inlines(caption, {}), alt, svg, table, behind, narrow)

    # -- sources ---------------------------------------------------------------------

    #: Name of a formula of the document's own → ids of what it is computed from.
    rules: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    def own(self, name: str) -> str:
        """Return the id of a formula of the document's own, after adding it and its inputs.

        Raises
        ------
        KeyError
            There is no such formula among :attr:`rules`.
        """
        id = f"document/{name}"
        if id not in self.origins:
            inputs = self.rules[name]
            for other in inputs:
                self.fetch(other)
            self.source(id, inputs)
        return id

    def fetch(self, id: str) -> None:
        """Add an input that is made or found first when a formula asks for it."""
        if id.startswith("document/"):
            self.own(id.removeprefix("document/"))

    def source(self, id: str, inputs: Iterable[str], title: str = "", expression: str = "") -> str:
        """Add a formula of the document's own to its sources, and return its id.

        Parameters
        ----------
        id : str
            ``document/…``; what follows is the key of its texts ``rule.…``.
        inputs : iterable of str
            Ids of what it is computed from; those the document does not have are left out.
        title, expression : str
            Instead of the texts of the key.
        """
        rule = f"documents.rule.{id.partition('/')[2]}"
        return self.add(
            Origin(
                id,
                "formula",
                title or self.t(f"{rule}_title"),
                mark="computed",
                expression=expression or self.t(rule),
                inputs=tuple(i for i in inputs if i in self.origins),
            )
        )

    def first(self, *ids: str) -> str:
        """Return the first of the ids that is the id of an origin.

        Raises
        ------
        KeyError
            None of them is: a figure would have no source.
        """
        for id in ids:
            if id in self.origins:
                return id
        raise KeyError(f"no origin among {ids}")

    # -- inside ----------------------------------------------------------------------

    def _inlines(self, text: Text, values: dict[str, Any]) -> Inlines:
        return self.text(text, **values) if isinstance(text, str) else text

    def _title(self, title: Text | Inline, values: dict[str, Any]) -> Inlines:
        return self._inlines(title, values) if isinstance(title, str | tuple) else (title,)


def _inlines(content: Inline | Inlines) -> Inlines:
    return content if isinstance(content, tuple) else (content,)


def _cell(content: Content) -> Cell:
    return content if isinstance(content, Cell) else Cell(_inlines(content))
