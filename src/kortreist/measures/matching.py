"""Which of our measures an action in somebody's plan is, by rules that can be read and checked.

Three methods, tried in this order; no language model, and the same text gives the same answer:

``name``
    The action is called what the measure is called, in one of the languages.
``phrase``
    All words of a phrase for the measure (``action_words.toml``) stand in the action's name, or
    some there and the rest in its description.
``words``
    Words shared with the measure's name, weighed by how rare they are among measures.

Confidence (0–1) orders the candidates, and is held against a hand-made key
(``docs/explanation/reading-an-action-plan.md``): at and above :data:`SURE` more than nine in
ten matches were right there. It is not a probability of anything else.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

from kortreist.i18n import DATA_LANGUAGES
from kortreist.measures.measure import Measure
from kortreist.words import fold, fold_words, stem

__all__ = ["SURE", "Candidate", "Method", "candidates"]

Method = Literal["name", "phrase", "words"]
#: Confidence from which a match is right so often that many may be confirmed at once.
SURE = 0.75
_NAME, _PHRASE, _PHRASE_IN_TEXT, _WORDS = 1.0, 0.9, 0.6, 0.65
#: What a phrase loses where another measure's phrase says as much.
_DISPUTED = 0.25
_LEAST = 0.25
#: Words that say the action is not, or not now: then nothing is sure.
_NOT = frozenset(
    [
        "utsatt",
        "utsett",
        "utsatte",
        "avlyst",
        "skrinlagt",
        "ikke",
        "ikkje",
        "not",
        "cancelled",
        "postponed",
    ]
)
_DENIED = 0.5
#: What is near, and another decision: proposed, never confirmed with many.
_NEAR = 0.7
#: Words that say nothing of which measure it is.
_STOP = frozenset(
    [
        "og",
        "i",
        "pa",
        "til",
        "for",
        "av",
        "med",
        "fra",
        "om",
        "at",
        "som",
        "en",
        "et",
        "ei",
        "den",
        "det",
        "de",
        "skal",
        "ved",
        "eller",
        "er",
        "har",
        "vi",
        "alle",
        "ein",
        "eit",
        "dei",
        "frå",
        "ikke",
        "ikkje",
        "the",
        "of",
        "and",
        "to",
        "in",
        "for",
        "a",
        "an",
        "by",
        "with",
        "on",
        "from",
        "all",
        "be",
        "is",
        "or",
        "our",
        "kommune",
        "kommunen",
        "kommunal",
        "kommunale",
        "tiltak",
        "arbeid",
        "utvikle",
        "legge",
        "bidra",
        "sikre",
        "etablere",
        "gjennomfore",
        "municipality",
        "municipal",
        "measure",
    ]
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A measure that an action may be.

    Parameters
    ----------
    measure : str
        Id.
    method : {"name", "phrase", "words"}
    confidence : float
        0–1.
    because : str
        The name, phrase or words that were found.
    """

    measure: str
    method: Method
    confidence: float
    because: str


def _telling(text: str) -> frozenset[str]:
    return frozenset(
        stem(w) for w in fold_words(_common(fold(text))) if w not in _STOP and len(w) > 1
    )


@dataclass(frozen=True, slots=True)
class _Phrase:
    measure: str
    text: str
    parts: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=1)
def _phrases() -> tuple[_Phrase, ...]:
    path = Path(__file__).with_name("action_words.toml")
    table = tomllib.loads(path.read_text("utf-8"))
    return tuple(
        _Phrase(id, phrase, tuple(_part(word) for word in phrase.split()))
        for id, phrases in table.items()
        for phrase in phrases
    )


#: How nynorsk writes what bokmål writes otherwise, folded: both are compared as bokmål.
_NYNORSK = (
    ("gjev", "giv"),
    ("tilskot", "tilskudd"),
    ("vedomn", "vedovn"),
    ("utslepp", "utslipp"),
    ("bustad", "bolig"),
    ("hushald", "hushold"),
    ("skule", "skole"),
    ("teneste", "tjeneste"),
    ("straum", "strom"),
)


def _common(text: str) -> str:
    """Return a folded text with nynorsk spellings as bokmål's."""
    for nynorsk, bokmal in _NYNORSK:
        text = text.replace(nynorsk, bokmal)
    return text


def _part(word: str) -> tuple[str, ...]:
    return tuple(_common(fold(w)) for w in word.split("|"))


def _is_near(part: tuple[str, ...], word: str) -> bool:
    """Tell whether a word only stands where an alternative is marked as near."""
    plain = tuple(w for w in part if w[0] != "~")
    return not _stands(plain, [word])


def _stands(part: tuple[str, ...], words: Sequence[str]) -> str:
    """Return the word in which one of a part's alternatives stands; empty where none does."""
    for word in words:
        for marked in part:
            wanted = marked.removeprefix("~")
            if wanted[0] == "*":
                if wanted[1:] in word:
                    return word
            # Two letters begin too many words: they must be all of one.
            elif word == wanted or (len(wanted) > 2 and word.startswith(wanted)):
                return word
    return ""


def _by_phrase(title: Sequence[str], text: Sequence[str]) -> dict[str, tuple[float, int, str]]:
    """Return measure → confidence, how many words the phrase has, and what was found."""
    best: dict[str, tuple[float, int, str]] = {}
    for phrase in _phrases():
        in_title = [_stands(part, title) for part in phrase.parts]
        if not any(in_title):
            continue
        seen = [a or _stands(part, text) for a, part in zip(in_title, phrase.parts, strict=True)]
        if not all(seen):
            continue
        whole = all(in_title)
        near = any(_is_near(p, w) for p, w in zip(phrase.parts, seen, strict=True))
        value = (_NEAR if near else _PHRASE) if whole else _PHRASE_IN_TEXT
        said = (value, len(phrase.parts), " ".join(dict.fromkeys(seen)))
        best[phrase.measure] = max(best.get(phrase.measure, (0.0, 0, "")), said)
    return best


class _Names:
    """Names of measures (id, then names), with how telling each of their words is."""

    def __init__(self, measures: tuple[tuple[str, ...], ...]) -> None:
        self.exact: dict[tuple[str, ...], str] = {}
        self.words: list[tuple[str, frozenset[str]]] = []
        held: Counter[str] = Counter()
        for id, *named in measures:
            self.exact.setdefault(fold_words(id), id)
            for name in named:
                self.exact.setdefault(fold_words(name), id)
                words = _telling(name)
                self.words.append((id, words))
                held.update(words)
        total = len(self.words)
        self.weight = {w: math.log(1.0 + total / n) for w, n in held.items()}
        self.rare = math.log(1.0 + total)

    def of(self, words: Iterable[str]) -> float:
        """Return how telling some words are together."""
        return sum(self.weight.get(w, self.rare) for w in words)


@lru_cache(maxsize=8)
def _names(measures: tuple[tuple[str, ...], ...]) -> _Names:
    return _Names(measures)


def _by_words(title: frozenset[str], names: _Names) -> dict[str, tuple[float, str]]:
    best: dict[str, tuple[float, str]] = {}
    whole = names.of(title)
    for id, words in names.words:
        shared = title & words
        if not shared or not words:
            continue
        said = names.of(shared)
        mine, theirs = said / names.of(words), said / whole
        value = 2.0 * mine * theirs / (mine + theirs)
        if len(shared) == 1 and len(words) > 1:
            value *= 0.6  # one word in common is rarely the same measure
        best[id] = max(best.get(id, (0.0, "")), (value, " ".join(sorted(shared))))
    return best


def candidates(
    measures: Sequence[Measure], title: str, text: str = "", *, maximum: int = 3
) -> tuple[Candidate, ...]:
    """Return the measures an action may be, the surest first; empty where nothing tells.

    Parameters
    ----------
    measures : sequence of Measure
        Those to choose among, the municipality's own too.
    title : str
        What the action is called.
    text : str
        What else is written of it.
    maximum : int

    Returns
    -------
    tuple of Candidate
        None under a confidence of a quarter.

    Examples
    --------
    >>> from kortreist.measures import library
    >>> [c.measure for c in candidates(library(), "1.2 Elektriske renovasjonsbiler")]
    ['electric_refuse_truck']
    >>> candidates(library(), "Ny ordfører")
    ()
    """
    names = _names(tuple((m.id, *(m.name[code] for code in DATA_LANGUAGES)) for m in measures))
    named, words = fold_words(title), fold_words(_common(fold(title)))
    while named and named[0].isdigit():
        named = named[1:]
    while words and words[0].isdigit():  # "1.2"
        words = words[1:]
    exact = names.exact.get(named)
    by_id = {m.id for m in measures}
    found: dict[str, Candidate] = {}
    if exact is not None:
        found[exact] = Candidate(exact, "name", _NAME, title.strip())
    phrases = {
        k: v for k, v in _by_phrase(words, fold_words(_common(fold(text)))).items() if k in by_id
    }
    top = max(((value, size) for value, size, _ in phrases.values()), default=(0.0, 0))
    rivals = sum((value, size) == top for value, size, _ in phrases.values())
    for id, (value, size, because) in phrases.items():
        # Another measure's phrase that says as much, or more, makes both unsure.
        less = _DISPUTED if rivals > 1 or (value, size) != top or exact not in (None, id) else 0.0
        found.setdefault(id, Candidate(id, "phrase", round(value - less, 2), because))
    for id, (share, because) in _by_words(_telling(" ".join(words)), names).items():
        value = round(share * _WORDS, 2)
        if id in found:
            continue
        if value >= _LEAST:
            found[id] = Candidate(id, "words", value, because)
    if _NOT & set(words) or {"put", "off"} <= set(words):
        found = {
            id: c if c.method == "name" else replace(c, confidence=min(c.confidence, _DENIED))
            for id, c in found.items()
        }
    order = sorted(found.values(), key=lambda c: (-c.confidence, c.measure))
    return tuple(order[:maximum])
