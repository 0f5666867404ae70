"""Reasons people give: what says nothing is no reason, and one that is a document is refused.

Whatever the way in (a form, a button, the API), an action sees the same. The rule has two
steps. A reason of dots, dashes and symbols alone is refused, asked for or not
(:func:`says_nothing`): what was written is never dropped unseen. One that a council or an auditor
is to read must be in words besides: :data:`MIN_LETTERS` letters (:func:`in_words`). No act says
how long a reason must be: both are our decision, with its grounds in decision 0087.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist_web.core.characters import is_blank
from kortreist_web.core.identity import refuse_identity_number
from kortreist_web.core.refusals import RefusedError

__all__ = [
    "MAX_REASON",
    "MIN_LETTERS",
    "REASON_NAMES",
    "in_words",
    "says_nothing",
    "taken_reason",
    "with_reasons",
]

#: Characters of a reason that the log keeps; forms and the API may take fewer.
MAX_REASON = 500
#: Fewer letters than this is no word that explains anything: the shortest that do are as long
#: («syk», «ide», "ill"). More would refuse what is true and short, such as «Ferie».
MIN_LETTERS = 3
#: What reasons are called among the values of actions, and in forms.
REASON_NAMES = ("why", "reason", "missing_reason")


def says_nothing(reason: str) -> bool:
    """Tell whether a reason has neither letter nor figure: spaces, dots, dashes, symbols.

    Examples
    --------
    >>> says_nothing(" … – ."), says_nothing("§ 3"), says_nothing("Nei")
    (True, False, False)
    """
    return not any(c.isalnum() for c in reason.translate(_FILLERS))


#: Letters of Hangul that are drawn as nothing.
_FILLERS = dict.fromkeys(map(ord, "\u115f\u1160\u3164\uffa0"))


def in_words(reason: str) -> bool:
    """Tell whether a reason explains anything: it has :data:`MIN_LETTERS` letters.

    Examples
    --------
    >>> in_words("."), in_words(" - x"), in_words("Ferie")
    (False, False, True)
    """
    return sum(c.isalpha() for c in reason.translate(_FILLERS)) >= MIN_LETTERS


def with_reasons(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of an action, a reason nobody can read made empty.

    So an action that needs a reason refuses spaces and characters of no width alike.

    Raises
    ------
    RefusedError
        A reason of signs alone or with a national identity number, or ``why`` longer than
        :data:`MAX_REASON`.
    """
    read = dict(values)
    for name in REASON_NAMES:
        said = read.get(name)
        if not isinstance(said, str) or not said:
            continue
        refuse_identity_number(said, name)
        if is_blank(said):
            read[name] = ""
        elif says_nothing(said):
            raise RefusedError("core.refused.signs_why", about=name)
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
