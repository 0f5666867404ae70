"""Words as they are compared: without case and accents, and without their endings."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["fold", "fold_words", "stem"]

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ł": "l"})
_WORD = re.compile(r"[a-z0-9]+")
#: Endings of Norwegian and English words, longest first, and what is left of a word at least.
_ENDINGS = ("enes", "anes", "ende", "ene", "ane", "ing", "er", "ar", "en", "et", "a", "e", "s")
_STEM = 4


def fold(text: str) -> str:
    """Return a text without case and accents; æ, ø and å as ae, o and a.

    Examples
    --------
    >>> fold("Fôring på Ålesunds ØYER, Kvænangen")
    'foring pa alesunds oyer, kvaenangen'
    """
    lowered = text.casefold().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", lowered)
    return "".join(c for c in plain if not unicodedata.combining(c)).translate(_LETTERS)


def fold_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text.

    Examples
    --------
    >>> fold_words("Utslippsfrie byggeplasser på Åsen (2027)")
    ('utslippsfrie', 'byggeplasser', 'pa', 'asen', '2027')
    """
    return tuple(_WORD.findall(fold(text)))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return a folded word without its ending, where at least four letters are left.

    Examples
    --------
    >>> stem("byggeplassene"), stem("bilar"), stem("biler"), stem("vei")
    ('byggeplass', 'bilar', 'biler', 'vei')
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word[: -len(ending)]
    return word
