"""Which of a presentation's layouts are written with, and where their content stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["LAYOUTS", "Box", "box_of", "layouts_of", "title_size"]

#: The layouts slides are written with: the first slide, one with a list, one with a title alone.
LAYOUTS = ("opening", "listed", "titled")
_TITLE_SIZE = 4400


@dataclass(frozen=True, slots=True)
class Box:
    """Where something stands: English Metric Units from the slide's upper left corner."""

    left: int
    top: int
    width: int
    height: int


def layouts_of(show: Any) -> dict[str, Any]:
    """Return the layout for each use of :data:`LAYOUTS` that a presentation has one for.

    A layout is known by the fields it has, whatever it is called: the date, the footer and the
    number of the slide are not counted.
    """
    from pptx.enum.shapes import PP_PLACEHOLDER as HOLDER

    titles, texts = {HOLDER.TITLE, HOLDER.CENTER_TITLE}, {HOLDER.BODY, HOLDER.OBJECT}
    small = {HOLDER.DATE, HOLDER.FOOTER, HOLDER.SLIDE_NUMBER}
    found: dict[str, Any] = {}
    for layout in show.slide_layouts:
        kinds = [p.placeholder_format.type for p in layout.placeholders]
        held = [k for k in kinds if k not in small]
        others = [k for k in held if k not in titles]
        if len(held) - len(others) != 1:
            continue
        if not others:
            found.setdefault("titled", layout)
        elif others == [HOLDER.SUBTITLE]:
            found.setdefault("opening", layout)
        elif len(others) == 1 and others[0] in texts and _is_across(layout):
            found.setdefault("listed", layout)
    return found


def _is_across(layout: Any) -> bool:
    """Tell whether a layout's text is horizontal and wider than it is high: a list's."""
    field = box_of(layout)
    body = next(p for p in layout.placeholders if p.placeholder_format.idx == _body_index(layout))
    upright = body.text_frame._txBody.bodyPr.get("vert", "horz") == "horz"
    return field is not None and upright and field.width > field.height


def _body_index(layout: Any) -> int:
    from pptx.enum.shapes import PP_PLACEHOLDER as HOLDER

    wanted = (HOLDER.BODY, HOLDER.OBJECT)
    kinds = ((p.placeholder_format.idx, p.placeholder_format.type) for p in layout.placeholders)
    return next((int(idx) for idx, kind in kinds if kind in wanted), -1)


def box_of(layout: Any, footer: bool = False) -> Box | None:
    """Return where a layout's field for text stands, or its footer; None: it has none."""
    from pptx.enum.shapes import PP_PLACEHOLDER as HOLDER

    wanted = (HOLDER.FOOTER,) if footer else (HOLDER.BODY, HOLDER.OBJECT)
    for shape in layout.placeholders:
        if shape.placeholder_format.type in wanted and shape.width and shape.height:
            return Box(int(shape.left), int(shape.top), int(shape.width), int(shape.height))
    return None


def title_size(layout: Any) -> float:
    """Return the size of a layout's title in points: its own, else that of its master."""
    from pptx.oxml.ns import qn

    master = layout.slide_master
    held = [*layout.placeholders, *master.placeholders]
    shapes = [p._element for p in held if p.placeholder_format.idx == 0]
    for element in (*shapes, *master._element.iter(qn("p:titleStyle"))):
        for level in element.iter(qn("a:lvl1pPr")):
            style = level.find(qn("a:defRPr"))
            if style is not None and style.get("sz"):
                return int(style.get("sz")) / 100
    return _TITLE_SIZE / 100
