"""The Word file read back: what a case officer edits must be real headings, tables, pictures."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from kortreist.budgets.budget import ClimateBudget
from kortreist.documents.structure import ChartBlock, Document, Paragraph, Table, plain
from kortreist.documents.word import render_word
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
    expected = [f"{s.number} {plain(s.title)}".strip() for s in documents[language].sections]
    assert first == expected
    second = [text for style, text in heads if style == "Heading 2"]
    inside = [
        plain(b.content)
        for s in documents[language].sections
        for b in s.blocks
        if isinstance(b, Paragraph) and b.tone == "lead"
    ]
    assert len(inside) == 10
    measures = [m.measure.name[language] for m in (*budget.measures, *budget.unquantified)]
    assert sorted(second) == sorted(inside + measures)
    assert heads[0][0] == "Heading 1"


def tables(document: Document) -> list[Table]:
    blocks = [b for s in document.sections for b in s.blocks]
    return [b.table if isinstance(b, ChartBlock) else b for b in blocks
            if isinstance(b, Table | ChartBlock)]  # fmt: skip


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


def test_the_page_number_is_a_field(words: dict[str, Any]) -> None:
    footer = words["nb"].sections[0].footer._element
    assert [f.get(qn("w:instr")) for f in footer.iter(qn("w:fldSimple"))] == ["PAGE"]


def test_the_same_document_gives_the_same_parts(documents: dict[str, Document]) -> None:
    def parts(content: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    first, second = parts(render_word(documents["nb"])), parts(render_word(documents["nb"]))
    assert first == second
    assert not any(re.search(rb"/(home|tmp|work)/", part) for part in first.values())
