"""The stair from today to the target, drawn on the server from what ``plan.json`` holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from kortreist_web.core import texts
from kortreist_web.core.charts import Chart
from kortreist_web.core.rounding import add_up, common_step

__all__ = ["RoundedStair", "not_adopted", "rounded_stair", "stair_chart"]

_WIDTH, _STEP, _BAR, _RIGHT = 720.0, 66.0, 24.0, 130.0


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


class RoundedStair(NamedTuple):
    """A stair as it is printed: t CO2e rounded so that today less the cuts is the target.

    ``cuts`` is layer → t CO2e in the order of the steps; ``step`` what all are rounded to.
    """

    today: float
    cuts: dict[str, float]
    target: float
    step: float


def rounded_stair(layers: Sequence[Mapping[str, Any]], today: float) -> RoundedStair:
    """Return the numbers that stand beside the stair's bars, and in the words about it."""
    cuts = [layer["tonnes"]["central"] for layer in layers]
    step = common_step(today, cuts)
    first, few, last = add_up(today, cuts, step)
    named = {layer["layer"]: cut for layer, cut in zip(layers, few, strict=True)}
    return RoundedStair(first, named, last, step)


def stair_chart(content: Mapping[str, Any]) -> Chart | None:
    """Return the stair, or None where the answer has none: one made before there was one.

    Parameters
    ----------
    content : mapping
        ``stair`` (layers with tonnes, and how much of each is the plan's), ``stair_from``
        (today, target and their years), and where the target comes from (``target``).
    """
    layers, between = content.get("stair"), content.get("stair_from")
    if not layers or not between:
        return None
    say, today = texts.engine(), between["today"]
    cuts = [layer["tonnes"]["central"] for layer in layers]
    few_today, few_cuts, few_target, step = rounded_stair(layers, today)
    rows = [
        _Step(
            say("documents.stair.today", year=between["today_year"]),
            "end",
            0.0,
            today,
            today,
            _number(few_today),
            _number(today),
        )
    ]
    head = (
        say("documents.stair.step"),
        say("documents.unit.t"),
        texts.text("core.chart.interval"),
    )
    table = [(rows[0].name, _cell(rows[0]), "")]
    data = [*_data_head(), (rows[0].name, texts.text("core.stair.level"), today, None, None)]
    level = today
    for layer, cut, few in zip(layers, cuts, few_cuts.values(), strict=True):
        tonnes, kind = layer["tonnes"], layer["layer"]
        if kind == "unreached" and cut < 0:
            kind = "surplus"
        name = say(f"plans.layer.{kind}")
        after = level - cut
        plus = kind != "surplus"
        bar = _Step(
            name,
            kind,
            min(level, after),
            max(level, after),
            after,
            _change(few, plus) if few or abs(cut) < 0.5 else f"< {_number(step)}",
            _change(cut, plus),
        )
        rows.append(bar)
        table.append((name, _cell(bar), _ends(-tonnes["high"], -tonnes["low"])))
        data.append((name, texts.text("core.stair.change"), -cut, -tonnes["high"], -tonnes["low"]))
        level = after
    last = say("documents.stair.target", year=between["year"])
    target = between["target"]
    rows.append(_Step(last, "end", 0.0, target, target, _number(few_target), _number(target)))
    table.append((last, _cell(rows[-1]), ""))
    data.append((last, texts.text("core.stair.level"), target, None, None))
    title = texts.text("core.chart.stair", now=between["today_year"], year=between["year"])
    svg = _draw(rows, target, title)
    notes = (
        _of_the_plan(layers, between["year"]),
        _kept_open(content),
        _goal(content),
        _rounded(step),
    )
    return Chart(
        title,
        say("documents.unit.t"),
        svg,
        (),
        head,
        tuple(table),
        notes=tuple(note for note in notes if note),
        data=tuple(data),
    )


def _data_head() -> list[tuple[str | float | None, ...]]:
    """Return the headings of the file: a level is not a change, and each row says which."""
    unit = texts.engine()("documents.unit.t")
    ends = (texts.text(f"core.chart.{end}", name=unit) for end in ("low", "high"))
    return [(texts.engine()("documents.stair.step"), texts.text("core.stair.what"), unit, *ends)]


def _change(cut: float, plus: bool) -> str:
    return ("+" if plus and cut < -0.5 else "") + _number(-cut)


def _rounded(step: float) -> str:
    return texts.text("core.stair.rounded", step=_number(step)) if step > 1.0 else ""


def _of_the_plan(layers: Sequence[Mapping[str, Any]], year: int) -> str:
    """Return what the plan's measures cut, whoever has the last word: the budget's own sum."""
    parts = {layer["layer"]: layer.get("in_plan", 0.0) for layer in layers}
    whole, own = sum(parts.values()), parts.get("plan", 0.0)
    if whole - own < 0.5:
        return ""
    # The parts shown add to the whole shown.
    shown, shown_own = round(whole), round(own)
    return texts.text(
        "core.stair.of_the_plan",
        year=year,
        whole=_number(shown),
        own=_number(shown_own),
        pushed=_number(shown - shown_own),
    )


def _kept_open(content: Mapping[str, Any]) -> str:
    """Return what of the plan's cut a budget does not hold: measures that are kept open."""
    year, mine = (
        str(content["stair_from"]["year"]),
        {x["measure"] for x in content.get("lines", ())},
    )
    if not mine:
        return _of_today(content, year)
    held = content.get("kept_open") or {}
    tonnes = sum(
        one["effect"][year]["central"]
        for measure, one in held.items()
        if measure not in mine and year in one["effect"]
    )
    return texts.text("core.stair.kept_open", tonnes=_number(tonnes)) if tonnes >= 0.5 else ""


def _of_today(content: Mapping[str, Any], year: str) -> str:
    """Return which plan the stair is of, where some of its cut is in what it keeps open."""
    held = (content.get("kept_open") or {}).get("tonnes") or {}
    tonnes = held.get(year, 0.0)
    return texts.text("core.stair.today", tonnes=_number(tonnes)) if tonnes >= 0.5 else ""


def _goal(content: Mapping[str, Any]) -> str:
    """Return whose target the stair ends at, where it is not one adopted here."""
    target, year = content.get("target") or {}, content["stair_from"]["year"]
    goal = next((g for g in target.get("goals", ()) if g["year"] == year), None)
    if goal is None or not goal["origin"].startswith("figures/target/"):
        return ""
    high = goal.get("reduction_high")
    return texts.text(
        "core.stair.goal_span" if high else "core.stair.goal",
        year=year,
        cut=texts.web().goal(goal["reduction"]),
        span=texts.web().goal(goal["reduction"], high),
        reference=target["reference_year"],
        adopted=texts.text("core.stair.not_adopted") if not_adopted(target, goal) else "",
    )


def not_adopted(target: Mapping[str, Any], goal: Mapping[str, Any]) -> bool:
    """Tell whether a goal is the law's alone: neither the target a council adopts nor its own."""
    own = target.get("registered", ())
    return bool(
        goal["origin"].startswith("figures/target/")
        and goal["year"] != target["target_year"]
        and not any(
            len(r["code"]) != 2 and not r["historical"] and r["target_year"] == goal["year"]
            for r in own
        )
    )


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


def _cell(step: _Step) -> str:
    if step.written == step.exact:
        return step.written
    return format_html('<span title="{}">{}</span>', step.exact, step.written)


def _ends(low: float, high: float) -> str:
    shown, exact = texts.web().interval(low, high), (_number(low), _number(high))
    if shown == exact:
        return " – ".join(shown)
    return format_html('<span title="{}">{}</span>', " – ".join(exact), " – ".join(shown))


def _draw(rows: Sequence[_Step], target: float, title: str) -> Any:
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
                _n(y - 12),
                name,
                _n(x(right) + 8),
                _n(y + 19),
                written,
            )
        )
    inside = mark_safe("".join(body))  # noqa: S308 - each part is escaped where it is made
    summary = "; ".join(f"{r.name}: {r.written}" for r in rows)
    return format_html(
        '<svg class="k-svg" viewBox="0 0 {} {}" role="img" aria-label="{}. {}" '
        'preserveAspectRatio="xMidYMid meet">{}</svg>',
        f"{_WIDTH:g}",
        f"{height:g}",
        title,
        summary,
        inside,
    )
