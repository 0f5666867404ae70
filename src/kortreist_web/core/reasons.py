"""Reasons people give: what says nothing is no reason, and one that is a document is refused.

Whatever the way in (a form, a button, the API), an action sees the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist_web.core.characters import is_blank
from kortreist_web.core.refusals import RefusedError

__all__ = ["MAX_REASON", "in_words", "taken_reason", "with_reasons"]

#: Characters of a reason that the log keeps; forms and the API may take fewer.
MAX_REASON = 500
#: Fewer letters than this is no word that explains anything.
_LETTERS = 3
#: What reasons are called among the values of actions.
_NAMES = ("why", "reason", "missing_reason")


def in_words(reason: str, letters: int = _LETTERS) -> bool:
    """Tell whether a reason says anything: a full stop or a dash does not.

    Examples
    --------
    >>> in_words("."), in_words(" - x"), in_words("Ferie")
    (False, False, True)
    """
    return sum(c.isalpha() for c in reason) >= letters


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

    Kept whoever gives it: a reason must not be lost for want of a parameter. Where the action
    calls it ``reason`` and none other is given, that is the log's too.

    Parameters
    ----------
    has_why : bool
        Whether the action has a parameter ``why``.
    """
    read = with_reasons(values)
    why = str((read.get if has_why else read.pop)("why", "") or "")
    reason = read.get("reason")
    if not why and isinstance(reason, str):
        why = reason if len(reason) <= MAX_REASON else reason[: MAX_REASON - 1] + "…"
    return read, why
