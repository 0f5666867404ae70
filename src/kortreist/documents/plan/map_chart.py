"""The pathway map as a chart: one line a package, where it breaks, and when to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kortreist.documents.format.charts import COLOURS, base
from kortreist.documents.format.svg import FONT, INK, Spec, draw, escape

__all__ = ["pathway_map"]

_STEP = 46


def pathway_map(
    packages: Sequence[Mapping[str, Any]],
    first: int,
    last: int,
    names: Mapping[str, str],
    language: str,
) -> str:
    """Draw the map.

    Parameters
    ----------
    packages : sequence of mappings
        ``name``, ``text`` (written at the end), ``tips``, ``early``, ``late`` and ``decide``
        (years or None), in the order they are laid on top of one another.
    first, last : int
        Years of the map.
    names : mapping
        ``decide``, ``tips`` and ``spread``: what the signs mean.
    language : str

    Returns
    -------
    str
        SVG.
    """
    data = []
    for p in packages:
        end = last if p["tips"] is None else p["tips"]
        data.append(
            {
                **p,
                "start": first,
                "end": end,
                "from": p["early"],
                "to": None if p["early"] is None else (p["late"] or last),
            }
        )
    minimum = min([first, *(p["decide"] for p in packages if p["decide"] is not None)])
    room = (last - minimum) * 0.30
    y = {
        "field": "name",
        "type": "nominal",
        "sort": [p["name"] for p in packages],
        "axis": {
            "title": None,
            "ticks": False,
            "domain": False,
            "labelPadding": 8,
            "labelLimit": 150,
        },
    }
    x = {
        "type": "quantitative",
        "scale": {"domain": [minimum - 0.4, last + room], "nice": False, "zero": False},
        "axis": {
            "values": list(range(minimum, last + 1)),
            "format": "d",
            "title": None,
            "grid": True,
            "labelOverlap": True,
        },
    }

    def span(start: str, end: str, **mark: Any) -> Spec:
        return {
            "transform": [{"filter": f"isValid(datum['{start}'])"}],
            "mark": {"type": "rule", **mark},
            "encoding": {"y": y, "x": {**x, "field": start}, "x2": {"field": end}},
        }

    def point(field: str, **mark: Any) -> Spec:
        return {
            "transform": [{"filter": f"isValid(datum['{field}'])"}],
            "mark": mark,
            "encoding": {"y": y, "x": {**x, "field": field}},
        }

    layers: list[Spec] = [
        span("from", "to", color=COLOURS["residents"], strokeWidth=15),
        span("start", "end", color=COLOURS["pathway"], strokeWidth=4),
        point("tips", type="tick", color=INK, thickness=4, size=26),
        point(
            "decide",
            type="point",
            shape="diamond",
            filled=True,
            size=190,
            opacity=1,
            color=COLOURS["frame"],
            stroke="white",
        ),
    ]
    for test, place in (
        ("isValid(datum.tips)", {"baseline": "bottom", "dx": 8, "dy": -9}),
        ("!isValid(datum.tips)", {"baseline": "middle", "dx": 10}),
    ):
        layers.append(
            {
                "transform": [{"filter": test}],
                "mark": {"type": "text", "align": "left", **place},
                "encoding": {"y": y, "x": {**x, "field": "end"}, "text": {"field": "text"}},
            }
        )
    spec = base(layers, 470, {"step": _STEP})
    spec["data"] = {"values": data}
    return _with_key(draw(spec, language, "map"), names)


def _with_key(svg: str, names: Mapping[str, str]) -> str:
    """Put above the map what its signs mean, one a line: the texts are long."""
    head = svg[: svg.index(">") + 1]
    width, height = (float(v) for v in head.split('viewBox="0 0 ')[1].split('"')[0].split())
    signs = {
        "decide": f'<path d="M10 -7L17 0L10 7L3 0Z" fill="{COLOURS["frame"]}"/>',
        "tips": f'<path d="M10 -8V8" stroke="{INK}" stroke-width="4"/>',
        "spread": f'<rect x="0" y="-7" width="20" height="14" fill="{COLOURS["residents"]}"/>',
    }
    band, key = 8.0, ""
    for name, sign in signs.items():
        key += (
            f'<g transform="translate(6,{band + 9:g})">{sign}<text x="28" y="4.5" '
            f'font-size="13" fill="{INK}" font-family="{FONT}">{escape(names[name])}</text></g>'
        )
        band += 20
    band += 4
    inner = svg[len(head) : svg.rindex("</svg>")]
    top = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height + band:g}">'
    white = f'<rect width="{width:g}" height="{band:g}" fill="white"/>'
    return f'{top}{white}{key}<g transform="translate(0,{band:g})">{inner}</g></svg>'
