"""The document as Word, to be edited into a case paper: real styles, tables and pictures."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from kortreist.documents.drawing import svgs_to_pngs
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
from kortreist.documents.word_xml import (
    LINE_BREAK,
    body_of,
    cell,
    hyperlink,
    paragraph,
    row,
    run,
    table,
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
    """Writes a document into a new Word file.

    ``body`` is the XML written so far, ``pictures`` the charts not yet placed, in order.
    """

    def __init__(self, word: Any, document: Document) -> None:
        self.word, self.document = word, document
        self.body: list[str] = []
        blocks = (block for section in document.sections for block in section.blocks)
        charts = [block.svg for block in blocks if isinstance(block, ChartBlock)]
        self.pictures = enumerate(svgs_to_pngs(charts), 1)

    def write(self) -> None:
        self._settings()
        d, add = self.document, self.body.append
        if d.draft:
            add(self._boxed((d.draft,), _WARN, bold=True))
        add(paragraph(run(d.kicker), "Subtitle"))
        add(paragraph(run(plain(d.title)), "Title"))
        for term, text in d.facts:
            add(self._fact(term, text))
        for section in d.sections:
            heading = f"{section.number} {plain(section.title)}".strip()
            add(paragraph(run(heading), "Heading1", page_break=section.page_break))
            for block in section.blocks:
                self._block(block)
        self._place()
        p = self.word.sections[0].footer.paragraphs[0]
        p.text = f"{plain(d.footer)}  ·  {d.words['page']} "
        self._field(p, "PAGE")

    def _place(self) -> None:
        """Put what is written before the page's settings, which are last in a body."""
        from docx.oxml.ns import nsdecls
        from docx.oxml.parser import parse_xml

        last = self.word.element.body.sectPr
        for element in list(parse_xml(body_of(self.body, nsdecls("w", "r")))):
            last.addprevious(element)

    # -- blocks --------------------------------------------------------------------

    def _block(self, block: object) -> None:
        add = self.body.append
        if isinstance(block, Paragraph) and block.tone == "lead":
            add(paragraph(run(plain(block.content)), "Heading2"))
        elif isinstance(block, Paragraph):
            add(paragraph(self._inlines(block.content)))
        elif isinstance(block, Bullets):
            style = "ListNumber" if block.ordered else "ListBullet"
            self.body += [paragraph(self._inlines(item), style) for item in block.items]
        elif isinstance(block, Note):
            add(self._boxed(block.content, _WARN if block.tone == "warning" else _ACCENT))
        elif isinstance(block, KeyFigures):
            self._key_figures(block)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, ChartBlock):
            self._chart(block)
        elif isinstance(block, Sheet):
            self._sheet(block)

    def _key_figures(self, block: KeyFigures) -> None:
        widths = _twips((5.6, 4.2, 6.6))
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
        size = 7.5 if len(columns) > 7 else 8.5 if len(columns) > 5 else 9.5
        total = sum(c.share for c in columns)
        widths = _twips(tuple(16.4 * c.share / total for c in columns))
        head = ""
        for column, width in zip(columns, widths, strict=True):
            title = self._inlines(column.title, bold=True, size=size)
            head += cell(paragraph(title, after=0, right=column.numeric), width, "E9EFF2")
        rows = [row(head, header=True)]
        for r in block.rows:
            bold = r.tone in ("total", "strong", "group")
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
        self.body += [
            paragraph(self._picture(block), keep_next=True),
            paragraph(self._inlines(block.caption), "Caption"),
        ]
        self._table(block.table)

    def _picture(self, block: ChartBlock) -> str:
        from docx.oxml.shape import CT_Inline
        from docx.shared import Cm

        number, png = next(self.pictures)
        relation, image = self.word.part.get_or_add_image(io.BytesIO(png))
        width, height = image.scaled_dimensions(Cm(11.0 if block.narrow else 16.4), None)
        inline = CT_Inline.new_pic_inline(number, relation, image.filename, width, height)
        inline.docPr.set("descr", block.alt)
        inline.docPr.set("title", plain(block.caption))
        return f"<w:r><w:drawing>{inline.xml}</w:drawing></w:r>"

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
            elif isinstance(item, Link) and item.href.startswith("http"):
                out += self._link(item, size)
            elif isinstance(item, Figure | Label | When | Tag | Link):
                out += run(item.text, bold, size, colour)
            else:
                out += LINE_BREAK
        return out

    def _link(self, item: Link, size: float) -> str:
        from docx.opc.constants import RELATIONSHIP_TYPE

        relation = self.word.part.relate_to(
            item.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
        )
        return hyperlink(relation, run(item.text, False, size, _ACCENT, underline=True))

    def _boxed(self, content: Inlines, colour: str, bold: bool = False) -> str:
        text = self._inlines(content, bold=bold, colour=colour if bold else "")
        return paragraph(text, box=colour)

    @staticmethod
    def _field(p: Any, code: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        p._p.append(field)

    # -- settings ------------------------------------------------------------------

    def _settings(self) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt, RGBColor

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
            style.font.name, style.font.size = "Calibri", Pt(size)
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


def _twips(widths: tuple[float, ...]) -> list[int]:
    """Return centimetres as twentieths of a point, as Word counts widths."""
    from docx.shared import Cm

    return [Cm(width).twips for width in widths]
