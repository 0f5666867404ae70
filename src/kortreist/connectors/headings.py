"""The headings a file's columns go under, wherever they stand, and what is said above them."""

from __future__ import annotations

import re
import unicodedata

from kortreist.connectors.corrections import without_marks
from kortreist.errors import ImportRefusedError

__all__ = ["COLUMNS", "SEARCH", "fold", "ignored_headings", "pick"]

#: Our column name → the headings it goes under, folded (the 2 in CO2 is sometimes ₂).
COLUMNS = {
    "county": ("fylke",),
    "number": ("kommunenummer", "kommunenr", "kommunenr."),
    "name": ("kommune", "kommunenavn"),
    "year": ("år", "aar", "year"),
    "sector": ("sektor",),
    "source": ("utslippskilde",),
    "gas": ("klimagass",),
    "value": ("utslipp (tonn co2-ekvivalenter)", "utslipp (tonn co2e)", "utslipp"),
    "unit": ("enhet", "måleenhet", "eining", "måleining", "benevning", "unit", "units"),
}
_NEEDED = ("year", "sector", "source", "value")
#: Words above the headings that say thousands, millions or another unit than tonnes.
_OTHER_UNIT = re.compile(
    r"(?i:\b(?:1[ .]?000|tusen|mill(?:\.|ion(?:er|ar|s)?)?|thousand)[ -]?t(?:onn(?:es?)?)?\b)"
    r"|(?i:\b(?:kt|kilotonn(?:es)?|megatonn(?:es)?|kg|kilogram)\b)|\b(?:Mt|Gg)\b"
)
SEARCH = 30  # rows in which the headings are looked for


def fold(heading: str | None) -> str:
    """Return a heading without case, spare spaces, subscripts and kinds of dash."""
    text = without_marks((heading or "").replace("_x000D_", " "))
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text)
    return re.sub(r"\s+", " ", text).strip().casefold()


def pick(name: str, sheet: str, rows: list[tuple[str | None, ...]]) -> tuple[int, dict[str, int]]:
    """Return the row the headings stand in and our column name → position.

    Raises
    ------
    ImportRefusedError
        A needed column is not there, two are for one thing, or a line above the headings says
        another unit than tonnes.
    """
    best: tuple[int, dict[str, int]] = (0, {})
    for at, row in enumerate(rows):
        folded = [fold(h) for h in row]
        found: dict[str, int] = {}
        for ours, theirs in COLUMNS.items():
            places = [i for i, h in enumerate(folded) if h in theirs]
            if ours == "unit":  # "Enhet (utslipp)" says the unit too
                places = [i for i, h in enumerate(folded) if h.split(" ")[0].strip(":") in theirs]
            if len(places) > 1:
                raise ImportRefusedError(
                    "import.two_columns",
                    file=name,
                    sheet=sheet or "CSV",
                    column=", ".join(str(row[i]) for i in places),
                )
            if places:
                found[ours] = places[0]
        if len(found) > len(best[1]):
            best = at, found
        if all(c in found for c in _NEEDED):
            _refuse_units_above(name, sheet, rows[:at])
            return at, found
    lacking = [COLUMNS[c][0].capitalize() for c in _NEEDED if c not in best[1]]
    there = [" ".join(h.split()) for h in (rows[best[0]] if rows else ()) if h]
    raise ImportRefusedError(
        "import.no_column",
        file=name,
        sheet=sheet or "CSV",
        lacking=", ".join(lacking),
        found=", ".join(t[:40] for t in there[:12]) or "–",
    )


def _refuse_units_above(name: str, sheet: str, rows: list[tuple[str | None, ...]]) -> None:
    """Refuse a file whose lines above the headings say another unit than tonnes."""
    for number, row in enumerate(rows, start=1):
        for cell in row:
            if cell and _OTHER_UNIT.search(unicodedata.normalize("NFKC", cell)):
                raise ImportRefusedError(
                    "import.unit_above",
                    file=name,
                    sheet=sheet or "CSV",
                    row=number,
                    value=" ".join(cell.split())[:60],
                )


def ignored_headings(
    headings: tuple[str | None, ...], positions: dict[str, int]
) -> tuple[str, ...]:
    """Return the headings of columns that are not used."""
    used = set(positions.values())
    return tuple(h.strip() for i, h in enumerate(headings) if i not in used and h and h.strip())
