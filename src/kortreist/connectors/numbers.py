"""The one reader of numbers that people and spreadsheets have written, for both packages.

A number with one reading is read, whatever its separators; one with two readings, or none, is
refused with the reason. Used by the inventory's import, the site's money import
(``kortreist_web.budgets``) and the site's forms: nobody else takes separators out of texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Literal, TypeVar

__all__ = [
    "DOUBTFUL",
    "MANY",
    "NumberError",
    "Reason",
    "decimal_sign",
    "decimal_sign_of_cells",
    "read_number",
]

Reason = Literal["not_number", "doubtful", "groups", "two_signs"]
Cell = TypeVar("Cell")

_SPACE = " \u00a0\u202f\u2009\u2007"
_APOSTROPHE = "'’"
_MINUS = re.compile("[\u2212\u2013\u2010\u2011]")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_EXPONENT = re.compile(r"(?:\d+\.?\d*|\.\d+)[eE][+-]?\d{1,3}")
_BARE_POINT = re.compile(r"(\d+)\.|\.(\d+)")
#: Digits in groups of three set off by one kind of sign.
_GROUPED = re.compile(r"[1-9]\d{0,2}([ '])\d{3}(?:\1\d{3})*")
#: Digits, or groups of three; then a comma or point and decimals.
_DECIMALS = re.compile(r"([1-9]\d{0,2}(?:[ ']\d{3})+|\d+)([.,])(\d+)")
_BOTH = re.compile(r"([1-9]\d{0,2})((?:([.,])\d{3})(?:\3\d{3})*)(?!\3)[.,](\d+)")
_MANY = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})+")
#: Several groups of three: a thousands sign for certain.
MANY = r"^[+-]?[1-9]\d{0,2}(?:(?:\.\d{3}){2,}|(?:,\d{3}){2,})$"
#: One sign with three digits behind it, one to three before: a thousand, or one and a bit.
#: The same pattern for readers of whole columns.
DOUBTFUL = r"^[+-]?[1-9]\d{0,2}[.,]\d{3}$"
_DOUBTFUL = re.compile(DOUBTFUL)


class NumberError(ValueError):
    """A text that is not one number.

    Parameters
    ----------
    reason : {"not_number", "doubtful", "groups", "two_signs"}
        ``doubtful``: ``1.234`` may be a thousand or one and a bit; ``groups``: digits in
        groups that are not of three (``1 2345``), where one may have been lost or added;
        ``two_signs``: a column that writes decimals in two ways (:func:`decimal_sign`).
    text : str
        What was written.
    """

    def __init__(self, reason: Reason, text: str) -> None:
        super().__init__(f"{reason}: {text!r}")
        self.reason: Reason = reason
        self.text = text


def read_number(
    value: str | int | float | Decimal | None, *, decimal: str = "", exponent: bool = False
) -> Decimal | None:
    """Return a number as it was written, exactly; None where nothing is written.

    Parameters
    ----------
    value : str, int, float, Decimal or None
        A cell or what was typed. Spaces (also no-break and thin ones) and apostrophes may set
        off groups of three; minus may be any of the signs in use, or brackets.
    decimal : {"", ",", "."}
        The sign known to come before decimals: from the language of the page, or from the
        rest of the column (:func:`decimal_sign`). Without it ``1,234`` and ``1.234`` are
        doubtful; with ``","`` the first is one and a bit and the second still doubtful.
    exponent : bool
        Whether ``1.5e-07`` is a number: as programs write, not people.

    Raises
    ------
    NumberError
        Not a number, two readings, or groups that are not of three.

    Examples
    --------
    >>> [str(read_number(t)) for t in ("1 234,50", "1.234.567", "(500)", "(−500)", "1'234")]
    ['1234.50', '1234567', '-500', '-500', '1234']
    >>> read_number("1,234", decimal=","), read_number("")
    (Decimal('1.234'), None)
    >>> read_number("1.234")
    Traceback (most recent call last):
    kortreist.connectors.numbers.NumberError: doubtful: '1.234'
    >>> read_number("12 34 567")
    Traceback (most recent call last):
    kortreist.connectors.numbers.NumberError: groups: '12 34 567'
    """
    if value is None:
        return None
    if isinstance(value, bool):
        raise NumberError("not_number", str(value))
    if isinstance(value, int | float | Decimal):
        number = value if isinstance(value, Decimal) else Decimal(str(value))
        if not number.is_finite():
            raise NumberError("not_number", str(value))
        return number
    text = value.strip(_SPACE + "\t\r\n")
    if not text:
        return None
    return _parse_signed(text, value, decimal, exponent)


def _parse_signed(text: str, written: str, decimal: str, exponent: bool) -> Decimal:
    bare = _MINUS.sub("-", text)
    negative = False
    if bare.startswith("(") and bare.endswith(")"):
        negative, bare = True, bare[1:-1].strip(_SPACE)
        # "(-500)" says minus twice and means it once; "(+500)" is nobody's way of writing.
        bare = bare.removeprefix("-").lstrip(_SPACE)
    elif bare[:1] in "+-":
        negative, bare = bare[0] == "-", bare[1:].lstrip(_SPACE)
    number = _parse_unsigned(bare, written, decimal, exponent)
    return -number if negative else number


def _parse_unsigned(bare: str, written: str, decimal: str, exponent: bool) -> Decimal:
    # Digits of other scripts are digits to Python, but not to whoever reads the figure.
    if not bare or (not bare.isascii() and not _only_known(bare)):
        raise NumberError("not_number", written)
    text = re.sub(f"[{_SPACE}]", " ", bare).replace("’", "'")
    if _doubtful(text, decimal):
        raise NumberError("doubtful", written)
    if _PLAIN.fullmatch(text) or (exponent and _EXPONENT.fullmatch(text)):
        return Decimal(text)
    if _GROUPED.fullmatch(text):
        return Decimal(re.sub("[ ']", "", text))
    if match := _DECIMALS.fullmatch(text):
        return Decimal(re.sub("[ ']", "", match[1]) + "." + match[3])
    if _MANY.fullmatch(text):
        return Decimal(re.sub("[.,]", "", text))
    if match := _BOTH.fullmatch(text):
        return Decimal(match[1] + re.sub("[.,]", "", match[2]) + "." + match[4])
    if exponent and (match := _BARE_POINT.fullmatch(text)):
        return Decimal((match[1] or "0") + "." + (match[2] or "0"))
    if re.fullmatch(r"[\d '.,]+", text) and re.search(r"\d[ ']\s*\d", text):
        raise NumberError("groups", written)
    raise NumberError("not_number", written)


def _only_known(text: str) -> bool:
    return all(c.isascii() or c in _SPACE + _APOSTROPHE for c in text)


def _doubtful(text: str, decimal: str) -> bool:
    if not _DOUBTFUL.fullmatch(text):
        return False
    return not decimal or decimal not in text


def decimal_sign(texts: Iterable[str]) -> str:
    """Return the sign before decimals that the texts of one column settle; empty without any.

    Parameters
    ----------
    texts : iterable of str
        All number texts of the column.

    Raises
    ------
    NumberError
        ``two_signs``: one text needs a comma before decimals, another a point;
        ``doubtful``: nothing settles texts that may be thousands or decimals.

    Examples
    --------
    >>> decimal_sign(["12,5", "1,234"]), decimal_sign(["0.123", "7"]), decimal_sign(["1 234"])
    (',', '.', '')
    """
    settled: dict[str, str] = {}
    doubtful = ""
    for text in texts:
        bare = text.strip(_SPACE + "\t\r\n").lstrip("+-")
        last = max(bare.rfind(","), bare.rfind("."))
        if last < 0:
            continue
        if _DOUBTFUL.fullmatch(bare):
            doubtful = doubtful or text
        elif not _MANY.fullmatch(bare):
            settled.setdefault(bare[last], text)
    if len(settled) > 1:
        raise NumberError("two_signs", settled[","])
    if settled:
        return next(iter(settled))
    if doubtful:
        raise NumberError("doubtful", doubtful)
    return ""


def decimal_sign_of_cells(
    cells: Iterable[tuple[Cell, str]], refuse: Callable[[Cell, str, str], Exception]
) -> str:
    """Return the sign before decimals in a table; a doubtful text is refused where it stands.

    Parameters
    ----------
    cells : iterable of (cell, str)
        Where each text stands, as ``refuse`` understands it, and the text.
    refuse : callable
        Cell, text and reason → the error to raise: those of :class:`NumberError`, and
        ``two_decimal_signs`` where the table writes decimals in two ways.
    """
    written = [(cell, text.replace("\u2212", "-")) for cell, text in cells]
    try:
        return decimal_sign(text for _, text in written)
    except NumberError as error:
        cell, text = next(w for w in written if w[1] == error.text)
        reason = "two_decimal_signs" if error.reason == "two_signs" else error.reason
        raise refuse(cell, text, reason) from None
