"""The stair is the first picture, its table holds its figures, and it is said in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from lxml import html as parser

from kortreist.budgets.budget import ClimateBudget
from kortreist.documents import budget_document
from kortreist.documents.format.blocks import ChartBlock, Document, Figure, Table, plain
from kortreist.documents.format.html import render_html
from kortreist.i18n import LANGUAGES, Translator
from kortreist.plans.stair import LAYERS, Stair


def changed(budget: ClimateBudget, *stairs: Stair) -> ClimateBudget:
    return replace(budget, outcome=replace(budget.outcome, stairs=stairs))


def picture(document: Document) -> ChartBlock:
    blocks = [b for s in document.sections for b in s.blocks]
    return next(b for b in blocks if isinstance(b, ChartBlock))


def central(table: Table, column: int = -1) -> list[float]:
    first = [row.cells[column].content[0] for row in table.rows]
    return [f.value for f in first if isinstance(f, Figure)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_stair_is_the_first_picture_with_all_its_steps(
    language: str, budget: ClimateBudget, documents: dict[str, Document]
) -> None:
    t, chart = Translator(language), picture(documents[language])
    assert chart.id == "stair-chart"
    assert documents[language].sections[0].id == "stair"
    for layer in LAYERS:
        assert t(f"plans.layer.{layer}") in chart.svg
        assert t(f"plans.layer.{layer}") in chart.alt
    today, *steps, target = central(chart.table)
    assert today - sum(steps) == pytest.approx(target, abs=1e-6)
    stair = budget.outcome.stair
    assert stair is not None
    assert steps == [s.central for s in stair.steps]


def test_what_is_left_is_said_of_a_layer(documents: dict[str, Document]) -> None:
    shown = parser.fromstring(render_html(documents["nb"])).text_content()
    assert "som ingen kjente tiltak når" in shown
    assert "utenfor rekkevidde" not in shown
    (layers,) = (s for s in documents["nb"].sections if s.id == "layers")
    tables = [b for b in layers.blocks if isinstance(b, Table)]
    assert [b.id for b in tables] == [f"layer-{n}" for n in ("adopted", "state", "others", "more")]
    for table in tables:
        *rows, whole = central(table, 0)
        assert sum(rows) == pytest.approx(whole, abs=1e-6)
    why = plain(tables[-1].rows[0].cells[1].content)
    assert why == Translator("nb")("budgets.reason.too_dear")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_passed_target_is_a_surplus_and_a_span_shows_its_other_end(
    language: str, budget: ClimateBudget
) -> None:
    stair = budget.outcome.stair
    assert stair is not None
    target = stair.target + 9_000.0
    last = replace(stair.steps[-1], low=-3_000.0, central=-580.18, high=1_700.0)
    passed = replace(
        stair, target=target, steps=(*stair.steps[:-1], last), target_upper=target - 2_600.0
    )
    document = budget_document(changed(budget, stair, passed), language)
    t, chart = Translator(language), picture(document)
    assert t("plans.layer.surplus") in chart.svg
    assert t("plans.layer.unreached") not in chart.svg
    assert len(chart.table.columns) == 3, "each goal year has a column"
    shown = parser.fromstring(render_html(document)).text_content()
    assert t.number(2_600) in shown


def test_it_is_read_at_the_width_of_a_phone_and_in_grey(documents: dict[str, Document]) -> None:
    chart = picture(documents["nb"])
    assert chart.narrow
    root: Any = parser.fromstring(chart.svg)
    width = float(root.get("viewbox", root.get("viewBox")).split()[2])
    sizes = [float(e.get("font-size").removesuffix("px")) for e in root.iter("text")]
    # 390 px less the page's and the picture's own margins.
    assert min(sizes) * 345 / width >= 11.0
    assert "stroke-dasharray" in chart.svg


def test_without_a_stair_there_is_no_empty_chapter(budget: ClimateBudget) -> None:
    ids = [s.id for s in budget_document(changed(budget), "nb").sections]
    assert ids[0] == "groups"
    assert "layers" not in ids
