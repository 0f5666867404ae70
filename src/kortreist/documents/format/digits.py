"""The digits a figure bears where no interval says it: prices, and figures of judgement."""

from __future__ import annotations

__all__ = ["judged_decimals", "nonzero_decimals", "rounded_price", "significant"]

#: Decimals of a million that tell a krone.
_KRONE = 6


def rounded_price(nok: float) -> float:
    """Return NOK per tonne with the digits it bears.

    Examples
    --------
    >>> rounded_price(3742.6), rounded_price(957.2), rounded_price(0.0)
    (3700.0, 960.0, 0.0)
    """
    return float(round(nok, -2 if abs(nok) >= 1000.0 else -1))


def nonzero_decimals(value: float, decimals: int) -> int:
    """Return the decimals to write a value with: more where it would be shown as zero.

    Parameters
    ----------
    value : float
        In the unit it is written in: NOK million above all.
    decimals : int
        Those that are enough for a value that is not small.

    Examples
    --------
    >>> [nonzero_decimals(v, 2) for v in (1.234, 0.0, 0.0049, 0.0004, -0.00002)]
    [2, 2, 3, 4, 5]
    """
    while abs(value) > 0.0 and not round(value, decimals) and decimals < _KRONE:
        decimals += 1
    return decimals


def significant(value: float, digits: int) -> float:
    """Return a value with so many digits.

    Examples
    --------
    >>> significant(1234.5, 2), significant(0.01234, 3)
    (1200.0, 0.0123)
    """
    return float(f"{value:.{digits}g}")


def judged_decimals(low: float, central: float, high: float) -> int:
    """Return the decimals a figure of judgement and its ends are written with.

    Examples
    --------
    >>> [judged_decimals(*x) for x in ((1.0, 2.0, 3.0), (1.0, 2.5, 3.0), (1.5, 60, 200))]
    [0, 1, 0]
    """
    if abs(high) >= 100.0:
        return 0
    return int(any(abs(v) < 20.0 and v != round(v) for v in (low, central, high)))
