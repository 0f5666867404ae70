"""plan.json keeps its contract, and its rows add up."""

from __future__ import annotations

import copy
import json
import math
from importlib import resources
from typing import Any

import jsonschema
import pytest

from kortreist.budgets.budget import ClimateBudget
from kortreist.documents import plan_dict, plan_json
from kortreist.documents.format.blocks import Document
from kortreist.i18n import LANGUAGES

SCHEMA = json.loads(
    (resources.files("kortreist.documents.budget") / "plan.schema.json").read_text("utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


@pytest.fixture(scope="module")
def plan(budget: ClimateBudget) -> dict[str, Any]:
    """The plan as JSON has it; not to be changed."""
    return plan_dict(budget)


def test_the_schema_is_itself_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plan_follows_its_schema(
    language: str, budget: ClimateBudget, documents: dict[str, Document]
) -> None:
    plan = json.loads(plan_json(budget, language, documents[language].origins))
    jsonschema.validate(plan, SCHEMA)
    assert plan["language"] == language
    assert plan["draft"] is True
    names = {m.measure.name[language] for m in budget.measures}
    assert {m["name"] for m in plan["measures"]} == names


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("target", "reduction"), 55),
        (("draft",), "yes"),
        (("measures", 0, "effect", "2030", "central"), None),
        (("measures", 0, "cost", "somebody"), {"2027": 1.0}),
        (("probability_under_frame", "2030"), 1.2),
        (("provenance", 0, "kind"), "guess"),
        (("frame", "next year"), 1.0),
    ],
)
def test_the_schema_refuses_what_is_wrong(
    path: tuple[Any, ...], value: object, plan: dict[str, Any]
) -> None:
    changed = copy.deepcopy(plan)
    place: Any = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert not VALIDATOR.is_valid(changed)


def test_the_schema_takes_what_is_right(plan: dict[str, Any]) -> None:
    assert VALIDATOR.is_valid(plan)


@pytest.mark.parametrize("key", SCHEMA["required"])
def test_every_key_of_the_contract_is_needed(key: str, plan: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid({k: v for k, v in plan.items() if k != key})


def test_effects_of_a_year_sum_to_baseline_minus_pathway(budget: ClimateBudget) -> None:
    plan = json.loads(plan_json(budget))
    for year, base in plan["baseline"].items():
        cut = sum(m["effect"][year]["central"] for m in plan["measures"])
        assert cut == pytest.approx(base["central"] - plan["pathway"][year]["central"], abs=1e-6)


def test_what_is_unknown_is_absent_and_never_zero(budget: ClimateBudget) -> None:
    plan = json.loads(plan_json(budget))
    unknown = [m for m in plan["measures"] if "municipality" in m["cost_missing"]]
    assert unknown
    for measure in unknown:
        assert measure["cost"]["municipality"] == {}
        assert measure["nok_per_tonne"] is None
    assert plan["unquantified"]
    assert all(m["effect"] == {} for m in plan["unquantified"])


def test_a_budget_without_a_restatement_says_null(made: Any) -> None:
    plan = plan_dict(made.made_budget(restated=False))
    assert plan["restatement"] is None
    jsonschema.validate(plan, SCHEMA)


def test_the_stair_is_in_the_plan_and_adds_to_the_gram(budget: ClimateBudget) -> None:
    plan = plan_dict(budget)
    assert plan["schema_version"] == "3.4"
    order = ["adopted", "state", "others", "plan", "more", "unreached"]
    assert [s["layer"] for s in plan["stair"]] == order
    between = plan["stair_from"]
    way = between["today"] - between["target"]
    assert math.fsum(s["tonnes"]["central"] for s in plan["stair"]) == pytest.approx(way, abs=1e-6)
    for step in plan["stair"]:
        if step["rows"]:
            whole = math.fsum(r["tonnes"] for r in step["rows"])
            assert whole == pytest.approx(step["tonnes"]["central"], abs=1e-5)
