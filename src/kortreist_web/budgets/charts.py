"""The budget's chart: what was emitted, the frame, and the ways ahead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist_web.budgets.kept_open import lines_alone
from kortreist_web.core.texts import engine, text

__all__ = ["cost_chart", "pathway_chart"]


def _numbers(series: Mapping[str, float]) -> dict[int, float]:
    return {int(y): v for y, v in series.items()}


def _central(bands: Mapping[str, Mapping[str, float]]) -> dict[int, float]:
    return {int(y): b["central"] for y, b in bands.items()}


def _spread(bands: Mapping[str, Mapping[str, float]]) -> dict[int, tuple[float, float]]:
    return {int(y): (b["low"], b["high"]) for y, b in bands.items()}


def pathway_chart(content: Mapping[str, Any], stale: bool = False) -> Any:
    """Draw history, frame, baseline and pathway; a stale pathway is not drawn."""
    from kortreist_web.core.line_chart import Series, lines, series_name

    content = lines_alone(content)

    series = [
        Series("inventory", series_name("history"), _numbers(content["history"])),
        Series("frame", series_name("frame"), _numbers(content["frame"])),
        Series(
            "baseline",
            series_name("baseline"),
            _central(content["baseline"]),
            _spread(content["baseline"]),
        ),
    ]
    if not stale and content["pathway"]:
        series.append(
            Series(
                "plan",
                series_name("pathway"),
                _central(content["pathway"]),
                _spread(content["pathway"]),
            )
        )
    years = sorted({y for one in series for y in one.values})
    return lines(text("budgets.chart.title"), years, series, engine()("documents.unit.t"))


def cost_chart(shown: Any) -> Any:
    """Draw what is known of the cost by year, stacked by who pays; None without any cost."""
    from kortreist_web.core.charts import columns

    series = []
    for bearer in shown.totals.bearers:
        cells = shown.totals.cells[bearer]
        by_year = {y: c.known / 1e6 for y, c in cells.items() if c.known is not None}
        if by_year:
            series.append((engine()(f"documents.bearer.{bearer}"), by_year))
    if not series:
        return None
    years = list(shown.years)
    return columns(
        text("budgets.chart.cost"), years, series, engine()("documents.unit.million_nok")
    )
