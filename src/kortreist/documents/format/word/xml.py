"""Runs, paragraphs and tables of a Word file, written as the XML they are stored as.

A plan has thousands of runs and cells. Every property is written in the order the schema
(ECMA-376, WordprocessingML) asks for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

__all__ = [
    "CELL_MARGIN",
    "LINE_BREAK",
    "TAB",
    "body_of",
    "bookmark",
    "cell",
    "contents_field",
    "field",
    "hyperlink",
    "inside_link",
    "paragraph",
    "picture",
    "row",
    "run",
    "table",
    "writable",
]

#: A line break inside a paragraph, and a step to the next tab stop.
LINE_BREAK = "<w:r><w:br/></w:r>"
TAB = "<w:r><w:tab/></w:r>"
#: Between a cell's edge and its text, on either side, in points; as the style of tables has it.
CELL_MARGIN = 4.0

# Word's own fonts lack the joiner, and would draw a box for it; the others XML cannot hold.
_UNWRITABLE = re.compile("[\u2060\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROL = re.compile("([\t\n\r])")


def writable(text: str) -> str:
    """Return a text without the characters a Word file cannot hold."""
    return _UNWRITABLE.sub("", text)


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
    for piece in _CONTROL.split(writable(text)):
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


def inside_link(bookmark: str, runs: str) -> str:
    """Return runs as a link to a bookmark of the document."""
    return f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{runs}</w:hyperlink>'


def bookmark(name: str, number: int, runs: str) -> str:
    """Return runs inside a bookmark; ``number`` is its own in the document."""
    start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
    return f'{start}{runs}<w:bookmarkEnd w:id="{number}"/>'


def field(code: str, shown: str = "") -> str:
    """Return a field Word fills in: ``PAGE``, ``NUMPAGES``; ``shown`` until it has."""
    return f'<w:fldSimple w:instr=" {code} ">{run(shown)}</w:fldSimple>'


def contents_field(entries: Sequence[str], style: str) -> list[str]:
    """Return the paragraphs of a list of contents.

    Parameters
    ----------
    entries : sequence of str
        Runs of each line, as they stand until Word has counted pages.
    style : str
        Id of the lines' style.

    Returns
    -------
    list of str
        Marked as out of date: Word offers to fill in the pages when the file is opened.
    """
    code = ' TOC \\o "1-1" \\h \\z \\u '
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    lines = list(entries)
    lines[0] = begin + lines[0]
    lines[-1] += end
    return [paragraph(line, style) for line in lines]


def picture(relation: str, number: int, size: tuple[int, int], title: str, description: str) -> str:
    """Return a run with a picture.

    Parameters
    ----------
    relation : str
        Id of the picture's part.
    number : int
        Its own in the document.
    size : (int, int)
        Width and height in English metric units, 360,000 a centimetre.
    title, description : str
        The description is said by a screen reader.

    Returns
    -------
    str
        ``<w:r>``.
    """
    main = "http://schemas.openxmlformats.org/drawingml/2006"
    extent = f'cx="{size[0]}" cy="{size[1]}"'
    attributes = f'descr="{escape(writable(description))}" title="{escape(writable(title))}"'
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0" '
        f'xmlns:wp="{main}/wordprocessingDrawing"><wp:extent {extent}/>'
        f'<wp:docPr id="{number}" name="{number}" {attributes}/><wp:cNvGraphicFramePr>'
        f'<a:graphicFrameLocks xmlns:a="{main}/main" noChangeAspect="1"/>'
        f'</wp:cNvGraphicFramePr><a:graphic xmlns:a="{main}/main">'
        f'<a:graphicData uri="{main}/picture"><pic:pic xmlns:pic="{main}/picture"><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="{number}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def paragraph(
    runs: str = "",
    style: str = "",
    keep_next: bool = False,
    page_break: bool = False,
    box: str = "",
    after: float | None = None,
    right: bool = False,
    number: int | None = None,
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
    number : int, optional
        The numbered list it is a point of; 0 takes the style's numbers away.

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
    if number is not None:
        looks += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
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
    caption_xml = ""
    if caption:
        caption_xml = f'<w:tblCaption w:val="{escape(writable(caption))}"/>'
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:type="auto" w:w="0"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:firstColumn="1" w:firstRow="1" '
        'w:lastColumn="0" w:lastRow="0" w:noHBand="0" w:noVBand="1" w:val="04A0"/>'
        f"{caption_xml}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def body_of(parts: Sequence[str], page: str = "") -> str:
    """Return paragraphs, tables and the page's settings as the document they make."""
    return (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f"<w:body>{''.join(parts)}{page}</w:body></w:document>"
    )
