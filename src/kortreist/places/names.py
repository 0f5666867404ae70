"""Names of places as registers and people write them: forms, spellings, counties beside them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations

from kortreist import facts
from kortreist.places.borders import changes, predecessors, successors
from kortreist.places.place import Place
from kortreist.places.register import all_places, municipalities

__all__ = [
    "DASHES", "PERIOD", "SUFFIX", "WAYS", "bare", "county_numbers", "fold", "has_name",
    "in_brackets", "lain_in", "named", "names_of", "qualified",
]  # fmt: skip

_FOLD = str.maketrans({"å": "a", "ø": "o", "æ": "a", "đ": "d", "ŋ": "n", "ŧ": "t"})
SUFFIX = re.compile(r"(?i)\s+(kommune|municipality|fylke|fylkeskommune|county)$")
#: "Haram (-2019)", "Ålesund (2020-2023)": as the statistics office tells namesakes apart.
PERIOD = re.compile(r"\s*\((?:(\d{4})\s*-\s*(\d{4})?|-\s*(\d{4}))\)$")
DASHES = re.compile("[\u2010-\u2015\u2212]")


def fold(text: str) -> str:
    """Return the text without case, accents and Norwegian spelling variants."""
    plain = unicodedata.normalize("NFKD", _spelt(text).translate(_FOLD))
    return "".join(c for c in plain if not unicodedata.combining(c))


def _spelt(text: str) -> str:
    """Return the text in lower case with aa, oe and ae written å, ø and æ."""
    return text.casefold().strip().replace("aa", "å").replace("oe", "ø").replace("ae", "æ")


@lru_cache(maxsize=None)
def names_of(place: Place) -> frozenset[str]:
    """Return the forms a place answers to, in lower case: parallel names, without a suffix."""
    whole = re.sub(r"\s*\(.*?\)", "", place.name)
    parts = re.split(r"\s+-\s+|\s*/\s*", whole)
    if place.kind == "county":
        parts += _parallel().get(place.number, "").split(" - ")
    return frozenset(n.casefold().strip() for n in (place.name, whole, *parts) if n.strip())


@lru_cache(maxsize=1)
def _parallel() -> dict[str, str]:
    return {r["code"]: r["parallel_names"] or "" for r in facts.load().table("counties")}


def bare(name: str) -> str:
    """Return a name without what stands in brackets."""
    return re.sub(r"\s*\(.*?\)", "", name)


def in_brackets(name: str) -> str:
    """Return ``"Sande i Vestfold"`` and ``"Sande, Vestfold"`` as the register writes it."""
    match = re.fullmatch(r"(.+?)(?:\s*,\s*|\s+i\s+)(.+)", name)
    return f"{match[1]} ({match[2]})" if match else ""


def _as_written(name: str, places: Iterable[Place]) -> list[Place]:
    lower = name.casefold()
    return [p for p in places if lower in names_of(p)]


def _respelt(name: str, places: Iterable[Place]) -> list[Place]:
    spelt = _spelt(name)
    return [p for p in places if spelt in {_spelt(n) for n in names_of(p)}]


def _folded(name: str, places: Iterable[Place]) -> list[Place]:
    plain = fold(name)
    return [p for p in places if plain in {fold(n) for n in names_of(p)}]


def _loosely(name: str, places: Iterable[Place]) -> list[Place]:
    """Match hyphens with spaces, and parallel names in any order and with any sign between."""
    words = sorted(_words(name))
    return [p for p in places if words in _word_sets(p)] if words else []


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(name))


@lru_cache(maxsize=None)
def _word_sets(place: Place) -> list[list[str]]:
    """Return the words, sorted, of a place's names and of its parallel names together."""
    if place.kind != "municipality":
        return [sorted(_words(n)) for n in names_of(place)]
    parts = re.split(r"\s+-\s+|\s*/\s*", bare(place.name))
    some = (c for n in range(1, len(parts) + 1) for c in combinations(parts, n))
    return [sorted(w for part in c for w in _words(part)) for c in some]


WAYS = (_as_written, _respelt, _folded, _loosely)


def qualified(name: str, among: Iterable[Place]) -> list[Place]:
    """Return those of ``"Bø (Nordland)"``, ``"Våler i Hedmark"``, ``"Bø, Nordland"``.

    The county may be one of any time: the place must have lain in it under some number.
    """
    match = re.fullmatch(r"(.+?)(?:\s*\(|\s*,\s*|\s+i\s+)(.+?)\)?", name)
    if not match:
        return []
    within = county_numbers(match[2])
    return [p for p in _folded(match[1], among) if within & lain_in(p.number)]


def county_numbers(name: str) -> frozenset[str]:
    """Return the numbers of the counties that have or had a name; ``"40"`` is one too.

    Examples
    --------
    >>> sorted(county_numbers("Viken")), sorted(county_numbers("Troms fylke"))
    (['30'], ['19', '55'])
    """
    wanted = SUFFIX.sub("", " ".join(DASHES.sub("-", name).split()))
    every = [p for p in all_places() if p.kind == "county"]
    if wanted.isdecimal():
        return frozenset(p.number for p in every if p.number == wanted.zfill(2))
    for answers in WAYS:
        found = answers(wanted, every)
        if found:
            return frozenset(p.number for p in found)
    return frozenset()


@lru_cache(maxsize=None)
def lain_in(number: str) -> frozenset[str]:
    """Return the counties a municipality lies in or has lain in, its parts and heirs too.

    Examples
    --------
    >>> sorted(lain_in("3114"))
    ['01', '30', '31']
    """
    spans = [p for p in all_places() if p.number == number and p.kind == "municipality"]
    if not spans:
        return frozenset()
    first, last = min(p.valid_from for p in spans), max(p.valid_from for p in spans)
    found = {number[:2]}
    for day in sorted({c.date for c in changes()}):
        if day > last:
            found |= {p.county or "" for p in successors(number, day)}
        if day <= first:
            found |= {p.county or "" for p in predecessors(number, day - timedelta(days=1))}
    return frozenset(found - {""})


def named(name: str, on: date) -> tuple[Place, ...]:
    """Return the municipalities a name stands for on a date: none, one, or several.

    Unlike :func:`find` it looks at one date only: what else had the name before or since does
    not matter to a file of that date.

    Parameters
    ----------
    name : str
        As for :func:`find`, without a number.
    on : datetime.date

    Examples
    --------
    >>> [p.number for p in named("Kristiansand", date(2019, 5, 1))]
    ['1001']
    >>> [p.number for p in named("Våler", date(2023, 5, 1))]
    ['3018', '3419']
    """
    wanted = SUFFIX.sub("", " ".join(DASHES.sub("-", name).split()))
    for spelt in (wanted, in_brackets(wanted)):
        for answers in WAYS:
            found = answers(spelt, municipalities(on)) if spelt else []
            if found:
                return tuple(found)
    return tuple(qualified(wanted, municipalities(on)))


def has_name(number: str, name: str) -> bool | None:
    """Tell whether a name is one that a number's municipality has or had.

    Returns
    -------
    bool or None
        ``None``: the name is no municipality's, so it says nothing.

    Examples
    --------
    >>> has_name("4003", "Skien"), has_name("4003", "Porsgrunn"), has_name("4003", "Skein")
    (True, False, None)
    """
    wanted = SUFFIX.sub("", PERIOD.sub("", " ".join(DASHES.sub("-", name).split())))
    every = [p for p in all_places() if p.kind == "municipality"]
    spelt = in_brackets(wanted) or wanted
    found = {p.number for answers in WAYS for p in (*answers(wanted, every),
                                                     *answers(spelt, every))}  # fmt: skip
    found |= {p.number for p in qualified(wanted, every)}
    return number in found if found else None
