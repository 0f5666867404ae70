"""Figures as people gave them: ``{{ value|amount }}`` keeps the decimals that mean something."""

from __future__ import annotations

from django import template
from django.utils.html import format_html

from kortreist_web.core import texts
from kortreist_web.measures.figures_here import Ends, cost_text, significant_text
from kortreist_web.measures.listing import Group

register = template.Library()


@register.simple_tag
def label(group: Group, column: str, year: int | str) -> str:
    """Write the heading of a column of a group."""
    return group.label(column, year)


@register.simple_tag
def tonnes(ends: Ends | None) -> str:
    """Write t CO2e with two digits and its range below; the figures themselves on hover."""
    if ends is None:
        return "–"
    t = texts.web()
    shown = significant_text(ends.central)
    exact = t("measures.alone.exact", n=t.number(ends.central, 1))
    if abs(ends.high - ends.low) < 1.0:
        return format_html('<span title="{}">{}</span>', exact, shown)
    return format_html(
        '<span title="{}" data-value="{}">{}</span> <span class="k-range">{}</span>',
        exact,
        repr(ends.central),
        shown,
        _range(*(significant_text(max(e, 0.0)) for e in (ends.low, ends.high))),
    )


@register.simple_tag
def kroner(ends: Ends | None) -> str:
    """Write NOK with two digits and its range below; a saving is negative."""
    if ends is None:
        return "–"
    exact = texts.web().number(ends.central)
    shown, low, high = (cost_text(nok) for nok in (ends.central, ends.low, ends.high))
    if low == high:
        return format_html('<span title="{}">{}</span>', exact, shown)
    return format_html(
        '<span title="{}" data-value="{}">{}</span> <span class="k-range">{}</span>',
        exact,
        repr(ends.central),
        shown,
        _range(low, high),
    )


@register.filter
def figure_text(value: float) -> str:
    """Write a figure that is asked about with two digits."""
    return significant_text(value)


def _range(low: str, high: str) -> str:
    return f"{low} – {high}" if low.startswith("−") else f"{low}\u2060–\u2060{high}"


_MAX_DECIMALS = 3


@register.filter
def amount(value: float | None) -> str:
    """Write a number with as many decimals as it has, three at most; missing is a dash."""
    if value is None:
        return "–"
    number = float(value)
    decimals = next(
        (d for d in range(_MAX_DECIMALS) if abs(number - round(number, d)) < 1e-9),
        _MAX_DECIMALS,
    )
    return texts.web().number(number, decimals)
