"""The tables of a Word document, as rows of cells; merged cells as they are merged there.

Only what tables say is read: text, line breaks and lists, no pictures, fields or comments. Text
that is deleted with changes tracked is not part of the document. A table inside a cell is read
as that cell's text.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree

from kortreist.errors import ImportRefusedError

__all__ = ["WordTable", "is_word", "word_tables"]

_NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_PART = "word/document.xml"
_PIECE = 1 << 20
_DEEPEST = 200
#: Grid columns a cell may say it spans: what the file says is not believed beyond it.
_WIDEST = 60
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class WordTable:
    """One table.

    Parameters
    ----------
    rows : list of list of str or None
        A cell that is covered by one above, or to its left, is None.
    down : set of tuple of int
        (row, column) of cells that a cell above covers.
    before : str
        The paragraph before it: mostly its caption or heading.
    """

    rows: list[list[str | None]]
    down: frozenset[tuple[int, int]]
    before: str = ""


def is_word(content: bytes) -> bool:
    """Tell whether a packed file is a Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _PART in packed.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def word_tables(
    content: bytes, name: str, *, max_rows: int, max_columns: int, max_unpacked: int
) -> tuple[WordTable, ...]:
    """Return the tables of a document, in its order; tables in cells are text of the cell.

    Raises
    ------
    ImportRefusedError
        ``import.damaged``, ``import.unpacks``, ``import.too_large``.
    """
    body = _body(content, name, max_unpacked)
    tables: list[WordTable] = []
    before = ""
    for element in _blocks(body):
        if _tag(element) == "tbl":
            tables.append(_table(element, name, before, max_rows, max_columns))
            before = ""
        elif said := _text(element).strip():
            before = said[:200]
    return tuple(tables)


def _body(content: bytes, name: str, max_unpacked: int) -> ElementTree.Element:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed, packed.open(_PART) as part:
            read, size = [], 0
            while piece := part.read(_PIECE):
                size += len(piece)
                if size > max_unpacked:
                    raise ImportRefusedError(
                        "import.unpacks", file=name, maximum=max_unpacked // 1_000_000
                    )
                read.append(piece)
        document = b"".join(read)
        if b"<!DOCTYPE" in document:  # none has one; entities could unpack for ever
            raise ImportRefusedError("import.damaged", file=name)
        return ElementTree.fromstring(document)  # noqa: S314 - see above
    except ImportRefusedError:
        raise
    except Exception as error:  # zip, zlib and XML errors of many types
        raise ImportRefusedError("import.damaged", file=name) from error


def _tag(element: ElementTree.Element) -> str:
    for namespace in _NAMESPACES:
        if element.tag.startswith(namespace):
            return element.tag[len(namespace) :]
    return ""


def _value(element: ElementTree.Element, name: str) -> str | None:
    return next((v for k, v in element.attrib.items() if k.endswith("}" + name)), None)


def _blocks(element: ElementTree.Element, depth: int = 0) -> list[ElementTree.Element]:
    """Return paragraphs and tables in order, also inside frames that only hold content."""
    out: list[ElementTree.Element] = []
    for child in element:
        if _tag(child) in ("p", "tbl"):
            out.append(child)
        elif _tag(child) not in ("del", "moveFrom") and depth < _DEEPEST:
            out.extend(_blocks(child, depth + 1))
    return out


def _text(element: ElementTree.Element, depth: int = 0) -> str:
    """Return the text of a block: a paragraph a line, a cell of a table in it too."""
    out: list[str] = []
    for child in element:
        tag = _tag(child)
        if tag in ("t", "delText"):
            out.append(child.text or "" if tag == "t" else "")
        elif tag in ("br", "cr"):
            out.append("\n")
        elif tag == "tab":
            out.append(" ")
        elif tag == "noBreakHyphen":
            out.append("-")
        elif tag in ("del", "moveFrom", "instrText") or depth > _DEEPEST:
            continue
        else:
            out.append(_text(child, depth + 1))
            if tag in ("p", "tc", "tr"):
                out.append("\n")
    return _CONTROL.sub(" ", "".join(out))


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _children(element: ElementTree.Element, tag: str) -> list[ElementTree.Element]:
    """Return rows or cells, also those a content control is around."""
    out: list[ElementTree.Element] = []
    for child in element:
        if _tag(child) == tag:
            out.append(child)
        elif _tag(child) in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
            out.extend(_children(child, tag))
    return out


def _span(cell: ElementTree.Element) -> tuple[int, bool]:
    """Return how many columns a cell takes, and whether one above covers it."""
    width, down = 1, False
    for properties in cell:
        if _tag(properties) != "tcPr":
            continue
        for p in properties:
            if _tag(p) == "gridSpan":
                said = _value(p, "val") or "1"
                width = int(said) if said.isdecimal() and 0 < int(said[:6]) <= _WIDEST else 1
            elif _tag(p) == "vMerge":
                down = (_value(p, "val") or "continue") != "restart"
    return width, down


def _table(
    element: ElementTree.Element, name: str, before: str, max_rows: int, max_columns: int
) -> WordTable:
    rows: list[list[str | None]] = []
    down: set[tuple[int, int]] = set()
    for row in _children(element, "tr"):
        cells: list[str | None] = []
        for cell in _children(row, "tc"):
            width, covered = _span(cell)
            if covered:
                down.add((len(rows), len(cells)))
            said = None if covered else _lines(_text(cell)) or ""
            cells.extend([said, *[None] * (width - 1)])
        rows.append(cells)
        if len(rows) > max_rows + 1 or len(cells) > max_columns:
            raise ImportRefusedError(
                "import.too_large", file=name, rows=max_rows, columns=max_columns
            )
    return WordTable(rows, frozenset(down), before)
