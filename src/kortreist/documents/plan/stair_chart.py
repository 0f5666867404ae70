"""The stair from today to the target as a chart that can be read on a phone and in grey."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from kortreist.documents.format.charts import COLOURS, base
from kortreist.documents.format.svg import INK, Spec, draw

__all__ = ["stair_chart"]

_WIDTH, _STEP, _BAR = 430, 46.0, 20.0
#: Width of a letter of a name, a little more than the mean.
_LETTER = 8.4
#: Fill of each kind of row: dark, middle and light, and white with a broken edge for what
#: nobody is known to reach.
_FILL = {
    "end": COLOURS["municipality"],
    "adopted": "#9aa7ad",
    "state": COLOURS["residents"],
    "others": COLOURS["residents"],
    "plan": COLOURS["cut"],
    "more": COLOURS["residents"],
    "unreached": "#ffffff",
    "surplus": COLOURS["business"],
}


def stair_chart(
    rows: Sequence[Mapping[str, Any]], target: float, language: str, prefix: str = "stair"
) -> str:
    """Draw the stair: one row a layer, each beginning where the one above ends.

    Parameters
    ----------
    rows : sequence of mappings
        From the top: ``name``, ``kind`` (a key of the fills), ``left`` and ``right`` (t CO2e,
        the ends of the bar), ``end`` (where the next begins), ``text`` (written after it).
    target : float
        t CO2e: where the line of the target stands.
    language : {"nb", "nn", "en"}
    prefix : str
        Of the ids in the SVG.

    Returns
    -------
    str
        SVG.
    """
    largest = max(max(r["right"] for r in rows), target, 1.0)
    longest = max(len(r["text"]) for r in rows)
    low, high = min(0.0, *(r["left"] for r in rows)), largest * (1.04 + 0.02 * longest)
    x: Spec = {
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [low, high], "nice": False},
    }
    height = _STEP * len(rows)
    y: Spec = {
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, height], "reverse": True, "nice": False},
    }
    data = [
        {
            **r,
            "top": i * _STEP + 21.0,
            "foot": i * _STEP + 21.0 + _BAR,
            "line": i * _STEP + 10.0,
            "middle": i * _STEP + 21.0 + _BAR / 2,
            "fill": _FILL[r["kind"]],
            "above": i * _STEP + 1.0,
            "below": i * _STEP + 19.0,
            "origin": low,
            "behind": low + len(r["name"]) * _LETTER * (high - low) / _WIDTH,
            "dash": [4, 3] if r["kind"] == "unreached" else [1, 0],
        }
        for i, r in enumerate(rows)
    ]
    joins = [
        {"x": above["end"], "top": above["foot"], "foot": below["top"]}
        for above, below in itertools.pairwise(data)
    ]
    box = {
        "x": {**x, "field": "left"},
        "x2": {"field": "right"},
        "y": {**y, "field": "top"},
        "y2": {"field": "foot"},
    }
    layers: list[Spec] = [
        {
            "data": {"values": [{"x": target, "top": 0.0, "foot": height}]},
            "mark": {
                "type": "rule",
                "color": COLOURS["frame"],
                "strokeWidth": 1.6,
                "strokeDash": [6, 4],
            },
            "encoding": {
                "x": {**x, "field": "x"},
                "y": {**y, "field": "top"},
                "y2": {"field": "foot"},
            },
        },
        {
            "data": {"values": joins},
            "mark": {"type": "rule", "color": INK, "strokeWidth": 0.8},
            "encoding": {
                "x": {**x, "field": "x"},
                "y": {**y, "field": "top"},
                "y2": {"field": "foot"},
            },
        },
    ]
    for broken in (False, True):
        layers.append(
            {
                "transform": [{"filter": f"(datum.kind == 'unreached') == {str(broken).lower()}"}],
                "mark": {
                    "type": "rect",
                    "stroke": INK,
                    "strokeWidth": 1.2 if broken else 0.8,
                    "strokeDash": [4, 3] if broken else [1, 0],
                },
                "encoding": {**box, "color": {"field": "fill", "type": "nominal", "scale": None}},
            }
        )
    # What is white behind names keeps them free of the lines that pass there.
    plate = {
        "mark": {"type": "rect", "fill": "white", "stroke": None},
        "encoding": {
            "x": {**x, "field": "origin"},
            "x2": {"field": "behind"},
            "y": {**y, "field": "above"},
            "y2": {"field": "below"},
        },
    }
    name = {"x": {"value": 0}, "y": {**y, "field": "line"}, "text": {"field": "name"}}
    written = {"type": "text", "align": "left", "baseline": "middle", "fontSize": 16}
    layers += [
        plate,
        {
            "mark": {**written, "color": "white", "stroke": "white", "strokeWidth": 5},
            "encoding": name,
        },
        {"mark": written, "encoding": name},
        {
            "mark": {**written, "dx": 6, "fontWeight": "bold"},
            "encoding": {
                "x": {**x, "field": "right"},
                "y": {**y, "field": "middle"},
                "text": {"field": "text"},
            },
        },
    ]
    spec = base(layers, _WIDTH, int(height))
    spec["data"] = {"values": data}
    return draw(spec, language, prefix)
