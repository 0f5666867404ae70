"""Lines over years, each drawn as what it means and named where it ends.

A series says what it is (:data:`kortreist.documents.format.meanings.LOOKS`); its colour, dash and
marks follow from that alone, so that they mean the same in every chart of the site and of the
documents. Names stand at the lines: nobody has to look a colour up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst

from kortreist.documents.format.meanings import LOOKS
from kortreist_web.core.charts import (
    BOTTOM,
    HEIGHT,
    TOP,
    Band,
    Chart,
    Plane,
    Values,
    at,
    digits,
    figure,
    nothing,
    year_data,
    year_table,
)
from kortreist_web.core.texts import engine

__all__ = ["Series", "lines", "name_width", "series_name"]

#: Characters of a name in one line, and room for a line of it as a phone writes it.
_LETTERS, _LINE = 11, 26.0
#: A name's letters on a phone, in the chart's units, with the white edge around it; and how wide
#: letters are of that, in the widest of the usual bold fonts.
_NAME_SIZE, _EDGE, _GAP = 23.0, 4.0, 8.0
_NARROW, _WIDE_LETTERS = frozenset("ijlIft.,:;()'|! "), frozenset("mwMW%@Æ")


@dataclass(frozen=True, slots=True)
class Series:
    """A line of a chart.

    Parameters
    ----------
    kind : str
        What it means: a key of :data:`kortreist.documents.format.meanings.LOOKS`.
    name : str
        In the reader's language.
    values : {year: value}
        A year that is missing, or has None, breaks the line.
    band : {year: (low, high)}, optional
    """

    kind: str
    name: str
    values: Values
    band: Band | None = None

    def points(self, years: Sequence[int]) -> list[tuple[int, float]]:
        """Return the years that have a value, with it."""
        return [(y, v) for y in years if (v := self.values.get(y)) is not None]


@dataclass(slots=True)
class _Name:
    """A name beside a line: its words, where its line is, and where it was moved to."""

    series: Series
    words: list[str]
    wanted: float
    y: float = 0.0

    @property
    def height(self) -> float:
        return _LINE * len(self.words)


def series_name(part: str) -> str:
    """Return what a line is called, the same in every chart of the site and of the documents.

    Parameters
    ----------
    part : {"history", "frame", "baseline", "pathway", "decided", "with_open", "forecast"}
    """
    return capfirst(engine()(f"documents.chart.{part}"))


def name_width(name: str) -> float:
    """Return the room a name needs where letters are largest, in the chart's units.

    Examples
    --------
    >>> name_width("il") < name_width("mw")
    True
    """

    def share(letter: str) -> float:
        if letter in _WIDE_LETTERS:
            return 1.11
        if letter in _NARROW:
            return 0.48
        return 0.84 if letter.isupper() else 0.72

    return _NAME_SIZE * sum(map(share, name)) + _EDGE


def lines(title: str, years: Sequence[int], series: Sequence[Series], unit: str) -> Chart:
    """Return lines over years, each with a band where it has one, and its name.

    Parameters
    ----------
    title, unit : str
    years : sequence of int
    series : sequence of Series
        In the order of the table; what they mean decides which is drawn upon which.
    """
    series = [s for s in series if s.points(years)]
    if not series or not years:
        return nothing(title, unit)
    numbers = [v for s in series for _, v in s.points(years)]
    ends = [v for s in series if s.band for pair in s.band.values() for v in pair]
    last = max(years)
    at_the_end = [s for s in series if s.points(years)[-1][0] == last] if len(series) > 1 else []
    words = {s.name: wrap(s.name, _LETTERS, break_long_words=False) for s in at_the_end}
    widest = max((name_width(w) for ws in words.values() for w in ws), default=0.0)
    plane = Plane(years, min(numbers + ends), max(numbers + ends), _GAP + max(widest, _GAP))
    body = plane.frame()
    drawn = sorted(series, key=lambda s: list(LOOKS).index(s.kind))
    for one in drawn:
        inside = [y for y in years if one.band and y in one.band]
        if one.band and len(inside) > 1:
            edge = [f"{at(plane.x(y))},{at(plane.y(one.band[y][1]))}" for y in inside]
            edge += [f"{at(plane.x(y))},{at(plane.y(one.band[y][0]))}" for y in reversed(inside)]
            body.append(
                format_html('<polygon class="k-band-{}" points="{}"/>', one.kind, " ".join(edge))
            )
    for one in drawn:
        body += _line(plane, years, one, numbers, unit)
    if len(series) > 1:
        body += _names_at_the_end(plane, years, at_the_end, words)
        body += [_name_within(plane, years, s) for s in series if s not in at_the_end]
    named, bands = [(s.name, s.values) for s in series], [s.band for s in series]
    head, rows = year_table(years, named, bands)
    return Chart(
        title,
        unit,
        figure(body, title, HEIGHT),
        (),
        head,
        rows,
        kinds=tuple(s.kind for s in series),
        data=year_data(years, named, unit, bands),
    )


def _line(
    plane: Plane, years: Sequence[int], one: Series, numbers: Sequence[float], unit: str
) -> list[str]:
    out: list[str] = []
    look = LOOKS[one.kind]
    for part in _unbroken(years, one.values):
        points = " ".join(f"{at(plane.x(y))},{at(plane.y(v))}" for y, v in part)
        out.append(format_html('<polyline class="k-line-{}" points="{}"/>', one.kind, points))
        size = 6.0 if len(part) < 4 else 3.5 if len(part) < 16 else 2.5
        for year, value in part:
            said = f"{one.name} {year}: {digits(value, numbers)} {unit}"
            # A line that has no marks has the figure where the pointer is, unseen.
            out.append(_mark(look.marker, one.kind, plane.x(year), plane.y(value), size, said))
    return out


def _mark(marker: str, kind: str, x: float, y: float, size: float, said: str) -> str:
    if marker == "square":
        place = format_html(
            'rect x="{}" y="{}" width="{}" height="{}"',
            at(x - size), at(y - size), at(2 * size), at(2 * size),
        )  # fmt: skip
        name = "rect"
    elif marker == "diamond":
        r = size * 1.5
        place = format_html(
            'path d="M{} {}l{} {} {} {} {} {}z"', at(x), at(y - r), *map(at, (r, r, -r, r, -r, -r))
        )
        name = "path"
    else:
        place = format_html('circle cx="{}" cy="{}" r="{}"', at(x), at(y), at(size))
        name = "circle"
    seen = f"k-dot-{kind}" if marker else "k-unseen"
    return format_html('<{} class="{}"><title>{}</title></{}>', place, seen, said, name)


def _names_at_the_end(
    plane: Plane, years: Sequence[int], series: Sequence[Series], words: dict[str, list[str]]
) -> list[str]:
    """Write names to the right of the lines that reach the last year, none upon another."""
    names = [_Name(s, words[s.name], plane.y(s.points(years)[-1][1])) for s in series]
    names.sort(key=lambda n: n.wanted)
    for i, name in enumerate(names):  # downwards, then back up where the foot is passed
        floor = names[i - 1].y + (names[i - 1].height + name.height) / 2 if i else TOP
        name.y = max(name.wanted, floor, TOP + name.height / 2)
    ceiling = HEIGHT - BOTTOM + _LINE / 2
    for name in reversed(names):
        name.y = min(name.y, ceiling - name.height / 2)
        ceiling = name.y - name.height / 2
    out: list[str] = []
    for name in names:
        x = plane.right + _GAP
        if abs(name.y - name.wanted) > 6:
            out.append(
                format_html(
                    '<line class="k-lead" x1="{}" y1="{}" x2="{}" y2="{}"/>',
                    at(plane.x(years[-1])), at(name.wanted), at(x - 2), at(name.y),
                )
            )  # fmt: skip
        first = name.y - name.height / 2 + _LINE * 0.75
        out.append(_written(name.series.kind, "start", x, first, name.words))
    return out


def _name_within(plane: Plane, years: Sequence[int], one: Series) -> str:
    """Write a name over the middle of a line that ends before the last year."""
    points = one.points(years)
    middle = plane.x(points[len(points) // 2][0])
    reach = name_width(one.name) / 2
    middle = min(max(middle, plane.left + reach), plane.right - reach)
    over = [v for y, v in points if abs(plane.x(y) - middle) <= reach + plane.wide]
    over = over or [v for _, v in points]
    y = plane.y(max(over)) - 14
    if y < TOP + _LINE * 0.6:  # no room above: below the line
        y = plane.y(min(over)) + _LINE
    return _written(one.kind, "middle", middle, y, [one.name])


def _written(kind: str, anchor: str, x: float, y: float, words: Sequence[str]) -> str:
    """Write lines below each other, as far apart as the reader's size of letters needs."""
    inside = format_html_join(
        "",
        '<tspan x="{}" dy="{}">{}</tspan>',
        ((at(x), "1.1em" if i else "0", word) for i, word in enumerate(words)),
    )
    return format_html(
        '<text class="k-name k-name-{}" text-anchor="{}" y="{}" aria-hidden="true">{}</text>',
        kind, anchor, at(y), inside,
    )  # fmt: skip


def _unbroken(years: Sequence[int], values: Values) -> list[list[tuple[int, float]]]:
    """Return the parts of a line: a year that is missing breaks it."""
    parts: list[list[tuple[int, float]]] = [[]]
    for year in years:
        value = values.get(year)
        if value is None:
            parts.append([])
        else:
            parts[-1].append((year, value))
    return [p for p in parts if p]
