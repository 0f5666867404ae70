"""Periods of a year as templates write them."""

from __future__ import annotations

from django import template

from kortreist_web.tenants.periods import period_name

register = template.Library()


@register.simple_tag(name="period")
def period_tag(year: int, number: int, periods: int) -> str:
    """Write a period's name: ``{% period 2026 2 3 as when %}`` is *2. tertial 2026*."""
    return period_name(year, number, periods)
