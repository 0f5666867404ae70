"""What has happened, said to whoever listens, in the same transaction as what happened.

A domain says that something happened without knowing who wants to know; domains to its right
listen. Either both are written, or neither.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["EVENTS", "emit", "listen"]

#: What may happen: a budget is adopted, an interim report is completed.
EVENTS: tuple[str, ...] = ("budget.adopted", "report.completed")

_LISTENERS: list[Callable[[str, Any], None]] = []


def listen(hear: Callable[[str, Any], None]) -> None:
    """Call ``hear(event, row)`` whenever something happens; asking twice is asking once."""
    if hear not in _LISTENERS:
        _LISTENERS.append(hear)


def emit(event: str, row: Any) -> None:
    """Say that something happened to a row of an organisation."""
    if event not in EVENTS:
        raise ValueError(event)
    for hear in _LISTENERS:
        hear(event, row)
