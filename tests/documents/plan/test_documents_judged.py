"""The section on what rests on judgement says each question, what it moves and who knows."""

from __future__ import annotations

import json

import pytest

from kortreist.budgets.budget import ClimateBudget
from kortreist.documents import plan_json
from kortreist.documents.format.blocks import Document, Paragraph, Table, plain
from kortreist.i18n import LANGUAGES


def _tables(document: Document) -> dict[str, Table]:
    section = next(s for s in document.sections if s.id == "judged")
    return {b.id: b for b in section.blocks if isinstance(b, Table)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_question_stands_with_what_it_moves_and_who_knows(
    language: str, budget: ClimateBudget, documents: dict[str, Document]
) -> None:
    table = _tables(documents[language])["judged"]
    for row, j in zip(table.rows, budget.outcome.judged, strict=True):
        assert plain(row.header.content) == j.question[language]
        assert plain(row.header.sub)  # who knows
        assert plain(row.cells[2].content)
    moves = plain(table.rows[0].cells[2].content)
    assert moves.startswith("61")
    worth = plain(table.rows[1].cells[3].content)
    worth = worth.removeprefix("NOK\xa0").replace("\u202f", " ").replace(",", " ")
    assert worth.startswith("738 000")


def test_an_answered_figure_says_that_it_is_the_municipalitys(
    documents: dict[str, Document],
) -> None:
    (row,) = _tables(documents["nb"])["answered"].rows
    assert plain(row.cells[0].content).startswith("320")
    assert plain(row.cells[1].content) == "fra kommunen"


def test_what_nobody_here_can_answer_is_named_with_who_could(
    documents: dict[str, Document],
) -> None:
    section = next(s for s in documents["en"].sections if s.id == "judged")
    said = [plain(b.content) for b in section.blocks if isinstance(b, Paragraph)]
    assert any("driver blending duty en (state)" in text for text in said)


def test_plan_json_holds_the_rows_with_the_key_of_their_answer(budget: ClimateBudget) -> None:
    plan = json.loads(plan_json(budget, "nn"))
    assert [j["id"] for j in plan["judged"]] == ["effect/made_2", "cost/made_0/0"]
    assert plan["judged"][0]["question"].endswith("(nn)")
    assert set(plan["judged"][0]["questions"]) == set(LANGUAGES)
    assert plan["judged_others"][0]["question"] == ""
    assert plan["answered"][0]["value"]["central"] == 320.0
