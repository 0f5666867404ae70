"""Search over all that domains let be found: in their own words, by anybody who may read it.

A domain's ``finds`` (:mod:`kortreist_web.core.domain`) return what this reader may open, and
nothing else: what is not there cannot be found. Words are compared without case, accents and
endings; a word finds those it begins, longer ones also stand inside another (Norwegian writes
words together), and words that mean the same (``search_words.toml``) find each other.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from kortreist.words import fold_words, stem

__all__ = ["MAX_QUERY", "SHOWN", "Findable", "ranked"]

#: Characters of a query that are read, and of a kind how many are shown.
MAX_QUERY, SHOWN = 100, 20
_WHOLE, _STEM, _BEGINS, _INSIDE, _SYNONYM = 1.0, 0.9, 0.7, 0.25, 0.6
_INSIDE_LEAST = 4
_TITLE, _TEXT = 10.0, 2.0
_STOP = frozenset(
    {*fold_words("og i på til for av med fra om som en et ei den det de"), "of", "the", "and", "to"}
)


@dataclass(frozen=True, slots=True)
class Findable:
    """Something that can be found.

    Parameters
    ----------
    kind : str
        Part of the text key ``core.search.kind.<kind>``; those of a kind stand together.
    title : str
        What it is called, in the reader's language.
    url : str
    about : str
        A line below the title; not searched: many of a kind may have the same.
    texts : tuple of str
        Other words it is found by; they count less than its title.
    """

    kind: str
    title: str
    url: str
    about: str = ""
    texts: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _synonyms() -> dict[tuple[str, ...], frozenset[tuple[str, ...]]]:
    """Return folded stems of a phrase → the other phrases of its groups."""
    path = resources.files("kortreist_web.core") / "search_words.toml"
    out: dict[tuple[str, ...], frozenset[tuple[str, ...]]] = {}
    for group in tomllib.loads(path.read_text("utf-8"))["groups"]:
        phrases = frozenset(tuple(stem(w) for w in fold_words(phrase)) for phrase in group)
        for phrase in phrases:
            out[phrase] = out.get(phrase, frozenset()) | (phrases - {phrase})
    return out


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((word, stem(word)) for word in fold_words(text))


def _strength(term: str, text: str) -> float:
    """Return how well one word of the query is found in a text, 0–1."""
    best, root = 0.0, stem(term)
    for word, word_root in _words(text):
        if word == term:
            return _WHOLE
        if word_root == root:
            best = max(best, _STEM)
        elif word.startswith(term):
            best = max(best, _BEGINS)
        elif len(term) >= _INSIDE_LEAST and term in word:
            best = max(best, _INSIDE)
    return best


def _score(terms: Sequence[str], thing: Findable) -> float:
    """Return how well every term is found; nothing where one is not."""
    total = 0.0
    for term in terms:
        best = _TITLE * _strength(term, thing.title)
        for text in thing.texts:
            best = max(best, _TEXT * _strength(term, text))
        if not best:
            return 0.0
        total += best
    # Of two that hold the words, the one that says less besides is more about them.
    return total - 0.02 * len(_words(thing.title))


def _readings(query: str) -> list[tuple[float, tuple[str, ...]]]:
    """Return the query's words, and the same with words that mean the same instead."""
    words = fold_words(query[:MAX_QUERY])
    terms = tuple(w for w in words if w not in _STOP) or words
    if not terms:
        return []
    table, out = _synonyms(), [(1.0, terms)]
    roots = tuple(stem(w) for w in terms)
    for start in range(len(terms)):
        for end in range(start + 1, len(terms) + 1):
            for other in table.get(roots[start:end], ()):
                out.append((_SYNONYM, (*terms[:start], *other, *terms[end:])))
    return out


def ranked(query: str, things: Iterable[Findable]) -> list[tuple[str, list[Findable]]]:
    """Return what a query finds, by kind: the kind with the best hit first, the best first in it.

    Parameters
    ----------
    query : str
    things : iterable of Findable

    Returns
    -------
    list of (kind, things)
        No more than :data:`SHOWN` of a kind; an address stands once.
    """
    readings = _readings(query)
    if not readings:
        return []
    scored: list[tuple[float, int, Findable]] = []
    for number, thing in enumerate(things):
        best = max(weight * _score(terms, thing) for weight, terms in readings)
        if best > 0:
            scored.append((-best, number, thing))
    out: dict[str, list[Findable]] = {}
    seen: set[tuple[str, str]] = set()
    for _, _, thing in sorted(scored, key=lambda row: row[:2]):
        kind = out.setdefault(thing.kind, [])
        if len(kind) < SHOWN and (thing.url, thing.title) not in seen:
            seen.add((thing.url, thing.title))
            kind.append(thing)
    return list(out.items())
