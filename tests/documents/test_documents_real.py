"""The real draft of 4005 Notodden, from what ships: traceable, additive, translated."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib import resources

import jsonschema
import pytest
from lxml import html as parser

from kortreist.budgets.budget import Band, ClimateBudget
from kortreist.documents import budget_document, plan_json
from kortreist.documents.format.blocks import Document
from kortreist.documents.format.html import render_html
from kortreist.documents.format.names import slug
from kortreist.i18n import LANGUAGES, Translator

#: Formulas that take nothing in: what the user gave, what is counted on the page, the draw.
FROM_NOTHING = {
    "document/count",
    "formula/count",
    "formula/futures",
    "formula/own_limit",
    "formula/own_target",
}


@pytest.fixture(scope="module")
def drafts(real: ClimateBudget) -> dict[str, Document]:
    return {language: budget_document(real, language) for language in LANGUAGES}


@pytest.fixture(scope="module")
def plan(real: ClimateBudget, drafts: dict[str, Document]) -> dict[str, object]:
    found: dict[str, object] = json.loads(plan_json(real, "nb", drafts["nb"].origins))
    return found


def test_it_follows_the_schema_and_adds_up(plan: dict[str, object]) -> None:
    schema = json.loads(
        (resources.files("kortreist.documents.budget") / "plan.schema.json").read_text("utf-8")
    )
    jsonschema.validate(plan, schema)
    assert plan["place"]["number"] == "4005"  # type: ignore[index]
    for year, base in plan["baseline"].items():  # type: ignore[attr-defined]
        cut = sum(
            m["effect"][year]["central"]
            for m in plan["measures"]  # type: ignore[attr-defined]
            if year in m["effect"]
        )
        left = plan["pathway"][year]["central"]  # type: ignore[index]
        assert cut == pytest.approx(base["central"] - left, abs=1e-6)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_on_the_page_is_traced_to_a_fact_an_import_or_a_stated_formula(
    language: str, drafts: dict[str, Document], plan: dict[str, object]
) -> None:
    tree = parser.fromstring(render_html(drafts[language]))
    known = {o["id"]: o for o in plan["provenance"]}  # type: ignore[attr-defined]
    refs = set(tree.xpath("//@data-ref"))
    assert len(refs) > 12
    todo, seen = set(refs), set()
    while todo:
        id = todo.pop()
        assert id in known, id
        seen.add(id)
        origin = known[id]
        inputs = origin.get("inputs", [])
        if origin["kind"] == "formula" and not inputs:
            assert id in FROM_NOTHING, f"{id} is a formula of nothing"
        if origin["kind"] != "formula":
            assert origin.get("source"), f"{id} names no source"
        todo |= set(inputs) - seen
    assert any(known[id]["kind"] == "import" for id in seen)
    loose = [
        str(text)
        for text in tree.xpath("//body//text()")
        if re.search(r"[0-9]", text)
        and not text.getparent().xpath(
            "ancestor-or-self::*[@data-ref or self::time or self::style or self::text"
            " or contains(concat(' ', @class, ' '), ' label ')]"
        )
    ]
    assert loose == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_we_take_from_a_source_is_said_in_the_readers_language(
    language: str, drafts: dict[str, Document]
) -> None:
    t = Translator(language)
    ours = [o for o in drafts[language].origins if o.id.startswith(("facts/", "figures/"))]
    assert len(ours) > 5
    untold = [o.id for o in ours if not t.has(f"documents.origin.{slug(o.id)}.title")]
    assert untold == []
    tree = parser.fromstring(render_html(drafts[language]))
    rules = " ".join(tree.xpath("//table[@id='table-formulas']//text()"))
    works = " ".join(tree.xpath("//table[@id='table-works']//text()"))
    if language != "en":
        for english in (" of the ", " per household", "judgement", "Cited", "Residents"):
            assert english not in rules
            assert english not in works
    assert "{" not in rules


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_measure_that_cuts_something_is_never_written_as_zero(
    language: str, real: ClimateBudget
) -> None:
    first, *others = real.measures
    year = real.plan_years[0]
    small_first = replace(first, effect={**first.effect, year: Band(0.1, 0.2, 0.4)})
    draft = budget_document(replace(real, measures=(small_first, *others)), language)
    tree = parser.fromstring(render_html(draft))
    small = [
        figure
        for figure in tree.xpath("//table[@id='table-effect']//td/data[1]")
        if figure.get("data-ref") == "formula/effect" and 0 < float(figure.get("value")) < 0.5
    ]
    assert small, "the made row is there"
    assert {f.text for f in small} == {"<\u00a01"}
