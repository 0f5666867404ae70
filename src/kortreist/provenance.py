"""Where a number comes from: a fact, an import or a formula.

Every figure the program shows carries the id of one :class:`Origin`; nothing is shown
without one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

__all__ = ["JUDGED", "MARKS", "Mark", "Origin", "OriginKind", "weakest"]

OriginKind = Literal["fact", "import", "formula"]
Mark = Literal["verified", "partly", "recalled", "judgement", "computed", "registered", "invented"]
#: How sure we are that the figure says what its source says. No fact is ``registered``,
#: which is what a municipality entered itself and we have not read, nor ``invented``, which is
#: what a demonstration's resolution is.
MARKS: tuple[Mark, ...] = ("verified", "partly", "recalled", "judgement", "computed")
#: Marks of figures nobody has read in a source: what is said to rest on judgement.
JUDGED: tuple[Mark, ...] = ("judgement", "recalled")
_FROM_STRONGEST: tuple[Mark, ...] = (
    "verified",
    "computed",
    "partly",
    "registered",
    "recalled",
    "judgement",
    "invented",
)


def weakest(marks: Iterable[Mark]) -> Mark:
    """Return the weakest of some marks.

    Examples
    --------
    >>> weakest(["verified", "recalled", "computed"])
    'recalled'
    """
    return max(marks, key=_FROM_STRONGEST.index)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one figure, or one group of figures, comes from.

    Parameters
    ----------
    id : str
        Stable within a document: ``"targets/2030"``, ``"vintage/mdir-2026-04-24"``,
        ``"formula/frame"``.
    kind : {"fact", "import", "formula"}
        ``formula`` names its ``inputs`` and says how in ``expression``.
    title : str
        What a reader sees.
    source, url, licence : str
        Publisher and work, address, licence. Empty for formulas.
    valid_from, valid_to, checked_on : str
        ISO dates; empty where it has no meaning (``valid_to`` empty: still valid).
    mark : str
        One of :data:`MARKS`, ``registered`` or ``invented``.
    expression : str
        For formulas: the rule in words or mathematics.
    inputs : tuple of str
        For formulas: ids of other origins.
    """

    id: str
    kind: OriginKind
    title: str
    source: str = ""
    url: str = ""
    licence: str = ""
    valid_from: str = ""
    valid_to: str = ""
    checked_on: str = ""
    mark: Mark = "verified"
    expression: str = ""
    inputs: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the fields that say something, for JSON."""
        return {k: v for k, v in asdict(self).items() if v not in ("", ())}
