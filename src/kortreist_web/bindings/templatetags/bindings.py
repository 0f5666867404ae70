"""``{{ nok|kroner }}``: an amount with its unit, small ones in kroner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from kortreist_web.bindings.kroner import kroner

register = template.Library()
register.filter("kroner", kroner)


@register.filter
def at(rows: Mapping[int, Sequence[Any]] | None, key: int) -> Sequence[Any]:
    """Return what stands at a key; nothing where there is no table, or nothing there."""
    return rows.get(key, ()) if rows else ()
