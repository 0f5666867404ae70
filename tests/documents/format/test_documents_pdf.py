"""The PDF read back: tagged, titled, in its language, with every measure and the draft mark."""

from __future__ import annotations

import io
import re

import pypdf
import pytest

from kortreist.budgets.budget import ClimateBudget
from kortreist.documents.format.blocks import Document, plain
from kortreist.documents.format.pdf import render_pdf
from kortreist.i18n import LANGUAGES


@pytest.fixture(scope="module")
def files(documents: dict[str, Document]) -> dict[str, bytes]:
    return {language: render_pdf(document) for language, document in documents.items()}


def squeezed(text: str) -> str:
    """Return the text without spaces, hyphenation and joiners: lines break anywhere."""
    return re.sub(r"[\s\u00ad\u2060\u2010-]", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_title_language_and_tags(
    language: str, files: dict[str, bytes], documents: dict[str, Document]
) -> None:
    reader = pypdf.PdfReader(io.BytesIO(files[language]))
    root = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert reader.metadata.title == plain(documents[language].title)
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    xmp = root["/Metadata"].get_data().decode("utf-8")
    assert re.search(r"pdfuaid:part(>|=\")1", xmp), "the file does not say that it is PDF/UA-1"


def structure(node: object, found: list[tuple[str, pypdf.generic.DictionaryObject]]) -> None:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            structure(child, found)
    elif isinstance(node, dict):
        if "/S" in node:
            found.append((str(node["/S"]), node))  # type: ignore[arg-type]
        if "/K" in node:
            structure(node["/K"], found)


def test_the_tags_hold_headings_header_cells_and_pictures_with_words(
    files: dict[str, bytes], documents: dict[str, Document]
) -> None:
    reader = pypdf.PdfReader(io.BytesIO(files["nb"]))
    found: list[tuple[str, pypdf.generic.DictionaryObject]] = []
    structure(reader.trailer["/Root"]["/StructTreeRoot"]["/K"], found)
    kinds = [kind for kind, _ in found]
    assert kinds.count("/H1") == len(documents["nb"].sections)
    assert kinds.count("/H2") >= 8
    assert kinds.count("/TH") > 40
    pictures = [node for kind, node in found if kind == "/Figure"]
    assert len(pictures) == 10, "the pathway map goes over two pages"
    assert all(len(str(node.get("/Alt", ""))) > 40 for node in pictures)


@pytest.mark.parametrize(
    "language", ["nn", *(pytest.param(c, marks=pytest.mark.long) for c in ("nb", "en"))]
)
def test_pages_draft_mark_and_measures(
    language: str, files: dict[str, bytes], documents: dict[str, Document], budget: ClimateBudget
) -> None:
    reader = pypdf.PdfReader(io.BytesIO(files[language]))
    texts = [page.extract_text() for page in reader.pages]
    assert 11 <= len(texts) <= 24
    mark = squeezed(documents[language].draft)
    assert all(mark in squeezed(text) for text in texts), "a page without the draft mark"
    whole = squeezed(" ".join(texts))
    for row in (*budget.measures, *budget.unquantified):
        assert squeezed(row.measure.name[language]) in whole
    # What leads has no number; the contents end it, and the chapters follow at once.
    sections = documents[language].sections
    leading = [section for section in sections if not section.number]
    first = sections[len(leading)]
    assert squeezed(plain(leading[0].title)) in squeezed(texts[0])
    (page,) = [
        n
        for n, t in enumerate(texts)
        if squeezed(documents[language].words["contents"]) in squeezed(t)
        and squeezed(plain(leading[-1].title)) in squeezed(t)
    ]
    assert page <= 3
    after = squeezed(" ".join(texts[page : page + 2]))
    assert after.count(squeezed(first.number + plain(first.title))) >= 2, "in the list, and begun"
    assert sum(len(squeezed(text)) < 500 for text in texts) <= 2, "pages with next to nothing"


@pytest.mark.parametrize(
    ("language", "frame", "share", "money"),
    [
        ("nb", "23\u202f510", "55\u202f%", "3,2"),
        ("nn", "23\u202f510", "55\u202f%", "3,2"),
        ("en", "23,510", "55%", "3.2"),
    ],
)
def test_numbers_are_written_as_the_reader_writes_them(
    language: str, frame: str, share: str, money: str, files: dict[str, bytes]
) -> None:
    pages = pypdf.PdfReader(io.BytesIO(files[language])).pages
    first = " ".join(page.extract_text() for page in pages[:3])
    assert frame in first
    assert share in first
    other = "23,510" if language != "en" else "23\u202f510"
    assert other not in first
    assert re.search(rf"\d{re.escape(money[1])}\d\xa0", first), "no decimals in amounts"


def test_the_same_document_gives_the_same_bytes(
    files: dict[str, bytes], documents: dict[str, Document]
) -> None:
    assert render_pdf(documents["nn"]) == files["nn"]
    assert files["nn"] != files["nb"]
