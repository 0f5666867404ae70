"""Rows of an economic plan that repeat other rows: told by name and by arithmetic together.

A sum that is taken in as a line doubles the money, and a line that is taken for a sum is
lost; so only what both says it is a sum and adds up is left out. What adds up, says nothing and
has no code may be either: it is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from kortreist.connectors.totals import is_total, sum_row
from kortreist_web.budgets.lines import Row

__all__ = ["Verdict", "verdicts"]

#: ``left_out``: a sum; ``unclear``: called a sum, and does not add up; ``asked``: adds up, and
#: nothing says which; ``noticed``: has a code and adds up, or an account and is called a sum.
Verdict = Literal["", "left_out", "unclear", "asked", "noticed"]
#: What money's sums are called too. A line may be called so: a sum only where it adds up.
_FRAME = re.compile(
    r"^(?:netto|brutto|net|gross|nettoramme|bruttoramme|ramme|ramma|rammen|resultat|saldo)\b"
    r"|\b(?:netto|brutto|net|gross|\w*ramme|\w*ramma|\w*rammen|frame|framework)[:.]?$"
)


def verdicts(rows: Sequence[Row]) -> list[Verdict]:
    """Tell of each row whether it is a sum of others.

    Examples
    --------
    >>> lines = [("A", 100), ("B", 50), ("Sum", 150)]
    >>> verdicts([Row("", "", "", text, {"2027": n}) for text, n in lines])
    ['', '', 'left_out']
    """
    amounts = [{y: float(a) for y, a in r.amounts.items()} for r in rows]
    named = [any(is_total(w) for w in r.key) for r in rows]
    framed = [_FRAME.search(" ".join(r.text.casefold().split())) is not None for r in rows]
    out: list[Verdict] = []
    for at, row in enumerate(rows):
        adds = sum_row(amounts, at) or (named[at] and _adds(amounts, named, at))
        bare = not _has_code(row)
        if adds and (named[at] or not row.text or (framed[at] and bare)):
            out.append("left_out")
        elif adds and bare:
            out.append("asked")
        elif named[at] and not row.account:
            out.append("unclear")
        else:
            out.append("noticed" if adds or named[at] else "")
    return out


def _has_code(row: Row) -> bool:
    return bool(row.responsibility or row.function or row.account)


def _adds(amounts: Sequence[Mapping[str, float]], named: Sequence[bool], at: int) -> bool:
    """Tell whether a row that is called a sum is one: of the lines, of a part, or of sums."""
    before = max((i for i in range(at) if named[i]), default=-1)
    lines = [a for a, n in zip(amounts, named, strict=True) if not n]
    sums = [amounts[i] for i in range(at) if named[i]]
    return any(_equal(amounts[at], part) for part in (lines, amounts[before + 1 : at], sums))


def _equal(sum_: Mapping[str, float], parts: Sequence[Mapping[str, float]]) -> bool:
    years = {y for p in parts for y in p} | set(sum_)
    return bool(parts) and all(
        abs(sum_.get(y, 0.0) - sum(p.get(y, 0.0) for p in parts)) < 0.5 for y in years
    )
