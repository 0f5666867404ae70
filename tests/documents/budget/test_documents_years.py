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
