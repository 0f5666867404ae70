"""Reasons people give: what says nothing is no reason, and one that is a document is refused.

Whatever the way in (a form, a button, the API), an action sees the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist_web.core.characters import is_blank
from kortreist_web.core.refusals import RefusedError

__all__ = ["MAX_REASON", "taken_reason", "with_reasons"]

#: Characters of a reason that the log keeps; forms and the API may take fewer.
MAX_REASON = 500
#: What reasons are called among the values of actions.
_NAMES = ("why", "reason", "missing_reason")


def with_reasons(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of an action, a reason nobody can read made empty.

    So an action that needs a reason refuses spaces and characters of no width alike.

    Raises
    ------
    RefusedError
        ``why`` is longer than :data:`MAX_REASON`.
    """
    read = dict(values)
    for name in _NAMES:
        if isinstance(said := read.get(name), str) and said and is_blank(said):
            read[name] = ""
    count = len(str(read.get("why") or ""))
    if count > MAX_REASON:
        raise RefusedError("core.refused.long_why", about="why", count=count, maximum=MAX_REASON)
    return read


def taken_reason(values: Mapping[str, Any], *, has_why: bool) -> tuple[dict[str, Any], str]:
    """Return the values an action is called with, and the reason that the log keeps.

    Kept whoever gives it: a reason must not be lost for want of a parameter.

    Parameters
    ----------
    has_why : bool
        Whether the action has a parameter ``why``.
    """
    read = with_reasons(values)
    return read, str((read.get if has_why else read.pop)("why", ""))
