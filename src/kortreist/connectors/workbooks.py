"""What a workbook is made of: its sheets and which are hidden, merged cells, formulas.

The fast reader of cells tells none of this, so the parts are looked at as they are packed.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from kortreist.errors import ImportRefusedError

__all__ = [
    "MAX_UNPACKED",
    "SheetPart",
    "Workbook",
    "cells_of",
    "column_letter",
    "first_cell",
    "formulas_without_result",
    "has_endless_mark",
    "margins",
    "merged_cells",
    "opened",
    "position_of",
    "rows_of",
    "text_rows",
]

#: Bytes a workbook may unpack to: a small file can hide a huge one.
MAX_UNPACKED = 400_000_000
_PIECE = 1 << 20
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
# None of these looks past the tag it began in, or at the same letters twice: a file may hold
# millions of tags that never end, in a comment.
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell(?=\s)[^<>]*?\sref="([A-Z]+\d+):([A-Z]+\d+)"')
_CELL = re.compile(
    rb'<(?:\w+:)?c(?=\s)(?>[^<>]*?\sr="([A-Z]+\d+)")'
    rb"[^<>]*?(?:/>|>\s*+(<(?:\w+:)?(?:v|is|f)\b)?)"
)
_HEAD = 200_000  # bytes of a sheet in which its table begins
#: Bytes from one tag to the next: a cell holds at most 32,767 letters.
_LONGEST_MARK, _BETWEEN = 1_000_000, re.compile(rb"<[^<]*+")
#: A formula whose result is not there: no value at all, or an empty one.
_FORMULA = re.compile(
    rb'<(?:\w+:)?c(?=\s)(?>[^<>]*?\sr="([A-Z]+\d+)")[^<>]*+>\s*+'
    rb"<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>([^<]*+)</(?:\w+:)?f>)\s*+"
    rb"(?:</(?:\w+:)?c>|<(?:\w+:)?v\s*+/>|<(?:\w+:)?v>\s*+</(?:\w+:)?v>)"
)


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet: its name, whether people see it, and the part it is packed in."""

    name: str
    hidden: bool
    part: str


class Workbook:
    """A packed workbook.

    Parameters
    ----------
    name : str
        The file's name, for errors.
    content : bytes
    most : int
        Bytes it may unpack to, counted while unpacking: what the file says of itself is not
        believed.

    Raises
    ------
    ImportRefusedError
        Not a workbook, damaged (``import.damaged``), or larger than ``most``.
    """

    def __init__(self, name: str, content: bytes, maximum: int = MAX_UNPACKED) -> None:
        self.name, self._most = name, maximum
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            self.parts = self._zip.namelist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise ImportRefusedError("import.not_a_workbook", file=name) from error
        self.sheets = tuple(self._sheets())

    def _pieces(self, part: str) -> Iterator[bytes]:
        size = 0
        try:
            with self._zip.open(part) as packed:
                while piece := packed.read(_PIECE):
                    size += len(piece)
                    if size > self._most:
                        raise ImportRefusedError(
                            "import.unpacks", file=self.name, maximum=self._most // 1_000_000
                        )
                    yield piece
        except ImportRefusedError:
            raise
        except Exception as error:  # zip, zlib, lzma and codec errors of many types
            raise ImportRefusedError("import.damaged", file=self.name) from error

    def read(self, part: str) -> bytes:
        """Return a part's bytes.

        Raises
        ------
        ImportRefusedError
            Damaged, or too large.
        """
        return b"".join(self._pieces(part))

    def check_size(self, part: str) -> None:
        """Unpack a part, keeping nothing, to see that it is whole and not too large."""
        if part in self.parts:
            for _ in self._pieces(part):
                pass

    def text(self, part: str) -> str:
        """Return a part as text; empty where the workbook does not have it."""
        return self.read(part).decode("utf-8", "replace") if part in self.parts else ""

    def check_sizes(self) -> None:
        """Unpack all parts, keeping nothing, and refuse a workbook that is too large."""
        total = 0
        for part in self.parts:
            for piece in self._pieces(part):
                total += len(piece)
                if total > self._most:
                    raise ImportRefusedError(
                        "import.unpacks", file=self.name, maximum=self._most // 1_000_000
                    )

    def _xml(self, part: str) -> ElementTree.Element:
        content = self.read(part) if part in self.parts else b"<r/>"
        try:
            if b"<!DOCTYPE" in content:  # no workbook has one; entities could unpack for ever
                raise ImportRefusedError("import.damaged", file=self.name)
            return ElementTree.fromstring(content)  # noqa: S314 - see above
        except ElementTree.ParseError as error:
            raise ImportRefusedError("import.damaged", file=self.name) from error

    def _sheets(self) -> Iterator[SheetPart]:
        if "xl/workbook.xml" not in self.parts:
            raise ImportRefusedError("import.not_a_workbook", file=self.name)
        book = self._xml("xl/workbook.xml")
        related = self._xml("xl/_rels/workbook.xml.rels")
        targets = {r.get("Id"): r.get("Target", "") for r in related}
        for sheet in book.iter():
            if sheet.tag not in (_MAIN + "sheet", _STRICT + "sheet"):
                continue
            key = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), None)
            target = targets.get(key, "")
            part = target[1:] if target[:1] == "/" else posixpath.normpath("xl/" + target)
            if part not in self.parts:
                raise ImportRefusedError("import.damaged", file=self.name)
            if "worksheets" in part:
                yield SheetPart(
                    sheet.get("name", ""), sheet.get("state", "visible") != "visible", part
                )


def has_endless_mark(part: bytes) -> bool:
    """Tell whether a part has a tag, comment or instruction longer than any program writes.

    The XML reader (expat before 2.6) reads one anew with every piece that comes: half an hour
    for a small file.
    """
    for begins, ends in ((b"<!--", b"-->"), (b"<?", b"?>")):
        at = part.find(begins)
        while at >= 0:
            end = part.find(ends, at)
            if end < 0 or end - at > _LONGEST_MARK:
                return True
            at = part.find(begins, end)
    return any(len(m[0]) > _LONGEST_MARK for m in _BETWEEN.finditer(part))


def merged_cells(cells: bytes) -> tuple[tuple[int, int, int, int], ...]:
    """Return merged cells as (first row, first column, last row, last column).

    Parameters
    ----------
    cells : bytes
        A sheet's part. Rows are counted from 1 as people see them, columns from 0.
    """
    out = []
    for first, last in _MERGED.findall(cells, max(cells.rfind(b"sheetData>"), 0)):
        top, left = position_of(first.decode())
        bottom, right = position_of(last.decode())
        out.append((top, left, bottom, right))
    return tuple(out)


def formulas_without_result(cells: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield (row, column, formula) of cells whose formula's result the file does not hold."""
    if not any(mark in cells for mark in (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/")):
        return
    for where, formula in _FORMULA.findall(cells):
        row, column = position_of(where.decode())
        yield row, column, "=" + formula.decode("utf-8", "replace")


def first_cell(cells: bytes) -> tuple[int, int]:
    """Return how many empty rows and columns come before the table, from a sheet's part."""
    above = left = None
    for reference, inside in _CELL.findall(cells, 0, _HEAD):
        if not inside:
            continue  # a cell with a style and nothing in it
        row, column = position_of(reference.decode())
        above = row - 1 if above is None else min(above, row - 1)
        left = column if left is None else min(left, column)
    return above or 0, left or 0


def text_rows(cells: bytes, column: int) -> Iterator[int]:
    """Yield the rows in which a column holds a text, from a sheet's part.

    The fast reader takes a text that looks like a number for one.
    """
    letter = column_letter(column).encode()
    kinds = rb't="(?:s|str|inlineStr)"'
    for pattern in (
        rb'r="' + letter + rb'(\d+)"[^<>]{0,200}?\s' + kinds,
        kinds + rb'[^<>]{0,200}?\sr="' + letter + rb'(\d+)"',
    ):
        for row in re.findall(pattern, cells):
            yield int(row)


def margins(rows: Iterable[tuple[object, ...]]) -> tuple[int, int]:
    """Return how many empty rows and columns come before the table in a sheet."""
    above = left = None
    for number, cells in enumerate(rows, start=1):
        filled = [i for i, c in enumerate(cells) if c not in (None, "")]
        if filled:
            above = number - 1 if above is None else above
            left = min(filled) if left is None else min(left, min(filled))
        if number > 200:
            break
    return above or 0, left or 0


def column_letter(position: int) -> str:
    """Return the letter of a workbook's column; 0 is A."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def position_of(reference: str) -> tuple[int, int]:
    """Return (row from 1, column from 0) of a cell's reference.

    Examples
    --------
    >>> position_of("A1"), position_of("AB12")
    ((1, 0), (12, 27))
    """
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(reference[len(letters) :]), column - 1


@contextmanager
def opened(content: bytes, *, formulas: bool = False) -> Iterator[Any]:
    """Open a workbook for :func:`rows_of`: once, however many sheets are read."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=not formulas)
    try:
        yield book
    finally:
        book.close()


def rows_of(book: Any, sheet: str) -> Iterator[tuple[object, ...]]:
    """Yield an open workbook's rows of cells from the first row, empty ones too.

    What the file says of its own size (``dimension``) is not believed: the cells are read.
    """
    page = book[sheet]
    page.reset_dimensions()
    yield from page.iter_rows(values_only=True)


def cells_of(content: bytes, sheet: str, *, formulas: bool = False) -> Iterator[tuple[object, ...]]:
    """Yield a sheet's rows of cells, as :func:`rows_of`, of a workbook that is not open."""
    with opened(content, formulas=formulas) as book:
        yield from rows_of(book, sheet)
