"""Which set of GWP-100 weights an edition of the inventory has: what its file says, or a fact.

Editions of different years weight the gases by different assessment reports. A file that does
not say, and an edition no fact covers, have a set nobody has told us; it is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from kortreist import facts
from kortreist.connectors.cells import row_number
from kortreist.connectors.layouts import Sheet
from kortreist.errors import ImportRefusedError

if TYPE_CHECKING:
    from kortreist.facts import Row

__all__ = ["edition_gwp", "stated_gwp"]

_SAID = re.compile(
    r"(?:ipcc[ ,-]*)?(?:gwp(?:[ -]?100)?[ ,-]*)?(sar|ar ?[2-6])(?:[ ,-]*gwp(?:[ -]?100)?)?"
)
_IN_TEXT = re.compile(r"\b(SAR|AR[4-6])\b")


def _set(text: str) -> str:
    """Return the set a cell names, empty where it names none.

    Examples
    --------
    >>> [_set(t) for t in ("AR4", "IPCC AR5", "GWP100 AR5", "SAR", "2016")]
    ['AR4', 'AR5', 'AR5', 'SAR', '']
    """
    found = _SAID.fullmatch(" ".join(text.casefold().split()))
    named = found.group(1).replace(" ", "").upper() if found else ""
    return "SAR" if named == "AR2" else named


def stated_gwp(sheet: Sheet, file: str) -> str:
    """Return the set of weights a file says its figures have; empty where it does not.

    It is said in a column of its own, filled with nothing else, or in what a workbook calls
    the dataset.

    Raises
    ------
    ImportRefusedError
        ``import.gwp_mixed``: rows of two sets.
    """
    unused = sheet.unused
    columns = {} if unused is None else {h: unused[h].to_list() for h in unused.columns}
    for heading, column in columns.items():
        cells = [(c or "").strip() for c in column]
        told = {c for c in cells if c}
        sets = {_set(c) for c in told}
        if not told or "" in sets:
            continue
        if len(sets) > 1:
            one = next(c for c in cells if c)
            at = next(i for i, c in enumerate(cells) if c and _set(c) != _set(one))
            raise ImportRefusedError(
                "import.gwp_mixed",
                file=file,
                sheet=sheet.sheet or "CSV",
                column=heading[:60],
                values=", ".join(sorted(sets)),
                row=row_number(sheet, at),
            )
        return sets.pop()
    said = set(_IN_TEXT.findall(sheet.dataset))
    return said.pop() if len(said) == 1 else ""


def edition_gwp(
    day: str, years: Iterable[int], *, day_known: bool = True, stated: str = ""
) -> tuple[str, Row | None]:
    """Return an edition's set of GWP-100 weights, and the fact it is taken from.

    Parameters
    ----------
    day : str
        ISO date of the edition.
    years : iterable of int
        Years it has figures for.
    day_known : bool
        Whether the date is the edition's own; one a program put there (today, when a workbook
        was last saved) says nothing of when the figures were made.
    stated : str
        What the file says itself; goes before every fact.

    Returns
    -------
    set : str
        ``AR4``, ``AR5`` …; empty when nobody has told us.
    row : Row or None
        The row of ``inventory_gwp``; None when the file says it, or nothing does.

    Examples
    --------
    >>> [edition_gwp(d, [2009, 2017])[0] for d in ("2019-03-01", "2023-01-15", "2026-04-24")]
    ['AR4', '', 'AR5']
    >>> edition_gwp("2026-12-01", [2009, 2017], day_known=False)[0]
    ''
    """
    if stated:
        return stated, None
    rows = facts.load().table("inventory_gwp")
    if day_known and day:
        on = date.fromisoformat(day)
        for row in rows:
            if row["valid_from"] <= on and (not row["valid_to"] or on < row["valid_to"]):
                return str(row["set"]), row
        return "", None
    newest = max(years, default=0)
    for row in rows:
        if row["first_year"] and newest >= row["first_year"] and not row["valid_to"]:
            return str(row["set"]), row
    return "", None
