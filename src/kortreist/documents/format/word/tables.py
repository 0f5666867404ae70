"""Columns of a table in Word: as wide as asked for, and none narrower than its longest word."""

from __future__ import annotations

from kortreist.documents.format.blocks import Break, Inline, Inlines, Strong, Table
from kortreist.documents.format.word.column_widths import fitted as fitted_widths
from kortreist.documents.format.word.column_widths import share_out
from kortreist.documents.format.word.letter_widths import longest_word
from kortreist.documents.format.word.xml import CELL_MARGIN

__all__ = ["BOLD", "fitted", "needs"]

#: Tones of rows that are set in bold.
BOLD = ("total", "strong", "group")
_SMALLEST, _STEP = 6.5, 0.5
#: What a renderer may round, and a line in the margin take, in points.
_SLACK = 1.5


def fitted(table: Table, width: float, letters: float = 1.0) -> tuple[float, list[float]]:
    """Return the size of a table's text and the widths of its columns, in points.

    The text is set smaller until each column holds its longest word. Where it does not fit at
    the smallest size either, all columns are short in proportion, and words will be broken.
    ``letters`` is how much wider than Calibri's the font's are.
    """
    count = len(table.columns)
    size = 7.5 if count > 7 else 8.5 if count > 5 else 9.5
    shares = [column.share for column in table.columns]
    while True:
        minimum = needs(table, size, letters)
        widths = share_out(width, shares, minimum)
        if widths is not None:
            return size, widths
        if size <= _SMALLEST:
            return size, fitted_widths(width, shares, minimum)
        size -= _STEP


def needs(table: Table, size: float, letters: float = 1.0) -> list[float]:
    """Return what each column needs for its longest word, in points.

    Parameters
    ----------
    table : Table
    size : float
        Of the text, in points; a cell's second line is a point smaller.
    letters : float
        How much wider than Calibri's the letters of the font are.
    """
    out = [_widest(column.title, size, True) for column in table.columns]
    for row in table.rows:
        bold = row.tone in BOLD
        for n, cell in enumerate((row.header, *row.cells)[: len(out)]):
            out[n] = max(
                out[n], _widest(cell.content, size, bold), _widest(cell.sub, size - 1, False)
            )
    return [need * letters + 2 * CELL_MARGIN + _SLACK for need in out]


def _widest(content: Inlines, size: float, bold: bool) -> float:
    return longest_word(
        _plain_text(content), size, bold or any(isinstance(i, Strong) for i in content)
    )


def _plain_text(content: Inlines) -> str:
    """Return the text as Word gets it: the joiner, which its fonts lack, is not written."""
    return "".join(_text(item) for item in content).replace("\u2060", "")


def _text(item: Inline) -> str:
    if isinstance(item, str):
        return item
    if isinstance(item, Strong):
        return _plain_text(item.content)
    return " " if isinstance(item, Break) else item.text
