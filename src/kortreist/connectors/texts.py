"""Bytes of a CSV to text, in the character sets Norwegian files come in; no letter is lost."""

from __future__ import annotations

import csv
import io
import re

from kortreist.errors import ImportRefusedError

__all__ = ["MAX_CELL", "csv_refusal", "decode", "separator_of"]

#: Characters one cell may hold: what a spreadsheet's can, about.
MAX_CELL = 32_768
#: The mark left where a program could not read a letter; controls; UTF-8 read as Windows' set.
_LOST = re.compile(
    "\ufffd|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
    "|Ã[\u00a6\u00b8\u00a5\u2026\u02dc\u2020\u0086\u0098\u0085]"
)
#: What å, ø and æ of DOS and of old Macs look like in Windows' set, in the midst of a word.
_OTHER_SET = re.compile("(?<=[A-Za-zæøåÆØÅ])[†›‘¿¾Œ]|[†›¿¾Œ](?=[A-Za-zæøåÆØÅ])")


def decode(name: str, content: bytes) -> tuple[str, str]:
    """Return a text file's text and, where it was not UTF-8, the character set it was in.

    Parameters
    ----------
    name : str
        The file's name, for the error.
    content : bytes

    Raises
    ------
    ImportRefusedError
        Not text (``import.not_text``), or with letters that cannot be read: an older
        character set, or letters another program has lost (``import.letters``, with row and
        value).

    Examples
    --------
    >>> decode("a.csv", "Tromsø".encode("cp1252"))
    ('Tromsø', 'cp1252')
    """
    text, encoding = _decode(name, content)
    if "\n" not in text:  # old Macs end their lines so
        text = text.replace("\r", "\n")
    lost = _LOST.search(text) or (_OTHER_SET.search(text) if encoding == "cp1252" else None)
    if lost:
        raise _letters(name, text, lost.start())
    return text, encoding


def _decode(name: str, content: bytes) -> tuple[str, str]:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return content.decode("utf-16"), "utf-16"
        except UnicodeDecodeError:
            raise ImportRefusedError("import.not_text", file=name) from None
    if b"\x00" in content:
        raise ImportRefusedError("import.not_text", file=name)
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), "cp1252"  # what Excel saves in Norway
    except UnicodeDecodeError as error:
        if sum(b < 32 and b not in b"\t\r\n\f" for b in content[:4096]) > 8:
            raise ImportRefusedError("import.not_text", file=name) from None
        raise _letters(name, content.decode("cp1252", "replace"), error.start) from None


def _letters(name: str, text: str, at: int) -> ImportRefusedError:
    begin = max(text.rfind(c, 0, at) for c in "\n;,\t") + 1
    ends = [i for c in "\r\n;,\t" if (i := text.find(c, at)) >= 0]
    shown = text[begin : min(ends, default=len(text))].strip()[:60]
    return ImportRefusedError(
        "import.letters", file=name, row=text.count("\n", 0, at) + 1, value=shown
    )


def separator_of(text: str) -> str:
    """Return what stands between the cells of a CSV: the commonest of ; , and tab in its head."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(";,\t", key=re.sub(r'"[^"]*"', "", first).count)


def csv_refusal(
    name: str, text: str, separator: str, error: csv.Error, before: int = 0
) -> ImportRefusedError:
    """Return, in our own words, why a CSV cannot be divided into rows and cells.

    Parameters
    ----------
    name : str
        The file's name.
    text : str
        What was read.
    separator : str
    error : csv.Error
    before : int
        Lines of the file that come before the text.
    """
    lines = text.split("\n")
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    last = 0
    try:
        for _ in reader:
            last = reader.line_num
    except csv.Error as again:
        error = again
    row, why = before + last + 1, str(error)
    line = lines[last] if last < len(lines) else ""
    if "field limit" in why:
        begins = next((c for c in re.split("[;,\t]", line) if len(c) > MAX_CELL), line)
        return ImportRefusedError(
            "import.long_cell", file=name, row=row, value=begins.strip(' "')[:40], maximum=MAX_CELL
        )
    quote = line.find('"')
    shown = (line[quote:] if quote >= 0 else line).strip()[:40]
    key = "import.open_quote" if "unexpected end" in why else "import.bad_csv"
    return ImportRefusedError(key, file=name, row=row, value=shown)
