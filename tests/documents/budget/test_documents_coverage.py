"""What the document says of its interval; and numbers with the digits they bear."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as parser

from kortreist.backtests import Backtest
from kortreist.budgets.budget import ClimateBudget
from kortreist.documents import budget_document, plan_json
from kortreist.documents.account.breaks import break_note
from kortreist.documents.budget.coverage import covered, covered_method
from kortreist.documents.format.blocks import plain
from kortreist.documents.plan.writer import PlanWriter
from kortreist.i18n import LANGUAGES, Translator


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_beside_the_fan_chart_says_whose_coverage_it_is(
    language: str, budget: ClimateBudget
) -> None:
    w = PlanWriter(language, budget)
    found = budget.backtest
    assert isinstance(found, Backtest)
    line = covered(w)
    assert line is not None
    said = plain(line.content)
    for words in ("Telemark", budget.account.place.name, w.t.number(found.coverage.n)):
        assert words in said
    assert w.t.percent(found.coverage.share[80]) in said
    own = replace(budget, backtest=replace(found, own=True, whose=budget.account.place))
    line = covered(w.beside(own))
    assert line is not None
    assert "Telemark" not in plain(line.content)
    assert len(covered_method(w)) == 3
    bare = replace(budget, backtest=None)
    assert covered(w.beside(bare)) is None
    assert covered_method(w.beside(bare)) == ()


def test_the_line_stands_right_after_the_fan_chart(budget: ClimateBudget) -> None:
    blocks = next(s.blocks for s in budget_document(budget).sections if s.id == "target")
    kinds = [getattr(b, "id", None) for b in blocks]
    line = covered(PlanWriter("nb", budget))
    assert blocks[kinds.index("fan-chart") + 1] == line


def test_jumps_are_said_to_be_method_with_the_source_and_the_year(budget: ClimateBudget) -> None:
    w = PlanWriter("en", budget)
    note = break_note(w, budget.breaks)
    assert note is not None
    said = plain(note.content)
    assert said.startswith("Method or statistics")
    assert "Agricultural soils 2019" in said
    assert "+32%" in said or "+31%" in said
    assert break_note(w, ()) is None


def test_the_plans_json_has_coverage_n_and_whose(budget: ClimateBudget) -> None:
    plan = json.loads(plan_json(budget))
    assert plan["backtest"]["coverage"] == {"50": 0.502, "80": 0.796, "90": 0.882}
    assert plan["backtest"]["n"] == 1819
    assert plan["backtest"]["whose"] == {"number": "40", "name": "Telemark", "own": False}
    assert plan["backtest"]["block_interval"]["both"] == [0.72, 0.867]
    assert plan["method_breaks"][0]["to_year"] == 2020


def test_exact_values_are_kept_and_show_on_hover(pages: dict[str, str]) -> None:
    rounded = parser.fromstring(pages["en"]).xpath("//data[@title]")
    assert rounded
    for one in rounded:
        assert one.text != one.get("title")
        exact = float(one.get("value"))
        assert one.get("title") in (
            Translator("en").number(exact),
            Translator("en").percent(exact, 1),
        )


@given(
    low=st.floats(0, 1e8, allow_nan=False),
    width=st.floats(0, 1e7, allow_nan=False),
)
def test_an_interval_is_rounded_by_an_eighth_of_its_width_at_most(low: float, width: float) -> None:
    def value(text: str) -> float:
        return float(text.replace(",", "").replace("\u2212", "-"))

    t = Translator("en")
    for exact, text in zip((low, low + width), t.interval(low, low + width), strict=True):
        assert abs(value(text) - exact) <= max(width / 8, 0.5) + 1e-6
        assert len(text.replace(",", "").rstrip("0")) <= len(t.number(exact).replace(",", "")) + 1


@given(share=st.floats(0, 1))
def test_a_chance_is_never_nothing_nor_sure_and_in_steps_of_five(share: float) -> None:
    text = Translator("en").chance(share)
    assert text not in ("0%", "100%")
    if 0.1 <= share <= 0.9:
        assert abs(int(text.rstrip("%")) / 100 - share) <= 0.025 + 1e-9
        assert int(text.rstrip("%")) % 5 == 0
