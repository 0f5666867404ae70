"""``{{ vintage|edition }}``, ``{{ set|gwp }}``, ``{{ code|place }}``: what figures come from."""

from __future__ import annotations

from django import template

from kortreist.accounts import Naming
from kortreist_web.accounts.comparison import name_of
from kortreist_web.accounts.queries import edition_label
from kortreist_web.core.texts import language

register = template.Library()


@register.filter
def edition(id: str | None) -> str:
    """Write which edition of the official inventory an id of ours stands for."""
    return edition_label(id or "")


@register.filter
def gwp(id: str | None) -> str:
    """Write which set of weights the gases have, or that it is not told."""
    return Naming(language()).gwp(id or "")


@register.filter
def place(code: str) -> str:
    """Write the name of a municipality."""
    return name_of(code)
