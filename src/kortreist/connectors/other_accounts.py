"""Rows of other accounts in an inventory file: land use, and energy used here and made elsewhere.

The agency's municipal inventory holds direct emissions only. Forest and land use is an account
of its own, and the emissions of electricity stand where it is made; in one total they are
wrong. The words are facts (``inventory_other_accounts``), in three languages.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from kortreist import facts
from kortreist.connectors.cells import bad_cell
from kortreist.connectors.layouts import Sheet
from kortreist.connectors.names import is_known_name

if TYPE_CHECKING:
    import polars as pl

__all__ = ["other_account", "refuse_other_accounts"]


@lru_cache(maxsize=2)
def _patterns(column: str) -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """Return each account's pattern of words, and of words that say another thing."""
    words: dict[str, tuple[list[str], list[str]]] = {}
    for r in facts.load().table("inventory_other_accounts"):
        if r["match"] == "sector" and column != "sector":
            continue
        word = re.escape(r["word"])
        pattern = {
            "name": rf"^{word}$",
            "sector": rf"^{word}$",
            "words": rf"\b{word}\b",
            "start": rf"\b{word}",
            "not": rf"\b{word}",
        }[r["match"]]
        words.setdefault(r["account"], ([], []))[r["match"] == "not"].append(pattern)
    return {
        account: (re.compile("|".join(said)), re.compile("|".join(unsaid) or r"(?!)"))
        for account, (said, unsaid) in words.items()
    }


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[\u2010-\u2015\u2212_-]", " ", text).split())


def other_account(name: str, column: str = "source") -> str:
    """Return which other account the name of a sector or source belongs to; empty for none.

    Some words are a source of the inventory's and no sector of it: heat is made in *energy
    supply*, and a sector of its own is what buildings buy.

    The agency's own names belong to the inventory, whatever words are in them.

    Examples
    --------
    >>> other_account("Skog og arealbruk"), other_account("Elektrisitetsforbruk")
    ('land_use', 'indirect')
    >>> other_account("Fjernvarme", "sector"), other_account("Fjernvarme")
    ('indirect', '')
    >>> [other_account(n) for n in ("Skogbruk", "Utslipp uten skog og arealbruk")]
    ['', '']
    """
    if is_known_name(name):
        return ""
    folded = _fold(name)
    for account, (said, unsaid) in _patterns(column).items():
        if said.search(folded) and not unsaid.search(folded):
            return account
    return ""


def refuse_other_accounts(frame: pl.DataFrame, sheet: Sheet, file: str) -> None:
    """Refuse rows whose sector or source says land use, or energy made elsewhere.

    Raises
    ------
    ImportRefusedError
        ``import.land_use`` or ``import.indirect``, with row, column and name.
    """
    import polars as pl

    for column in ("sector", "source"):
        accounts = {n: other_account(n, column) for n in frame[column].unique().sort().to_list()}
        for account in dict.fromkeys(a for a in accounts.values() if a):
            names = [n for n, a in accounts.items() if a == account]
            rows = frame.filter(pl.col(column).is_in(names))
            raise bad_cell(
                f"import.{account}",
                sheet,
                file,
                column,
                rows["row"][0],
                rows[column][0],
                rows.height - 1,
            )
