"""What the municipality has withdrawn after it was public: said, not hidden."""

from __future__ import annotations

from typing import Any

from django.apps import apps

__all__ = ["withdrawals", "withdrawn"]


def withdrawals(organisation: Any, kind: str) -> dict[int, Any]:
    """Return row → its withdrawal, for what is withdrawn now.

    Publishing is a later room: what it keeps is read through Django's registry.
    """
    model = apps.get_model("publishing.Publication")
    rows = model._default_manager.filter(organisation=organisation, kind=kind)
    newest = {p.source_row: p for p in rows.defer("content").order_by("id")}
    return {row: p for row, p in newest.items() if p.withdrawn_at is not None}


def withdrawn(organisation: Any, kind: str, row: Any) -> Any:
    """Return the withdrawal of something, or None: it can be read."""
    return withdrawals(organisation, kind).get(row.pk)
