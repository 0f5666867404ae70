"""National identity numbers are never stored: what holds one is sent back to whoever wrote it.

Every text that a row keeps is looked at when the row is saved
(:class:`kortreist_web.core.models.TenantModel`), and every reason that the log keeps, so that
no way in is forgotten.
"""

from __future__ import annotations

import re

from kortreist_web.core.refusals import RefusedError

__all__ = ["holds_identity_number", "refuse_identity_number"]

#: What people write between the groups: any space, line break, dash, slash, dot, sign of no
#: width. Commas, colons and brackets part a date from another number.
_BETWEEN = r"[^\w,;:()]|_"
_GAP = rf"(?:{_BETWEEN}){{0,5}}"
#: Eleven digits as one, as day, month, year and the five (also three and two), or each alone,
#: that do not stand inside a longer number. Looked ahead for, so that they may overlap.
_ELEVEN = (
    re.compile(rf"(?<!\d)(?=(\d\d{_GAP}\d\d{_GAP}\d\d{_GAP}\d{{3}}{_GAP}\d\d)(?!\d))"),
    re.compile(rf"(?<!\d)(?=(\d(?:(?:{_BETWEEN}){{1,2}}\d){{10}})(?!\d))"),
)
_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def _is_number(numbers: list[int]) -> bool:
    """Tell whether both control digits fit: of other numbers of eleven digits few do.

    Control digits by the rules of the population register; day + 40 is a D-number, month + 40
    or + 80 a synthetic one.
    """
    day, month = numbers[0] * 10 + numbers[1], numbers[2] * 10 + numbers[3]
    if not (1 <= (day - 40 if day > 40 else day) <= 31) or not 1 <= month % 20 <= 12:
        return False
    first = sum(a * b for a, b in zip(numbers, _FIRST, strict=False)) % 11
    second = sum(a * b for a, b in zip(numbers, _SECOND, strict=True)) % 11
    return first == 0 and second == 0


def holds_identity_number(text: str) -> bool:
    """Tell whether a text holds a national identity number, however it is parted.

    Examples
    --------
    >>> holds_identity_number("sak 01010710029"), holds_identity_number("tlf 40010203040")
    (True, False)
    >>> holds_identity_number("01.01.07 10029"), holds_identity_number("01.01.07: 10029 kr")
    (True, False)
    """
    return any(
        _is_number([int(c) for c in found if c.isdecimal()])
        for pattern in _ELEVEN
        for found in pattern.findall(text)
    )


def refuse_identity_number(text: str, about: str = "text") -> None:
    """Refuse a text with a national identity number in it.

    Raises
    ------
    RefusedError
        ``core.refused.identity_number``; does not repeat the number.
    """
    if holds_identity_number(text):
        raise RefusedError("core.refused.identity_number", about=about)
