"""Charts over years drawn on the server as SVG: the plane they lie in, and stacked columns.

No inline style and no script: the parts of a whole have the classes ``k-s1`` … ``k-s10`` of the
site's style, none in the colour of a meaning (:mod:`kortreist_web.core.line_chart`). The table
behind a chart holds the same figures as text.
"""

from __future__ import annotations

import itertools
import math
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from kortreist_web.core import texts

__all__ = [
    "BOTTOM",
    "CHARACTER",
    "HEIGHT",
    "TOP",
    "WIDTH",
    "Band",
    "Chart",
    "Plane",
    "Values",
    "at",
    "columns",
    "digits",
    "figure",
    "nice_ticks",
    "nothing",
    "year_data",
    "year_table",
]

Values = Mapping[int, float | None]
Band = Mapping[int, tuple[float, float]]

WIDTH, HEIGHT = 720.0, 380.0
_RIGHT, TOP, BOTTOM = 16.0, 14.0, 48.0
#: Room for one character as a phone writes it, in the chart's units.
CHARACTER = 13.0


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart and its table.

    Parameters
    ----------
    title, unit : str
        What is shown, and in what.
    svg : SafeString
    legend : tuple of (class, name)
        Empty where each mark is named in the chart itself.
    head : tuple of str
        Headings of the table.
    rows : tuple of tuple of str
        Rows of the table, numbers written in the reader's language.
    empty : bool
        There was nothing to draw: the page says so instead.
    notes : tuple of str
        Sentences without which the figures can be misread: wherever the chart is.
    kinds : tuple of str
        What each series means (:data:`kortreist.documents.format.meanings.LOOKS`); empty where
        the series are parts of a whole.
    address : str
        ``<name>/<subject>`` among the organisation's open charts
        (:class:`kortreist_web.core.domain.PublicChart`); empty: it has no address of its own.
    data : tuple of rows
        Headings, then the figures themselves as numbers, for a file: no words or marks in them.
    source : str
        Whose figures they are, of which edition: wherever the chart is without its page.
    """

    def placed(self, name: str, subject: str | int = "-") -> Chart:
        """Return the chart with an address of its own; none where the subject fits in none."""
        subject = str(subject)
        return self if "/" in subject else replace(self, address=f"{name}/{subject}")

    title: str
    unit: str
    svg: SafeString
    legend: tuple[tuple[str, str], ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: bool = False
    notes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    address: str = ""
    data: tuple[tuple[str | float | None, ...], ...] = ()
    source: str = ""

    def said_by(self, source: str) -> Chart:
        """Return the chart with whose figures they are."""
        return replace(self, source=source)

    @property
    def number(self) -> int:
        """Return a number of the chart's own for addresses inside the page."""
        return zlib.crc32(repr((self.title, self.rows)).encode())


def nice_ticks(low: float, high: float, maximum: int = 6) -> list[float]:
    """Return round numbers from at or below ``low`` to at or above ``high``.

    Examples
    --------
    >>> nice_ticks(0, 52245)
    [0.0, 10000.0, 20000.0, 30000.0, 40000.0, 50000.0, 60000.0]
    >>> nice_ticks(0, 0)
    [0.0, 1.0]
    """
    low, high = min(low, 0.0), max(high, 0.0)
    if high - low < 1e-9:  # nothing that could be seen
        return [0.0, 1.0]
    raw = (high - low) / maximum
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(s * power for s in (1, 2, 2.5, 5, 10) if s * power >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [step * n for n in range(first, last + 1)]


def digits(value: float | None, values: Sequence[float], decimals: int | None = None) -> str:
    """Write a number with the decimals its neighbours need, or with those given."""
    if decimals is not None:
        return texts.web().number(value, decimals)
    top = max((abs(v) for v in values), default=0.0)
    return texts.web().number(value, 0 if top >= 100 else 1 if top >= 10 else 2)


def _tick_labels(ticks: Sequence[float]) -> list[str]:
    """Write the numbers of an axis with no more decimals than tell them apart."""
    step = min((b - a for a, b in itertools.pairwise(ticks)), default=1.0)
    decimals = next((d for d in range(6) if abs(step - round(step, d)) < step * 1e-6), 6)
    return [texts.web().number(t, decimals) for t in ticks]


def figure(body: Sequence[str], title: str, height: float) -> SafeString:
    """Return the drawn parts as one picture with its name."""
    inside = mark_safe("".join(body))  # noqa: S308 - each part is escaped where it is made
    return format_html(
        '<svg class="k-svg" viewBox="0 0 {} {}" role="img" aria-label="{}" '
        'preserveAspectRatio="xMidYMid meet">{}</svg>',
        f"{WIDTH:g}", f"{height:g}", title, inside,
    )  # fmt: skip


def at(value: float) -> str:
    """Write a place in the drawing as short as it can be."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


class Plane:
    """Years across, values up; a year without figures has its room, so that slopes are true."""

    def __init__(
        self, years: Sequence[int], low: float, high: float, right: float = _RIGHT
    ) -> None:
        self.first, self.last = min(years), max(years)
        self.ticks = nice_ticks(low, high)
        self.low, self.high = self.ticks[0], self.ticks[-1]
        self.said = _tick_labels(self.ticks)
        self.left = 16.0 + CHARACTER * max(len(t) for t in self.said)
        self.right = WIDTH - right
        self.wide = (self.right - self.left) / (self.last - self.first + 1)

    def x(self, year: int) -> float:
        """Return where a year lies across."""
        return self.left + (year - self.first + 0.5) * self.wide

    def y(self, value: float) -> float:
        """Return where a value lies, counted from the top."""
        share = (value - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    def frame(self) -> list[str]:
        """Draw the lines of round numbers and the years."""
        out: list[str] = []
        for tick, label in zip(self.ticks, self.said, strict=True):
            y = at(self.y(tick))
            out.append(
                format_html(
                    '<line class="k-grid" x1="{}" x2="{}" y1="{}" y2="{}"/>'
                    '<text class="k-axis" text-anchor="end" x="{}" y="{}">{}</text>',
                    at(self.left),
                    at(self.right),
                    y,
                    y,
                    at(self.left - 8),
                    at(self.y(tick) + 5),
                    label,
                )
            )
        minimum = (4 * CHARACTER + 24) / self.wide
        every = next(n for n in (1, 2, 3, 5, 10, 20, 50, 100, 1000, 10_000) if n >= minimum)
        # The last year is always named.
        for year in range(self.last, self.first - 1, -every):
            out.append(
                format_html(
                    '<text class="k-axis" text-anchor="middle" x="{}" y="{}">{}</text>',
                    at(self.x(year)),
                    at(HEIGHT - BOTTOM + 32),
                    year,
                )
            )
        return out


def year_table(
    years: Sequence[int], series: Sequence[tuple[str, Values]], bands: Sequence[Band | None] = ()
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the headings and the rows of the table behind a chart over years."""
    numbers = [v for _, vs in series for v in vs.values() if v is not None]
    head, rows = [texts.text("core.chart.year")], [[str(y)] for y in years]
    for i, (name, values) in enumerate(series):
        head.append(name)
        band = bands[i] if i < len(bands) else None
        if band:
            head.append(f"{name}, {texts.text('core.chart.interval')}")
        for row, year in zip(rows, years, strict=True):
            row.append(digits(values.get(year), numbers))
            if band:
                low, high = band.get(year, (None, None))
                written = f"{digits(low, numbers)}–{digits(high, numbers)}"
                row.append("–" if low is None else written)
    return tuple(head), tuple(tuple(r) for r in rows)


def year_data(
    years: Sequence[int],
    series: Sequence[tuple[str, Values]],
    unit: str,
    bands: Sequence[Band | None] = (),
) -> tuple[tuple[str | float | None, ...], ...]:
    """Return the figures of a chart over years as they are, a row a year below the headings."""
    head: list[str | float | None] = [texts.text("core.chart.year")]
    rows: list[list[str | float | None]] = [[year] for year in years]
    for i, (name, values) in enumerate(series):
        band = bands[i] if i < len(bands) else None
        head.append(f"{name} ({unit})")
        head += [texts.text(f"core.chart.{end}", name=name) for end in ("low", "high")] * bool(band)
        for row, year in zip(rows, years, strict=True):
            row.append(values.get(year))
            row += band.get(year, (None, None)) if band else ()
    return (tuple(head), *map(tuple, rows))


def nothing(title: str, unit: str) -> Chart:
    """Return the chart of which there is nothing to draw."""
    return Chart(title, unit, mark_safe(""), (), (), (), empty=True)


def columns(
    title: str, years: Sequence[int], series: Sequence[tuple[str, Values]], unit: str
) -> Chart:
    """Return stacked columns, one a year.

    Parameters
    ----------
    title, unit : str
    years : sequence of int
    series : sequence of (name, {year: value})
        Stacked from the bottom; a missing value is left out, and a dash in the table.
        Negative values stack below zero.
    """
    series = [(n, v) for n, v in series if any(v.get(y) is not None for y in years)]
    if not series or not years:
        return nothing(title, unit)
    up = {y: sum(max(v.get(y) or 0.0, 0.0) for _, v in series) for y in years}
    down = {y: sum(min(v.get(y) or 0.0, 0.0) for _, v in series) for y in years}
    plane = Plane(years, min(down.values()), max(up.values()))
    body = plane.frame()
    wide = min(plane.wide * 0.72, 60.0)
    for year in years:
        above = below = 0.0
        for i, (name, values) in enumerate(series):
            value = values.get(year)
            if not value:
                continue
            start = above if value > 0 else below
            above, below = (above + value, below) if value > 0 else (above, below + value)
            top, foot = plane.y(max(start, start + value)), plane.y(min(start, start + value))
            body.append(
                format_html(
                    '<rect class="k-s{}" x="{}" y="{}" width="{}" height="{}">'
                    "<title>{} {}: {} {}</title></rect>",
                    i % 10 + 1,
                    at(plane.x(year) - wide / 2),
                    at(top),
                    at(wide),
                    at(max(foot - top, 0.5)),
                    name,
                    year,
                    digits(value, list(up.values())),
                    unit,
                )
            )
    legend = tuple((f"k-s{i % 10 + 1}", name) for i, (name, _) in enumerate(series))
    head, rows = year_table(years, series)
    drawn = figure(body, title, HEIGHT)
    return Chart(title, unit, drawn, legend, head, rows, data=year_data(years, series, unit))
