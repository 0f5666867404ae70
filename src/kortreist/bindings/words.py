"""What a verdict is called; without anything that computes."""

from __future__ import annotations

__all__ = ["verdict_key"]


def verdict_key(verdict: str, reason: str) -> str:
    """Return the key under ``bindings.verdict`` of what a verdict is called.

    What is kept open because nothing about it touches the climate is called that.

    Examples
    --------
    >>> verdict_key("keep_open", "no_climate"), verdict_key("keep_open", "locks")
    ('no_climate', 'keep_open')
    """
    return reason if reason == "no_climate" else verdict
