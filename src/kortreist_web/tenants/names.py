"""Find organisations by what people type: number or name, with or without Norwegian letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from kortreist_web.tenants.models import Organisation

__all__ = ["fold", "matching"]

_PLAIN = str.maketrans({"å": "a", "ø": "o", "æ": "a", "đ": "d", "ŋ": "n", "ŧ": "t"})


def fold(text: str) -> str:
    """Return a text without case, accents and ways of spelling å, ø and æ.

    Examples
    --------
    >>> fold("Ålesund") == fold("aalesund") == fold("ALESUND")
    True
    """
    small = text.casefold().strip()
    for written, letter in (("aa", "å"), ("oe", "ø"), ("ae", "æ")):
        small = small.replace(written, letter)
    apart = unicodedata.normalize("NFKD", small.translate(_PLAIN))
    return "".join(c for c in apart if not unicodedata.combining(c))


def matching(query: str, organisations: Iterable[Organisation]) -> list[Organisation]:
    """Return those whose number begins with the query or whose name holds it, best first."""
    needle = fold(query.removesuffix(" kommune"))
    if not needle:
        return []
    ranked = []
    for one in organisations:
        name = fold(one.name)
        if one.code.casefold().startswith(needle) or name.startswith(needle):
            ranked.append((0, name, one))
        elif any(word.startswith(needle) for word in name.replace("-", " ").split()):
            ranked.append((1, name, one))
        elif needle in name:
            ranked.append((2, name, one))
    return [one for _, _, one in sorted(ranked, key=lambda r: r[:2])]
