"""Action tables as municipalities write them, made: workbook, CSV and Word document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from openpyxl import Workbook

HEADINGS = ("Nr.", "Tiltak", "Beskrivelse", "Ansvar", "Frist", "Status")
#: Title rows above, a heading merged over the table, an owner merged down, more below an action.
ROWS = (
    ("1.1", "Utslippsfrie byggeplasser", "Krav i alle\nanbud", "Eiendom", "2027", "Pågår"),
    ("1.2", "Solceller på rådhuset", "", "Eiendom", 2026, ""),
    ("2.1", "Elektriske renovasjonsbiler", "Ved neste anbud", "Teknisk", "2026–2029", ""),
    ("2.2", "Klimaforum for ungdom", "To møter i året", "Oppvekst", "løpende", "Ikke startet"),
)


def workbook() -> bytes:
    """Two sheets; the first one says nothing of actions."""
    book = Workbook()
    about = book.active
    about.title = "Om planen"
    about.append(["Klimaplan for Eksempeldal"])
    sheet = book.create_sheet("Tiltak")
    sheet.append(["Handlingsdel til klimaplanen"])
    sheet.append([])
    sheet.append(HEADINGS)
    sheet.append(["Bygg og energi"])
    sheet.merge_cells("A4:F4")
    sheet.append(ROWS[0])
    sheet.append(ROWS[1])
    sheet.merge_cells("D5:D6")
    sheet.append(["Transport"])
    sheet.merge_cells("A7:F7")
    sheet.append(HEADINGS)
    sheet.append(ROWS[2])
    sheet.append([None, None, "Gjelder også papir", "Innkjøp", None, None])
    sheet.append(ROWS[3])
    sheet.append([])
    sheet.append(["", "Sum", "", "4 tiltak"])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def csv_file(rows: Sequence[Sequence[object]] = ROWS, headings: Sequence[str] = HEADINGS) -> bytes:
    """Semicolons, as a Norwegian spreadsheet saves."""
    lines = [headings, *rows]
    quoted = (";".join('"' + str(c).replace('"', '""') + '"' for c in line) for line in lines)
    return ("\ufeff" + "\r\n".join(quoted) + "\r\n").encode()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def paragraph(text: str) -> str:
    """A paragraph with its line breaks."""
    runs = "<w:br/>".join(f"<w:t>{escape(line)}</w:t>" for line in text.split("\n"))
    return f"<w:p><w:r>{runs}</w:r></w:p>"


def cell(text: str, *, span: int = 1, merge: str = "", inside: str = "") -> str:
    """A cell; ``merge`` is ``restart`` or ``continue``."""
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    down = {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[merge]
    return f"<w:tc><w:tcPr>{wide}{down}</w:tcPr>{paragraph(text)}{inside}</w:tc>"


def table(*rows: str) -> str:
    """A table of rows of cells."""
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def word(body: str, more: dict[str, bytes] | None = None) -> bytes:
    """A Word document with a body."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr(
            "word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>"
        )
        for name, content in (more or {}).items():
            packed.writestr(name, content)
    return kept.getvalue()


def document() -> bytes:
    """The same plan in Word: headings over the table, merged cells, a table in a cell."""
    heads = "".join(cell(h) for h in HEADINGS)
    inner = table(cell("2027") + cell("forprosjekt"))
    return word(
        paragraph("Klimaplan")
        + table(cell("Utgave") + cell("Dato"), cell("1") + cell("7.3.2024"))
        + paragraph("Tiltak i handlingsdelen")
        + table(
            heads,
            cell("Bygg og energi", span=6),
            "".join(
                [
                    cell("1.1"),
                    cell("Utslippsfrie byggeplasser"),
                    cell("Krav i alle\nanbud"),
                    cell("Eiendom", merge="restart"),
                    cell("2027"),
                    cell("Pågår"),
                ]
            ),
            "".join(
                [
                    cell("1.2"),
                    cell("Solceller på rådhuset", inside=inner),
                    cell(""),
                    cell("", merge="continue"),
                    cell("2026"),
                    cell(""),
                ]
            ),
            cell("Transport", span=6),
            "".join(cell(str(c)) for c in ROWS[2]),
            "".join(cell(str(c)) for c in ROWS[3]),
        )
    )
