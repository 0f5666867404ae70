"""Amounts as Norwegians write them, in whole kroner, read by the engine's one reader of numbers.

``1 234``, ``-1 234,50``, ``1.234.567`` and ``(500)`` are plain. ``1.234`` could be a thousand
or one and a bit, and ``1.2345`` is no kroner: both are refused, with what to write instead.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from kortreist.connectors.numbers import NumberError, read_number
from kortreist_web.budgets.lines import MAX_KRONER

__all__ = ["AmountError", "read_amount"]

_CURRENCY = re.compile(r"(?i)^\s*(?:nok|kr\.?)|(?:kr\.?|,-|,–)\s*$")
_NOTHING = ("", "-", "\u2013", "\u2212")


#: Decimals an amount in kroner is written with, at most.
_ORE = 2


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
    if isinstance(value, str):
        value = _CURRENCY.sub("", value).strip()
        value = None if value in _NOTHING else value
    elif not (value is None or isinstance(value, int | float | Decimal)):
        raise AmountError("budgets.amount.not_number")  # a date, an error value
    try:
        number = read_number(value)
    except NumberError as error:
        raise AmountError(f"budgets.amount.{error.reason}") from None
    if number is None:
        return None
    if abs(number) >= MAX_KRONER:
        raise AmountError("budgets.amount.too_large")
    if isinstance(value, str) and abs(number) < 1000 and _decimals(number * unit) > _ORE:
        raise AmountError("budgets.amount.doubtful")  # 1.2345: a sign too many, or one misplaced
    number *= unit
    if abs(number) >= MAX_KRONER:
        raise AmountError("budgets.amount.too_large")
    return int(number.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _decimals(number: Decimal) -> int:
    return max(0, -int(number.normalize().as_tuple().exponent))
