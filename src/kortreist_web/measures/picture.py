"""Cost against effect in one picture: a mark for each measure, names at the largest, and a table.

Across: how much it cuts in the target year, ten times as much from line to line. Up: what a tonne
costs society. What is dearer than the picture stands on its upper edge, what saves money on its
lower; what has no price is only in the table. Marks cannot be added: measures reach for the same
tonnes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html

from kortreist_web.core.charts import WIDTH, Chart, at, figure, nice_ticks, nothing
from kortreist_web.core.texts import text, web
from kortreist_web.measures.figures_here import Here, cost_text, price_text, significant_text

__all__ = ["picture", "picture_file"]

_HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 460.0, 96.0, 20.0, 46.0, 84.0
#: So many of the largest are named.
_NAMED = 8
#: Cuts below this are drawn at the left edge, t CO2e.
_MIN_CUT = 1.0
#: Width of a letter, in the picture's units.
_LETTER = 8.2
#: Of the plan's limit per tonne: where the picture ends upwards.
_REACH = 1.3


class _Plane:
    def __init__(self, most: float, top: float) -> None:
        self.decades = math.log10(max(1.4 * most, 10.0))
        self.ticks = nice_ticks(0.0, top, 5)
        self.top = self.ticks[-1]

    def x(self, cut: float) -> float:
        share = math.log10(max(cut, _MIN_CUT)) / self.decades
        return _LEFT + share * (WIDTH - _LEFT - _RIGHT)

    def y(self, price: float | None) -> float:
        """Return the height of a price; None saves money and lies below the axis."""
        base = _HEIGHT - _BOTTOM
        if price is None:
            return base + 20.0
        if price > self.top:
            return _TOP - 18.0
        return base - price / self.top * (base - _TOP)


def picture(here: Sequence[tuple[str, Here]], year: int, content: Mapping[str, Any]) -> Chart:
    """Return the picture of measures with tonnes inside the border.

    Parameters
    ----------
    here : sequence of (name, Here)
        In any order.
    year : int
        Target year.
    content : mapping
        The pinned figures.
    """
    title = text("measures.picture.title", year=year)
    unit = text("measures.picture.unit")
    rows = sorted(
        (r for r in here if r[1].group == "here" and r[1].cut is not None),
        key=lambda r: -(r[1].cut.central if r[1].cut else 0.0),
    )
    drawn = [r for r in rows if _place(r[1]) is not False and r[1].cut.central >= _MIN_CUT]  # type: ignore[union-attr]
    if not drawn:
        return nothing(title, unit)
    limit = max((r[1].row["price"]["limit"] for r in drawn), default=0.0)
    plane = _Plane(drawn[0][1].cut.central, limit * _REACH)  # type: ignore[union-attr]
    body = _frame(plane, limit)
    # The largest last, so that none is hidden by a smaller one.
    for number, (name, one) in reversed(list(enumerate(drawn, 1))):
        body.append(_mark(plane, number, name, one))
    body += _names(plane, drawn[:_NAMED], [_spot(plane, one) for _, one in drawn])
    return Chart(
        title,
        unit,
        figure(body, text("measures.picture.alt", year=year, first=drawn[0][0]), _HEIGHT),
        (
            ("k-s1", text("measures.picture.ours")),
            ("k-s8", text("measures.picture.others")),
        ),
        tuple(
            text(f"measures.picture.column.{k}", year=year)
            for k in ("measure", "cut", "price", "cost")
        ),
        tuple(_row(name, one) for name, one in rows),
        notes=(
            "; ".join(f"{i} {name}" for i, (name, _) in enumerate(drawn[:_NAMED], 1)),
            text("measures.picture.not_added"),
            text(
                "measures.picture.left_out",
                n=len(rows) - len(drawn),
                limit=price_text(plane.top),
            ),
        ),
    )


def picture_file(chart: Chart) -> bytes:
    """Return the picture as a file of its own: with its style in it."""
    style = (
        "text{font-family:sans-serif;font-size:15px;fill:#1e2124}"
        ".k-grid{stroke:#dfe2e4}.k-mark{stroke:#b34700;stroke-width:2;stroke-dasharray:9 6}"
        ".k-s1{fill:#1b5e3f}.k-s8{fill:#5c5c5c}"
        ".k-number{fill:#fff;font-weight:700;font-size:13px}"
        ".k-thin-halo{paint-order:stroke;stroke:#fff;stroke-width:4px}"
        ".k-halo{paint-order:stroke;stroke:#fff;stroke-width:8px}"
    )
    svg = str(chart.svg).replace(
        "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" width="1440" ', 1
    )
    start = svg.index(">") + 1
    return f"{svg[:start]}<style>{style}</style>{svg[start:]}".encode()


def _place(one: Here) -> float | bool | None:
    """Return the price it is drawn at, None where it saves money, False where there is none."""
    price = one.row["price"]
    if one.society is not None:
        return one.society
    saves = price["mark"] == "saves" or price["mark"] == "ranked"
    return None if saves else False


def _frame(plane: _Plane, limit: float) -> list[str]:
    base, right = _HEIGHT - _BOTTOM, WIDTH - _RIGHT
    out: list[str] = []
    for tick in plane.ticks:
        line = at(plane.y(tick))
        out.append(
            format_html(
                '<line class="k-grid" x1="{}" x2="{}" y1="{}" y2="{}"/>'
                '<text class="k-axis" text-anchor="end" x="{}" y="{}">{}</text>',
                at(_LEFT),
                at(right),
                line,
                line,
                at(_LEFT - 8),
                at(plane.y(tick) + 5),
                web().number(tick),
            )
        )
    for power in range(math.floor(plane.decades) + 1):
        x = at(plane.x(10.0**power))
        out.append(
            format_html(
                '<line class="k-grid" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>'
                '<text class="k-axis" text-anchor="middle" x="{0}" y="{3}">{4}</text>',
                x,
                at(_TOP),
                at(base),
                at(base + 48),
                web().number(10.0**power),
            )
        )
    out.append(
        format_html(
            '<text class="k-axis" text-anchor="end" x="{}" y="{}">{}</text>',
            at(right),
            at(_HEIGHT - 8),
            text("measures.picture.across"),
        )
    )
    out.append(
        format_html('<text class="k-axis" x="4" y="16">{}</text>', text("measures.picture.up"))
    )
    out.append(
        format_html(
            '<text class="k-axis" text-anchor="end" x="{}" y="{}">{}</text>',
            at(_LEFT - 8),
            at(base + 25),
            text("measures.picture.saves"),
        )
    )
    if 0.0 < limit < plane.top:
        y = plane.y(limit)
        out.append(
            format_html(
                '<line class="k-mark" x1="{}" x2="{}" y1="{}" y2="{}"/>'
                '<text class="k-axis k-thin-halo" x="{}" y="{}">{}</text>',
                at(_LEFT),
                at(right),
                at(y),
                at(y),
                at(_LEFT + 6),
                at(y - 6),
                text("measures.picture.limit"),
            )
        )
    return out


def _mark(plane: _Plane, number: int, name: str, one: Here) -> str:
    cut, (x, y) = one.cut, _spot(plane, one)
    assert cut is not None
    said = f"{name}: {significant_text(cut.central)} {text('measures.picture.tonnes')}"
    ours = one.row["decided_by"] == "municipality" and not one.waits
    return format_html(
        '<circle class="{}" cx="{}" cy="{}" r="{}"><title>{}</title></circle>',
        "k-s1" if ours else "k-s8",
        at(x),
        at(y),
        "11" if number <= _NAMED else "5",
        said,
    )


def _names(
    plane: _Plane, rows: Sequence[tuple[str, Here]], spots: Sequence[tuple[float, float]]
) -> list[str]:
    """Return names beside the largest marks, where they cover no other; each has its number."""
    out: list[str] = []
    taken = [(x - 12.0, x + 12.0, y) for x, y in spots]
    for number, (name, one) in enumerate(rows, 1):
        x, y = _spot(plane, one)
        out.append(
            format_html(
                '<text class="k-number" text-anchor="middle" x="{}" y="{}">{}</text>',
                at(x),
                at(y + 5),
                number,
            )
        )
        wide = _LETTER * len(name)
        beside = ((x + 15.0, 0.0), (x - 15.0 - wide, 0.0))
        above = ((x - wide / 2.0, -22.0), (x - wide, -22.0), (x - wide / 2.0, 22.0))
        for start, up in (*beside, *above):
            if not (start >= _LEFT and start + wide <= WIDTH and y + up <= _HEIGHT - _BOTTOM):
                continue
            if all(
                abs(y + up - other) > 17.0 or start > end or start + wide < begin
                for begin, end, other in taken
            ):
                taken.append((start, start + wide, y + up))
                out.append(
                    format_html(
                        '<text class="k-axis k-thin-halo k-wide-only" x="{}" y="{}">{}</text>',
                        at(start),
                        at(y + up + 5),
                        name,
                    )
                )
                break
    return out


def _spot(plane: _Plane, one: Here) -> tuple[float, float]:
    price = _place(one)
    cut = one.cut.central if one.cut else _MIN_CUT
    return plane.x(cut), plane.y(None if price is None else float(price))


def _row(name: str, one: Here) -> tuple[str, ...]:
    price = one.why_no_price if one.society is None else price_text(one.society)
    return (
        name,
        significant_text(one.cut.central) if one.cut else "–",
        price,
        "–" if one.cost is None else cost_text(one.cost.central),
    )
