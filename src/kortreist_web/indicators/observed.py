"""Said when something is observed, in the same transaction, to domains that follow it."""

from __future__ import annotations

from django.dispatch import Signal

__all__ = ["observed"]

#: Sent with ``observation``.
observed = Signal()
