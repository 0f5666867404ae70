"""The Word file read back: what a case officer edits must be real headings, tables, pictures."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from kortreist.budgets.budget import ClimateBudget
from kortreist.documents.format.blocks import ChartBlock, Document, Paragraph, Table, plain
from kortreist.documents.format.word.document import render_word
from kortreist.documents.format.word.letter_widths import longest_word
from kortreist.i18n import LANGUAGES

CODES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}


@pytest.fixture(scope="module")
def words(documents: dict[str, Document]) -> dict[str, Any]:
    return {
        language: docx.Document(io.BytesIO(render_word(document)))
        for language, document in documents.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_title_language_and_draft_mark(
    language: str, words: dict[str, Any], documents: dict[str, Document]
) -> None:
    word, document = words[language], documents[language]
    assert word.core_properties.title == plain(document.title)
    assert word.core_properties.language == CODES[language]
    assert document.draft
    assert word.paragraphs[0].text == document.draft
    assert word.core_properties.comments == document.draft
    titles = [p.text for p in word.paragraphs if p.style.name == "Title"]
    assert titles == [plain(document.title)]
    default = word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert default.get(qn("w:val")) == CODES[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_are_headings_in_order(
    language: str, words: dict[str, Any], documents: dict[str, Document], budget: ClimateBudget
) -> None:
    heads = [
        (p.style.name, p.text)
        for p in words[language].paragraphs
        if p.style.name.startswith("Heading")
    ]
    first = [text for style, text in heads if style == "Heading 1"]
    assert first == [plain(s.title) for s in documents[language].sections]
    second = [text for style, text in heads if style == "Heading 2"]
    inside = [
        plain(b.content)
        for s in documents[language].sections
        for b in s.blocks
        if isinstance(b, Paragraph) and b.tone == "lead"
    ]
    assert len(inside) == 17
    measures = [m.measure.name[language] for m in (*budget.measures, *budget.unquantified)]
    assert sorted(second) == sorted(inside + measures)
    assert heads[0][0] == "Heading 1"


def tables(document: Document) -> list[Table]:
    blocks = [b for s in document.sections for b in s.blocks]
    return [
        b.table if isinstance(b, ChartBlock) else b
        for b in blocks
        if isinstance(b, Table | ChartBlock)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_repeat_their_header_and_hold_every_row(
    language: str, words: dict[str, Any], documents: dict[str, Document]
) -> None:
    expected = tables(documents[language])
    headed = [
        t for t in words[language].tables if t._tbl.tblPr.find(qn("w:tblCaption")) is not None
    ]
    assert len(headed) == len(expected) >= 8
    for made, wanted in zip(headed, expected, strict=True):
        assert made._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == plain(wanted.caption)
        assert made.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert len(made.rows) == len(wanted.rows) + 1
        for row, source in zip(made.rows[1:], wanted.rows, strict=True):
            assert row._tr.trPr.find(qn("w:tblHeader")) is None
            assert row.cells[0].text.startswith(plain(source.header.content))
            for cell, content in zip(row.cells[1:], source.cells, strict=True):
                if not any(getattr(i, "href", "") for i in content.content):
                    assert cell.text.startswith(plain(content.content))


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_have_words_and_pixels(
    language: str, words: dict[str, Any], documents: dict[str, Document]
) -> None:
    charts = [
        b for s in documents[language].sections for b in s.blocks if isinstance(b, ChartBlock)
    ]
    shapes = words[language].inline_shapes
    assert len(shapes) == len(charts) == 9
    for shape, chart in zip(shapes, charts, strict=True):
        assert shape._inline.docPr.get("descr") == chart.alt
        assert shape._inline.docPr.get("title") == plain(chart.caption)
        assert shape.width <= words[language].sections[0].page_width * 0.8


def test_links_lead_to_the_sources(words: dict[str, Any], documents: dict[str, Document]) -> None:
    targets = {
        r.target_ref for r in words["nb"].part.rels.values() if r.reltype.endswith("/hyperlink")
    }
    expected = {o.url for o in documents["nb"].origins if o.url.startswith("http")}
    assert expected <= targets


@pytest.mark.parametrize("language", LANGUAGES)
def test_heading_numbers_are_words_own_and_count_as_the_document_does(
    language: str, words: dict[str, Any], documents: dict[str, Document]
) -> None:
    word, count, found = words[language], 0, []
    style = word.styles["Heading 1"].element.pPr.numPr.numId.val
    kinds = {n.numId: n.abstractNumId.val for n in word.part.numbering_part.element.num_lst}
    linked = word.part.numbering_part.element.xpath("//w:abstractNum[w:lvl/w:pStyle]")
    assert [
        (k.get(qn("w:abstractNumId")), k.find(f".//{qn('w:pStyle')}").get(qn("w:val")))
        for k in linked
    ] == [(str(kinds[style]), "Heading1")]
    for p in word.paragraphs:
        if p.style.name == "Heading 1":
            own = p._p.pPr.numPr
            shown = own is None or own.numId.val != 0
            count += shown
            found.append(str(count) if shown else "")
    assert found == [s.number for s in documents[language].sections]
    assert count > 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_contents_are_a_field_and_links_to_every_section(
    language: str, words: dict[str, Any], documents: dict[str, Document]
) -> None:
    word, document = words[language], documents[language]
    lines = [p for p in word.paragraphs if p.style.name == "toc 1"]
    said = [p.text.split("\t") for p in lines]
    assert said == [
        [s.number, plain(s.title)] if s.number else [plain(s.title)] for s in document.sections
    ]
    (code,) = (e.text for e in word.element.iter(qn("w:instrText")))
    assert code.split() == ["TOC", "\\o", '"1-1"', "\\h", "\\z", "\\u"]
    kinds = [e.get(qn("w:fldCharType")) for e in word.element.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]
    marks = {b.get(qn("w:name")) for b in word.element.iter(qn("w:bookmarkStart"))}
    anchors = [h.fragment for p in lines for h in p.hyperlinks]
    assert len(anchors) == len(set(anchors)) == len(document.sections)
    assert set(anchors) == marks


def test_every_page_says_which_of_how_many(words: dict[str, Any]) -> None:
    for section in words["nb"].sections:
        for footer in (section.footer, section.first_page_footer):
            fields = [f.get(qn("w:instr")).strip() for f in footer._element.iter(qn("w:fldSimple"))]
            assert fields == ["PAGE", "NUMPAGES"]
            said = "".join(t.text for t in footer._element.iter(qn("w:t")))
            assert said.endswith("Side 1 av 1")


def test_pages_after_the_first_say_the_case_and_the_title(documents: dict[str, Document]) -> None:
    document = replace(documents["nb"], case_number="Sak 45/26")
    section = docx.Document(io.BytesIO(render_word(document))).sections[0]
    assert section.different_first_page_header_footer
    (line,) = section.header.paragraphs
    assert line.text.startswith(f"Sak 45/26 · {plain(document.title)}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_column_is_narrower_than_its_longest_word(
    language: str, words: dict[str, Any], documents: dict[str, Document]
) -> None:
    """Read back from the file, word by word, with the widths of the font it names."""
    word = words[language]
    assert (
        word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}").get(qn("w:ascii"))
        == "Calibri"
    )
    margins = word.styles["Normal Table"].element.find(f".//{qn('w:tblCellMar')}")
    inside = sum(int(margins.find(qn(f"w:{s}")).get(qn("w:w"))) for s in ("left", "right")) / 20
    page = word.sections[0]
    text = (page.page_width - page.left_margin - page.right_margin) / 12_700
    checked = 0
    for table in word.tables:
        widths = [int(c.get(qn("w:w"))) / 20 for c in table._tbl.tblGrid]
        assert sum(widths) <= text + 0.5
        for row in table.rows:
            for cell, width in zip(row._tr.tc_lst, widths, strict=True):
                for run in cell.iter(qn("w:r")):
                    size = run.find(f".//{qn('w:sz')}")
                    points = int(size.get(qn("w:val"))) / 2 if size is not None else 10.5
                    bold = run.find(f".//{qn('w:b')}") is not None
                    said = "".join(t.text or "" for t in run.iter(qn("w:t")))
                    assert longest_word(said, points, bold) + inside <= width, said
                    checked += 1
    assert checked > 500


def test_the_same_document_gives_the_same_bytes(documents: dict[str, Document]) -> None:
    first = render_word(documents["nb"])
    assert first == render_word(documents["nb"])
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {e.date_time for e in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any(
            re.search(rb"/(home|tmp|work)/", archive.read(name)) for name in archive.namelist()
        )


def test_nothing_of_another_document_comes_along(documents: dict[str, Document]) -> None:
    with zipfile.ZipFile(io.BytesIO(render_word(documents["nb"]))) as archive:
        names = [n for n in archive.namelist() if "/media/" not in n]
        parts = {name: archive.read(name).decode() for name in names}
    assert set(names) == {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "docProps/app.xml",
        *(
            f"word/{n}.xml"
            for n in (
                "document",
                "styles",
                "settings",
                "fontTable",
                "numbering",
                "header1",
                "footer1",
            )
        ),
        "word/_rels/document.xml.rels",
    }
    assert '"compatibilityMode"' in parts["word/settings.xml"]
    assert re.search(r'"compatibilityMode"[^>]*w:val="15"', parts["word/settings.xml"])
    assert "<Application>Kortreist</Application>" in parts["docProps/app.xml"]
    used = {s for n in parts for s in re.findall(r'w:(?:pStyle|tblStyle) w:val="(\w+)"', parts[n])}
    known = set(re.findall(r'w:styleId="(\w+)"', parts["word/styles.xml"]))
    assert used <= known
    numbers = set(re.findall(r'w:numId w:val="([1-9]\d*)"', parts["word/document.xml"]))
    assert numbers <= set(re.findall(r'w:num w:numId="(\d+)"', parts["word/numbering.xml"]))
