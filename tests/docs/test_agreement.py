"""Agreement with real budgets: the page is the tool's, its rows are sourced, its figures right."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from kortreist import places
from kortreist.measures import library

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import agreement  # noqa: E402

CONFIDENCE = {"high", "medium", "low"}
STATUS = {"verified", "partly", "recalled"}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return agreement.read()


@pytest.fixture(scope="module")
def kept() -> dict[str, object]:
    return json.loads(agreement.KEPT.read_text("utf-8"))


@pytest.fixture(scope="module")
def written(rows: list[dict[str, str]], kept: dict[str, object]) -> str:
    return agreement.page(kept, rows)


def test_the_published_page_is_what_the_tool_writes(written: str) -> None:
    assert agreement.PAGE.read_text("utf-8") == written


def test_every_row_says_who_published_what_where_and_how_it_was_matched(
    rows: list[dict[str, str]],
) -> None:
    ids = {m.id for m in library()}
    for row in rows:
        name = places.find(row["municipality_number"]).name
        assert row["municipality"] in name.split(" - ")
        assert row["address"].startswith("http"), row
        assert row["words"]
        assert row["document"]
        assert row["source_title"]
        assert row["matched_by"]
        assert row["status"] in STATUS
        assert row["stage"] in {"adopted", "proposed"}
        if row["measure"]:
            assert row["measure"] in ids, row
            assert row["confidence"] in CONFIDENCE, row
        else:
            assert row["note"], "what is not matched says why"
            assert not row["confidence"]


def test_every_disagreement_has_our_reading(written: str) -> None:
    for line in written.splitlines():
        if line.startswith("| ") and "| our reading |" not in line and line.count("|") >= 6:
            assert not line.endswith("|  |"), line


def test_precision_and_rank_agreement_by_hand() -> None:
    order = ["a", "b", "c", "d"]
    assert agreement.precision(order, {"a", "b"}, 2) == 1.0
    assert agreement.precision(order, {"c", "d"}, 2) == 0.0
    assert agreement.precision(order, {"a"}, 10) == 0.25  # only four are ranked
    x = np.array([1.0, 2.0, 3.0, 4.0])
    assert agreement.tau(x, x) == 1.0
    assert agreement.tau(x, -x) == -1.0
    # Five pairs agree, one does not: (5 − 1) / 6.
    assert agreement.tau(x, np.array([2.0, 1.0, 3.0, 4.0])) == pytest.approx(4 / 6)


def test_a_plan_that_does_what_others_do_agrees_and_a_random_one_as_chance_has_it() -> None:
    named = {f"town {i}": {"a", "b"} for i in range(6)}
    ids = ["a", "b", *(f"other {i}" for i in range(18))]

    def plan(order: list[str]) -> dict[str, object]:
        return {
            "name": "",
            "others": {},
            "measures": [
                {
                    "id": m,
                    "group": "start_now",
                    "early": 1.0 - i / 20,
                    "decider": "council",
                    "price": i,
                    "mark": "ranked",
                    "cuts": 20.0 - i,
                }
                for i, m in enumerate(order)
            ],
        }

    best, worst = agreement.of_place(plan(ids), named), agreement.of_place(plan(ids[::-1]), named)
    assert best["value"][0] == pytest.approx(2 / 5)
    assert worst["value"][0] == 0.0
    assert best["value"][3] > 0.0 > worst["value"][3]
    assert best["chance"][0][0] == pytest.approx(0.1)
    assert best["interval"][0] == (0.4, 0.4)  # all towns have named the same
    found = agreement.beside({"x": plan(ids)}, {}, named)
    assert found["most often named by the others"][0][0] == pytest.approx(0.4)
    assert found["at random"][0][0] == pytest.approx(0.1, abs=0.02)


def test_the_kept_plan_of_notodden_is_still_what_the_program_says(kept: dict) -> None:
    import kortreist

    budget = kortreist.plan("4005", extras=False, plan_beside=False, futures_count=256)
    now = [v.measure for v in budget.outcome.verdicts][:20]
    then = [m["id"] for m in kept["plans"]["4005"]["measures"]][:20]
    assert len(set(now) & set(then)) >= 16, "run tools/agreement.py: the plan is another"
