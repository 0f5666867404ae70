"""What a field of a model is called to people: the words of the change log."""

from __future__ import annotations

from django.db.models import Model

from kortreist_web.core.texts import text, web

__all__ = ["field_title"]


def field_title(model: type[Model], name: str) -> str:
    """Return ``<domain>.log.field.<field>``, else what all domains call it, else its name."""
    domain, field = model._meta.app_label, name.removesuffix("_id")
    keys = (f"{domain}.log.field.{field}", f"changes.field.{field}")
    return next((text(key) for key in keys if web().has(key)), name)
