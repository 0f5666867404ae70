"""What points a submission may have, and which points are alike: suggestions, never decisions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kortreist.words import fold_words, stem
from kortreist_web.hearings.points import squeezed
from kortreist_web.versions.kinds import Section

__all__ = ["Suggested", "alike", "best_section", "suggested_points"]

_BLANK = re.compile(r"\n\s*\n")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅÁČĐŊŠŦŽ«\"])")
#: A list's signs and numbers at the beginning of a line.
_ITEM = re.compile(r"^\s*(?:[-–•*]|\d{1,2}[.)])\s+")
#: Shorter is a greeting or a name.
_LEAST_WORDS = 4
#: So short a word says nothing of what a text is about.
_LEAST_LETTERS = 4
#: So many first letters in common make two words of one: «sykkelvei», «sykkelveinett».
_COMMON = 6
#: Share of the words of the shorter that like points have in common.
_ALIKE = 0.6
_MOST_ALIKE = 50


@dataclass(frozen=True, slots=True)
class Suggested:
    """A point that a submission may have: its words, and the section they seem to be about."""

    quote: str
    section: str


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in fold_words(text) if len(word) >= _LEAST_LETTERS)


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter = min(len(one), len(other))
    return shorter >= _COMMON and one[:shorter] == other[:shorter]


def best_section(text: str, sections: Sequence[Section], named: Collection[str] = ()) -> str:
    """Return the key of the section a text seems to be about; empty where none stands out.

    Parameters
    ----------
    text : str
    sections : sequence of Section
    named : collection of str
        Keys of the sections the sender named: one of them is chosen where the words do not
        tell two apart, and where she named one alone and the words tell nothing.

    Examples
    --------
    >>> parts = [Section("a", "Sykkelveinett", ""), Section("b", "Biogass i lastebiler", "")]
    >>> best_section("Bygg sykkelveien til skolen først.", parts)
    'a'
    >>> best_section("Dette er bra.", parts)
    ''
    """
    words = _stems(text)
    scores: Counter[str] = Counter()
    for section in sections:
        hits = sum(any(_same(word, one) for one in words) for word in _stems(section.heading))
        if hits:
            scores[section.key] = hits
    best = [key for key, hits in scores.items() if hits == max(scores.values())]
    if len(best) > 1:
        best = [key for key in best if key in named]
    if len(best) == 1:
        return best[0]
    (only,) = named if len(named) == 1 else ("",)
    return "" if scores else only


def _pieces(text: str) -> list[str]:
    """Return the paragraphs of a text; of one that is a list, its items."""
    out: list[str] = []
    for paragraph in _BLANK.split(text.replace("\r\n", "\n")):
        lines = [line for line in paragraph.split("\n") if line.strip()]
        items = [line for line in lines if _ITEM.match(line)]
        if len(items) > 1:
            kept: list[str] = []
            for line in lines:
                if _ITEM.match(line) or not kept:
                    kept.append(_ITEM.sub("", line, count=1))
                else:
                    kept[-1] = f"{kept[-1]}\n{line}"
            out += kept
        elif lines:
            out.append(paragraph)
    return [squeezed(piece) for piece in out]


def suggested_points(
    text: str, sections: Sequence[Section], named: Collection[str] = ()
) -> list[Suggested]:
    """Return the points a submission may be split in: its paragraphs, or the items of a list.

    A paragraph whose sentences are about several sections is split between them. Greetings and
    names are left out.

    Examples
    --------
    >>> parts = [Section("a", "Sykkelveinett", ""), Section("b", "Biogass i lastebiler", "")]
    >>> text = "Hei!\\n\\nBygg sykkelveien til skolen. Den haster. Biogass kan vente noen år."
    >>> [(one.section, one.quote) for one in suggested_points(text, parts)]
    [('a', 'Bygg sykkelveien til skolen. Den haster.'), ('b', 'Biogass kan vente noen år.')]
    """
    out: list[Suggested] = []
    for piece in _pieces(text):
        if len(piece.split()) < _LEAST_WORDS:
            continue
        runs: list[tuple[str, list[str]]] = []
        for sentence in _SENTENCE.split(piece):
            section = best_section(sentence, sections, named)
            if runs and (not section or section == runs[-1][0] or not runs[-1][0]):
                runs[-1][1].append(sentence)
                runs[-1] = (runs[-1][0] or section, runs[-1][1])
            else:
                runs.append((section, [sentence]))
        out += [Suggested(" ".join(sentences), section) for section, sentences in runs]
    whole = squeezed(text)
    if not out and whole:
        out = [Suggested(whole, best_section(whole, sections, named))]
    return out


def alike(text: str, others: Iterable[tuple[int, str]]) -> list[int]:
    """Return the keys of the texts that say much the same as one, the most alike first."""
    words = _stems(text)
    found: list[tuple[float, int]] = []
    for key, other in others:
        theirs = _stems(other)
        shorter = min(len(words), len(theirs))
        if shorter >= 3 and (share := len(words & theirs) / shorter) >= _ALIKE:
            found.append((-share, key))
    return [key for _, key in sorted(found)[:_MOST_ALIKE]]
