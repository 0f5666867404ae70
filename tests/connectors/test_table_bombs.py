"""Small files that are made to take all the time or memory there is: refused, in seconds."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from kortreist.connectors.tables import read_tables
from kortreist.errors import ImportRefusedError

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PACKED = "http://schemas.openxmlformats.org/package/2006"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def packed(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, '<?xml version="1.0"?>' + text)
    return out.getvalue()


def cell(at: str, text: str) -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


TABLE = (
    f'<row r="1">{cell("A1", "Tiltak")}{cell("B1", "Ansvar")}</row>'
    f'<row r="2">{cell("A2", "Ladere")}{cell("B2", "Teknisk")}</row>'
)


def workbook(rows: str = "", after: str = "", strings: str = "<si><t>x</t></si>") -> bytes:
    def kind(part: str, name: str) -> str:
        return f'<Override PartName="/xl/{part}.xml" ContentType="{KINDS}.{name}+xml"/>'

    def related(key: str, name: str, target: str) -> str:
        return f'<Relationship Id="{key}" Type="{RELATED}/{name}" Target="{target}"/>'

    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKED}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
        f'.relationships+xml"/>{kind("workbook", "sheet.main")}'
        f"{kind('worksheets/sheet1', 'worksheet')}{kind('sharedStrings', 'sharedStrings')}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKED}/relationships">'
        f"{related('r1', 'officeDocument', 'xl/workbook.xml')}</Relationships>",
        "xl/workbook.xml": f'<workbook {NS} xmlns:r="{RELATED}">'
        '<sheets><sheet name="Ark" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKED}/relationships">'
        f"{related('r1', 'worksheet', 'worksheets/sheet1.xml')}"
        f"{related('r2', 'sharedStrings', 'sharedStrings.xml')}</Relationships>",
        "xl/sharedStrings.xml": f"<sst {NS}>{strings}</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {NS}><sheetData>{TABLE}{rows}</sheetData>"
        f"{after}</worksheet>",
    }
    return packed(parts)


def document(cells: str) -> bytes:
    def of(text: str) -> str:
        return f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    head = f"<w:tr>{of('Tiltak')}{of('Ansvar')}</w:tr>"
    body = f"<w:tbl>{head}<w:tr>{cells}</w:tr></w:tbl>"
    return packed({"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"})


WHOLE = '<mergeCell ref="A1:XFD1048576"/>'
FILES = {
    "a row that is the thousand millionth": lambda: workbook(
        f'<row r="999999999">{cell("A999999999", "x")}</row>'
    ),
    "rows as wide as a sheet": lambda: workbook(
        "".join(f'<row r="{n}"><c r="XFD{n}"/></row>' for n in range(3, 600))
    ),
    "millions of empty rows": lambda: workbook("<row/>" * 1_000_000),
    "a formula at the end of the world": lambda: workbook(
        '<row r="3"><c r="A99999999999"><f>1</f></c></row>'
    ),
    "a formula in no column": lambda: workbook('<row r="3"><c r="ZZZZZZZ3"><f>1</f></c></row>'),
    "all merged, a thousand times": lambda: workbook(
        "", f"<mergeCells>{WHOLE * 1000}</mergeCells>"
    ),
    "a comment without end in small pieces": lambda: workbook(
        "", "<!--" + "<mergeCell " * 1_000_000 + "-->"
    ),
    "an attribute for every letter": lambda: workbook(
        '<row r="3"><c ' + " ".join(f'a{n}r="A1"' for n in range(100_000)) + "/></row>"
    ),
    "a text of a book": lambda: workbook(f'<row r="3">{cell("A3", "x" * 2_000_000)}</row>'),
    "millions of shared texts": lambda: workbook(strings="<si><t>x</t></si>" * 400_000),
    "a workbook that unpacks to much": lambda: workbook("", "<!--" + "x" * 60_000_000 + "-->"),
    "a document that unpacks to much": lambda: document("x" * 60_000_000),
    "a document's row of a hundred thousand": lambda: document("<w:tc/>" * 100_000),
}


@pytest.mark.parametrize("what", FILES)
def test_it_is_refused_in_seconds(what: str) -> None:
    content = FILES[what]()
    assert len(content) < 3_000_000
    began = time.process_time()
    with pytest.raises(ImportRefusedError) as refused:
        read_tables(content, "plan")
    assert refused.value.key in ("import.too_large", "import.damaged", "import.unpacks")
    assert time.process_time() - began < 15


@pytest.mark.parametrize(
    ("rows", "after"),
    [
        ("", '<mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>'),  # a heading over the sheet
        ('<row r="1048576"><c r="A1048576" s="0"/></row>', ""),  # a border at the very end
        ("<row/>" * 20_000, ""),
        (f'<row r="3">{cell("A3", "x" * 32_767)}</row>', "<!-- made by a program -->"),
    ],
)
def test_what_programs_write_is_read(rows: str, after: str) -> None:
    (table,) = read_tables(workbook(rows, after), "plan")
    assert [row[0] for row in table.rows[:2]] == ["Tiltak", "Ladere"]


def test_tables_in_tables_are_text_however_deep() -> None:
    inner = "<w:tbl><w:tr><w:tc>" * 20_000 + "</w:tc></w:tr></w:tbl>" * 20_000
    (table,) = read_tables(document(f"<w:tc><w:p><w:r><w:t>Sol</w:t></w:r></w:p>{inner}</w:tc>"))
    assert table.rows[1][0] == "Sol"
