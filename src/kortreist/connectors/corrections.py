"""What was mended while a file was read: counted, with one example each."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

__all__ = ["KINDS", "Correction", "Corrections", "correct_name", "without_marks"]

#: Kinds of mend; each has a text ``connectors.mend.<kind>``.
KINDS = (
    "code",
    "line_break",
    "spaces",
    "date",
    "comma",
    "digit_spaces",
    "missing",
    "total_row",
    "added",
    "old_number",
    "kept_number",
    "old_borders",
    "outside",
    "unknown_name",
    "column_ignored",
    "encoding",
)


@dataclass(frozen=True, slots=True)
class Correction:
    """What was mended: a kind (text key ``connectors.mend.<kind>``), how often, one example."""

    kind: str
    count: int
    example: str


@dataclass(slots=True)
class Corrections:
    """Counts mends by kind and keeps the first example."""

    found: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add(self, kind: str, count: int, example: str) -> None:
        """Count ``count`` more of a kind."""
        if count:
            before, first = self.found.get(kind, (0, example))
            self.found[kind] = (before + count, first)

    def all(self) -> tuple[Correction, ...]:
        """Return the mends, in the order of :data:`KINDS`."""
        return tuple(Correction(k, *self.found[k]) for k in KINDS if k in self.found)


def without_marks(text: str) -> str:
    """Return a text without characters nobody sees: soft hyphens, joiners, marks of direction.

    Examples
    --------
    >>> without_marks("Person\u00adbiler\u200b")
    'Personbiler'
    """
    if text.isascii():
        return text
    return "".join(c for c in text if unicodedata.category(c) != "Cf")


def correct_name(raw: str) -> tuple[str, tuple[str, ...]]:
    """Return a name without what workbooks leave in it, and the kinds of mend.

    Examples
    --------
    >>> correct_name("Bygg og anlegg_x000D_"), correct_name("Skogbruk  "), correct_name("Busser")
    (('Bygg og anlegg', ('code',)), ('Skogbruk', ('spaces',)), ('Busser', ()))
    """
    kinds = []
    text = re.sub(r"_x000[dDaA]_", "\r", raw)
    if text != raw:
        kinds.append("code")
    elif re.search(r"[\r\n]", raw):
        kinds.append("line_break")
    text = unicodedata.normalize("NFC", without_marks(text))
    corrections = " ".join(text.split())
    if corrections != text and not kinds:
        kinds.append("spaces")
    return corrections, tuple(kinds)
