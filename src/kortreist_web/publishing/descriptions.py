"""From a pointer to what its page shows: the figure, or the parts of a group of figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist_web.budgets.figures import name_of
from kortreist_web.core.figure import Figure, Keys
from kortreist_web.core.pointers import MISSING, join, resolve
from kortreist_web.versions.kinds import publishing_of

__all__ = ["describe", "inside", "title_of", "words"]

_MAX = 300


def words(key: str) -> str:
    """Return a key of a content as words."""
    plain = key.replace("_", " ").strip()
    return plain[:1].upper() + plain[1:]


def _own(kind: str, content: Mapping[str, Any], keys: Keys) -> Figure | None:
    own = publishing_of(kind).describe
    return own(content, keys) if own else None


def describe(kind: str, content: Mapping[str, Any], keys: Keys) -> Figure | None:
    """Return the figure a pointer leads to.

    A single value we have no words for is shown under its own key, with everything the
    snapshot comes from; None: the pointer leads to no single value.
    """
    figure = _own(kind, content, keys)
    if figure is not None:
        return figure
    value = resolve(content, keys)
    if value is MISSING or isinstance(value, Mapping | list) or not keys:
        return None
    label = " · ".join(words(k) for k in keys if not k.isdigit()) or keys[-1]
    ids = tuple(o["id"] for o in content.get("provenance") or [] if "id" in o)
    return Figure(label, value, origins=ids if isinstance(value, int | float) else ())


def inside(kind: str, content: Mapping[str, Any], keys: Keys) -> list[tuple[str, str, Figure]]:
    """Return the figures inside a group: label, pointer, figure.

    For a line of a budget or a row of a report, whose pointer is given where the line as a
    whole is meant.
    """
    value = resolve(content, keys)
    out: list[tuple[str, str, Figure]] = []
    waiting: list[tuple[Keys, Any]] = [(keys, value)]
    while waiting and len(out) < _MAX:
        here, node = waiting.pop(0)
        if here != keys:
            figure = _own(kind, content, here)
            if figure is not None:
                out.append((figure.label, join(*here), figure))
                continue
        if isinstance(node, Mapping):
            waiting += [((*here, str(k)), v) for k, v in node.items()]
        elif isinstance(node, list):
            waiting += [((*here, str(n)), v) for n, v in enumerate(node)]
    return out


def title_of(content: Mapping[str, Any], keys: Keys) -> str:
    """Return what a group is called."""
    value = resolve(content, keys)
    if isinstance(value, Mapping) and ("name" in value or "measure" in value):
        return name_of(value)
    return " · ".join(words(k) for k in keys)
