"""Names of places as registers and people write them: forms, spellings, counties beside them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import combinations

from kortreist import facts
from kortreist.places.borders import changes
from kortreist.places.place import Place
from kortreist.places.register import all_places, municipalities

__all__ = [
    "DASHES",
    "PERIOD",
    "SUFFIX",
    "WAYS",
    "bare",
    "county_numbers",
    "fold",
    "has_name",
    "in_brackets",
    "lain_in",
    "named",
    "names_of",
    "with_qualifier",
]

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
    return [p for p in places if spelt in _spelt_names(p)]


def _with_folded_name(name: str, places: Iterable[Place]) -> list[Place]:
    plain = fold(name)
    return [p for p in places if plain in _folded_names(p)]


@lru_cache(maxsize=None)
def _spelt_names(place: Place) -> frozenset[str]:
    return frozenset(_spelt(n) for n in names_of(place))


@lru_cache(maxsize=None)
def _folded_names(place: Place) -> frozenset[str]:
    return frozenset(fold(n) for n in names_of(place))


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


WAYS = (_as_written, _respelt, _with_folded_name, _loosely)


def with_qualifier(name: str, among: Iterable[Place]) -> list[Place]:
    """Return those of ``"Bø (Nordland)"``, ``"Våler i Hedmark"``, ``"Bø, Nordland"``.

    The county may be one of any time: the place must have lain in it under some number.
    """
    match = re.fullmatch(r"(.+?)(?:\s*\(|\s*,\s*|\s+i\s+)(.+?)\)?", name)
    if not match:
        return []
    within = county_numbers(match[2])
    return [p for p in _with_folded_name(match[1], among) if within & lain_in(p.number)]


def county_numbers(name: str) -> frozenset[str]:
    """Return the numbers of the counties that have or had a name; ``"40"`` is one too.

    Examples
    --------
    >>> sorted(county_numbers("Viken")), sorted(county_numbers("Troms fylke"))
    (['30'], ['19', '55'])
    """
    bare_name = SUFFIX.sub("", " ".join(DASHES.sub("-", name).split()))
    every = [p for p in all_places() if p.kind == "county"]
    if bare_name.isdecimal():
        return frozenset(p.number for p in every if p.number == bare_name.zfill(2))
    for answers in WAYS:
        matches = answers(bare_name, every)
        if matches:
            return frozenset(p.number for p in matches)
    return frozenset()


@lru_cache(maxsize=None)
def lain_in(number: str) -> frozenset[str]:
    """Return the counties a municipality lies in or has lain in, its parts and heirs too.

    Examples
    --------
    >>> sorted(lain_in("3114"))
    ['01', '30', '31']
    """
    related = {number}
    for before, after in (("old", "new"), ("new", "old")):
        reached = {number}
        for change in changes() if before == "old" else reversed(changes()):
            if getattr(change, before) in reached:
                reached.add(getattr(change, after))
        related |= reached
    return frozenset(n[:2] for n in related)


@lru_cache(maxsize=None)
def _same_municipality(number: str) -> frozenset[str]:
    """Return the numbers of one municipality through changes of its number or name alone."""
    numbers = {number}
    for ordered in (changes(), tuple(reversed(changes()))):
        for change in ordered:
            if change.kind in ("number", "name") and numbers & {change.old, change.new}:
                numbers |= {change.old, change.new}
    return frozenset(numbers)


@lru_cache(maxsize=8)
def _places_by_form(on: date) -> dict[str, tuple[Place, ...]]:
    """Return every form of a name, in lower case, and the municipalities it stands for."""
    out: dict[str, tuple[Place, ...]] = {}
    for place in municipalities(on):
        for form in names_of(place):
            out[form] = (*out.get(form, ()), place)
    return out


@lru_cache(maxsize=1)
def _by_number() -> dict[str, tuple[Place, ...]]:
    out: dict[str, tuple[Place, ...]] = {}
    for place in all_places():
        if place.kind == "municipality":
            out[place.number] = (*out.get(place.number, ()), place)
    return out


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
    bare_name = SUFFIX.sub("", " ".join(DASHES.sub("-", name).split()))
    if matches := _places_by_form(on).get(bare_name.casefold()):
        return matches
    for spelt in (bare_name, in_brackets(bare_name)):
        for answers in WAYS:
            if spelt and (others := answers(spelt, municipalities(on))):
                return tuple(others)
    return tuple(with_qualifier(bare_name, municipalities(on)))


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
    bare_name = SUFFIX.sub("", PERIOD.sub("", " ".join(DASHES.sub("-", name).split())))
    if any(bare_name.casefold() in names_of(p) for p in _by_number().get(number, ())):
        return True
    every = [p for p in all_places() if p.kind == "municipality"]
    mine = [p for n in sorted(_same_municipality(number)) for p in _by_number().get(n, ())]
    for among in (mine, every):
        for spelt in (bare_name, in_brackets(bare_name)):
            if spelt and any(answers(spelt, among) for answers in WAYS):
                return among is mine
        matches = with_qualifier(bare_name, among)
        if matches:
            return among is mine
    return None
