"""Figures as people gave them: ``{{ value|amount }}`` keeps the decimals that mean something."""

from __future__ import annotations

from django import template

from kortreist_web.core import texts

register = template.Library()
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
