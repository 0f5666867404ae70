"""Every change of an organisation's row is announced, in the same transaction.

The change log listens. A change that nobody hears would be lost for ever: that is a fault,
and nothing is written.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.dispatch import Signal

from kortreist_web.core.actor_context import ActorContext

__all__ = ["announce", "row_changed", "row_changing"]

#: Sent with ``who`` (ActorContext), ``row``, ``kind``, ``before`` and ``after``.
row_changed = Signal()
#: Sent with ``row`` before a row is locked and written, in the same transaction.
row_changing = Signal()


def announce(
    who: ActorContext, row: Any, kind: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    """Say that a row was changed; ``kind`` is ``add``, ``change``, ``remove`` or what was done.

    Raises
    ------
    ImproperlyConfigured
        Nobody keeps a history.
    """
    heard = row_changed.send(type(row), who=who, row=row, kind=kind, before=before, after=after)
    if not heard:
        raise ImproperlyConfigured("no domain keeps a history of changes")
