"""Rows that repeat other rows: sums told by their name and by arithmetic, whatever they are called.

Used by the inventory's import and the site's money import.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence

__all__ = ["TOTAL", "is_total", "repeats", "sum_row"]

#: A cell that says of itself that it is a sum, folded by :func:`is_total`; also for readers of
#: whole columns (no look-around).
TOTAL = (
    r"^(?:del|hoved|slutt|grand )?(?:sum|summen|total|totals|totalt|totale|totalen|totalsum"
    r"|sumtotal|i alt|ialt|til sammen|tilsammen|samlet|samla|subtotal)\b"
    r"|^(?:alle|all)(?: (?:sektorer|sektorar|kilder|kjelder|utslippskilder|utsleppskjelder|gasser"
    r"|gassar|klimagasser|klimagassar|kommuner|kommunar|utslipp|utslepp|år|sectors|sources|gases))?$"
    r"|^(?:hele |heile )?landet(?: i alt)?$"
    r"|\b(?:totalt|total|sum|i alt|til sammen|tilsammen|samlet|samla)[:.]?$"
)
_TOTAL = re.compile(TOTAL)


def is_total(text: str | None) -> bool:
    """Tell whether a cell says that its row is a sum of other rows.

    Examples
    --------
    >>> [t for t in ("Totalsum", "Veitrafikk totalt", "SUM:", "Summer", "Busser") if is_total(t)]
    ['Totalsum', 'Veitrafikk totalt', 'SUM:']
    """
    folded = unicodedata.normalize("NFKC", text or "").casefold()
    return _TOTAL.search(" ".join(folded.split())) is not None


#: A rounded sum is nearer to the sum than this share of it.
_NEAR = 0.02


def repeats(value: float, others: Sequence[float], *, rounded: bool = False) -> bool:
    """Tell whether a value is the sum of others, to the last decimal that floats carry.

    A sum of nothing, or of noughts, repeats nothing.

    Parameters
    ----------
    value : float
    others : sequence of float
    rounded : bool
        Whether the sum may have been rounded to the value's own decimals, of parts rounded to
        theirs: never further from it than a fiftieth of the sum.

    Examples
    --------
    >>> repeats(13.0, [5.4, 7.4]), repeats(13.0, [5.4, 7.4], rounded=True)
    (False, True)
    >>> repeats(31.5, [10.0, 20.0], rounded=True)
    False
    """
    total = math.fsum(others)
    if total == 0.0:
        return False
    if math.isclose(value, total, rel_tol=1e-12, abs_tol=1e-9):
        return True
    if not rounded or len(others) < 2 or abs(value - total) > _NEAR * abs(total) + 1e-9:
        return False
    parts = 0.5 * 10.0 ** -max(map(_decimals, others))
    span = 0.5 * 10.0 ** -_decimals(value) + parts * len(others)
    return abs(value - total) <= span + 1e-9


def _decimals(value: float) -> int:
    """Return how many decimals a figure is written with, 9 at most."""
    return len(f"{value:.9f}".rstrip("0").partition(".")[2])


def sum_row(rows: Sequence[Mapping[str, float]], at: int) -> bool:
    """Tell whether a row's figures repeat others': every column the sum above it, or of the rest.

    Parameters
    ----------
    rows : sequence of mapping
        Figures by column (a year, say); what is missing is left out.
    at : int
        The row looked at. It repeats others when each of its columns is the sum of that
        column in at least two other rows: all others, or those between it and the sum before
        it.

    Examples
    --------
    >>> plan = [{"2026": 100.0}, {"2026": 50.0}, {"2026": 150.0}]
    >>> [sum_row(plan, i) for i in range(3)]
    [False, False, True]
    """
    mine = rows[at]
    if not any(mine.values()):
        return False
    if _is_sum(mine, [r for i, r in enumerate(rows) if i != at]):
        return True
    # Grow the block above row by row: sub-totals are of the rows just above them. What is added
    # up on the way rules out nearly all blocks; the few left are summed without rounding.
    sums: dict[str, float] = {}
    size = 0.0
    for start in range(at - 1, -1, -1):
        for column, value in rows[start].items():
            sums[column] = sums.get(column, 0.0) + value
            size += abs(value)
        near = all(
            math.isclose(mine.get(c, 0.0), sums.get(c, 0.0), abs_tol=1e-8 + 1e-12 * size)
            for c in (*mine, *sums)
        )
        if near and _is_sum(mine, rows[start:at]):
            return True
    return False


def _is_sum(mine: Mapping[str, float], block: Sequence[Mapping[str, float]]) -> bool:
    columns = {c for r in block for c in r} | set(mine)
    filled = sum(any(v for v in r.values()) for r in block)
    return filled > 1 and all(
        math.isclose(mine.get(c, 0.0), math.fsum(r.get(c, 0.0) for r in block), abs_tol=1e-9)
        for c in columns
    )
