"""The document as Word, to be edited into a case paper: real styles, tables and pictures."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from kortreist.documents.drawing import svg_to_png
from kortreist.documents.structure import (
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
    Sheet,
    Strong,
    Table,
    Tag,
    When,
    plain,
)

__all__ = ["render_word"]

_INK, _SOFT, _ACCENT, _WARN = "1C2B33", "4A5A63", "00506F", "8F3A00"
_LANGUAGE = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}


def render_word(document: Document) -> bytes:
    """Return the document as ``.docx``.

    Parameters
    ----------
    document : Document

    Returns
    -------
    bytes
    """
    from docx import Document as new_document

    word = new_document()
    writer = _Writer(word, document)
    writer.write()
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


class _Writer:
    def __init__(self, word: Any, document: Document) -> None:
        self.word, self.document = word, document

    def write(self) -> None:
        self._settings()
        d = self.document
        if d.draft:
            self._boxed((d.draft,), _WARN, bold=True)
        self.word.add_paragraph(d.kicker, style="Subtitle")
        self.word.add_paragraph(plain(d.title), style="Title")
        for term, text in d.facts:
            p = self.word.add_paragraph()
            p.paragraph_format.space_after = self._pt(2)
            self._run(p, plain(term) + ": ", bold=True)
            self._inlines(p, text)
        for section in d.sections:
            heading = f"{section.number} {plain(section.title)}".strip()
            p = self.word.add_heading(heading, level=1)
            p.paragraph_format.page_break_before = section.page_break
            for block in section.blocks:
                self._block(block)
        p = self.word.sections[0].footer.paragraphs[0]
        p.text = f"{plain(d.footer)}  ·  {d.words['page']} "
        self._field(p, "PAGE")

    # -- blocks --------------------------------------------------------------------

    def _block(self, block: object) -> None:
        if isinstance(block, Paragraph) and block.tone == "lead":
            self.word.add_heading(plain(block.content), level=2)
        elif isinstance(block, Paragraph):
            self._inlines(self.word.add_paragraph(), block.content)
        elif isinstance(block, Bullets):
            style = "List Number" if block.ordered else "List Bullet"
            for item in block.items:
                self._inlines(self.word.add_paragraph(style=style), item)
        elif isinstance(block, Note):
            self._boxed(block.content, _WARN if block.tone == "warning" else _ACCENT)
        elif isinstance(block, KeyFigures):
            self._key_figures(block)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, ChartBlock):
            self._chart(block)
        elif isinstance(block, Sheet):
            self._sheet(block)

    def _key_figures(self, block: KeyFigures) -> None:
        table = self.word.add_table(rows=0, cols=3)
        table.style = "Table Grid"
        for item in block.items:
            row = table.add_row()
            self._keep_row(row)
            cells = row.cells
            self._inlines(cells[0].paragraphs[0], item.title, bold=True)
            self._inlines(cells[1].paragraphs[0], item.figure, bold=True, size=13)
            self._inlines(cells[2].paragraphs[0], item.note, size=9)
        self._widths(table, (5.6, 4.2, 6.6))
        self.word.add_paragraph()

    def _table(self, block: Table) -> None:
        caption = self.word.add_paragraph(style="Caption")
        caption.paragraph_format.keep_with_next = True
        self._inlines(caption, block.caption)
        size = 7.5 if len(block.columns) > 7 else 8.5 if len(block.columns) > 5 else 9.5
        table = self.word.add_table(rows=1, cols=len(block.columns))
        table.style = "Table Grid"
        self._describe_table(table, plain(block.caption))
        head = table.rows[0]
        self._mark(head, "w:tblHeader")
        for column, cell in zip(block.columns, head.cells, strict=True):
            self._inlines(cell.paragraphs[0], column.title, bold=True, size=size)
            self._align(cell, column.numeric)
            self._shade(cell, "E9EFF2")
        for r in block.rows:
            row = table.add_row()
            self._keep_row(row)
            bold = r.tone in ("total", "strong", "group")
            for n, (cell, content) in enumerate(zip(row.cells, (r.header, *r.cells), strict=False)):
                self._cell(cell, content, bold, size)
                self._align(cell, n > 0 and block.columns[n].numeric)
                if r.tone == "group":
                    self._shade(cell, "F2F6F8")
        total = sum(c.share for c in block.columns)
        self._widths(table, tuple(16.4 * c.share / total for c in block.columns))
        for note in block.notes:
            p = self.word.add_paragraph()
            p.paragraph_format.space_after = self._pt(2)
            self._inlines(p, note, size=8.5)
        self.word.add_paragraph()

    def _cell(self, cell: Any, content: Cell, bold: bool, size: float) -> None:
        p = cell.paragraphs[0]
        self._inlines(p, content.content, bold=bold, size=size)
        if content.sub:
            if content.content:
                p.add_run().add_break()
            self._inlines(p, content.sub, size=size - 1, colour=_SOFT)

    def _chart(self, block: ChartBlock) -> None:
        from docx.shared import Cm

        p = self.word.add_paragraph()
        p.paragraph_format.keep_with_next = True
        picture = p.add_run().add_picture(
            io.BytesIO(svg_to_png(block.svg)), width=Cm(11.0 if block.narrow else 16.4)
        )
        properties = picture._inline.docPr
        properties.set("descr", block.alt)
        properties.set("title", plain(block.caption))
        caption = self.word.add_paragraph(style="Caption")
        self._inlines(caption, block.caption)
        self._table(block.table)

    def _sheet(self, block: Sheet) -> None:
        self.word.add_heading(plain(block.title), level=2)
        p = self.word.add_paragraph()
        p.paragraph_format.keep_with_next = True
        self._run(p, " · ".join(t.text for t in block.tags), size=9, colour=_SOFT)
        for term, text in block.facts:
            p = self.word.add_paragraph()
            p.paragraph_format.space_after = self._pt(2)
            self._run(p, plain(term) + ": ", bold=True)
            self._inlines(p, text)

    # -- text ----------------------------------------------------------------------

    def _inlines(
        self, p: Any, items: Inlines, bold: bool = False, size: float = 0, colour: str = ""
    ) -> None:
        for item in items:
            if isinstance(item, str):
                self._run(p, item, bold, size, colour)
            elif isinstance(item, Strong):
                self._inlines(p, item.content, True, size, colour)
            elif isinstance(item, Missing):
                self._run(p, item.text, bold, size, colour).italic = True
            elif isinstance(item, Link) and item.href.startswith("http"):
                self._link(p, item, size)
            elif isinstance(item, Figure | Label | When | Tag | Link):
                self._run(p, item.text, bold, size, colour)
            else:
                p.add_run().add_break()

    def _run(self, p: Any, text: str, bold: bool = False, size: float = 0, colour: str = "") -> Any:
        from docx.shared import RGBColor

        # Word's own fonts lack the joiner, and would draw a box for it.
        run = p.add_run(text.replace("\u2060", ""))
        run.bold = bold or None
        if size:
            run.font.size = self._pt(size)
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)
        return run

    def _link(self, p: Any, item: Link, size: float) -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        link = OxmlElement("w:hyperlink")
        link.set(
            qn("r:id"), p.part.relate_to(item.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        )
        run = self._run(p, item.text, False, size, _ACCENT)
        run.underline = True
        link.append(run._r)
        p._p.append(link)

    @staticmethod
    def _field(p: Any, code: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        p._p.append(field)

    def _boxed(self, content: Inlines, colour: str, bold: bool = False) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        p = self.word.add_paragraph()
        borders = OxmlElement("w:pBdr")
        for side in ("top", "left", "bottom", "right"):
            edge = OxmlElement(f"w:{side}")
            for key, value in (("val", "single"), ("sz", "12"), ("space", "4"), ("color", colour)):
                edge.set(qn(f"w:{key}"), value)
            borders.append(edge)
        p._p.get_or_add_pPr().append(borders)
        self._inlines(p, content, bold=bold, colour=colour if bold else "")

    # -- settings ------------------------------------------------------------------

    def _settings(self) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Cm, RGBColor

        d, core = self.document, self.word.core_properties
        core.title, core.subject, core.author = plain(d.title), d.description, "Kortreist"
        core.language = _LANGUAGE[d.language]
        core.comments = d.draft
        core.created = core.modified = datetime.fromisoformat(d.created)
        core.last_modified_by = "Kortreist"
        page = self.word.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2.3)
        page.top_margin = page.bottom_margin = Cm(2.2)
        styles = self.word.styles
        for name, size, colour in (
            ("Normal", 10.5, _INK), ("Title", 24, _INK), ("Subtitle", 11, _ACCENT),
            ("Heading 1", 16, _ACCENT), ("Heading 2", 12, _INK), ("Caption", 9.5, _INK),
            ("List Bullet", 10.5, _INK), ("List Number", 10.5, _INK),
        ):  # fmt: skip
            style = styles[name]
            style.font.name, style.font.size = "Calibri", self._pt(size)
            style.font.color.rgb = RGBColor.from_string(colour)
            style.font.italic = False
            properties = style.element.get_or_add_rPr()
            fonts = properties.find(qn("w:rFonts"))
            for key in ("ascii", "hAnsi", "cs", "eastAsia"):
                fonts.set(qn(f"w:{key}"), "Calibri")
            for key in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
                fonts.attrib.pop(qn(f"w:{key}"), None)
        for properties in styles.element.iter(qn("w:rPrDefault")):
            run = properties.find(qn("w:rPr"))
            for old in run.findall(qn("w:lang")):
                run.remove(old)
            lang = OxmlElement("w:lang")
            for key in ("val", "eastAsia"):
                lang.set(qn(f"w:{key}"), _LANGUAGE[d.language])
            run.append(lang)

    @staticmethod
    def _pt(size: float) -> Any:
        from docx.shared import Pt

        return Pt(size)

    @staticmethod
    def _align(cell: Any, right: bool) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        p = cell.paragraphs[0]
        p.paragraph_format.space_after = _Writer._pt(0)
        if right:
            p.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    @staticmethod
    def _shade(cell: Any, colour: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        shade = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
            shade.set(qn(f"w:{key}"), value)
        cell._tc.get_or_add_tcPr().append(shade)

    @staticmethod
    def _mark(row: Any, tag: str) -> None:
        from docx.oxml import OxmlElement

        row._tr.get_or_add_trPr().append(OxmlElement(tag))

    def _keep_row(self, row: Any) -> None:
        self._mark(row, "w:cantSplit")

    @staticmethod
    def _describe_table(table: Any, text: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        caption = OxmlElement("w:tblCaption")
        caption.set(qn("w:val"), text)
        table._tbl.tblPr.append(caption)

    @staticmethod
    def _widths(table: Any, widths: tuple[float, ...]) -> None:
        from docx.shared import Cm

        table.autofit = False
        grid = table._tbl.tblGrid
        for column, width in zip(grid.gridCol_lst, widths, strict=True):
            column.w = Cm(width)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Cm(width)
