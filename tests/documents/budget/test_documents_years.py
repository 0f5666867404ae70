"""The table of years says of each year what is known, and why the rest is not."""

from __future__ import annotations

import pytest

from kortreist.documents.budget.years import YearFigures, fan_chart
from kortreist.documents.format.blocks import plain
from kortreist.documents.format.writer import Range, Writer
from kortreist.i18n import LANGUAGES
from kortreist.provenance import Origin

IDS = ("formula/frame", "formula/baseline", "formula/pathway", "formula/probability", "gap")
BAND = Range(90.0, 100.0, 110.0)


def writer(language: str) -> Writer:
    return Writer(language, {id: Origin(id, "formula", id) for id in IDS})


def year(at: int, pathway: Range | None, chance: float | None) -> YearFigures:
    return YearFigures(at, at > 2026, 95.0, BAND, pathway, chance)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_year_that_is_over_has_no_chance_and_one_without_a_plan_has_an_unknown_one(
    language: str,
) -> None:
    w = writer(language)
    years = [year(2026, BAND, None), year(2027, BAND, 0.5), year(2028, None, None)]
    table = fan_chart(w, "Eksempeldal", years, "gap").table
    over, planned, unknown = (plain(r.cells[-1].content) for r in table.rows)
    assert (over, planned) == ("–", w.t.chance(0.5))
    assert unknown == w.t("documents.word.unknown")
    assert w.text("target.past_note") in table.notes
    assert plain(table.rows[1].cells[3].content) == "+5"
    assert [r.tone for r in table.rows] == ["plain", "strong", "strong"]


def test_nothing_is_said_of_years_that_are_over_where_none_is() -> None:
    w = writer("nb")
    chart = fan_chart(w, "Eksempeldal", [year(2027, BAND, 0.5)], "gap", (2024, 120.0, 110.0))
    assert w.text("target.past_note") not in chart.table.notes
    assert len(chart.table.rows) == 1, "where the lines begin is in the chart only"
    assert "Eksempeldal" in chart.alt


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_kept_open_is_a_line_and_a_column_of_its_own(language: str) -> None:
    w = writer(language)
    lower = Range(60.0, 70.0, 80.0)
    years = [
        YearFigures(2027, True, 95.0, BAND, BAND, 0.4, BAND, 0.4),
        YearFigures(2028, True, 95.0, BAND, BAND, 0.3, lower, 0.9),
    ]
    chart = fan_chart(w, "Eksempeldal", years, "gap")
    heads = [plain(c.title) for c in chart.table.columns]
    assert w.t("documents.target.decided") in heads
    assert w.t("documents.target.with_open") in heads
    assert w.t("documents.target.pathway") not in heads
    same, other = chart.table.rows
    # What is over the frame and the chance are of what is decided now; the rest stands below.
    assert plain(other.cells[4].content) == "+5"
    assert plain(other.cells[4].sub) == plain(w.text("target.open_too", figure="−25"))
    assert plain(other.cells[5].content) == w.t.chance(0.3)
    assert w.t.chance(0.9) in plain(other.cells[5].sub)
    assert same.cells[4].sub == () == same.cells[5].sub, "nothing is kept open in it yet"
    assert w.text("target.open_note") in chart.table.notes
    for key in ("decided", "with_open"):
        words = w.t(f"documents.chart.{key}")
        assert words in str(chart.svg), "named at its line"
    assert w.t("documents.chart.pathway") not in str(chart.svg)
    assert "70" in chart.alt
