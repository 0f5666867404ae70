"""National identity numbers are never stored: what holds one is sent back to whoever wrote it."""

from __future__ import annotations

import re

from kortreist_web.core.refusals import RefusedError

__all__ = ["holds_identity_number", "refuse_identity_number"]

#: Eleven digits, also in two groups, that do not stand inside a longer number.
_ELEVEN = re.compile(r"(?<!\d)(\d{6})[ \u00a0-]?(\d{5})(?!\d)")
_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def _is_number(digits: str) -> bool:
    """Tell whether both control digits fit: of other numbers of eleven digits few do.

    Control digits by the rules of the population register; day + 40 is a D-number, month + 40
    or + 80 a synthetic one.
    """
    numbers = [int(d) for d in digits]
    day, month = numbers[0] * 10 + numbers[1], numbers[2] * 10 + numbers[3]
    if not (1 <= (day - 40 if day > 40 else day) <= 31) or not 1 <= month % 20 <= 12:
        return False
    first = sum(a * b for a, b in zip(numbers, _FIRST, strict=False)) % 11
    second = sum(a * b for a, b in zip(numbers, _SECOND, strict=True)) % 11
    return first == 0 and second == 0


def holds_identity_number(text: str) -> bool:
    """Tell whether a text holds a national identity number.

    Examples
    --------
    >>> holds_identity_number("sak 01010710029"), holds_identity_number("tlf 40010203040")
    (True, False)
    """
    return any(_is_number(a + b) for a, b in _ELEVEN.findall(text))


def refuse_identity_number(text: str, about: str = "text") -> None:
    """Refuse a text with a national identity number in it.

    Raises
    ------
    RefusedError
        ``hearings.refused.identity_number``; does not repeat the number.
    """
    if holds_identity_number(text):
        raise RefusedError("hearings.refused.identity_number", about=about)
