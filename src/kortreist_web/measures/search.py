"""Full-text search in measures: all words, by their beginning, whatever the accents.

An index a language holds each measure's words with a weight by where they stand. A measure
is found when every word of the query begins one of its words (or, for longer words, stands
inside one: Norwegian writes words together), and comes higher the more its name says it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from kortreist.words import fold_words
from kortreist_web.core.texts import engine

if TYPE_CHECKING:
    from kortreist.measures import Measure

__all__ = ["search"]

#: How much a whole word, the beginning of one, and a part inside one count.
_WHOLE, _BEGINS, _INSIDE = 1.0, 0.7, 0.25
_INSIDE_LEAST = 4
_NAME, _ID, _ABOUT, _FOLLOWED, _REST = 10.0, 8.0, 4.0, 3.0, 1.0


Parts = tuple[tuple[float, tuple[str, ...]], ...]


def _parts(measure: Measure, language: str) -> Parts:
    """Return a measure's texts with their weights."""
    t = engine(language)
    about = (
        t(f"documents.theme.{measure.theme}"),
        t(f"measures.unit.{measure.unit}"),
        t(f"measures.decided_by.{measure.decided_by}"),
        *(i.name[language] for i in measure.instruments),
    )
    rest = (
        *(q.reason[language] for q in measure.qualities),
        measure.conflicts.get(language, ""),
        measure.unquantified_reason.get(language, ""),
    )
    return (
        (_NAME, (measure.name[language],)),
        (_ID, (measure.id,)),
        (_ABOUT, about),
        (_FOLLOWED, (measure.indicator[language], measure.description[language])),
        (_REST, rest),
    )


@lru_cache(maxsize=4096)
def _weights(parts: Parts) -> dict[str, float]:
    """Return word → weight; the same texts are folded once."""
    out: dict[str, float] = {}
    for weight, texts in parts:
        for text in texts:
            for word in fold_words(text):
                out[word] = max(out.get(word, 0.0), weight)
    return out


def _score(term: str, weights: dict[str, float]) -> float:
    best = 0.0
    for word, weight in weights.items():
        if word == term:
            strength = _WHOLE
        elif word.startswith(term):
            strength = _BEGINS
        elif len(term) >= _INSIDE_LEAST and term in word:
            strength = _INSIDE
        else:
            continue
        best = max(best, weight * strength)
    return best


def search(measures: Sequence[Measure], query: str, language: str) -> list[Measure]:
    """Return the measures that hold every word of the query, best first.

    Without a word to look for all are returned, as they came.

    Parameters
    ----------
    measures : sequence of Measure
    query : str
    language : {"nb", "nn", "en"}
        Which texts are searched; ids are searched in every language.
    """
    terms = fold_words(query)
    if not terms:
        return list(measures)
    ranked: list[tuple[float, int]] = []
    for number, measure in enumerate(measures):
        weights = _weights(_parts(measure, language))
        scores = [_score(word, weights) for word in terms]
        if all(scores):
            ranked.append((-sum(scores), number))
    return [measures[number] for _, number in sorted(ranked)]
