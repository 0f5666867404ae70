"""The pathway map as a drawing: one line that parts where a sign decides, and meets again."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from kortreist.documents.format.charts import COLOURS
from kortreist.documents.format.svg import FONT, INK, escape

__all__ = ["Drawn", "pathway_map"]

_WIDTH, _EDGE, _GAP = 430.0, 4.0, 14.0
_SIZE, _LEADING, _PAD = 14.0, 18.0, 9.0
#: Mean width of a letter, in sizes: a little more than the font's, so that no line is too long.
_LETTER = 0.455
_HALF = (_WIDTH - 2 * _EDGE - _GAP) / 2
_MIDDLE = _WIDTH / 2


@dataclass(frozen=True, slots=True)
class Drawn:
    """One stop: texts are whole sentences, wrapped here.

    Parameters
    ----------
    kind : {"decide", "now", "branch", "end"}
    by : str
        What stands over the question: by when.
    head : str
    ways : tuple of (str, str)
        The answer with how often it comes, and what is then done.
    after : tuple of str
        What stands below the ways.
    """

    kind: str
    by: str
    head: str
    ways: tuple[tuple[str, str], ...] = ()
    after: tuple[str, ...] = ()


def pathway_map(stops: Sequence[Drawn]) -> str:
    """Draw the map, from the top down, to be read on a phone and in grey.

    Parameters
    ----------
    stops : sequence of Drawn

    Returns
    -------
    str
        SVG.
    """
    canvas, cuts = _Canvas(), [0.0]
    for i, stop in enumerate(stops):
        if i:
            cuts.append(canvas.y + _GAP / 2)
            canvas.line(_MIDDLE, canvas.y, _MIDDLE, canvas.y + _GAP)
            canvas.y += _GAP
        canvas.stop(stop)
    height = canvas.y + _EDGE
    body = "".join([*canvas.lines, *canvas.shapes])
    # Where a page may end, so that a long map goes over pages and is not made small.
    places = " ".join(f"{y:g}" for y in (*cuts, height))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {height:g}" '
        f'data-cuts="{places}">'
        f'<rect width="{_WIDTH:g}" height="{height:g}" fill="white"/>{body}</svg>'
    )


class _Canvas:
    """What is drawn so far: lines below, boxes and texts above, and how far down."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.shapes: list[str] = []
        self.y = _EDGE

    def stop(self, stop: Drawn) -> None:
        whole = _WIDTH - 2 * _EDGE
        if stop.kind == "branch":
            head = [(stop.by, True), *((t, False) for t in _wrapped(stop.head, whole))]
            self.box(_EDGE, whole, head, stroke=COLOURS["frame"], wide=2.4)
            self.fork(stop.ways)
            if stop.after:
                text = [(t, False) for s in stop.after for t in _wrapped(s, whole)]
                self.line(_MIDDLE, self.y, _MIDDLE, self.y + _GAP)
                self.y += _GAP
                self.box(_EDGE, whole, text, fill="#f4f1ea", stroke="#b9b2a3", wide=0.8)
            return
        end = stop.kind == "end"
        text = [(t, True) for t in _wrapped(stop.head, whole)]
        text += [(t, False) for s in stop.after for t in _wrapped(s, whole)]
        dark = COLOURS["municipality"] if end else COLOURS["pathway"]
        if stop.kind == "decide":
            dark = COLOURS["frame"]
        self.box(_EDGE, whole, text, stroke=dark, wide=2.4, fill="#eaf2f7" if end else "white")

    def fork(self, ways: Sequence[tuple[str, str]]) -> None:
        """Draw the line parted in two, what is done on either, and the two met again."""
        top = self.y
        foot = top + _GAP
        centres = (_EDGE + _HALF / 2, _WIDTH - _EDGE - _HALF / 2)
        deepest = foot
        for i, ((answer, done), centre) in enumerate(zip(ways, centres, strict=True)):
            self.line(_MIDDLE, top, centre, foot, dashed=i == 1)
            text = [(t, True) for t in _wrapped(answer, _HALF)]
            text += [(t, False) for t in _wrapped(done, _HALF)]
            self.y = foot
            colour = COLOURS["cut"] if i == 0 else COLOURS["baseline"]
            self.box(centre - _HALF / 2, _HALF, text, stroke=colour, wide=1.8, dashed=i == 1)
            deepest = max(deepest, self.y)
        for i, centre in enumerate(centres):
            self.line(centre, foot, centre, deepest, dashed=i == 1)
            self.line(centre, deepest, _MIDDLE, deepest + _GAP, dashed=i == 1)
        self.y = deepest + _GAP

    def box(
        self,
        x: float,
        width: float,
        text: Sequence[tuple[str, bool]],
        *,
        stroke: str,
        wide: float,
        fill: str = "white",
        dashed: bool = False,
    ) -> None:
        height = _LEADING * len(text) + 2 * _PAD - 4.0
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        self.shapes.append(
            f'<rect x="{x:g}" y="{self.y:g}" width="{width:g}" height="{height:g}" rx="5" '
            f'fill="{fill}" stroke="{stroke}" stroke-width="{wide:g}"{dash}/>'
        )
        for i, (line, bold) in enumerate(text):
            weight = ' font-weight="bold"' if bold else ""
            at = self.y + _PAD + _LEADING * i + _SIZE - 3.0
            self.shapes.append(
                f'<text x="{x + _PAD:g}" y="{at:g}" font-size="{_SIZE:g}" fill="{INK}" '
                f'font-family="{FONT}"{weight}>{escape(line)}</text>'
            )
        self.y += height

    def line(self, x: float, y: float, to_x: float, to_y: float, *, dashed: bool = False) -> None:
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        self.lines.append(
            f'<path d="M{x:g} {y:g}L{to_x:g} {to_y:g}" stroke="{COLOURS["pathway"]}" '
            f'stroke-width="3" fill="none"{dash}/>'
        )


def _wrapped(text: str, width: float) -> list[str]:
    letters = int((width - 2 * _PAD) / (_SIZE * _LETTER))
    return textwrap.wrap(text, letters, break_long_words=True)
