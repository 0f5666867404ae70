"""How a value shows itself in a notebook or a terminal: a few lines, never everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from importlib import import_module
from typing import ClassVar

__all__ = ["Card", "Shown"]


@dataclass(frozen=True, slots=True)
class Card:
    """A title, rows in columns, and a line on where to look further.

    Parameters
    ----------
    title : str
    rows : sequence of tuple of str
        As many cells in each.
    more : str
        What else there is, in code.
    """

    title: str
    rows: Sequence[tuple[str, ...]]
    more: str = ""

    def text(self) -> str:
        """Return the card in plain text, columns aligned.

        Examples
        --------
        >>> print(Card("Plan", [("frame", "1"), ("pathway", "22")], "plan.frame").text())
        Plan
          frame    1
          pathway  22
          plan.frame
        """
        widths = [max(len(cell) for cell in column) for column in zip(*self.rows, strict=True)]
        lines = [self.title] if self.title else []
        for row in self.rows:
            cells = (c.ljust(w) for c, w in zip(row, widths, strict=True))
            lines.append(("  " + "  ".join(cells)).rstrip())
        return "\n".join([*lines, *([f"  {self.more}"] if self.more else [])])

    def html(self) -> str:
        """Return the card as a table that follows the notebook's own style."""
        rows = "".join(
            f"<tr><th style='text-align:left'>{escape(row[0])}</th>"
            + "".join(f"<td style='text-align:left'>{escape(cell)}</td>" for cell in row[1:])
            + "</tr>"
            for row in self.rows
        )
        title = f"<caption style='text-align:left'><b>{escape(self.title)}</b></caption>"
        more = f"<div><code>{escape(self.more)}</code></div>" if self.more else ""
        return f"<div><table>{title if self.title else ''}{rows}</table>{more}</div>"


class Shown:
    """A value that shows itself as its card, in a terminal and in a notebook.

    ``CARD``: module and function that make it, loaded when it is shown.
    """

    __slots__ = ()
    CARD: ClassVar[tuple[str, str]]

    def _card(self) -> Card:
        module, function = self.CARD
        card: Card = getattr(import_module(module), function)(self)
        return card

    def __repr__(self) -> str:
        return self._card().text()

    def _repr_html_(self) -> str:
        return self._card().html()
