"""Amounts as Norwegians write them, read without guessing.

``1 234``, ``-1 234,50``, ``1.234.567`` and ``(500)`` are plain. ``1.234`` could be a thousand
or one and a bit: it is refused, with what to write instead.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

__all__ = ["AmountError", "read_amount"]

_SPACES = re.compile("[\u00a0\u202f\u2009 '’]")
_DIGITS = re.compile(r"\d+")
_DECIMALS = re.compile(r"(\d+|\d{1,3}(?:\.\d{3})+),(\d{1,2})")
_POINTS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")
_POINT_DECIMALS = re.compile(r"(\d+)\.(\d{1,2})")
_DOUBTFUL = re.compile(r"\d{1,3}\.\d{3}|\d{1,3}(?:,\d{3})+")
_MOST = Decimal(10) ** 13


class AmountError(ValueError):
    """A text that is no amount; ``key`` says why and how to mend it."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def read_amount(value: Any, unit: int = 1) -> int | None:
    """Return an amount in whole kroner; None where nothing is written.

    Parameters
    ----------
    value : str, int, float or None
    unit : int
        What one stands for: 1 krone, or 1000.

    Raises
    ------
    AmountError

    Examples
    --------
    >>> read_amount("-1 234,50"), read_amount("(500)"), read_amount(2.5, 1000), read_amount("")
    (-1235, -500, 2500, None)
    >>> read_amount("1.234")
    Traceback (most recent call last):
    kortreist_web.budgets.amounts.AmountError: budgets.amount.doubtful
    """
    number = _number(value)
    if number is None:
        return None
    number *= unit
    if not abs(number) < _MOST:
        raise AmountError("budgets.amount.too_large")
    return int(number.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _number(value: Any) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool):
        raise AmountError("budgets.amount.not_number")
    if isinstance(value, int | float):
        number = Decimal(str(value))
        if not number.is_finite():
            raise AmountError("budgets.amount.not_number")
        return number
    text = _SPACES.sub("", str(value)).replace("\u2212", "-").replace("–", "-")
    text = re.sub(r"(?i)^(nok|kr\.?)|(kr\.?|,-)$", "", text)
    if text in ("", "-"):
        return None
    sign = 1
    if text.startswith("(") and text.endswith(")"):
        sign, text = -1, text[1:-1]
    if text[:1] in "+-":
        sign, text = (-sign if text[0] == "-" else sign), text[1:]
    return sign * _unsigned(text)


def _unsigned(text: str) -> Decimal:
    if _DIGITS.fullmatch(text):
        return Decimal(text)
    if found := _DECIMALS.fullmatch(text):
        return Decimal(found[1].replace(".", "") + "." + found[2])
    if _POINTS.fullmatch(text):
        return Decimal(text.replace(".", ""))
    if found := _POINT_DECIMALS.fullmatch(text):
        return Decimal(text)
    raise AmountError(
        "budgets.amount.doubtful" if _DOUBTFUL.fullmatch(text) else "budgets.amount.not_number"
    )
