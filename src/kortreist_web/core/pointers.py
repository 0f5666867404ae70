"""Pointers into a snapshot's content (RFC 6901), as the addresses of figures write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["MISSING", "join", "parts", "resolve"]


class _Missing:
    """What is returned where a pointer leads nowhere: null is a value, this is not."""

    def __bool__(self) -> bool:
        return False


MISSING = _Missing()


def parts(pointer: str) -> tuple[str, ...]:
    """Return the keys of a pointer; the first slash may be left out, as addresses do.

    Examples
    --------
    >>> parts("/web/names/direct~1agriculture"), parts("year")
    (('web', 'names', 'direct/agriculture'), ('year',))
    """
    text = pointer.removeprefix("/")
    if not text:
        return ()
    return tuple(p.replace("~1", "/").replace("~0", "~") for p in text.split("/"))


def join(*keys: Any) -> str:
    """Return the pointer of keys, without the first slash.

    Examples
    --------
    >>> join("lines", 3, "cost", "a/b")
    'lines/3/cost/a~1b'
    """
    return "/".join(str(k).replace("~", "~0").replace("/", "~1") for k in keys)


def resolve(content: Any, keys: Sequence[str]) -> Any:
    """Return what a pointer's keys lead to, or :data:`MISSING`."""
    value = content
    for key in keys:
        if isinstance(value, Mapping):
            if key not in value:
                return MISSING
            value = value[key]
        elif isinstance(value, list):
            if not key.isascii() or not key.isdigit() or (key[0] == "0" and key != "0"):
                return MISSING
            if len(key) > 6 or int(key) >= len(value):
                return MISSING
            value = value[int(key)]
        else:
            return MISSING
    return value
