"""Texts a spreadsheet would run as a formula: the one guard, for every export of both packages."""

from __future__ import annotations

from typing import Any

__all__ = ["guard", "unguard"]

#: What a spreadsheet may take for a formula, also the wide forms some of them turn into plain.
_RUNS = tuple("=+-@\t\r\n＝＋－＠")
#: What may stand before it without stopping a spreadsheet.
_BEFORE = " \u00a0"


def guard(value: Any) -> Any:
    """Return a cell's value that no spreadsheet runs; numbers and dates as they are.

    Examples
    --------
    >>> guard("=1+1"), guard(-5.0), guard("Notodden")
    ("'=1+1", -5.0, 'Notodden')
    """
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.lstrip(_BEFORE).startswith(_RUNS) else value


def unguard(text: str) -> str:
    """Return a text without the guard of our own exports; any other text as it is.

    Examples
    --------
    >>> unguard("'=1+1"), unguard("'n Olav"), unguard("=1+1")
    ('=1+1', "'n Olav", '=1+1')
    """
    return text[1:] if text[:1] == "'" and guard(text[1:]) == text else text
