"""Whether a file of the economic plan is in the unit that was chosen for it: told, never guessed.

Words in the file that say another unit are a fault. Amounts that are a thousandth of what is
known, or so small that they are hardly kroner, are noted: the person who takes them in decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kortreist.connectors.money_units import BILLION, MILLION, THOUSAND, scale_slip, unit_said

if TYPE_CHECKING:
    from kortreist_web.budgets.lines import Key, Row

__all__ = ["said_otherwise", "unit_note"]

#: Lines of an economic plan in kroner have at least one amount of this size.
_SMALL = 10_000
#: So many amounts at least, before their size says anything.
_ENOUGH = 3


def said_otherwise(text: str, unit: int) -> str:
    """Return a text key where a text says another unit than the chosen; else nothing.

    Examples
    --------
    >>> said_otherwise("Tall i 1000 kr", 1), said_otherwise("Tall i 1000 kr", 1000)
    ('budgets.table.unit_thousands', '')
    >>> said_otherwise("Budsjett 2027, mrd. kr", 1000)
    'budgets.table.unit_billions'
    """
    said = unit_said(text)
    if said is None or said == unit:
        return ""
    names = {1: "kroner", THOUSAND: "thousands", MILLION: "millions", BILLION: "billions"}
    return f"budgets.table.unit_{names[said]}"


def unit_note(
    rows: Sequence[Row],
    unit: int,
    known: Mapping[Key, Row],
    budget: Mapping[str, Mapping[str, float]],
) -> str:
    """Return a text key where the size of the amounts speaks against the unit; else nothing.

    Parameters
    ----------
    rows : sequence of Row
        As read, in NOK by the unit that was chosen.
    unit : int
        What one was taken for, NOK.
    known : mapping of Key to Row
        The economic plan's lines that are there.
    budget : mapping of str to mapping
        Measure → year → NOK of the municipality in the climate budget.
    """
    pairs = []
    for row in rows:
        old = known.get(row.key)
        there = old.amounts if old else budget.get(row.measure, {})
        pairs += [(float(a), float(there[y])) for y, a in row.amounts.items() if y in there]
    if slip := scale_slip(pairs):
        return f"budgets.table.unit_{'thousandth' if slip < 0 else 'thousandfold'}"
    amounts = [abs(a) for row in rows for a in row.amounts.values() if a]
    if unit == 1 and not pairs and len(amounts) >= _ENOUGH and max(amounts) < _SMALL:
        return "budgets.table.unit_small"
    return ""
