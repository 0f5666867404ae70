"""What a municipality calls its parts: a unit, a service (*virksomhet*) or a section.

A text leaves the word's place open and says its form in angle brackets: ``<One>``, ``<a>``,
``<the>``, ``<many>``, ``<all>``, ``<leader>`` (with a capital at the beginning of a sentence).
The words stand in ``locale/tenants.toml`` under ``unit_word``; which of them is meant in this
request is set when its organisation is found, and unset when the next request begins.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar

__all__ = ["UNIT_WORDS", "filled", "unit_word", "use_unit_word"]

#: The words there are, by the part of the text key ``tenants.unit_word.<word>``; the first is
#: meant where nothing is chosen.
UNIT_WORDS: tuple[str, ...] = ("unit", "service", "section")

_WORD: ContextVar[str] = ContextVar("unit_word", default=UNIT_WORDS[0])
_PLACE = re.compile(r"<([Oo]ne|[Aa]|[Tt]he|[Mm]any|[Aa]ll|[Ll]eader)>")


def use_unit_word(word: str = "") -> None:
    """Let the texts of this request say ``word``; the usual one where nothing is chosen."""
    _WORD.set(word if word in UNIT_WORDS else UNIT_WORDS[0])


def unit_word() -> str:
    """Return the word the texts of this request say."""
    return _WORD.get()


def filled(said: str, lookup: Callable[[str], str]) -> str:
    """Return a text with the municipality's own word in the form the text asks for.

    Parameters
    ----------
    said : str
    lookup : callable
        Text key → text, in the language of ``said``.

    Examples
    --------
    >>> words = {"tenants.unit_word.unit.the": "enheten"}
    >>> filled("Velg <the>. <The> finnes.", words.__getitem__)
    'Velg enheten. Enheten finnes.'
    """
    if "<" not in said:
        return said

    def word(place: re.Match[str]) -> str:
        form = place[1]
        text = lookup(f"tenants.unit_word.{_WORD.get()}.{form.lower()}")
        return text[:1].upper() + text[1:] if form[0].isupper() else text

    return _PLACE.sub(word, said)
