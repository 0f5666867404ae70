"""The XML written by hand, read back by python-docx: what it says is what was asked for."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run
from hypothesis import given
from hypothesis import strategies as st

from kortreist.documents.format.blocks import (
    WORDS,
    Break,
    Bullets,
    Cell,
    ChartBlock,
    Column,
    Document,
    Label,
    Link,
    Missing,
    Note,
    Paragraph,
    Row,
    Section,
    Strong,
    Table,
)
from kortreist.documents.format.svg import svgs_to_pngs
from kortreist.documents.format.word import xml as wx
from kortreist.documents.format.word.document import render_word


def read(xml: str) -> list[Any]:
    return list(parse_xml(wx.body_of([xml])).body)


def paragraph(xml: str) -> WordParagraph:
    (element,) = read(xml)
    return WordParagraph(element, None)  # type: ignore[arg-type]


@given(st.text())
def test_a_run_says_its_text(text: str) -> None:
    unwritable = {chr(n) for n in (*range(9), 11, 12, *range(14, 32), 0x2060, 0xFFFE, 0xFFFF)}
    expected = "".join(c for c in text if c not in unwritable).replace("\r", "\n")
    assert paragraph(wx.paragraph(wx.run(text))).text == expected


@given(
    bold=st.booleans(),
    italic=st.booleans(),
    underline=st.booleans(),
    size=st.sampled_from([0, 7.5, 8.5, 9, 13]),
    colour=st.sampled_from(["", "00506F"]),
)
def test_a_run_made_by_hand_is_the_run_python_docx_makes(
    bold: bool, italic: bool, underline: bool, size: float, colour: str
) -> None:
    (made,) = paragraph(wx.paragraph(wx.run(" a & b", bold, size, colour, italic, underline))).runs
    blank: Any = parse_xml(f"<w:r {nsdecls('w', 'r')}/>")
    other = Run(blank, None)  # type: ignore[arg-type]
    other.text = " a & b"
    if bold:
        other.bold = True
    if italic:
        other.italic = True
    if underline:
        other.underline = True
    if size:
        other.font.size = Pt(size)
    if colour:
        other.font.color.rgb = docx.shared.RGBColor.from_string(colour)
    assert made._r.xml == other._r.xml


def test_a_paragraph_holds_what_was_asked_for() -> None:
    text = wx.run("40", bold=True) + wx.LINE_BREAK + wx.run("30–50")
    made = paragraph(
        wx.paragraph(text, "Caption", keep_next=True, page_break=True, after=2, right=True)
    )
    assert made.text == "40\n30–50"
    assert made._p.style == "Caption"
    assert made.paragraph_format.keep_with_next
    assert made.paragraph_format.page_break_before
    assert made.paragraph_format.space_after == Pt(2)
    assert made.alignment == WD_ALIGN_PARAGRAPH.RIGHT
    bare = paragraph(wx.paragraph(wx.run("40")))
    assert bare._p.pPr is None
    assert bare.runs[0]._r.rPr is None


def test_a_table_holds_its_cells_and_repeats_its_header() -> None:
    def line(*texts: str) -> str:
        return "".join(wx.cell(wx.paragraph(wx.run(t)), 2000) for t in texts)

    rows = wx.row(line("Sektor", "Tonn"), header=True) + wx.row(line("Vei", "7"))
    (element,) = read(wx.table(rows, (2000, 2000), 'Utslipp av "alt" < 2 & mer'))
    made = WordTable(element, None)  # type: ignore[arg-type]
    assert [[c.text for c in r.cells] for r in made.rows] == [["Sektor", "Tonn"], ["Vei", "7"]]
    assert [c.width.twips for c in made.columns if c.width] == [2000, 2000]
    assert [c.width.twips for c in made.rows[1].cells if c.width] == [2000, 2000]
    assert not made.autofit
    caption = element.tblPr.find(docx.oxml.ns.qn("w:tblCaption"))
    assert caption.get(docx.oxml.ns.qn("w:val")) == 'Utslipp av "alt" < 2 & mer'
    assert [r._tr.trPr.find(docx.oxml.ns.qn("w:tblHeader")) is not None for r in made.rows] == [
        True,
        False,
    ]


def document_of(*blocks: Any) -> Document:
    section = Section("a", "1", ("Del",), blocks)
    return Document(
        "nb",
        ("Tittel",),
        "",
        (),
        "",
        "",
        ("Bunn",),
        (section,),
        (),
        "2026-11-23",
        dict.fromkeys(WORDS, "ord"),
    )


def test_every_kind_of_text_is_written() -> None:
    content = (
        "Vei & sjø <1>",
        Strong((" fet",)),
        Missing(" ukjent"),
        Break(),
        Link("der", "https://example.org/?a=1&b=2"),
        Link("her", "#del"),
        Label(" 2030"),
    )
    word = docx.Document(io.BytesIO(render_word(document_of(Note(content)))))
    (note,) = (p for p in word.paragraphs if p.text.startswith("Vei"))
    assert note.text == "Vei & sjø <1> fet ukjent\nderher 2030"
    assert [r.text for r in note.runs if r.bold] == [" fet"]
    assert [r.text for r in note.runs if r.italic] == [" ukjent"]
    assert [(h.text, h.address) for h in note.hyperlinks] == [
        ("der", "https://example.org/?a=1&b=2")
    ]


def test_links_inside_lead_to_sections() -> None:
    word = docx.Document(io.BytesIO(render_word(document_of(Note((Link("her", "#a"),))))))
    (link,) = (h for p in word.paragraphs for h in p.hyperlinks)
    marks = [b.get(qn("w:name")) for b in word.element.iter(qn("w:bookmarkStart"))]
    assert [link.fragment] == marks


def test_numbers_begin_anew_in_each_list() -> None:
    """Vedtak 1–4 and innstilling 1–4: as Word counts, from the file's own definitions."""
    four = tuple((f"punkt {n}",) for n in "abcd")
    made = render_word(
        document_of(Bullets(four, True), Paragraph(("Innstilling",)), Bullets(four, True))
    )
    word = docx.Document(io.BytesIO(made))
    assert counted(word) == ["1.", "2.", "3.", "4."] * 2


def counted(word: Any) -> list[str]:
    """Return the number of each point of a numbered list, worked out as Word does."""
    numbering = word.part.numbering_part.element
    of_kind = {n.numId: n for n in numbering.num_lst}
    at: dict[int, int] = {}
    opened: set[int] = set()
    out = []
    for p in word.paragraphs:
        if p.style.name != "List Number":
            continue
        number = p._p.pPr.numPr.numId.val
        kind = of_kind[number].abstractNumId.val
        starts = of_kind[number].find(f".//{qn('w:startOverride')}")
        if number not in opened and starts is not None:
            at[kind] = int(starts.get(qn("w:val"))) - 1
        opened.add(number)
        at[kind] = at.get(kind, 0) + 1  # lists of one definition share a count unless told not to
        out.append(f"{at[kind]}.")
    return out


def test_a_row_that_lacks_a_cell_is_refused() -> None:
    table = Table("t", ("Tabell",), (Column(("A",)), Column(("B",))), (Row(Cell(("a",)), ()),))
    with pytest.raises(ValueError, match="zip"):
        render_word(document_of(table))


def test_charts_drawn_together_are_drawn_as_alone(documents: dict[str, Document]) -> None:
    svgs = [b.svg for s in documents["nb"].sections for b in s.blocks if isinstance(b, ChartBlock)][
        :3
    ]
    alone = [svgs_to_pngs([svg], ppi=60)[0] for svg in svgs]
    assert svgs_to_pngs(svgs, ppi=60) == alone
    assert len(set(alone)) == len(svgs) == 3
    assert svgs_to_pngs([]) == []
