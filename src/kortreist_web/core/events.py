"""What has happened, said to whoever listens, in the same transaction as what happened.

A domain declares its events (``Domain.events``) and says that one happened without knowing
who wants to know; domains to its right connect to :data:`happened`. Either both are written,
or neither.
"""

from __future__ import annotations

from typing import Any

from django.dispatch import Signal

from kortreist_web.core.domain import domains, from_all

__all__ = ["emit", "event_text", "events", "happened"]

#: Sent with ``event`` (``"budget.adopted"``) and ``row``.
happened = Signal()


def events() -> tuple[str, ...]:
    """Return what may happen."""
    return tuple(from_all(lambda domain: domain.events))


def event_text(event: str) -> str:
    """Return the key of an event's name: ``budgets.event.budget.adopted``.

    Raises
    ------
    ValueError
        No domain has declared it.
    """
    for label, domain in domains().items():
        if event in domain.events:
            return f"{label}.event.{event}"
    raise ValueError(event)


def emit(event: str, row: Any) -> None:
    """Say that something happened to a row of an organisation.

    Raises
    ------
    ValueError
        No domain has declared it.
    """
    if event not in events():
        raise ValueError(event)
    happened.send(type(row), event=event, row=row)
