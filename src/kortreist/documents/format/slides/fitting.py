"""How large text may be to stay inside its box, by the widths of letters.

PowerPoint shrinks text only when somebody edits it: a size that does not fit runs out of the
slide. So each size is chosen here. Measures are points; a box's own edges are taken off.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kortreist.documents.format.word.letter_widths import text_width

__all__ = ["EDGES", "Text", "fitting_size", "height_of", "lines_of"]

#: Width and height PowerPoint keeps free inside a box, both sides together.
EDGES = (14.4, 7.2)
_LINE = 1.2


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph: how its size relates to the one that is chosen, and the space before it.

    ``share`` is of the chosen size; ``before`` of its own, in lines.
    """

    said: str
    bold: bool = False
    share: float = 1.0
    before: float = 0.0


def lines_of(text: Text, size: float, width: float, letters: float) -> int:
    """Return how many lines a paragraph takes.

    Parameters
    ----------
    text : Text
    size : float
        Chosen size, points.
    width : float
        Room for text, points.
    letters : float
        How much wider than Calibri's the font's letters are.

    Examples
    --------
    >>> lines_of(Text("Klimabudsjett for Eksempeldal"), 20, 300, 1.0)
    1
    >>> lines_of(Text("Klimabudsjett for Eksempeldal"), 20, 150, 1.0)
    2
    """
    own, lines, used = size * text.share, 1, 0.0
    space = text_width(" ", own, text.bold) * letters
    for word in text.said.replace("\n", " ").split(" "):
        wide = text_width(word, own, text.bold) * letters
        if used and used + space + wide > width:
            lines, used = lines + 1, 0.0
        used += wide + (space if used else 0.0)
        if used > width:  # a word wider than the box is broken
            lines += math.ceil(used / width) - 1
            used = used % width
    return lines


def height_of(texts: Sequence[Text], size: float, width: float, letters: float) -> float:
    """Return how high paragraphs are under one another, in points."""
    return sum(
        (lines_of(t, size, width, letters) + (t.before if n else 0.0)) * size * t.share * _LINE
        for n, t in enumerate(texts)
    )


def fitting_size(sizes: Sequence[float], fits: Callable[[float], bool]) -> float:
    """Return the first size that fits; the last where none does.

    Parameters
    ----------
    sizes : sequence of float
        From the largest.
    fits : callable
        Size, points → whether everything is inside.

    Examples
    --------
    >>> fitting_size((20, 15, 10), lambda size: size < 18)
    15
    """
    return next((size for size in sizes if fits(size)), sizes[-1])
