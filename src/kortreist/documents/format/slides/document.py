"""Slides as ``.pptx``: titles, lists and tables in the template's own style, charts as charts."""

from __future__ import annotations

import io
from typing import Any

from kortreist.documents.format.blocks import Bullets, KeyFigures, Table, plain
from kortreist.documents.format.slides.deck import Deck, Slide, SlideChart
from kortreist.documents.format.slides.package import settled
from kortreist.i18n import Translator

__all__ = ["MEDIA_TYPE", "render_slides"]

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
#: What a series means → its colour, the same as in every chart of documents and site.
_COLOURS = {"inventory": "1C2B33", "frame": "C75300", "baseline": "6B7A82", "plan": "00629B"}
#: English Metric Units in a point, and a wide slide's size in them.
_PT = 12_700
_WIDE = (12_192_000, 6_858_000)
#: Share of the slide's size: margin at the sides, top of the content, its height, the foot.
_SIDE, _TOP, _HEIGHT, _FOOT = 0.05, 0.22, 0.66, 0.93
_ROWS = 10


def render_slides(deck: Deck, template: bytes | None = None) -> bytes:
    """Return slides as ``.pptx``; the same slides and template give the same bytes.

    Parameters
    ----------
    deck : Deck
    template : bytes, optional
        The municipality's own presentation: its master, colours and fonts are used, its slides
        are not. Ours where there is none.

    Returns
    -------
    bytes
    """
    return _Writer(deck, template).write()


class _Writer:
    """Writes slides into a new presentation."""

    def __init__(self, deck: Deck, template: bytes | None) -> None:
        from pptx import Presentation

        self.deck = deck
        self.show: Any = Presentation(io.BytesIO(template) if template else None)
        if template:
            self._drop_slides()
        else:
            self._widen()
        self.width, self.height = int(self.show.slide_width), int(self.show.slide_height)
        layouts = list(self.show.slide_layouts)
        self.first = _layout(layouts, title=True, subtitle=True)
        self.listed = _layout(layouts, title=True, body=True)
        self.only = _layout(layouts, title=True)

    def write(self) -> bytes:
        deck = self.deck
        opening = self.show.slides.add_slide(self.first)
        opening.shapes.title.text = deck.title
        for holder in list(opening.placeholders)[1:2]:
            holder.text = deck.subtitle
        self._foot(opening)
        for slide in deck.slides:
            self._add(slide)
        about = self.show.core_properties
        about.title, about.author, about.comments = deck.title, deck.author, deck.draft
        about.language = Translator(deck.language)("languages.tag")
        about.last_modified_by, about.revision = deck.author, 1
        out = io.BytesIO()
        self.show.save(out)
        return settled(out.getvalue(), deck.created)

    def _add(self, slide: Slide) -> None:
        content = slide.content
        layout = self.listed if isinstance(content, Bullets) else self.only
        page = self.show.slides.add_slide(layout)
        page.shapes.title.text = slide.title
        if isinstance(content, Bullets):
            _list(page, content)
        elif isinstance(content, KeyFigures):
            self._figures(page, content)
        elif isinstance(content, Table):
            self._table(page, content)
        else:
            self._chart(page, content)
        self._foot(page)
        page.notes_slide.notes_text_frame.text = "\n".join(slide.notes)

    def _box(self) -> tuple[int, int, int, int]:
        side = round(self.width * _SIDE)
        return (
            side,
            round(self.height * _TOP),
            self.width - 2 * side,
            round(self.height * _HEIGHT),
        )

    def _figures(self, page: Any, content: KeyFigures) -> None:
        left, top, width, height = self._box()
        columns = 3 if len(content.items) > 2 else len(content.items)
        rows = -(-len(content.items) // columns)
        wide, high = width // columns, height // rows
        for n, item in enumerate(content.items):
            x, y = left + n % columns * wide, top + n // columns * high
            box = page.shapes.add_textbox(x, y, round(wide * 0.95), round(high * 0.95))
            frame = box.text_frame
            frame.word_wrap = True
            parts = ((item.title, 14, True), (item.figure, 26, True), (item.note, 12, False))
            for at, (text, size, bold) in enumerate(parts):
                paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
                run = paragraph.add_run()
                run.text, run.font.size, run.font.bold = plain(text), size * _PT, bold
            _describe(box, ": ".join((plain(item.title), plain(item.figure))))

    def _table(self, page: Any, content: Table) -> None:
        left, top, width, height = self._box()
        rows = content.rows[:_ROWS]
        shape = page.shapes.add_table(
            len(rows) + 1, len(content.columns), left, top, width, min(height, 260_000)
        )
        table, whole = shape.table, sum(c.share for c in content.columns)
        for n, column in enumerate(content.columns):
            table.columns[n].width = round(width * column.share / whole)
            _cell(table.cell(0, n), plain(column.title), column.numeric, bold=True)
        for at, row in enumerate(rows, start=1):
            for n, one in enumerate((row.header, *row.cells)):
                text = plain(one.content) + (f" ({plain(one.sub)})" if one.sub else "")
                _cell(table.cell(at, n), text, content.columns[n].numeric, row.tone == "total")
        _describe(shape, plain(content.caption))

    def _chart(self, page: Any, content: SlideChart) -> None:
        from pptx.chart.data import CategoryChartData
        from pptx.dml.color import RGBColor
        from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION

        data = CategoryChartData()
        data.categories = content.categories
        for series in content.series:
            data.add_series(series.name, series.values)
        kinds = {"line": XL_CHART_TYPE.LINE, "bar": XL_CHART_TYPE.COLUMN_CLUSTERED}
        shape = page.shapes.add_chart(kinds[content.kind], *self._box(), data)
        chart = shape.chart
        chart.has_legend = len(content.series) > 1
        if chart.has_legend:
            chart.legend.position = XL_LEGEND_POSITION.BOTTOM
            chart.legend.include_in_layout = False
        chart.has_title = False
        axis = chart.value_axis
        axis.has_title = True
        axis.axis_title.text_frame.text = content.unit
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "# ##0", False
        for drawn, series in zip(chart.plots[0].series, content.series, strict=True):
            colour = _COLOURS.get(series.role)
            if colour is None:
                continue
            if content.kind == "line":
                drawn.smooth = False
                drawn.format.line.color.rgb = RGBColor.from_string(colour)
            else:
                drawn.format.fill.solid()
                drawn.format.fill.fore_color.rgb = RGBColor.from_string(colour)
        _describe(shape, content.alt)

    def _foot(self, page: Any) -> None:
        side = round(self.width * _SIDE)
        box = page.shapes.add_textbox(
            side, round(self.height * _FOOT), self.width - 2 * side, round(self.height * 0.06)
        )
        run = box.text_frame.paragraphs[0].add_run()
        run.text = " · ".join(x for x in (self.deck.draft, plain(self.deck.footer)) if x)
        run.font.size = 10 * _PT

    def _widen(self) -> None:
        """Make our own template wide: its layouts are drawn for a narrow slide."""
        from pptx.oxml.ns import qn

        factor = _WIDE[0] / int(self.show.slide_width)
        self.show.slide_width, self.show.slide_height = _WIDE
        for part in (self.show.slide_master, *self.show.slide_layouts):
            for shape in part.placeholders:
                # One without a place of its own takes that of the master, which is widened.
                if shape._element.spPr.find(qn("a:xfrm")) is not None:
                    shape.left = round(shape.left * factor)
                    shape.width = round(shape.width * factor)

    def _drop_slides(self) -> None:
        """Take the template's own slides out, with what only they hold."""
        ids = self.show.slides._sldIdLst
        for entry in list(ids):
            self.show.part.drop_rel(entry.rId)
            ids.remove(entry)


def _layout(layouts: list[Any], *, title: bool, subtitle: bool = False, body: bool = False) -> Any:
    """Return the template's layout for a use, by what it holds; the nearest there is."""
    from pptx.enum.shapes import PP_PLACEHOLDER as HOLDER

    titles, texts = {HOLDER.TITLE, HOLDER.CENTER_TITLE}, {HOLDER.BODY, HOLDER.OBJECT}

    def held(layout: Any) -> list[Any]:
        small = {HOLDER.DATE, HOLDER.FOOTER, HOLDER.SLIDE_NUMBER}
        kinds = [p.placeholder_format.type for p in layout.placeholders]
        return [k for k in kinds if k not in small]

    def fits(layout: Any) -> bool:
        kinds = held(layout)
        if not titles & set(kinds):
            return False
        if subtitle:
            return HOLDER.SUBTITLE in kinds
        if body:
            return len(kinds) == 2 and bool(texts & set(kinds))
        return len(kinds) == 1

    with_title = [x for x in layouts if titles & set(held(x))]
    return next((x for x in layouts if fits(x)), (with_title or layouts)[0])


def _list(page: Any, content: Bullets) -> None:
    holder = next((p for p in page.placeholders if p.placeholder_format.idx != 0), None)
    if holder is None:
        return
    frame = holder.text_frame
    for n, item in enumerate(content.items):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = plain(item)
        run.font.size = (20 if sum(len(plain(i)) for i in content.items) < 600 else 15) * _PT


def _cell(cell: Any, text: str, numeric: bool, bold: bool = False) -> None:
    from pptx.enum.text import PP_ALIGN

    cell.text = text
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if numeric else PP_ALIGN.LEFT
    for run in paragraph.runs:
        run.font.size, run.font.bold = 12 * _PT, bold


def _describe(shape: Any, text: str) -> None:
    """Give a shape its alternative text."""
    shape._element._nvXxPr.cNvPr.set("descr", text)
