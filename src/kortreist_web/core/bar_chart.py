"""Horizontal bars with intervals, drawn on the server as SVG, with their table."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html

from kortreist_web.core import texts
from kortreist_web.core.charts import WIDTH, Chart, at, digits, figure, nice_ticks, nothing

__all__ = ["bars"]


def bars(
    title: str,
    rows: Sequence[tuple[str, float | None, float | None, float | None]],
    unit: str,
    mark: float | None = None,
    decimals: int | None = None,
    own: int | None = None,
    kind: str = "",
) -> Chart:
    """Return horizontal bars with intervals, each named above itself.

    Parameters
    ----------
    title, unit : str
    rows : sequence of (label, value, low, high)
        Largest first is the caller's choice. A missing value has no bar, and a dash.
    mark : float, optional
        What the bars are to be held against: a line across them all.
    decimals : int, optional
        Of all numbers; by default what the largest needs.
    own : int, optional
        Which row is the reader's own: its bar and its name are set off from the others.
    kind : str, optional
        What the bars mean: a key of :data:`kortreist.documents.format.meanings.LOOKS`.
    """
    if not any(v is not None for _, v, _, _ in rows):
        return nothing(title, unit)
    extent = [x for _, *three in rows for x in three if x is not None]
    extent += [] if mark is None else [mark]
    ticks = nice_ticks(min(extent), max(extent))
    low, high = ticks[0], ticks[-1]
    left, right, step = 4.0, WIDTH - 130.0, 60.0

    def x(value: float) -> float:
        return left + (value - low) / (high - low) * (right - left)

    body: list[str] = []
    for i, (label, value, minimum, maximum) in enumerate(rows):
        y = 24.0 + i * step
        body.append(
            format_html(
                '<text class="{}" x="{}" y="{}">{}</text>',
                "k-label k-own" if i == own else "k-label",
                at(left),
                at(y),
                label,
            )
        )
        written = digits(value, extent, decimals)
        if value is None:
            body.append(
                format_html('<text class="k-axis" x="{}" y="{}">–</text>', at(left), at(y + 20))
            )
            continue
        start, end = min(x(0.0), x(value)), max(x(0.0), x(value))
        body.append(
            format_html(
                '<rect class="{}" x="{}" y="{}" width="{}" height="22">'
                "<title>{}: {} {}</title></rect>",
                (f"k-fill-{kind}" if kind else "k-s1") if own in (None, i) else "k-others",
                at(start),
                at(y + 6),
                at(max(end - start, 1.0)),
                label,
                written,
                unit,
            )
        )
        if minimum is not None and maximum is not None:
            body.append(
                format_html(
                    '<path class="k-whisker" d="M{} {}V{}M{} {}H{}M{} {}V{}"/>',
                    at(x(minimum)),
                    at(y + 10),
                    at(y + 20),
                    at(x(minimum)),
                    at(y + 15),
                    at(x(maximum)),
                    at(x(maximum)),
                    at(y + 10),
                    at(y + 20),
                )
            )
        body.append(
            format_html(
                '<text class="k-axis" x="{}" y="{}">{}</text>',
                at(max(end, x(maximum) if maximum is not None else end) + 8),
                at(y + 20),
                written,
            )
        )
    if mark is not None:
        body.append(
            format_html(
                '<line class="k-mark" x1="{0}" x2="{0}" y1="28" y2="{1}"><title>{2}</title></line>',
                at(x(mark)), at(4.0 + len(rows) * step), digits(mark, extent, decimals),
            )
        )  # fmt: skip
    interval = any(lo is not None for _, _, lo, _ in rows)
    head = ["", texts.text("core.chart.value")]
    head += [texts.text("core.chart.interval")] * interval
    table = []
    for label, value, minimum, maximum in rows:
        row = [label, digits(value, extent, decimals)]
        if interval:
            between = f"{digits(minimum, extent, decimals)}–{digits(maximum, extent, decimals)}"
            row.append("–" if minimum is None else between)
        table.append(tuple(row))
    svg = figure(body, title, 8.0 + len(rows) * step)
    said = texts.text("core.chart.value")
    ends = [texts.text(f"core.chart.{end}", name=said) for end in ("low", "high")]
    data: list[tuple[str | float | None, ...]] = [("", f"{said} ({unit})", *ends * interval)]
    data += [(row[0], row[1], *row[2:] * interval) for row in rows]
    return Chart(title, unit, svg, (), tuple(head), tuple(table), data=tuple(data))
