"""Where plants are most of an account, the plan leads with both: whole and without them."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources

import jsonschema
import pytest
from lxml import html as parser

from kortreist.budgets.budget import ClimateBudget
from kortreist.documents import budget_document, plan_dict
from kortreist.documents.format.blocks import ChartBlock
from kortreist.documents.format.html import render_html
from kortreist.i18n import LANGUAGES, Translator

SCHEMA = json.loads(
    (resources.files("kortreist.documents.budget") / "plan.schema.json").read_text("utf-8")
)


@pytest.fixture
def both(budget: ClimateBudget) -> ClimateBudget:
    left = replace(budget, account=replace(budget.account, without=("ets",)))
    return replace(budget, beside=left)


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_stairs_come_first_and_each_says_what_it_is_about(
    language: str, both: ClimateBudget
) -> None:
    document = budget_document(both, language)
    assert [s.id for s in document.sections[:3]] == ["stair", "beside", "groups"]
    charts = [b for s in document.sections for b in s.blocks if isinstance(b, ChartBlock)]
    assert [c.id for c in charts[:2]] == ["stair-chart", "stair-without-plants-chart"]
    page = render_html(document)
    ids = [e.get("id") for e in parser.fromstring(page).iter() if e.get("id")]
    assert len(ids) == len(set(ids)), "the two pictures share no id"
    assert Translator(language)("documents.section.beside") in page


def test_plan_json_holds_the_other_plan_in_short(both: ClimateBudget) -> None:
    plan = plan_dict(both, "en")
    jsonschema.validate(plan, SCHEMA)
    assert plan["target"]["boundary_without"] == []
    assert plan["beside"]["target"]["boundary_without"] == ["ets"]
    assert {m["id"] for m in plan["beside"]["measures"]} == {m["id"] for m in plan["measures"]}


def test_one_plan_says_nothing_of_two(budget: ClimateBudget) -> None:
    assert plan_dict(budget)["beside"] is None
    assert "beside" not in [s.id for s in budget_document(budget, "nb").sections]
