"""The stair from today to the target, drawn on the server from what ``plan.json`` holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from kortreist_web.core import texts
from kortreist_web.core.charts import Chart

__all__ = ["stair_chart"]

_WIDTH, _STEP, _BAR, _RIGHT = 720.0, 66.0, 24.0, 130.0


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def stair_chart(content: Mapping[str, Any]) -> Chart | None:
    """Return the stair, or None where the answer has none: one made before there was one.

    Parameters
    ----------
    content : mapping
        ``stair`` (layers with tonnes) and ``stair_from`` (today, target and their years).
    """
    layers, between = content.get("stair"), content.get("stair_from")
    if not layers or not between:
        return None
    say, today, target = texts.engine(), between["today"], between["target"]
    rows: list[_Step] = [
        _Step(
            say("documents.stair.today", year=between["today_year"]),
            "end",
            0.0,
            today,
            today,
            _few(today),
            _number(today),
        )
    ]
    head = (
        say("documents.stair.step"),
        say("documents.unit.t"),
        texts.text("core.chart.interval"),
    )
    table = [(rows[0].name, _cell(rows[0]), "")]
    level = today
    for layer in layers:
        tonnes, kind = layer["tonnes"], layer["layer"]
        cut = tonnes["central"]
        if kind == "unreached" and cut < 0:
            kind = "surplus"
        name = say(f"plans.layer.{kind}")
        sign = "+" if cut < -0.5 and kind != "surplus" else ""
        after, (low, high) = level - cut, (tonnes["low"], tonnes["high"])
        step = _Step(
            name,
            kind,
            min(level, after),
            max(level, after),
            after,
            sign + texts.web().within(-cut, low, high),
            sign + _number(-cut),
        )
        rows.append(step)
        table.append((name, _cell(step), _ends(-low, -high)))
        level = after
    last = say("documents.stair.target", year=between["year"])
    rows.append(_Step(last, "end", 0.0, target, target, _few(target), _number(target)))
    table.append((last, _cell(rows[-1]), ""))
    title = texts.text("core.chart.stair", now=between["today_year"], year=between["year"])
    svg = _drawn(rows, target, title)
    return Chart(title, say("documents.unit.t"), svg, (), head, tuple(table))


class _Step(NamedTuple):
    """A bar: where it lies, the number beside it, and the number in full."""

    name: str
    kind: str
    left: float
    right: float
    end: float
    written: str
    exact: str


def _number(value: float) -> str:
    return texts.web().number(value)


def _few(value: float) -> str:
    """Write a level of which no interval is told: three digits, as much as accounts bear."""
    return _number(float(f"{value:.3g}"))


def _cell(step: _Step) -> str:
    if step.written == step.exact:
        return step.written
    return format_html('<span title="{}">{}</span>', step.exact, step.written)


def _ends(low: float, high: float) -> str:
    shown, exact = texts.web().interval(low, high), (_number(low), _number(high))
    if shown == exact:
        return " – ".join(shown)
    return format_html('<span title="{}">{}</span>', " – ".join(exact), " – ".join(shown))


def _drawn(rows: Sequence[_Step], target: float, title: str) -> Any:
    low = min(0.0, *(r.left for r in rows))
    high = max(*(r.right for r in rows), target, 1.0)

    def x(value: float) -> float:
        return 4.0 + (value - low) / (high - low) * (_WIDTH - _RIGHT - 4.0)

    height = _STEP * len(rows) + 6.0
    body = [
        format_html(
            '<line class="k-stair-target" x1="{0}" x2="{0}" y1="4" y2="{1}"/>',
            _n(x(target)),
            _n(height - 4),
        )
    ]
    for i, (name, kind, left, right, end, _, exact) in enumerate(rows):
        y = 34.0 + i * _STEP
        body.append(
            format_html(
                '<rect class="k-stair-{}" x="{}" y="{}" width="{}" height="{}">'
                "<title>{}: {}</title></rect>",
                kind,
                _n(x(left)),
                _n(y),
                _n(max(x(right) - x(left), 1.0)),
                _n(_BAR),
                name,
                exact,
            )
        )
        if i + 1 < len(rows):
            body.append(
                format_html(
                    '<line class="k-stair-join" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>',
                    _n(x(end)),
                    _n(y + _BAR),
                    _n(y + _STEP),
                )
            )
    for i, (name, _, _, right, _, written, _) in enumerate(rows):  # on top of the lines
        y = 34.0 + i * _STEP
        body.append(
            format_html(
                '<text class="k-label k-halo" x="4" y="{}">{}</text>'
                '<text class="k-label k-halo" x="{}" y="{}">{}</text>',
                _n(y - 8),
                name,
                _n(x(right) + 8),
                _n(y + 19),
                written,
            )
        )
    inside = mark_safe("".join(body))  # noqa: S308 - each part is escaped where it is made
    said = "; ".join(f"{r.name}: {r.written}" for r in rows)
    return format_html(
        '<svg class="k-svg" viewBox="0 0 {} {}" role="img" aria-label="{}. {}" '
        'preserveAspectRatio="xMidYMid meet">{}</svg>',
        f"{_WIDTH:g}",
        f"{height:g}",
        title,
        said,
        inside,
    )
