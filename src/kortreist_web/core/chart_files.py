"""A chart as a file that stands alone: SVG with its own style, its name and source, and PNG."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from textwrap import wrap

from django.contrib.staticfiles import finders
from django.utils.html import escape

from kortreist_web.core.charts import WIDTH, Chart

__all__ = ["png_of", "svg_of"]

_LINE, _KEY = 22, 24


@lru_cache(maxsize=1)
def _style() -> str:
    """Return the part of the site's style that charts are drawn by, with its colours filled in.

    What only a browser understands is left out: what happens under a pointer, or on a phone.
    """
    path = finders.find("kortreist/site.css")
    assert path
    css = Path(path).read_text("utf-8")
    colours = dict(re.findall(r"(--k-[\w-]+): (#[0-9a-f]{3,6});", css))
    part = css[css.index("/* charts */") : css.index("/* bindings */")]
    part = re.sub(r"/\*.*?\*/|@media[^{]*{(?:[^{}]*{[^{}]*})*\s*}", "", part, flags=re.DOTALL)
    part = re.sub(r"var\((--k-[\w-]+)\)", lambda m: colours.get(m[1], "#000"), part)
    rules = re.findall(r"([^{}]+){([^{}]*)}", part)
    kept = [(" ".join(s.split()), b.strip()) for s, b in rules if not re.search("[:>]", s)]
    return "".join(f"{selector}{{{body}}}" for selector, body in kept)


def svg_of(chart: Chart, source: str, font: str = "system-ui, sans-serif") -> str:
    """Return a chart as an SVG document.

    Parameters
    ----------
    chart : Chart
    source : str
        Whose figures they are, and where they stand: below the drawing.
    font : str
        The family its words are set in.
    """
    match = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', str(chart.svg))
    assert match
    inner = str(chart.svg)
    inner = inner[inner.index(">") + 1 : inner.rindex("</svg>")]
    title = wrap(f"{chart.title} ({chart.unit})" if chart.unit else chart.title, 74)
    notes = [line for note in (*chart.notes, source) for line in wrap(note, 100)]
    key = "".join(
        f'<rect class="{cls}" x="4" y="{i * _KEY}" width="22" height="12"/>'
        f'<text class="k-label" x="34" y="{i * _KEY + 12}">{escape(name)}</text>'
        for i, (cls, name) in enumerate(chart.legend)
    )
    top = _LINE * len(title) + 12
    keys = top + float(match[2]) + 4
    foot = keys + _KEY * len(chart.legend)
    height = foot + 16 * len(notes) + 12
    bold = 'font-size="17" font-weight="600"'
    head = "".join(
        f'<text x="4" y="{_LINE * (i + 1) - 4}" {bold}>{escape(line)}</text>'
        for i, line in enumerate(title)
    )
    below = "".join(
        f'<text x="4" y="{foot + 16 * (i + 1)}" font-size="12" fill="#4a4f54">{escape(line)}</text>'
        for i, line in enumerate(notes)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:g}" '
        f'width="{WIDTH:g}" height="{height:g}" font-family="{font}">'
        f"<title>{escape(chart.title)}</title><style>{_style()}</style>"
        f'<rect width="{WIDTH:g}" height="{height:g}" fill="#fff"/>{head}'
        f'<g transform="translate(0 {top})" font-size="15">{inner}</g>'
        f'<g transform="translate(0 {keys:g})">{key}</g>{below}</svg>\n'
    )


@lru_cache(maxsize=32)
def png_of(svg: str) -> bytes:
    """Return an SVG document as a picture, twice as wide as it is drawn."""
    from kortreist.documents.format.svg import svgs_to_pngs

    (png,) = svgs_to_pngs([svg], 236.0)
    return png
