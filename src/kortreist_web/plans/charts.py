"""The plan's charts, drawn on the server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist_web.core.texts import text

__all__ = ["pathway_chart"]


def pathway_chart(content: dict[str, Any]) -> Any:
    """Return history, frame, baseline and pathway with their spread, t CO2e a year.

    The pathway is of what is decided now; with what is kept open it is a lighter line beside.
    """
    from kortreist_web.core.line_chart import Series, lines, series_name

    history = {int(y): v for y, v in content["history"].items()}
    frame = {int(y): v for y, v in content["frame"].items()}
    bands = {}
    for name in ("baseline", "pathway"):
        bands[name] = _band(content[name])
    years = sorted({*history, *frame, *bands["baseline"][0]})
    series = [
        Series("inventory", series_name("history"), history),
        Series("frame", series_name("frame"), frame),
        Series("baseline", series_name("baseline"), *bands["baseline"]),
    ]
    without = (content.get("kept_open") or {}).get("without")
    if without:
        series += [
            Series("with_open", series_name("with_open"), bands["pathway"][0]),
            Series("plan", series_name("decided"), *_band(without["pathway"])),
        ]
    else:
        series.append(Series("plan", series_name("pathway"), *bands["pathway"]))
    return lines(text("plans.chart.title"), years, series, text("plans.unit.tonnes"))


def _band(
    rows: Mapping[str, Mapping[str, float]],
) -> tuple[dict[int, float | None], dict[int, tuple[float, float]]]:
    central: dict[int, float | None] = {int(y): b["central"] for y, b in rows.items()}
    return central, {int(y): (b["low"], b["high"]) for y, b in rows.items()}
