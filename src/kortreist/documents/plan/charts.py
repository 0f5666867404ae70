"""Charts of the robust plan: bars with a second value beside, and the trade-off curve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from kortreist.documents.format.charts import COLOURS, base
from kortreist.documents.format.svg import INK, Spec, draw, keyed

__all__ = ["compared", "curve"]

Rows = Sequence[Mapping[str, Any]]


def compared(rows: Rows, names: tuple[str, str], unit: str, language: str, prefix: str) -> str:
    """Draw one bar a row with a second value as a thick mark across it.

    Parameters
    ----------
    rows : sequence of mappings
        ``name``, ``value`` (the bar), ``mark`` (the second value), ``text`` (written at the
        end); ``low`` and ``high`` where the bar has a spread.
    names : (str, str)
        What the bar and the mark are, for the key.
    unit, language : str
    prefix : str
        Of the ids in the SVG.

    Returns
    -------
    str
        SVG.
    """
    data = [
        {
            **r,
            "lines": wrap(r["name"], 38, max_lines=2, placeholder=" …"),
            "end": max(r["value"], r["mark"], r.get("high", 0.0)),
            "low": r.get("low"),
            "high": r.get("high"),
        }
        for r in rows
    ]
    longest = max(len(r["text"]) for r in data)
    top = max([r["end"] for r in data] + [1.0])
    y = {
        "field": "name",
        "type": "nominal",
        "sort": [r["name"] for r in rows],
        "axis": {"title": None, "labels": False, "ticks": False, "domain": False},
        "scale": {"paddingInner": 0.35},
    }
    x = {
        "type": "quantitative",
        "scale": {"domain": [0, top * (1.05 + 0.022 * longest)], "nice": False},
        "axis": {
            "title": unit,
            "format": ",.0f",
            "tickCount": 5,
            "titleAlign": "right",
            "titleAnchor": "end",
        },
    }
    layers: list[Spec] = [
        {
            "mark": {
                "type": "bar",
                "color": COLOURS["residents"],
                "stroke": INK,
                "strokeWidth": 0.7,
            },
            "encoding": {"y": y, "x": {**x, "field": "value"}},
        },
        {
            "mark": {"type": "tick", "color": COLOURS["frame"], "thickness": 4, "size": 20},
            "encoding": {"y": y, "x": {**x, "field": "mark"}},
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 7},
            "encoding": {"y": y, "x": {**x, "field": "end"}, "text": {"field": "text"}},
        },
    ]
    if any(r["high"] is not None for r in data):
        layers.insert(
            1,
            {
                "mark": {"type": "rule", "color": INK, "strokeWidth": 1.2},
                "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}},
            },
        )
    for lines in (1, 2):  # an axis cannot centre labels of one and two lines alike
        layers.append(
            {
                "transform": [{"filter": f"length(datum.lines) == {lines}"}],
                "mark": {
                    "type": "text",
                    "align": "right",
                    "baseline": "middle",
                    "lineHeight": 14,
                    "dy": -7 * (lines - 1),
                },
                "encoding": {"y": y, "x": {"value": -7}, "text": {"field": "lines"}},
            }
        )
    two = any(len(r["lines"]) > 1 for r in data)
    spec = base(layers, 350, {"step": 34 if two else 27})
    spec["data"] = {"values": data}
    svg = draw(spec, language, prefix)
    return keyed(svg, [(names[0], COLOURS["residents"]), (names[1], COLOURS["frame"])])


def curve(rows: Rows, money: str, tonnes: str, language: str) -> str:
    """Draw plans for less and more money: money across, emission up.

    Parameters
    ----------
    rows : sequence of mappings
        ``money`` (million NOK a year), ``tonnes`` (t CO2e), ``label`` (of the plan shown,
        else empty), ``on_curve`` (whether the line goes through it), least money first.
    money, tonnes : str
        Titles of the axes.
    language : str

    Returns
    -------
    str
        SVG.
    """
    values = [r["tonnes"] for r in rows]
    room = max((max(values) - min(values)) * 0.18, max(values) * 0.005, 1.0)
    maximum = max(r["money"] for r in rows)
    x = {
        "field": "money",
        "type": "quantitative",
        "scale": {"domain": [0, maximum * 1.05], "nice": False},
        "axis": {
            "title": money,
            "format": "~r",
            "grid": False,
            "titleAnchor": "end",
            "titleAlign": "right",
            "tickCount": 8,
        },
    }
    y = {
        "field": "tonnes",
        "type": "quantitative",
        "scale": {"domain": [min(values) - room, max(values) + room], "zero": False},
        "axis": {
            "title": tonnes,
            "titleAngle": 0,
            "titleAlign": "left",
            "titleAnchor": "end",
            "titleBaseline": "bottom",
            "titleX": -44,
            "titleY": -8,
            "format": ",.0f",
            "tickCount": 5,
        },
    }
    encoding = {"x": x, "y": y}
    chosen = {"filter": "datum.label != ''"}
    line = {"filter": "datum.on_curve"}
    layers: list[Spec] = [
        {
            "transform": [line],
            "mark": {"type": "line", "color": COLOURS["pathway"], "strokeWidth": 2.4},
            "encoding": encoding,
        },
        {
            "transform": [line],
            "mark": {
                "type": "point",
                "filled": True,
                "size": 60,
                "opacity": 1,
                "color": COLOURS["pathway"],
            },
            "encoding": encoding,
        },
        {
            "transform": [chosen],
            "mark": {
                "type": "point",
                "shape": "diamond",
                "filled": True,
                "size": 260,
                "opacity": 1,
                "color": COLOURS["frame"],
                "stroke": "white",
            },
            "encoding": encoding,
        },
        {
            "transform": [chosen],
            "mark": {
                "type": "text",
                "align": "left",
                "dx": 12,
                "dy": -12,
                "fontWeight": "bold",
                "color": COLOURS["frame"],
            },
            "encoding": {**encoding, "text": {"field": "label"}},
        },
    ]
    spec = base(layers, 590, 250)
    spec["data"] = {"values": list(rows)}
    return draw(spec, language, "curve")
