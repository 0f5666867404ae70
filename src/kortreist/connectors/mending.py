"""What was mended while a file was read: counted, with one example each."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

__all__ = ["KINDS", "Mend", "Mends", "mend_name"]

#: Kinds of mend; each has a text ``connectors.mend.<kind>``.
KINDS = (
    "code", "line_break", "spaces", "date", "comma", "digit_spaces", "missing", "total_row",
    "added", "old_number", "kept_number", "old_borders", "outside", "unknown_name",
    "column_ignored", "encoding",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mend:
    """What was mended: a kind (text key ``connectors.mend.<kind>``), how often, one example."""

    kind: str
    count: int
    example: str


@dataclass(slots=True)
class Mends:
    """Counts mends by kind and keeps the first example."""

    found: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add(self, kind: str, count: int, example: str) -> None:
        """Count ``count`` more of a kind."""
        if count:
            before, first = self.found.get(kind, (0, example))
            self.found[kind] = (before + count, first)

    def all(self) -> tuple[Mend, ...]:
        """Return the mends, in the order of :data:`KINDS`."""
        return tuple(Mend(k, *self.found[k]) for k in KINDS if k in self.found)


def mend_name(raw: str) -> tuple[str, tuple[str, ...]]:
    """Return a name without what workbooks leave in it, and the kinds of mend.

    Examples
    --------
    >>> mend_name("Bygg og anlegg_x000D_"), mend_name("Skogbruk  "), mend_name("Busser")
    (('Bygg og anlegg', ('code',)), ('Skogbruk', ('spaces',)), ('Busser', ()))
    """
    kinds = []
    text = re.sub(r"_x000[dDaA]_", "\r", raw)
    if text != raw:
        kinds.append("code")
    elif re.search(r"[\r\n]", raw):
        kinds.append("line_break")
    text = re.sub(r"[\u200b\ufeff]", "", unicodedata.normalize("NFC", text))
    mended = " ".join(text.split())
    if mended != text and not kinds:
        kinds.append("spaces")
    return mended, tuple(kinds)
