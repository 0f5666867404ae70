"""Drawing: a Vega-Lite description to SVG, a key above it, and SVG to PNG.

Neither a browser nor a network nor a system font is used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from kortreist.i18n import Translator

__all__ = ["FONT", "INK", "Spec", "draw", "keyed", "svgs_to_pngs"]

INK = "#1c2b33"
FONT = "Libertinus Serif"
Spec = dict[str, Any]


def keyed(svg: str, parts: Sequence[tuple[str, str]]) -> str:
    """Put a key above a drawn chart: boxes with names, in the order of the parts."""
    match = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if not match:  # pragma: no cover - vl-convert always writes a viewBox
        return svg
    width, height = float(match[1]), float(match[2])
    band = 26.0
    key, x = "", 8.0
    for name, colour in parts:
        key += (
            f'<rect x="{x:g}" y="7" width="13" height="13" fill="{colour}" stroke="{INK}" '
            f'stroke-width="0.7"/><text x="{x + 18:g}" y="18" font-size="13" fill="{INK}" '
            f'font-family="{FONT}">{escape(name)}</text>'
        )
        x += 18 + 7.2 * len(name) + 18
    inner = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height + band:g}">'
    white = f'<rect width="{width:g}" height="{band:g}" fill="white"/>'
    return f'{head}{white}{key}<g transform="translate(0,{band:g})">{inner}</g></svg>'


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def draw(spec: Spec, language: str, prefix: str) -> str:
    """Draw a description; returns SVG without fixed size, with ids of its own."""
    import vl_convert

    t = Translator(language)
    svg: str = vl_convert.vegalite_to_svg(
        spec,
        format_locale={
            "decimal": t.decimal,
            "thousands": t.thousands,
            "grouping": [3],
            "currency": ["", ""],
        },
    )
    return _clean(svg, prefix)


def _clean(svg: str, prefix: str) -> str:
    svg = re.sub(r'\s(?:aria-[\w-]+|role)="[^"]*"', "", svg)  # the figure carries the text
    svg = re.sub(r'\bid="', f'id="{prefix}-', svg)
    svg = re.sub(r"url\(#", f"url(#{prefix}-", svg)
    svg = re.sub(r'\sclass="[^"]*"', "", svg)
    svg = svg.replace(' pointer-events="none"', "")
    head = svg[: svg.index(">") + 1]
    clean = re.sub(r'\s(?:width|height|version|xmlns:xlink)="[^"]*"', "", head)
    return clean + svg[len(head) :]


def svgs_to_pngs(svgs: Sequence[str], ppi: float = 220.0) -> list[bytes]:
    """Draw SVGs as PNGs with the fonts inside typst, so that no system font is needed.

    All are drawn in one go, a page each: fonts are then read, and looked up, once.
    """
    import typst

    if not svgs:
        return []
    source = (
        "#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"
        "#for (n, svg) in json(bytes(sys.inputs.svgs)).enumerate() {\n"
        "  if n > 0 { pagebreak() }\n"
        '  image(bytes(svg), format: "svg", width: 440pt)\n'
        "}"
    )
    drawn = typst.compile(
        source.encode(),
        format="png",
        ppi=ppi,
        sys_inputs={"svgs": json.dumps(list(svgs), ensure_ascii=False)},
        ignore_system_fonts=True,
    )
    return drawn if isinstance(drawn, list) else [drawn]  # typst gives a single page bare
