"""Charts, described as Vega-Lite and drawn to SVG without a browser or a network.

The descriptions are plain dicts: importing altair to make the same dicts costs a second or
more at every start, so altair serves notebooks and the drawing engine (vl-convert) is called
directly. Every chart can be read in black and white: series differ in dash, weight and
lightness, and carry their names beside them instead of in a legend.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from kortreist.documents.format.meanings import LOOKS
from kortreist.documents.format.svg import FONT, INK, Spec, draw, keyed
from kortreist.i18n import Translator

__all__ = ["COLOURS", "bars", "base", "fan", "history", "stacked"]

#: Colour-blind-safe (Okabe–Ito, darkened to 3:1 on white), different in lightness too; what has
#: one meaning everywhere is as the table of meanings says.
COLOURS = {
    "baseline": LOOKS["baseline"].colour,
    "pathway": LOOKS["plan"].colour,
    "with_open": LOOKS["with_open"].colour,
    "frame": LOOKS["frame"].colour,
    "history": LOOKS["inventory"].colour,
    "municipality": "#00334d",
    "business": "#3c8dbc",
    "residents": "#c9dfec",
    "cut": "#00735c",
}
_WIDTH = 590

Rows = Sequence[Mapping[str, Any]]


def base(layers: list[Spec], width: int, height: int | Spec, **more: Any) -> Spec:
    """Return a description of a chart in the document's style, from its layers."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": height,
        "padding": {"left": 4, "top": 6, "right": 6, "bottom": 4},
        "layer": layers,
        "config": {
            "font": FONT,
            "background": "white",
            "view": {"stroke": None},
            "axis": {
                "labelFont": FONT, "titleFont": FONT, "labelFontSize": 13, "titleFontSize": 13,
                "labelColor": INK, "titleColor": INK, "titleFontWeight": "normal",
                "gridColor": "#dde3e6", "domainColor": "#5b6a72", "tickColor": "#5b6a72",
            },
            "text": {"font": FONT, "fontSize": 13, "color": INK},
        },
        **more,
    }  # fmt: skip


def _years(values: Sequence[int], low: int, high: int) -> Spec:
    step = 1 if high - low <= 8 else 2 if high - low <= 18 else 5
    ticks = [y for y in range(low, high + 1) if y % step == 0 or (y == low and step == 1)]
    return {
        "field": "year",
        "type": "quantitative",
        "scale": {"domain": [low, high], "nice": False, "zero": False},
        "axis": {"values": ticks, "format": "d", "grid": False, "title": None},
    }


def _tonnes(field: str, unit: str, top: float) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": [0, top], "nice": True},
        "axis": {
            "title": unit, "titleAngle": 0, "titleAlign": "left", "titleAnchor": "end",
            "titleBaseline": "bottom", "titleX": -40, "titleY": -8,
            "format": ",.0f", "tickCount": 5,
        },
    }  # fmt: skip


def _line(rows: Rows, x: Spec, y: Spec, **mark: Any) -> Spec:
    return {
        "data": {"values": list(rows)},
        "mark": {"type": "line", **mark},
        "encoding": {"x": x, "y": y},
    }


def _note(year: float, value: float, text: str, x: Spec, y: Spec, **mark: Any) -> Spec:
    return {
        "data": {"values": [{"year": year, "value": value, "text": text}]},
        "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 7, **mark},
        "encoding": {
            "x": {**x, "field": "year"},
            "y": {**y, "field": "value"},
            "text": {"field": "text"},
        },
    }


def history(
    series: Mapping[int, float],
    frame: Mapping[int, float],
    names: Mapping[str, str],
    unit: str,
    language: str,
) -> str:
    """Draw the inventory's years as a line with points, and the frame to the target year.

    Parameters
    ----------
    series : mapping of int to float
        Year → t CO2e; years without an inventory are absent and the line passes over them.
    frame : mapping of int to float
        Year → t CO2e; may be empty.
    names : mapping
        ``history`` and ``frame``: what to write beside the lines.

    Returns
    -------
    str
        SVG.
    """
    t = Translator(language)
    years = sorted(series)
    last = max([*years, *frame])
    top = max([*series.values(), *frame.values()]) * 1.08
    room = max(1.0, (last - years[0]) * (0.16 if frame else 0.1))
    x = _years(years, years[0], last)
    x["scale"]["domain"] = [years[0] - 0.4, last + room]
    y = _tonnes("value", unit, top)
    rows = [{"year": k, "value": series[k]} for k in years]
    layers = [
        _line(rows, x, y, color=COLOURS["history"], strokeWidth=2.4,
              point={"filled": True, "size": 46, "color": COLOURS["history"]}),
        _note(years[0], series[years[0]], t.number(series[years[0]]), x, y, dx=0,
              dy=18 if len(years) > 1 and series[years[1]] > series[years[0]] else -14),
    ]  # fmt: skip
    if frame:
        points = [{"year": k, "value": frame[k]} for k in sorted(frame)]
        layers.append(
            _line(points, x, y, color=COLOURS["frame"], strokeWidth=2.6, strokeDash=[8, 4])
        )
        layers.append(_note(last, frame[last], names["frame"], x, y, color=COLOURS["frame"]))
        layers.append(
            _note(years[-1], series[years[-1]], t.number(series[years[-1]]), x, y, dx=2, dy=-14)
        )
        layers.append(
            _note(years[len(years) // 2], series[years[len(years) // 2]], names["history"], x, y,
                  dx=0, dy=-24)
        )  # fmt: skip
    else:
        layers.append(_note(years[-1], series[years[-1]], t.number(series[years[-1]]), x, y))
    return draw(base(layers, _WIDTH, 260), language, "history")


def fan(
    baseline: Mapping[int, tuple[float, float, float]],
    pathway: Mapping[int, tuple[float, float, float]],
    frame: Mapping[int, float],
    names: Mapping[str, str],
    unit: str,
    language: str,
    with_open: Mapping[int, float] | None = None,
) -> str:
    """Draw baseline and pathway with their spreads, and the frame.

    Parameters
    ----------
    baseline, pathway : mapping of int to (low, central, high)
        Year → t CO2e.
    frame : mapping of int to float
        Year → t CO2e.
    names : mapping
        ``baseline``, ``pathway``, ``frame``, ``with_open``: names beside the lines.
    with_open : mapping of int to float, optional
        Year → t CO2e of the pathway with what is kept open too: a lighter line without spread.

    Returns
    -------
    str
        SVG.
    """
    years = sorted(set(baseline) | set(frame))
    last = years[-1]
    top = max(b[2] for b in [*baseline.values(), *pathway.values()])
    top = max(top, *frame.values()) * 1.04
    x = _years(years, years[0], last)
    x["scale"]["domain"] = [years[0], last + max(1.0, (last - years[0]) * 0.26)]
    y = _tonnes("value", unit, top)
    layers: list[Spec] = []
    for key, series, opacity in (("baseline", baseline, 0.20), ("pathway", pathway, 0.26)):
        rows = [
            {"year": k, "low": v[0], "value": v[1], "high": v[2]} for k, v in sorted(series.items())
        ]
        colour = COLOURS[key]
        layers.append(
            {
                "data": {"values": rows},
                "mark": {"type": "area", "color": colour, "opacity": opacity},
                "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
            }
        )
        for edge in ("low", "high"):
            layers.append(
                _line(rows, x, {**y, "field": edge}, color=colour, strokeWidth=0.8,
                      strokeDash=[1, 0] if key == "pathway" else [2, 2])
            )  # fmt: skip
        layers.append(
            _line(rows, x, y, color=colour, strokeWidth=3.0 if key == "pathway" else 2.2,
                  strokeDash=[1, 0] if key == "pathway" else [3, 3])
        )  # fmt: skip
    if with_open:
        points = [{"year": k, "value": v} for k, v in sorted(with_open.items())]
        layers.append(
            _line(points, x, y, color=COLOURS["with_open"], strokeWidth=2.8, strokeDash=[2, 3])
        )
    points = [{"year": k, "value": v} for k, v in sorted(frame.items())]
    layers.append(_line(points, x, y, color=COLOURS["frame"], strokeWidth=2.6, strokeDash=[9, 4]))
    ends = {
        "baseline": baseline[last][1] if last in baseline else None,
        "pathway": pathway[last][1] if last in pathway else None,
        "frame": frame.get(last),
        "with_open": (with_open or {}).get(last),
    }
    for key, value in _apart({k: v for k, v in ends.items() if v is not None}, top * 0.075):
        layers.append(_note(last, value, names[key], x, y, color=COLOURS[key], fontWeight="bold"))
    return draw(base(layers, _WIDTH, 300), language, "fan")


def _apart(values: Mapping[str, float], minimum: float) -> list[tuple[str, float]]:
    """Move names that would collide until they are ``least`` apart."""
    out: list[tuple[str, float]] = []
    for key, value in sorted(values.items(), key=lambda kv: kv[1]):
        floor = out[-1][1] + minimum if out else value
        out.append((key, max(value, floor)))
    return out


def stacked(
    rows: Rows,
    order: Sequence[str],
    parts: Sequence[tuple[str, str]],
    unit: str,
    language: str,
) -> str:
    """Draw horizontal bars split on who can act.

    Parameters
    ----------
    rows : sequence of mappings
        ``group``, ``part`` and ``value`` (t CO2e).
    order : sequence of str
        Groups from the top.
    parts : sequence of (id, name)
        Parts from the left; ids are keys of :data:`COLOURS`.

    Returns
    -------
    str
        SVG.
    """
    ids = [p[0] for p in parts]
    data = [{**r, "rank": ids.index(r["part"])} for r in rows]
    totals: dict[str, float] = {}
    for r in rows:
        totals[r["group"]] = totals.get(r["group"], 0.0) + max(0.0, r["value"])
    t = Translator(language)
    ends = [{"group": g, "end": v, "text": t.number(v)} for g, v in totals.items()]
    top = max(totals.values()) * 1.16
    y = {
        "field": "group", "type": "nominal", "sort": list(order),
        "axis": {"title": None, "labelLimit": 280, "labelPadding": 6, "ticks": False,
                 "domain": False},
        "scale": {"paddingInner": 0.3},
    }  # fmt: skip
    x = {
        "type": "quantitative", "scale": {"domain": [0, top], "nice": False},
        "axis": {"title": unit, "format": ",.0f", "tickCount": 5, "titleAlign": "right",
                 "titleAnchor": "end"},
    }  # fmt: skip
    bars_: Spec = {
        "data": {"values": data},
        "mark": {"type": "bar", "stroke": INK, "strokeWidth": 0.7},
        "encoding": {
            "y": y,
            "x": {**x, "field": "value", "stack": "zero"},
            "order": {"field": "rank"},
            "color": {
                "field": "part", "type": "nominal", "legend": None,
                "scale": {"domain": ids, "range": [COLOURS[i] for i in ids]},
            },
        },
    }  # fmt: skip
    labels: Spec = {
        "data": {"values": ends},
        "mark": {"type": "text", "align": "left", "dx": 5},
        "encoding": {"y": y, "x": {**x, "field": "end"}, "text": {"field": "text"}},
    }
    svg = draw(base([bars_, labels], 400, {"step": 26}), language, "stacked")
    return keyed(svg, [(name, COLOURS[i]) for i, name in parts])


def bars(rows: Rows, unit: str, language: str) -> str:
    """Draw one bar a measure with its spread as a whisker, largest first.

    Parameters
    ----------
    rows : sequence of mappings
        ``name``, ``low``, ``central``, ``high`` (t CO2e).

    Returns
    -------
    str
        SVG.
    """
    t = Translator(language)
    data = [
        {**r, "lines": wrap(r["name"], 38, max_lines=2, placeholder=" …"),
         "text": t.number(r["central"])}
        for r in rows
    ]  # fmt: skip
    order = [r["name"] for r in rows]
    two = any(len(r["lines"]) > 1 for r in data)
    top = max([r["high"] for r in rows] + [1.0])
    minimum = min([r["low"] for r in rows] + [0.0])
    y = {
        "field": "name", "type": "nominal", "sort": order,
        "axis": {"title": None, "labels": False, "ticks": False, "domain": False},
        "scale": {"paddingInner": 0.35},
    }  # fmt: skip
    x = {
        "type": "quantitative", "scale": {"domain": [minimum, top * 1.14], "nice": False},
        "axis": {"title": unit, "format": ",.0f", "tickCount": 5, "titleAlign": "right",
                 "titleAnchor": "end"},
    }  # fmt: skip
    layers: list[Spec] = [
        {"mark": {"type": "bar", "color": COLOURS["residents"], "stroke": INK, "strokeWidth": 0.7},
         "encoding": {"y": y, "x": {**x, "field": "central"}}},
        {"mark": {"type": "rule", "color": INK, "strokeWidth": 1.4},
         "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}}},
        {"mark": {"type": "tick", "color": INK, "thickness": 1.4, "size": 8},
         "encoding": {"y": y, "x": {**x, "field": "low"}}},
        {"mark": {"type": "tick", "color": INK, "thickness": 1.4, "size": 8},
         "encoding": {"y": y, "x": {**x, "field": "high"}}},
        {"mark": {"type": "text", "align": "left", "dx": 6},
         "encoding": {"y": y, "x": {**x, "field": "high"}, "text": {"field": "text"}}},
    ]  # fmt: skip
    for lines in (1, 2):  # an axis cannot centre labels of one and two lines alike
        layers.append(
            {
                "transform": [{"filter": f"length(datum.lines) == {lines}"}],
                "mark": {"type": "text", "align": "right", "baseline": "middle", "lineHeight": 14,
                         "dy": -7 * (lines - 1)},
                "encoding": {"y": y, "x": {"value": -7}, "text": {"field": "lines"}},
            }
        )  # fmt: skip
    spec = base(layers, 350, {"step": 36 if two else 27})
    spec["data"] = {"values": data}
    return draw(spec, language, "bars")
