"""Sums and figures in templates.

``{{ sum|amount }}`` says *unknown* where it must. ``{% year_figure snapshot row
"frame" %}`` and ``{% line_figure snapshot line year "cost" %}`` write a figure that leads to
where it comes from; in a draft, which has no snapshot yet, just the figure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kortreist.documents.format.digits import nonzero_decimals, significant
from kortreist_web.bindings.increases import shown_increases
from kortreist_web.budgets import kinds
from kortreist_web.budgets.carried_words import happened
from kortreist_web.budgets.evidence import Reported, Seen
from kortreist_web.budgets.identified import why_not
from kortreist_web.budgets.labels import named
from kortreist_web.budgets.money_totals import (
    Sum,
    borne,
    costs_nothing,
    dash,
    digits,
    in_scale,
    line_total,
    money_ends,
    size,
)
from kortreist_web.budgets.reach import low_chance_said
from kortreist_web.budgets.standing import YearOfFrame
from kortreist_web.budgets.uncounted import LeftOut
from kortreist_web.core.templatetags.kortreist import day, span
from kortreist_web.core.texts import engine, language, text, web
from kortreist_web.measures.figures_here import significant_text
from kortreist_web.tenants.periods import period_name

register = template.Library()


@register.inclusion_tag("bindings/increases.html")
def increases(data: Any) -> dict[str, Any]:
    """Show what bindings add to the pathway, as it was frozen or is now."""
    return {"table": shown_increases(data)}


@register.filter
def amount(value: Sum | int | None) -> str | SafeString:
    """Write a sum in kroner: three digits of an estimate, with the exact amount in its title."""
    if not isinstance(value, Sum):
        return web().number(value)
    if value.known is None:
        return engine()("documents.word.unknown") if value.missing else web().number(0)
    shown, exact = borne(value), web().number(value.known)
    written: str | SafeString = web().number(shown)
    if shown != value.known:
        title = text("budgets.sum.exact", n=exact)
        written = format_html('<span title="{}">{}</span>', title, written)
    if not value.missing:
        return written
    before, after = text("budgets.sum.and_unknown", amount="|").split("|")
    return format_html("{}{}{}", before, written, after)


@register.filter
def computed(value: Sum) -> str:
    """Write a sum as it was computed, beside what it is compared with to the krone."""
    return str(amount(replace(value, ends=None)))


@register.filter
def amount_in_millions(value: Sum) -> str:
    """Write what is known of a sum in millions of kroner; its range says what is not."""
    if value.known is None:
        return amount(value)
    return web().number(value.known / 1e6, nonzero_decimals(value.known / 1e6, 1))


@register.filter
def when(seen: Seen | Reported) -> str:
    """Write when something was reported: the period, or the year."""
    return period_name(seen.year, seen.period, seen.periods) if seen.period else str(seen.year)


def why_no_range(value: Sum) -> str:
    """Return why a known sum has no range, in a few words; empty where it has one."""
    if value.known is None or value.ends is not None:
        return ""
    return text("budgets.range.older_short" if value.older else "budgets.range.own_short")


@register.filter
def in_words(value: Sum) -> str:
    """Write a sum with its unit, its range or why it has none, and that more is unknown."""
    if value.known is None:
        return amount(value)
    say, (scale, decimals) = web().number, size(value.known)
    if value.ends is not None and value.ends[0] != value.ends[1]:
        shown, low, high = digits(value)
        ends = dash(low).join(say(*in_scale(end, scale, decimals)) for end in (low, high))
        said = text("budgets.sum.estimated", amount=with_unit(shown), ends=ends)
    else:
        said = with_unit(value.known)
        if why := why_no_range(value):
            said = text("budgets.sum.with_reason", amount=said, why=why)
    return text("budgets.sum.more_unknown", known=said) if value.missing else said


@register.filter
def frame_said(row: YearOfFrame) -> str:
    """Write how a year's cost stands to the frame of money, with its range and price year."""
    cost = in_words(row.total)
    if row.price_year is not None and row.total.known is not None:
        cost = text("budgets.money.frame_prices", said=cost, year=row.price_year)
    return text(
        f"budgets.money.{row.stands}",
        year=row.year,
        frame=in_kroner_or_dash(row.frame),
        cost=cost,
        over=in_kroner_or_dash(row.over),
    )


def with_unit(nok: float) -> str:
    """Write kroner in a sentence with their unit: in millions from a million."""
    scale, decimals = size(nok)
    key = "budgets.sum.nok" if scale == 1.0 else "budgets.sum.million"
    return text(key, n=web().number(nok / scale, decimals))


@register.filter
def range_in_millions(value: Sum) -> str:
    """Write the range of a sum in millions of kroner, or why it has none, and what is unknown."""
    said = why_no_range(value)
    if value.ends is not None:
        low, high = money_ends(*value.ends)
        said = dash(low).join(web().number(*in_scale(end, 1e6, 1)) for end in (low, high))
    return text("budgets.sum.more_unknown", known=said) if value.missing and said else said


@register.filter
def ends(value: Sum) -> str | SafeString:
    """Write the range of a sum on a line of its own, below it; nothing where it has none."""
    if value.ends is None or value.ends[0] == value.ends[1]:
        return ""
    return format_html('<br><span class="k-small b-ends">{}</span>', money_span(*value.ends))


@register.simple_tag
def money_span(low: float, high: float) -> str | SafeString:
    """Write a range of kroner as in sentences; the ends themselves show on hover."""
    shown = money_ends(low, high)
    written = dash(low).join(web().number(end) for end in shown)
    if shown == (low, high):
        return written
    exact = dash(low).join(web().number(end) for end in (low, high))
    return format_html('<span title="{}">{}</span>', exact, written)


@register.filter
def signed(value: float | None) -> str:
    """Write a difference with its sign; missing is a dash."""
    if value is None:
        return web().number(None)
    written = web().number(value)
    return f"+{written}" if value >= 0.5 else written


@register.filter
def bearer(value: str) -> str:
    """Return the name of who pays."""
    return engine()(f"documents.bearer.{value}")


@register.inclusion_tag("budgets/line_kinds.html")
def line_kinds(line: Mapping[str, Any], years: Sequence[int]) -> dict[str, Any]:
    """Show a line's municipal money by kind, and what it rests on; nothing of older lines."""
    apart = kinds.line_kinds(line, years).values() if line.get("kinds") else ()
    return {
        "kinds": [k for k in apart if not k.total.nothing],
        "source": kinds.weakest_source(line) if line.get("cost_mark") else "",
    }


@register.filter
def kind_name(value: str) -> str:
    """Return what a kind of money is called: running cost or investment."""
    return text(f"budgets.price.{value}")


@register.filter
def kind_or_none(value: str) -> str:
    """Return what a kind of money is called; empty where nobody has said."""
    return kind_name(value) if value else ""


@register.filter
def source_name(value: str) -> str:
    """Return what an amount rests on, at its weakest."""
    return text(f"budgets.kinds.source_{value}")


@register.filter
def of(value: Any, key: Any) -> Any:
    """Return an item of a mapping; None where it is not there."""
    return value.get(key) if hasattr(value, "get") else None


@register.filter
def left_out_line(value: LeftOut) -> str:
    """Write what is known of a line that is in no sum: its cut and cost alone."""
    said = []
    if value.cut is not None:
        said.append(text("budgets.left_out.cut", n=significant_text(value.cut.central)))
    if value.cost is not None:
        said.append(text("budgets.left_out.cost", n=in_kroner(value.cost.central)))
    name = named(value.name, value.measure)
    return f"{name} ({', '.join(said)})" if said else name


def in_kroner(nok: float) -> str:
    """Write an estimate in kroner with two digits and its unit."""
    return with_unit(significant(nok, 2))


@register.filter
def in_kroner_or_dash(nok: float | None) -> str:
    """Write an amount with its unit, three digits at most; missing is a dash."""
    return web().number(None) if nok is None else with_unit(significant(nok, 3))


@register.filter
def measured(value: float | None) -> str:
    """Write an observed value with the decimals it has, two at most."""
    if value is None:
        return web().number(None)
    decimals = next((n for n in (0, 1) if round(value, n) == value), 2)
    return web().number(value, decimals)


@register.filter
def central(band: Any) -> str:
    """Write the central value of a band; a dash where there is none."""
    return web().number(band["central"] if band else None)


@register.filter
def spread(band: Any) -> str:
    """Write the range of a band with the digits it bears; nothing where there is none."""
    return span(band["low"], band["high"]) if band else ""


@register.filter
def low_chance(content: Any) -> str:
    """Return what must be said of a frame that will hardly be kept; empty of another."""
    return low_chance_said(content, language())


@register.simple_tag
def year_figure(snapshot: Any, row: Any, kind: str) -> str:
    """Write a year's frame, baseline, pathway or chance, with the way to its source."""
    values = {
        "frame": (row.frame, web().number(row.frame)),
        "baseline": (row.baseline, central(row.baseline)),
        "pathway": (row.pathway, central(row.pathway)),
        "probability_under_frame": (
            row.probability,
            web().number(None) if row.probability is None else web().chance(row.probability),
        ),
    }
    value, written = values[kind]
    if value is None:
        return written
    label = text(f"budgets.changes.{kind}", year=row.year)
    return _source_link(snapshot, f"{kind}/{row.year}", written, label)


@register.simple_tag
def line_figure(snapshot: Any, line: Any, year: int, kind: str) -> str:
    """Write a line's effect or its cost to the municipality, with the way to its source."""
    name = named(line.data["name"])
    if kind == "effect":
        band = line.effect.get(year)
        if band is None:
            return central(None)
        label = f"{name}: {text('budgets.changes.effect', year=year)}"
        return _source_link(snapshot, f"{line.pointer}/effect/{year}", central(band), label)
    cost = line.cost[year]
    if cost.known is None:
        return amount(cost)
    who = engine()("measures.bearer.municipality")
    label = f"{name}: {text('budgets.changes.cost', year=year, bearer=who)}"
    pointer = f"{line.pointer}/cost/municipality/{year}"
    # A line that has other payers only has nothing to point at.
    has_cost = str(year) in line.data["cost"].get("municipality", {})
    return _source_link(snapshot if has_cost else None, pointer, amount(cost), label)


@register.simple_tag
def target_figure(snapshot: Any, content: Any) -> str:
    """Write the target's cut, with the way to its source."""
    target = content["target"]
    written = web().goal(target["reduction"], target.get("reduction_high"))
    return _source_link(snapshot, "target/reduction", written, text("budgets.key.target"))


def _source_link(snapshot: Any, pointer: str, written: str, label: str) -> str:
    if snapshot is None or not snapshot:
        return written
    values = {
        "code": snapshot.organisation.code,
        "kind": "budget",
        "prefix": snapshot.content_hash[:12],
        "pointer": pointer.removeprefix("/"),
    }
    return format_html(
        '<a class="b-figure" href="{}">{}<span class="k-sr"> {}</span></a>',
        reverse("publishing:figure", kwargs=values),
        written,
        text("budgets.figure.source", label=label),
    )


register.filter("costs_nothing", costs_nothing)


@register.filter
def municipality_total(line: Any) -> Sum:
    """Return what a line costs the municipality over the plan's years."""
    return line_total(line.data, tuple(line.cost), "municipality")


register.filter("why_not", why_not)


@register.filter
def iso_day(value: str | None) -> str:
    """Write a day that was frozen as text; a dash where there is none."""
    return day(dt.date.fromisoformat(value)) if value else web().number(None)


register.filter("happened", happened)
