"""What the municipality has withdrawn after it was public: said, not hidden."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kortreist_web.core.hooks import Hook
from kortreist_web.tenants.models import Organisation

__all__ = ["withdrawals", "withdrawals_of", "withdrawn"]

#: ``(organisation, kind) → row → its withdrawal``: handed in by publishing, to the right.
withdrawals_of: Hook[Callable[[Any, str], dict[int, Any]]] = Hook("what is withdrawn")


def withdrawals(organisation: Organisation, kind: str) -> dict[int, Any]:
    """Return row → its withdrawal, for what is withdrawn now."""
    return withdrawals_of()(organisation, kind)


def withdrawn(organisation: Organisation, kind: str, row: Any) -> Any:
    """Return the withdrawal of something, or None: it can be read."""
    return withdrawals(organisation, kind).get(row.pk)
