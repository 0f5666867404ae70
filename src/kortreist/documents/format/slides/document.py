"""Slides as ``.pptx``: titles, lists and tables in the template's own style, charts as charts."""

from __future__ import annotations

import io
from typing import Any

from kortreist.documents.format.blocks import Bullets, KeyFigures, Table, plain
from kortreist.documents.format.slides.deck import Deck, Slide, SlideChart
from kortreist.documents.format.slides.fitting import EDGES, Text, fitting_size, height_of
from kortreist.documents.format.slides.layouts import Box, box_of, layouts_of, title_size
from kortreist.documents.format.slides.package import settled
from kortreist.documents.format.slides.template import SlideTemplate
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
#: Share of the content's height that a table's caption takes.
_CAPTION = 0.1
_ROWS = 10
#: Sizes that are tried, from the largest; under a title's own, then those of the text.
_TITLES = (44, 40, 36, 32, 28, 26, 24, 22, 20, 18, 16, 14, 12)
_SUBTITLES = (24, 20, 18, 16, 14, 12, 10)
_LISTS = (20, 18, 16, 15, 14, 13, 12, 11, 10)
_CELLS = (12, 11, 10, 9, 8)
_FIGURES = (26, 24, 22, 20, 18, 16, 14)
_CAPTIONS = (14, 13, 12, 11, 10)
_FEET = (10, 9, 8, 7, 6)
#: What a point of a list is set in from the edge, points.
_INDENT = 30
_CELL_EDGES = 7.2


def render_slides(deck: Deck, template: SlideTemplate | None = None) -> bytes:
    """Return slides as ``.pptx``; the same slides and template give the same bytes.

    Parameters
    ----------
    deck : Deck
    template : SlideTemplate, optional
        The municipality's own: its master, layouts, colours and fonts are used. Ours where there
        is none. No text is larger than its box holds.

    Returns
    -------
    bytes
    """
    return _Writer(deck, template).write()


class _Writer:
    """Writes slides into a new presentation."""

    def __init__(self, deck: Deck, template: SlideTemplate | None) -> None:
        from pptx import Presentation

        self.deck, self.letters = deck, template.letters if template else 1.0
        self.show: Any = Presentation(io.BytesIO(template.content) if template else None)
        if template is None:
            self._widen()
        layouts = layouts_of(self.show)
        self.first, self.listed, self.only = (layouts[n] for n in ("opening", "listed", "titled"))
        self.box, self.foot = self._places(own=template is not None)

    def write(self) -> bytes:
        deck = self.deck
        opening = self.show.slides.add_slide(self.first)
        self._title(opening, deck.title)
        for holder in list(opening.placeholders)[1:2]:
            self._write(holder, [Text(deck.subtitle)], _SUBTITLES)
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
        self._title(page, slide.title)
        if isinstance(content, Bullets):
            self._list(page, content)
        elif isinstance(content, KeyFigures):
            self._figures(page, content)
        elif isinstance(content, Table):
            self._table(page, content)
        else:
            self._chart(page, content)
        self._foot(page)
        page.notes_slide.notes_text_frame.text = "\n".join(slide.notes)

    def _places(self, own: bool) -> tuple[Box, Box]:
        """Return where content and foot stand: where a template has its own, there."""
        wide, high = int(self.show.slide_width), int(self.show.slide_height)
        side = round(wide * _SIDE)
        box = Box(side, round(high * _TOP), wide - 2 * side, round(high * _HEIGHT))
        foot = Box(side, round(high * _FOOT), wide - 2 * side, round(high * 0.06))
        if not own:
            return box, foot
        return box_of(self.listed) or box, box_of(self.listed, footer=True) or foot

    def _title(self, page: Any, text: str) -> None:
        own = title_size(page.slide_layout)
        self._write(
            page.shapes.title, [Text(text, bold=True)], (own, *(s for s in _TITLES if s < own))
        )

    def _write(self, holder: Any, texts: list[Text], sizes: tuple[float, ...]) -> None:
        """Write paragraphs into a field, in the largest size it holds.

        Weight, colour and font are the template's. The size is left to it where its own fits.
        """
        size = self._size(texts, sizes, int(holder.width), int(holder.height))
        frame = holder.text_frame
        frame.word_wrap = True
        for n, text in enumerate(texts):
            paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            run = paragraph.add_run()
            run.text, run.font.size = text.said, round(size * text.share * _PT)
            paragraph.line_spacing, paragraph.space_after = 1.0, 0
            paragraph.space_before = round(text.before * size * text.share * _PT) if n else 0

    def _size(
        self, texts: list[Text], sizes: tuple[float, ...], wide: int, high: int, indent: float = 0
    ) -> float:
        width, height = wide / _PT - EDGES[0] - indent, high / _PT - EDGES[1]
        return fitting_size(
            sizes, lambda size: height_of(texts, size, width, self.letters) <= height
        )

    def _list(self, page: Any, content: Bullets) -> None:
        holder = next(p for p in page.placeholders if p.placeholder_format.idx != 0)
        texts = [Text(plain(item), before=0.4) for item in content.items]
        size = self._size(texts, _LISTS, int(holder.width), int(holder.height), _INDENT)
        self._write(holder, texts, (size,))

    def _figures(self, page: Any, content: KeyFigures) -> None:
        left, top, width, height = self._at(self.box)
        columns = 3 if len(content.items) > 2 else len(content.items)
        rows = -(-len(content.items) // columns)
        wide, high = width // columns, height // rows
        for n, item in enumerate(content.items):
            x, y = left + n % columns * wide, top + n // columns * high
            box = page.shapes.add_textbox(x, y, round(wide * 0.95), round(high * 0.95))
            texts = [
                Text(plain(item.title), bold=True, share=14 / 26),
                Text(plain(item.figure), bold=True),
                Text(plain(item.note), share=12 / 26),
            ]
            self._write(box, texts, _FIGURES)
            for paragraph, text in zip(box.text_frame.paragraphs, texts, strict=True):
                paragraph.runs[0].font.bold = text.bold
            _describe(box, ": ".join((plain(item.title), plain(item.figure))))

    def _table(self, page: Any, content: Table) -> None:
        left, top, width, height = self._at(self.box)
        if caption := plain(content.caption):  # the unit and the years of what stands below
            above = round(height * _CAPTION)
            box = page.shapes.add_textbox(left, top, width, above)
            self._write(box, [Text(caption, bold=True)], _CAPTIONS)
            top, height = top + above, height - above
        whole = sum(c.share for c in content.columns)
        widths = [round(width * c.share / whole) for c in content.columns]
        rows = [[Text(plain(c.title), bold=True) for c in content.columns]]
        for row in content.rows[:_ROWS]:
            cells = (row.header, *row.cells)
            said = (plain(c.content) + (f" ({plain(c.sub)})" if c.sub else "") for c in cells)
            rows.append([Text(text, bold=row.tone == "total") for text in said])

        def heights(size: float) -> list[int]:
            """Return how high each row is, in English Metric Units."""
            inner = [w / _PT - EDGES[0] for w in widths]
            cells = (
                [height_of([t], size, w, self.letters) for t, w in zip(row, inner, strict=False)]
                for row in rows
            )
            return [round((max(one) + _CELL_EDGES) * _PT) for one in cells]

        size = fitting_size(_CELLS, lambda s: sum(heights(s)) <= height)
        high = heights(size)
        shape = page.shapes.add_table(len(rows), len(widths), left, top, width, sum(high))
        table = shape.table
        for n, wide in enumerate(widths):
            table.columns[n].width = wide
        for at, texts in enumerate(rows):
            table.rows[at].height = high[at]
            for n, text in enumerate(texts):
                _cell(table.cell(at, n), text, content.columns[n].numeric, size)
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
        shape = page.shapes.add_chart(kinds[content.kind], *self._at(self.box), data)
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
        box = page.shapes.add_textbox(*self._at(self.foot))
        said = " · ".join(x for x in (self.deck.draft, plain(self.deck.footer)) if x)
        self._write(box, [Text(said)], _FEET)

    @staticmethod
    def _at(box: Box) -> tuple[int, int, int, int]:
        return box.left, box.top, box.width, box.height

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


def _cell(cell: Any, text: Text, numeric: bool, size: float) -> None:
    from pptx.enum.text import PP_ALIGN

    cell.text = text.said
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if numeric else PP_ALIGN.LEFT
    paragraph.line_spacing = 1.0
    for run in paragraph.runs:
        run.font.size, run.font.bold = round(size * _PT), text.bold


def _describe(shape: Any, text: str) -> None:
    """Give a shape its alternative text."""
    shape._element._nvXxPr.cNvPr.set("descr", text)
