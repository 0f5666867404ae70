"""What is wrong with the form of what the API was sent, in the caller's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kortreist_web.core.texts import text

__all__ = ["said"]

#: Where ninja says a value came from; the name of the operation's own parameter follows.
_PLACES = ("body", "query", "path", "header", "form")
#: pydantic's kind of error → our text and, where the text needs it, the name of its value.
_KINDS: dict[str, tuple[str, str]] = {
    "missing": ("missing", ""),
    "extra_forbidden": ("extra_forbidden", ""),
    "literal_error": ("choice", "expected"),
    "enum": ("choice", "expected"),
    "greater_than_equal": ("minimum", "ge"),
    "greater_than": ("minimum", "gt"),
    "less_than_equal": ("maximum", "le"),
    "less_than": ("maximum", "lt"),
    "string_too_short": ("short", "min_length"),
    "too_short": ("short", "min_length"),
    "string_too_long": ("long", "max_length"),
    "too_long": ("long", "max_length"),
    "json_invalid": ("json_invalid", ""),
}
_TYPES = ("string", "int", "float", "bool", "list", "dict", "date", "model_attributes")


def _field(place: Iterable[Any]) -> str:
    """Return the field as the caller knows it: ``amounts.2027``, not ``body.body.amounts.2027``."""
    parts = [str(p) for p in place]
    if parts and parts[0] in _PLACES:
        parts = parts[1:]
        if len(parts) > 1 and parts[0] in ("body", "data", "payload"):
            parts = parts[1:]
    return ".".join(parts)


def _says(error: Mapping[str, Any]) -> str:
    kind, context = str(error["type"]), error.get("ctx") or {}
    if kind in _KINDS:
        key, needs = _KINDS[kind]
        value = str(context.get(needs, ""))
        return text(
            f"api.shape.{key}", **({"expected": value} if key == "choice" else {"bound": value})
        )
    for name in _TYPES:
        if kind.startswith(name):
            return text("api.shape.type", expected=name.replace("model_attributes", "object"))
    return text("api.shape.other")


def said(errors: Iterable[Mapping[str, Any]]) -> str:
    """Return each error as the field and what is wrong with it."""
    return "; ".join(
        text("api.shape.line", field=_field(e["loc"]) or "JSON", says=_says(e)) for e in errors
    )
