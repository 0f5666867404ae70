"""Runs, paragraphs and tables of a Word file, written as the XML they are stored as.

A plan has thousands of runs and cells. Made one at a time as objects of python-docx they cost
seconds, most of it spent looking for where in its parent each property belongs; here every
property is written in the order the schema (ECMA-376, WordprocessingML) asks for, and the
whole body is read in one go.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

__all__ = ["LINE_BREAK", "body_of", "cell", "hyperlink", "paragraph", "row", "run", "table"]

#: A line break inside a paragraph.
LINE_BREAK = "<w:r><w:br/></w:r>"

# Word's own fonts lack the joiner, and would draw a box for it; the others XML cannot hold.
_UNWRITABLE = re.compile("[\u2060\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROL = re.compile("([\t\n\r])")


def run(
    text: str,
    bold: bool = False,
    size: float = 0,
    colour: str = "",
    italic: bool = False,
    underline: bool = False,
) -> str:
    """Return a run.

    Parameters
    ----------
    text : str
        Tabs and line breaks become Word's own.
    bold, italic, underline : bool
    size : float
        Points, in halves; 0 leaves it to the style.
    colour : str
        Six hexadecimal digits; empty leaves it to the style.

    Returns
    -------
    str
        ``<w:r>``.
    """
    looks = ""
    if bold:
        looks += "<w:b/>"
    if italic:
        looks += "<w:i/>"
    if colour:
        looks += f'<w:color w:val="{colour}"/>'
    if size:
        looks += f'<w:sz w:val="{int(size * 2)}"/>'
    if underline:
        looks += '<w:u w:val="single"/>'
    if looks:
        looks = f"<w:rPr>{looks}</w:rPr>"
    return f"<w:r>{looks}{_text(text)}</w:r>"


def _text(text: str) -> str:
    out = ""
    for piece in _CONTROL.split(_UNWRITABLE.sub("", text)):
        if piece == "\t":
            out += "<w:tab/>"
        elif piece in ("\n", "\r"):
            out += "<w:br/>"
        elif piece:
            space = ' xml:space="preserve"' if piece.strip() != piece else ""
            out += f"<w:t{space}>{escape(piece, quote=False)}</w:t>"
    return out


def hyperlink(relation: str, runs: str) -> str:
    """Return runs as a link to the target of a relation of the document."""
    return f'<w:hyperlink r:id="{relation}">{runs}</w:hyperlink>'


def paragraph(
    runs: str = "",
    style: str = "",
    keep_next: bool = False,
    page_break: bool = False,
    box: str = "",
    after: float | None = None,
    right: bool = False,
) -> str:
    """Return a paragraph.

    Parameters
    ----------
    runs : str
        XML of runs and links.
    style : str
        Id of a paragraph style; empty is Normal.
    keep_next : bool
        On the page of what follows.
    page_break : bool
        On a new page.
    box : str
        Colour of a box around it, if any.
    after : float, optional
        Space below in points; None leaves it to the style.
    right : bool
        Set to the right.

    Returns
    -------
    str
        ``<w:p>``.
    """
    looks = ""
    if style:
        looks += f'<w:pStyle w:val="{style}"/>'
    if keep_next:
        looks += "<w:keepNext/>"
    if page_break:
        looks += "<w:pageBreakBefore/>"
    if box:
        edge = f'w:val="single" w:sz="12" w:space="4" w:color="{box}"'
        edges = "".join(f"<w:{side} {edge}/>" for side in ("top", "left", "bottom", "right"))
        looks += f"<w:pBdr>{edges}</w:pBdr>"
    if after is not None:
        looks += f'<w:spacing w:after="{round(after * 20)}"/>'
    if right:
        looks += '<w:jc w:val="right"/>'
    if looks:
        looks = f"<w:pPr>{looks}</w:pPr>"
    return f"<w:p>{looks}{runs}</w:p>"


def cell(content: str, width: int, fill: str = "") -> str:
    """Return a cell ``width`` twentieths of a point wide, of paragraphs."""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/>{shade}</w:tcPr>{content}</w:tc>'


def row(cells: str, header: bool = False) -> str:
    """Return a row that stays on one page, or a header that is repeated on every page."""
    kind = "tblHeader" if header else "cantSplit"
    return f"<w:tr><w:trPr><w:{kind}/></w:trPr>{cells}</w:tr>"


def table(rows: str, widths: Sequence[int], caption: str = "") -> str:
    """Return a table with lines, of fixed widths.

    Parameters
    ----------
    rows : str
        XML of rows.
    widths : sequence of int
        Of each column, in twentieths of a point.
    caption : str
        Said by a screen reader.

    Returns
    -------
    str
        ``<w:tbl>``.
    """
    said = ""
    if caption:
        said = f'<w:tblCaption w:val="{escape(_UNWRITABLE.sub("", caption))}"/>'
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:type="auto" w:w="0"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:firstColumn="1" w:firstRow="1" '
        'w:lastColumn="0" w:lastRow="0" w:noHBand="0" w:noVBand="1" w:val="04A0"/>'
        f"{said}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def body_of(parts: Sequence[str], namespaces: str) -> str:
    """Return paragraphs and tables as one body, ready to be read."""
    return f"<w:body {namespaces}>{''.join(parts)}</w:body>"
