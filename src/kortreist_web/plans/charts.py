"""The plan's charts, drawn on the server."""

from __future__ import annotations

from typing import Any

from kortreist_web.core.texts import text

__all__ = ["pathway_chart"]


def pathway_chart(content: dict[str, Any]) -> Any:
    """Return history, frame, baseline and pathway with their spread, t CO2e a year."""
    from kortreist_web.core.line_chart import Series, lines, series_name

    history = {int(y): v for y, v in content["history"].items()}
    frame = {int(y): v for y, v in content["frame"].items()}
    bands = {}
    for name in ("baseline", "pathway"):
        rows = content[name]
        central = {int(y): b["central"] for y, b in rows.items()}
        spread = {int(y): (b["low"], b["high"]) for y, b in rows.items()}
        bands[name] = (central, spread)
    years = sorted({*history, *frame, *bands["baseline"][0]})
    series = [
        Series("inventory", series_name("history"), history),
        Series("frame", series_name("frame"), frame),
        Series("baseline", series_name("baseline"), *bands["baseline"]),
        Series("plan", series_name("pathway"), *bands["pathway"]),
    ]
    return lines(text("plans.chart.title"), years, series, text("plans.unit.tonnes"))
