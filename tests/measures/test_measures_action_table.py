"""Reading the action table of a plan: nothing lost, whatever file it stands in."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_plans import HEADINGS, ROWS, cell, csv_file, document, paragraph, table, word, workbook
from openpyxl import Workbook

from kortreist.connectors.tables import read_tables
from kortreist.errors import ImportRefusedError
from kortreist.measures.action_table import MAX_ROWS, _said, read_actions


def test_a_workbook_is_read_with_headings_merged_cells_and_more_lines() -> None:
    (read,) = read_actions(workbook(), "plan.xlsx")
    assert (read.name, read.header) == ("Tiltak", 3)
    first, second, third, fourth = read.actions
    assert (first.number, first.title) == ("1.1", "Utslippsfrie byggeplasser")
    assert first.description == "Krav i alle\nanbud"
    assert (first.group, first.owner, first.end, first.status) == (
        "Bygg og energi",
        "Eiendom",
        2027,
        "Pågår",
    )
    assert second.owner == "Eiendom"  # merged down from the row above
    assert third.group == "Transport"
    assert third.description == "Ved neste anbud\nGjelder også papir"
    assert third.owner == "Teknisk\nInnkjøp"
    assert third.end == 2029
    assert fourth.end is None  # "løpende" is no year
    assert [(r.row, r.why) for r in read.left_out] == [
        (4, "heading"),
        (7, "heading"),
        (8, "repeated"),
        (10, "continued"),
        (13, "total"),
    ]
    assert read.filled == 9


def test_a_document_says_the_same_and_its_other_table_is_no_table_of_actions() -> None:
    (read,) = read_actions(document(), "plan.docx")
    assert read.name == "Tiltak i handlingsdelen"
    assert [a.title.split("\n")[0] for a in read.actions] == [
        "Utslippsfrie byggeplasser",
        "Solceller på rådhuset 2027 forprosjekt",  # what stands in the cell's own table
        "Elektriske renovasjonsbiler",
        "Klimaforum for ungdom",
    ]
    assert [a.owner for a in read.actions] == ["Eiendom", "Eiendom", "Teknisk", "Oppvekst"]
    assert [r.text for r in read.left_out] == ["Bygg og energi", "Transport"]


def test_a_csv_says_the_same() -> None:
    (read,) = read_actions(csv_file(), "plan.csv")
    assert [a.title for a in read.actions] == [r[1] for r in ROWS]
    assert dict(read.actions[0].cells)["Beskrivelse"] == "Krav i alle\nanbud"


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (("Tiltak", "Ansvarleg", "Når"), ("3.2 Sykkelstrategi", "Plan", "2027-2028")),
        (("Action", "Responsible", "Deadline"), ("3.2 Sykkelstrategi", "Plan", "31.12.2028")),
        (("Delmål", "Kva skal vi gjere", "Kven"), ("Transport", "Sykkelstrategi", "Plan")),
        (("ID", "Tiltaksnavn", "Hovedansvar"), ("3.2", "Sykkelstrategi", "Plan")),
        (("Beskrivelse", "Ansvarlig enhet"), ("Sykkelstrategi", "Plan")),
    ],
)
def test_headings_are_known_by_their_words(headings: tuple[str, ...], row: tuple[str, ...]) -> None:
    (read,) = read_actions(csv_file([row], headings), "plan.csv")
    (action,) = read.actions
    assert (action.title, action.owner) == ("Sykkelstrategi", "Plan")


def test_several_tables_are_all_given() -> None:
    book = Workbook()
    for name in ("Bygg", "Transport"):
        sheet = book.create_sheet(name)
        sheet.append(["Tiltak", "Ansvar"])
        sheet.append([f"Noe om {name}", "Teknisk"])
    kept = io.BytesIO()
    book.save(kept)
    assert [t.name for t in read_actions(kept.getvalue(), "x.xlsx")] == ["Bygg", "Transport"]


def test_what_a_sheet_or_a_person_plays_with_is_only_text() -> None:
    rows = [
        ("1", '=HYPERLINK("http://x")', "<script>alert(1)</script>", "A\u202eB\u200b", "", ""),
        ("2", "Tiltak   med\ttab", "", "", "", ""),
    ]
    (read,) = read_actions(csv_file(rows), "x.csv")
    one, two = read.actions
    assert one.title.startswith("=HYPERLINK")
    assert one.description == "<script>alert(1)</script>"
    assert one.owner == "A B"
    assert two.title == "Tiltak med tab"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"%PDF-1.7\n%abc", "import.pdf"),
        (b"", "import.empty"),
        (word(paragraph("Bare tekst")), "import.no_tables"),
        (word(table(cell("Dato") + cell("Utgave"))), "import.no_actions"),
        (b"Dato;Utgave\n1;2\n", "import.no_actions"),
        (b"PK\x03\x04" + b"\x00" * 40, "import.not_a_workbook"),
        (csv_file([ROWS[0]] * (MAX_ROWS * 10)), "import.too_large"),
        (word("<w:tbl>"), "import.damaged"),
    ],
    ids=["pdf", "empty", "no table", "other table", "wrong sheet", "damaged", "10 000", "broken"],
)
def test_what_cannot_be_read_is_refused_with_the_mend(content: bytes, key: str) -> None:
    begun = time.process_time()
    with pytest.raises(ImportRefusedError) as refused:
        read_actions(content, "plan")
    assert refused.value.key == key
    for language in ("nb", "nn", "en"):
        assert "plan" in refused.value.message(language)
    assert time.process_time() - begun < 5


def test_a_document_that_unpacks_to_much_or_names_entities_is_refused() -> None:
    heavy = word("<w:p>" + " " * 60_000_000 + "</w:p>")
    assert len(heavy) < 200_000
    with pytest.raises(ImportRefusedError) as refused:
        read_actions(heavy, "x.docx")
    assert refused.value.key == "import.unpacks"
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as packed:
        packed.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with pytest.raises(ImportRefusedError) as refused:
        read_actions(kept.getvalue(), "x.docx")
    assert refused.value.key == "import.damaged"


def test_tables_deep_in_cells_and_wide_spans_do_not_break_the_reader() -> None:
    deep = cell("innerst")
    for _ in range(60):
        deep = cell("", inside=table(deep))
    body = table(
        "".join(cell(h) for h in HEADINGS),
        cell("1") + deep + cell("x", span=3),
        cell("2")
        + cell("Noe", span=2)
        + '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>'
        + paragraph("vid")
        + "</w:tc>",
    )
    (read,) = read_actions(word(body), "x.docx")
    assert [a.title for a in read.actions] == ["innerst", "Noe"]


_cell = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12).map(
    lambda t: t.replace("\ufffd", "x")
)


@given(st.lists(st.tuples(*[_cell] * 3), min_size=1, max_size=12))
def test_every_row_with_something_in_it_comes_out_again(rows: list[tuple[str, ...]]) -> None:
    content = csv_file([("Plan alt",) * 3, *rows], ("Tiltak", "Ansvar", "Frist"))
    try:
        (sheet,) = read_tables(content, "x.csv")
        (read,) = read_actions(content, "x.csv")
    except ImportRefusedError as refused:
        if refused.key != "import.letters":
            raise
        return
    filled = [n for n, row in enumerate(sheet.rows[1:], 2) if any(_said(c) for c in row)]
    rows_out = sorted([a.row for a in read.actions] + [r.row for r in read.left_out])
    assert rows_out == filled
    kept = [t for a in read.actions for _, t in a.cells] + [r.text for r in read.left_out]
    for row in sheet.rows[1:]:
        for text in row:
            assert not _said(text) or any(_said(text) in k for k in kept)
