"""The document as Word, to be edited into a case paper: real styles, lists, tables, pictures."""

from __future__ import annotations

import re
import struct

from kortreist.documents.format.blocks import (
    Break,
    Bullets,
    Cell,
    ChartBlock,
    Document,
    Figure,
    Inlines,
    KeyFigures,
    Label,
    Link,
    Missing,
    Note,
    Paragraph,
    Section,
    Sheet,
    Strong,
    Table,
    Tag,
    When,
    plain,
)
from kortreist.documents.format.svg import svgs_to_pngs
from kortreist.documents.format.word import tables
from kortreist.documents.format.word.lists import HEADINGS
from kortreist.documents.format.word.package import WordPackage
from kortreist.documents.format.word.template import WordTemplate
from kortreist.documents.format.word.xml import (
    LINE_BREAK,
    TAB,
    bookmark,
    cell,
    contents_field,
    field,
    hyperlink,
    inside_link,
    paragraph,
    picture,
    row,
    run,
    table,
)
from kortreist.i18n import Translator

__all__ = ["render_word"]

_SOFT, _ACCENT, _WARN = "4A5A63", "00506F", "8F3A00"
#: Width of the text and of a narrow picture, in centimetres.
_TEXT, _NARROW = 16.4, 11.0
#: Share of a page's height that a picture may take, so that its caption has room.
_OF_PAGE = 0.8
_EMU, _TWIPS, _POINTS = 360_000, 567.0, 28.3465


def render_word(document: Document, template: WordTemplate | None = None) -> bytes:
    """Return the document as ``.docx``; the same document gives the same bytes.

    Parameters
    ----------
    document : Document
    template : WordTemplate, optional
        The municipality's own; ours where there is none.

    Returns
    -------
    bytes
    """
    return _Writer(document, template).write()


class _Writer:
    """Writes a document into a new Word file.

    ``body`` is the XML written so far, ``pictures`` the charts not yet placed, in order.
    """

    def __init__(self, document: Document, template: WordTemplate | None = None) -> None:
        self.document, self.template = document, template
        t = Translator(document.language)
        self.package = WordPackage(t("languages.tag"), t.decimal, template)
        #: Width of the text in centimetres, and how much wider than Calibri's its letters are.
        self.width = _TEXT if template is None else template.text_width / _TWIPS
        self.letters = 1.0 if template is None else template.letters
        self.body: list[str] = []
        self.anchors = {s.id: "_" + re.sub(r"\W", "_", s.id)[:38] for s in document.sections}
        blocks = (block for section in document.sections for block in section.blocks)
        charts = [block.svg for block in blocks if isinstance(block, ChartBlock)]
        self.pictures = enumerate(svgs_to_pngs(charts), 1)

    def write(self) -> bytes:
        d, add = self.document, self.body.append
        if d.draft:
            add(self._box((d.draft,), _WARN, bold=True))
        add(paragraph(run(d.kicker), "Subtitle"))
        add(paragraph(run(plain(d.title)), "Title"))
        for term, text in d.facts:
            add(self._fact(term, text))
        for block in d.opening:
            self._block(block)
        after = d.contents_after
        for number, section in enumerate(d.sections, start=1):
            self._heading(section, number)
            for block in section.blocks:
                self._block(block)
            if number == after:
                self._contents()
        author = d.author or "Kortreist"
        properties = {
            "title": plain(d.title),
            "subject": d.description,
            "author": author,
            "comments": d.draft,
            "created": d.created,
        }
        return self.package.finish(self.body, self._above(), self._below(), properties)

    def _heading(self, section: Section, number: int) -> None:
        text = bookmark(self.anchors[section.id], number, run(plain(section.title)))
        own = self.template is None or self.template.numbers_headings
        numbered = (None if own else HEADINGS) if section.number else 0
        self.body.append(
            paragraph(text, "Heading1", page_break=section.page_break, number=numbered)
        )

    def _contents(self) -> None:
        """Write the list of contents, as links; the pages are for Word to count."""
        d = self.document
        lines = [
            inside_link(
                self.anchors[s.id],
                (run(s.number) + TAB if s.number else "") + run(plain(s.title)),
            )
            for s in d.sections
        ]
        self.body.append(paragraph(run(d.words["contents"]), "TOCHeading"))
        self.body += contents_field(lines, "TOC1")

    def _above(self) -> str:
        """Return what stands above every page but the first: case number, title, draft mark."""
        d = self.document
        title = " · ".join(x for x in (d.case_number, plain(d.title)) if x)
        short = title if len(title) <= 80 else title[:79].rstrip() + "…"
        draft = TAB + run(d.draft, bold=True, colour=_WARN) if d.draft and len(d.draft) < 40 else ""
        return paragraph(run(short) + draft, "Header")

    def _below(self) -> str:
        d = self.document
        pages = (
            run(f"{d.words['page']} ")
            + field("PAGE", "1")
            + run(f" {d.words['of']} ")
            + field("NUMPAGES", "1")
        )
        return paragraph(run(plain(d.footer)) + TAB + pages, "Footer")

    # -- blocks --------------------------------------------------------------------

    def _block(self, block: object) -> None:
        add = self.body.append
        if isinstance(block, Paragraph) and block.tone == "lead":
            add(paragraph(run(plain(block.content)), "Heading2"))
        elif isinstance(block, Paragraph):
            add(paragraph(self._inlines(block.content)))
        elif isinstance(block, Bullets):
            style = "ListNumber" if block.ordered else "ListBullet"
            number = self.package.numbered_list() if block.ordered else None
            for item in block.items:
                add(paragraph(self._inlines(item), style, number=number))
        elif isinstance(block, Note):
            add(self._box(block.content, _WARN if block.tone == "warning" else _ACCENT))
        elif isinstance(block, KeyFigures):
            self._key_figures(block)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, ChartBlock):
            self._chart(block)
        elif isinstance(block, Sheet):
            self._sheet(block)

    def _key_figures(self, block: KeyFigures) -> None:
        widths = [round(w * _TWIPS * self.width / _TEXT) for w in (5.6, 4.2, 6.6)]
        rows = ""
        for item in block.items:
            texts = (
                self._inlines(item.title, bold=True),
                self._inlines(item.figure, bold=True, size=13),
                self._inlines(item.note, size=9),
            )
            rows += row("".join(cell(paragraph(t), w) for t, w in zip(texts, widths, strict=True)))
        self.body += [table(rows, widths), paragraph()]

    def _table(self, block: Table) -> None:
        columns = block.columns
        size, points = tables.fitted(block, self.width * _POINTS, self.letters)
        widths = [round(width * 20) for width in points]
        head = ""
        for column, width in zip(columns, widths, strict=True):
            title = self._inlines(column.title, bold=True, size=size)
            head += cell(paragraph(title, after=0, right=column.numeric), width, "E9EFF2")
        rows = [row(head, header=True)]
        for r in block.rows:
            bold = r.tone in tables.BOLD
            fill = "F2F6F8" if r.tone == "group" else ""
            cells = ""
            for n, (content, width) in enumerate(zip((r.header, *r.cells), widths, strict=True)):
                text = self._cell(content, bold, size)
                right = n > 0 and columns[n].numeric
                cells += cell(paragraph(text, after=0, right=right), width, fill)
            rows.append(row(cells))
        self.body += [
            paragraph(self._inlines(block.caption), "Caption", keep_next=True),
            table("".join(rows), widths, plain(block.caption)),
            *(paragraph(self._inlines(note, size=8.5), after=2) for note in block.notes),
            paragraph(),
        ]

    def _cell(self, content: Cell, bold: bool, size: float) -> str:
        text = self._inlines(content.content, bold=bold, size=size)
        if content.sub:
            if content.content:
                text += LINE_BREAK
            text += self._inlines(content.sub, size=size - 1, colour=_SOFT)
        return text

    def _chart(self, block: ChartBlock) -> None:
        number, png = next(self.pictures)
        wide, high = struct.unpack(">II", png[16:24])  # of the header of every PNG
        width = round(min(_NARROW if block.narrow else _TEXT, self.width) * _EMU)
        if self.template is not None:  # a low page
            tallest = self.template.text_height / _TWIPS * _EMU * _OF_PAGE
            width = min(width, round(tallest * wide / high))
        drawn = picture(
            self.package.picture(png),
            number,
            (width, width * high // wide),
            plain(block.caption),
            block.alt,
        )
        self.body += [
            paragraph(drawn, keep_next=True),
            paragraph(self._inlines(block.caption), "Caption"),
        ]
        self._table(block.table)

    def _sheet(self, block: Sheet) -> None:
        tags = run(" · ".join(t.text for t in block.tags), size=9, colour=_SOFT)
        self.body += [
            paragraph(run(plain(block.title)), "Heading2"),
            paragraph(tags, keep_next=True),
            *(self._fact(term, text) for term, text in block.facts),
        ]

    def _fact(self, term: Inlines, text: Inlines) -> str:
        return paragraph(run(plain(term) + ": ", bold=True) + self._inlines(text), after=2)

    # -- text ----------------------------------------------------------------------

    def _inlines(
        self, items: Inlines, bold: bool = False, size: float = 0, colour: str = ""
    ) -> str:
        out = ""
        for item in items:
            if isinstance(item, str):
                out += run(item, bold, size, colour)
            elif isinstance(item, Strong):
                out += self._inlines(item.content, True, size, colour)
            elif isinstance(item, Missing):
                out += run(item.text, bold, size, colour, italic=True)
            elif isinstance(item, Link):
                out += self._link(item, run(item.text, bold, size, colour), size)
            elif isinstance(item, Figure | Label | When | Tag):
                out += run(item.text, bold, size, colour)
            elif isinstance(item, Break):
                out += LINE_BREAK
        return out

    def _link(self, item: Link, text: str, size: float) -> str:
        """Return a link, out of the document or to a section of it; else its bare text."""
        if item.href.startswith("http"):
            shown = run(item.text, False, size, _ACCENT, underline=True)
            return hyperlink(self.package.link(item.href), shown)
        anchor = self.anchors.get(item.href.removeprefix("#"))
        return inside_link(anchor, text) if anchor else text

    def _box(self, content: Inlines, colour: str, bold: bool = False) -> str:
        text = self._inlines(content, bold=bold, colour=colour if bold else "")
        return paragraph(text, box=colour)
