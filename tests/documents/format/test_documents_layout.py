"""No card or table is split badly and no page is half empty, in any of the languages."""

from __future__ import annotations

import pytest

from kortreist.documents import account_document, budget_document
from kortreist.documents.format.blocks import (
    Cell,
    Column,
    Document,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Row,
    Section,
    Table,
)
from kortreist.documents.format.layout import layout_faults
from kortreist.i18n import LANGUAGES

PROSE = "Et avsnitt som fyller noe av siden. " * 9


def made(*blocks):
    return Document(
        language="nb",
        title=("Prøve",),
        kicker="Prøve",
        facts=(),
        draft="",
        description="Prøve",
        footer=(),
        sections=(Section("a", "", ("Del",), tuple(blocks)),),
        origins=(),
        created="2026-11-30",
        words=dict.fromkeys(("contents", "figure", "table", "page", "of"), "x"),
    )


def table(rows, id="t"):
    body = tuple(Row(Cell((f"rad {'i' * n}",)), (Cell(("verdi",)),)) for n in range(rows))
    return Table(id, ("Tabell",), (Column(("Navn",), False), Column(("Verdi",))), body)


def filled(paragraphs):
    return [Paragraph((PROSE,)) for _ in range(paragraphs)]


@pytest.mark.parametrize("before", range(8, 13))
def test_a_short_table_and_a_set_of_cards_are_whole_wherever_they_begin(before):
    cards = KeyFigures(tuple(KeyFigure(("Tittel",), ("tall",), ("note",)) for _ in range(6)))
    faults = layout_faults(made(*filled(before), table(6), *filled(before), cards, *filled(2)))
    assert not [f for f in faults if f.kind != "half_empty"]


@pytest.mark.parametrize("rows", [40, 46, 47, 48, 49])
def test_a_long_table_has_rows_on_each_side(rows):
    document = made(*filled(9), table(rows))
    assert not layout_faults(document)


def test_a_page_that_is_half_empty_is_told():
    cards = KeyFigures(tuple(KeyFigure(("Tittel",), ("tall",), ("note",)) for _ in range(30)))
    found = layout_faults(made(*filled(3), cards))
    assert [(f.kind, f.page) for f in found] == [("half_empty", 1)]


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_real_account_and_plan_are_laid_out_well(real, language):
    for document in (account_document(real.account, language), budget_document(real, language)):
        assert layout_faults(document) == ()
