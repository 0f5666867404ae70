"""Blocks are written through one writer, which refuses a broken table and an unknown source."""

from __future__ import annotations

import pytest

from kortreist.documents.format.blocks import Cell, Figure, plain
from kortreist.documents.format.writer import Range, Writer
from kortreist.provenance import Origin

FRAME = Origin("formula/frame", "formula", "Ramme")


@pytest.fixture
def w() -> Writer:
    return Writer("nb", {FRAME.id: FRAME})


def test_a_text_is_given_by_its_key_or_as_it_stands(w: Writer) -> None:
    assert plain(w.paragraph("drives.intro", year=w.year(2024)).content).count("2024") == 1
    assert w.heading(("Slik",)).content == ("Slik",)
    assert (w.heading(("Slik",)).tone, w.note(("Slik",)).tone) == ("lead", "plain")


def test_a_row_takes_figures_texts_and_cells(w: Writer) -> None:
    row = w.row(w.year(2030), w.number(1234.4, FRAME.id), (), Cell(("a",), ("b",)), tone="total")
    number, empty, both = row.cells
    assert isinstance(number.content[0], Figure)
    assert number.content[0].ref == FRAME.id
    assert (empty.content, both.sub, row.tone) == ((), ("b",), "total")


@pytest.mark.parametrize("cells", [(), ("1", "2")])
def test_a_row_that_does_not_fit_its_table_is_refused(w: Writer, cells: tuple[str, ...]) -> None:
    columns = [w.text_column("word.year"), w.column("target.frame")]
    with pytest.raises(ValueError, match="made-table"):
        w.table("made-table", ("Ramme",), columns, [w.row("a", *cells)])


def test_an_estimate_has_its_range_below_and_none_is_unknown(w: Writer) -> None:
    cell = w.band(Range(980.0, 1000.0, 1020.0), FRAME.id)
    assert plain(cell.content) == w.t.number(1000)
    assert plain(cell.sub) == "–".join(w.t.interval(980, 1020))
    assert w.band(None, FRAME.id) == Cell((w.unknown(),))


def test_a_chart_always_has_its_table_behind_it(w: Writer) -> None:
    table = w.table("t", ("Ramme",), [w.text_column("word.year")], [w.row("a")])
    chart = w.chart_block("c", ("Ramme",), "Rammen synker.", "<svg/>", table)
    assert chart.table is table
    assert chart.details == w.t("documents.word.figures_behind")


def test_a_formula_of_the_documents_own_brings_its_inputs_and_is_added_once(w: Writer) -> None:
    w.rules = {"gap": ("document/cut", FRAME.id, "formula/none"), "cut": (FRAME.id,)}
    assert w.own("gap") == w.own("gap") == "document/gap"
    assert w.origins["document/gap"].inputs == ("document/cut", FRAME.id)
    assert w.used == ()
    w.number(1.0, "document/gap")
    assert [o.id for o in w.used] == ["document/gap", "document/cut", FRAME.id]


def test_a_figure_without_a_source_is_refused(w: Writer) -> None:
    with pytest.raises(KeyError):
        w.own("gap")
    with pytest.raises(KeyError, match="formula/none"):
        w.first("formula/none")
    assert w.first("formula/none", FRAME.id) == FRAME.id
