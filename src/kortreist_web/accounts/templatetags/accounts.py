"""``{{ vintage|edition }}`` and ``{{ code|place }}``: names of what figures come from."""

from __future__ import annotations

from django import template

from kortreist_web.accounts.comparison import name_of
from kortreist_web.accounts.queries import edition_label

register = template.Library()


@register.filter
def edition(id: str | None) -> str:
    """Write which edition of the official inventory an id of ours stands for."""
    return edition_label(id or "")


@register.filter
def place(code: str) -> str:
    """Write the name of a municipality."""
    return name_of(code)
