"""A municipality's own Word template: what is taken of it, and what is refused with its mend.

The template is made by python-docx and looks like one of a Norwegian Word: «Overskrift 1», a
logo above, an address below, its own page. What is written with it is read back by python-docx.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Cm, RGBColor

from kortreist.documents.format.blocks import (
    WORDS,
    Bullets,
    Cell,
    Column,
    Document,
    Paragraph,
    Row,
    Section,
    Table,
)
from kortreist.documents.format.word import template_package
from kortreist.documents.format.word.document import render_word
from kortreist.documents.format.word.letter_widths import longest_word
from kortreist.documents.format.word.template import FIRST_LIST, read_template
from kortreist.errors import ImportRefusedError
from kortreist.i18n import LANGUAGES

RED = RGBColor(0x99, 0, 0)
SECRET = "Malens brødtekst og Hemmelig Hansen"  # pragma: allowlist secret (text of a made template)
Change = Callable[[dict[str, bytes]], None]


def png() -> bytes:
    """Return a picture of one dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    dot = chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + dot + chunk(b"IEND", b"")


@pytest.fixture(scope="module")
def template() -> bytes:
    made: Any = docx.Document()
    made.core_properties.author = made.core_properties.comments = SECRET
    made.add_paragraph(SECRET)
    made.styles["Normal"].font.name = "Arial"
    for number in (1, 2, 3):
        style = made.styles[f"Heading {number}"]
        style.font.color.rgb = RED
        style.element.set(qn("w:styleId"), f"Overskrift{number}")
        style.element.find(qn("w:name")).set(qn("w:val"), f"Overskrift {number}")
    made.styles.element.remove(made.styles["Caption"].element)
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2.5)
    section.header.paragraphs[0].add_run().add_picture(io.BytesIO(png()), width=Cm(2))
    section.footer.paragraphs[0].text = "Eksempeldal kommune · Postboks 1"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(template: bytes, change: Change) -> bytes:
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def replaced(part: str, old: str, new: str) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        assert old.encode() in parts[part]
        parts[part] = parts[part].replace(old.encode(), new.encode())

    return change


def document(draft: str = "") -> Document:
    table = Table(
        "t",
        ("Utslipp",),
        (Column(("Sektor",)), Column(("Beredskapsorganisasjonen",)), Column(("År",))),
        (Row(Cell(("Veitrafikk",)), (Cell(("mye",)), Cell(("alle",)))),),
    )
    blocks = (
        Paragraph(("Tekst",)),
        Paragraph(("Under",), tone="lead"),
        Bullets((("a",), ("b",)), False),
        Bullets((("c",), ("d",)), True),
        table,
    )
    sections = tuple(
        Section(f"s{n}", "" if n == 0 else str(n), (f"Del {n}",), blocks if n == 1 else ())
        for n in range(6)
    )
    words = dict.fromkeys(WORDS, "ord")
    return Document(
        "nb",
        ("Saken",),
        "Saksframlegg",
        (),
        draft,
        "",
        ("Bunn",),
        sections,
        (),
        "2026-11-23",
        words,
    )


@pytest.fixture(scope="module")
def written(template: bytes) -> bytes:
    return render_word(document("Utkast"), read_template("mal.docx", template))


@pytest.fixture(scope="module")
def parts(written: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_headings_logo_address_and_page_are_the_templates(written: bytes) -> None:
    word: Any = docx.Document(io.BytesIO(written))
    heads = [p for p in word.paragraphs if p.style.style_id == "Heading1"]
    assert [p.text for p in heads] == [f"Del {n}" for n in range(6)]
    assert {p.style.name for p in heads} == {"Heading 1"}
    assert heads[0].style.font.color.rgb == RED
    assert word.styles["Heading 2"].font.color.rgb == RED
    assert word.styles["Normal"].font.name == "Arial"
    (section,) = word.sections
    assert round(section.left_margin.cm, 1) == 3.0
    (blip,) = section.header._element.iter(qn("a:blip"))
    assert section.header.part.related_parts[blip.get(qn("r:embed"))].blob == png()
    assert section.footer.paragraphs[0].text == "Eksempeldal kommune · Postboks 1"
    assert section.header.paragraphs[-1].text == "Utkast"
    # The style the template lacks is ours, without our colours.
    (caption,) = (p for p in word.paragraphs if p.text == "Utslipp")
    assert caption.style.style_id == "Caption"
    assert caption.style.font.color.rgb is None


def test_nothing_of_its_text_or_properties_comes_along(parts: dict[str, bytes]) -> None:
    whole = b"".join(parts.values()).decode("latin-1")
    assert SECRET.encode().decode("latin-1") not in whole
    assert not [n for n in parts if re.search("custom|thumbnail|comment|stylesWith|webSet", n)]
    assert parts["docProps/core.xml"].count(b"Kortreist") == 2


def test_what_is_pointed_at_is_there(parts: dict[str, bytes]) -> None:
    """Styles, lists, parts and their kinds, prefixes: what Word calls unreadable otherwise."""
    styles = parts["word/styles.xml"].decode()
    known = re.findall(r'w:styleId="([^"]+)"', styles)
    assert len(known) == len(set(known))
    pointers = "pStyle|rStyle|tblStyle|basedOn|next|link"
    texts = {n: c.decode() for n, c in parts.items() if n.endswith((".xml", ".rels"))}
    for text in texts.values():
        assert {*re.findall(rf'<w:(?:{pointers}) w:val="([^"]+)"', text)} <= {*known}
        ElementTree.fromstring(text)
        assert "Ignorable" not in text
    numbering = texts["word/numbering.xml"]
    lists = set(re.findall(r'<w:num w:numId="(\d+)"', numbering))
    for name in ("word/document.xml", "word/styles.xml"):
        assert set(re.findall(r'w:numId w:val="([1-9]\d*)"', texts[name])) <= lists
    kinds = set(re.findall(r'abstractNum w:abstractNumId="(\d+)"', numbering))
    assert set(re.findall(r'<w:abstractNumId w:val="(\d+)"', numbering)) == kinds
    assert any(int(n) >= FIRST_LIST for n in lists)
    assert numbering.rindex("<w:abstractNum ") < numbering.index("<w:num ")
    types = texts["[Content_Types].xml"]
    for name in parts:
        ending = name.rpartition(".")[2]
        assert f'PartName="/{name}"' in types or f'Extension="{ending}"' in types
    for name, text in texts.items():
        if name.endswith(".rels"):
            for target in re.findall(r'Target="([^"]+)"', text):
                assert f"{'word/' if 'word' in name else ''}{target}" in parts


def test_sections_keep_their_numbers_where_the_template_has_none(written: bytes) -> None:
    word: Any = docx.Document(io.BytesIO(written))
    numbers = [p._p.pPr.numPr.numId.val for p in word.paragraphs if p.style.style_id == "Heading1"]
    assert numbers == [0, 2, 2, 2, 2, 2]


def test_a_template_that_numbers_its_headings_and_has_a_first_page(template: bytes) -> None:
    """Its own numbers stand; the first page has its own header, the others ours, with the case."""
    made: Any = docx.Document(io.BytesIO(template))
    heading = made.styles.element.find(f"*[@{qn('w:styleId')}='Overskrift1']")
    heading.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 1
    section = made.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "Bare på første side"
    section._sectPr.remove(section._sectPr.findall(qn("w:headerReference"))[0])
    out = io.BytesIO()
    made.save(out)
    read = read_template("mal.docx", out.getvalue())
    assert [(m.kind, m.pages) for m in read.margins] == [("footer", "default"), ("header", "first")]
    word: Any = docx.Document(io.BytesIO(render_word(document("Utkast"), read)))
    (section,) = word.sections
    assert section.first_page_header.paragraphs[0].text == "Bare på første side"
    assert section.header.paragraphs[0].text.startswith("Saken")
    heads = [p._p.pPr.numPr for p in word.paragraphs if p.style.style_id == "Heading1"]
    assert heads[0].numId.val == 0
    assert heads[1:] == [None] * 5
    number = word.styles["Heading 1"].element.pPr.numPr.numId.val
    assert number >= FIRST_LIST
    assert number in {n.numId for n in word.part.numbering_part.element.num_lst}


def test_a_drawn_logo_is_kept_for_the_programs_that_draw_it(template: bytes) -> None:
    """Shapes of Word 2010 keep their prefix; what is only for older programs is not needed."""
    shape = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
        'markup-compatibility/2006"><mc:Choice Requires="wps"><w:drawing><wps:wsp xmlns:wps="http'
        '://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:txbx><w:txbxContent>'
        "<w:p><w:r><w:t>Kommune</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></w:drawing>"
        '</mc:Choice><mc:Fallback><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" '
        'href="http://x/"/></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p></w:ftr>'
    )
    made = changed(template, replaced("word/footer1.xml", "</w:ftr>", shape))
    (footer,) = (m for m in read_template("mal.docx", made).margins if m.kind == "footer")
    assert 'xmlns:wps="' in footer.content
    assert '<mc:Choice Requires="wps"><w:drawing><wps:wsp>' in footer.content
    assert not re.search("Fallback|href|v:shape", footer.content)


def test_columns_hold_their_longest_word_in_the_templates_font(written: bytes) -> None:
    """Arial's letters, by its own widths: B e r d s k a p o g n i j in thousandths of its size."""
    widths = dict(
        zip(
            "Berdskapognij",
            (667, 556, 333, 556, 500, 500, 556, 556, 556, 556, 556, 222, 222),
            strict=True,
        )
    )
    word: Any = docx.Document(io.BytesIO(written))
    (table,) = word.tables
    columns = [int(c.get(qn("w:w"))) / 20 for c in table._tbl.tblGrid]
    run = table.rows[0].cells[1].paragraphs[0].runs[0]
    said = sum(widths[letter] for letter in run.text) / 1000 * run.font.size.pt * 1.08  # bold
    assert said > longest_word(run.text, run.font.size.pt, True)
    assert said + 8 <= columns[1]
    assert sum(columns) <= (21 - 5.5) / 2.54 * 72 + 0.5


def test_the_same_gives_the_same_bytes(template: bytes, written: bytes) -> None:
    assert render_word(document("Utkast"), read_template("mal.docx", template)) == written
    assert render_word(document()) == render_word(document(), None)


def test_a_template_without_margins_of_its_own_gets_ours() -> None:
    out = io.BytesIO()
    docx.Document().save(out)
    word: Any = docx.Document(
        io.BytesIO(render_word(document(), read_template("tom.docx", out.getvalue())))
    )
    (section,) = word.sections
    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == "Saken"
    assert section.first_page_footer.paragraphs[0].text.startswith("Bunn")


def test_only_what_is_of_the_page_is_left_in_a_header(template: bytes) -> None:
    code = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>vist</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    added = (
        "<w:p>" + code.format("PAGE") + code.format("DOCPROPERTY Eier") + "</w:p>"
        '<w:p><w:hyperlink w:anchor="x"><w:r><w:t>kommune.no</w:t></w:r></w:hyperlink></w:p>'
        '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/x"/></w:sdtPr><w:sdtContent><w:p><w:r>'
        "<w:t>felt</w:t></w:r></w:p></w:sdtContent></w:sdt></w:ftr>"
    )
    made = changed(template, replaced("word/footer1.xml", "</w:ftr>", added))
    (footer,) = (m for m in read_template("mal.docx", made).margins if m.kind == "footer")
    assert re.findall("<w:instrText>(.*?)</w:instrText>", footer.content) == [" PAGE "]
    assert re.findall("<w:t>(.*?)</w:t>", footer.content)[1:] == [
        "vist",
        "vist",
        "kommune.no",
        "felt",
    ]
    assert not re.search("hyperlink|sdt|dataBinding", footer.content)


_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _related(part: str, kind: str, target: str) -> Change:
    relation = (
        f'<Relationship Id="rId99" Type="{_RELATION}/{kind}" Target="{target}" '
        'TargetMode="External"/>'
    )
    return replaced(part, "</Relationships>", relation + "</Relationships>")


def _with(name: str, content: bytes = b"x") -> Change:
    return lambda parts: parts.update({name: content})


def _picture_by_link(parts: dict[str, bytes]) -> None:
    _related("word/_rels/header1.xml.rels", "hyperlink", "https://x/logo.png")(parts)
    replaced("word/header1.xml", "<a:blip ", '<a:blip r:link="rId99" ')(parts)


_ATTACHED = (
    f'<Relationships xmlns="{template_package._RELATIONSHIPS}"><Relationship Id="rId1" '
    f'Type="{_RELATION}/attachedTemplate" Target="file:///C:/maler/Kommune.dotm" '
    'TargetMode="External"/></Relationships>'
)
_FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>INCLUDE</w:instrText></w:r><w:r>'
    '<w:instrText>PICTURE "http://x/y"</w:instrText><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
HOSTILE: dict[str, tuple[str, Change]] = {
    "macros": ("macros", _with("word/vbaProject.bin")),
    "docm": (
        "macros",
        replaced(
            "[Content_Types].xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
    ),
    "attached": ("attached", _with("word/_rels/settings.xml.rels", _ATTACHED.encode())),
    "remote picture": (
        "outside",
        _related("word/_rels/header1.xml.rels", "image", "https://x/logo.png"),
    ),
    "link to a program": (
        "link",
        _related("word/_rels/header1.xml.rels", "hyperlink", "file:///C:/x.exe"),
    ),
    "script": ("link", _related("word/_rels/document.xml.rels", "hyperlink", "javascript:x")),
    "link as a picture": ("outside", _picture_by_link),
    "document type in a picture": ("damaged", _with("word/media/y.png", b"<!DOCTYPE x []><x/>")),
    "object": ("object", _with("word/embeddings/oleObject1.bin")),
    "document type": (
        "damaged",
        replaced("word/styles.xml", "<w:styles", '<!DOCTYPE x [<!ENTITY a "b">]><w:styles'),
    ),
    "document type in UTF-16": (
        "damaged",
        _with(
            "word/styles.xml",
            '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x []><x/>'.encode("utf-16"),
        ),
    ),
    "deep": ("damaged", _with("word/styles.xml", b"<a>" * 5_000 + b"</a>" * 5_000)),
    "bomb": ("unpacks", _with("word/media/x.png", bytes(13_000_000))),
    "many parts": ("parts", lambda parts: parts.update({f"x{n}": b"" for n in range(400)})),
    "strict": (
        "strict",
        replaced(
            "word/document.xml",
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ),
    ),
    "field": ("field", replaced("word/footer1.xml", "</w:ftr>", _FIELD + "</w:ftr>")),
    "vector picture": ("picture", _with("word/media/image1.png", b"\x01\0\0\0 EMF")),
    "narrow": ("page", replaced("word/document.xml", 'w:left="1701"', 'w:left="6000"')),
    "not numbers": ("damaged", replaced("word/document.xml", 'w:left="1701"', 'w:left="3cm"')),
    "no document": ("not_it", lambda parts: parts.pop("word/document.xml") and None),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_cannot_be_used_is_refused_with_its_mend(template: bytes, kind: str) -> None:
    key, change = HOSTILE[kind]
    with pytest.raises(ImportRefusedError) as refused:
        read_template("mal.docx", changed(template, change))
    assert refused.value.key == f"word_template.{key}"
    for language in LANGUAGES:
        said = refused.value.message(language)
        assert "mal.docx" in said
        assert "{" not in said


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"\xd0\xcf\x11\xe0 old .doc", b"PK\x03\x04 x"]
)
def test_another_kind_of_file_is_refused(content: bytes) -> None:
    with pytest.raises(ImportRefusedError, match=r"neither a Word document|Word-dokument"):
        read_template("brev.doc", content)


def test_a_damaged_file_is_refused(template: bytes) -> None:
    """Bytes turned over anywhere: it is read, or refused in our words; nothing else happens."""
    keys = []
    for at in range(40, len(template), len(template) // 20):
        torn = bytearray(template)
        torn[at] ^= 0xFF
        try:
            read_template("mal.docx", bytes(torn))
        except ImportRefusedError as refused:
            keys.append(refused.key)
    assert "word_template.damaged" in keys
    assert all(key.startswith("word_template.") for key in keys)
