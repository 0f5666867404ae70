"""Characters no text of ours may hold, whichever door it comes in by.

A control character cannot be stored by every database, shown on a page or printed; one that
was let in once would stay in the log for ever.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

__all__ = ["first_bad", "is_blank", "without_bad"]

#: Control characters but tab and line breaks, what turns the letters after it round, halves of
#: letters, and what is no character.
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202d\u202e\ud800-\udfff\ufffe\uffff]")


def first_bad(value: Any) -> str | None:
    """Return the first text in a value, at any depth, that holds such a character.

    Examples
    --------
    >>> first_bad({"a": ["fine", "not\\x00fine"]})
    'not\\x00fine'
    >>> first_bad({"text": "two\\nlines"}) is None
    True
    """
    if isinstance(value, str):
        return value if _BAD.search(value) else None
    if isinstance(value, Mapping):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list | tuple | set | frozenset):
        return next((bad_text for v in value if (bad_text := first_bad(v)) is not None), None)
    return None


def without_bad(text: str) -> str:
    """Return a text without such characters."""
    return _BAD.sub("", text)


#: Letters and signs that are drawn as nothing: Hangul fillers, and Braille without dots.
_EMPTY = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def is_blank(text: str) -> bool:
    """Tell whether a reader sees nothing of a text: no letter, figure, sign or symbol.

    Examples
    --------
    >>> is_blank(" \u200b\u2060")
    True
    >>> is_blank("Nei.")
    False
    """
    return not any(unicodedata.category(c)[0] in "LNPS" and c not in _EMPTY for c in text)
