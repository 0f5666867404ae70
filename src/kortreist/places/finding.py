"""Find a place by number or name, and explain a miss."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from kortreist import facts
from kortreist.errors import PlaceError
from kortreist.places.borders import successors
from kortreist.places.place import COUNTRY, Place
from kortreist.places.register import all_places, counties, municipalities

__all__ = ["find"]

_FOLD = str.maketrans({"å": "a", "ø": "o", "æ": "a", "đ": "d", "ŋ": "n", "ŧ": "t"})
_COUNTRY = {"no", "norge", "noreg", "norway", "norga", "hele landet", "heile landet"}
# A name of a place that is no more competes with a living one when the municipal inventory,
# whose first year is 2009, may hold figures under it; older ones are only explained.
_REMEMBERED = date(2009, 1, 1)
_SUFFIX = re.compile(r"(?i)\s+(kommune|municipality|fylke|fylkeskommune|county)$")


def _fold(text: str) -> str:
    """Return the text without case, accents and Norwegian spelling variants."""
    plain = unicodedata.normalize("NFKD", _spelt(text).translate(_FOLD))
    return "".join(c for c in plain if not unicodedata.combining(c))


def _spelt(text: str) -> str:
    """Return the text in lower case with aa, oe and ae written å, ø and æ."""
    return text.casefold().strip().replace("aa", "å").replace("oe", "ø").replace("ae", "æ")


@lru_cache(maxsize=None)
def _names(place: Place) -> frozenset[str]:
    """Return the forms a place answers to, in lower case: parallel names, without a suffix."""
    whole = re.sub(r"\s*\(.*?\)", "", place.name)
    parts = re.split(r"\s+-\s+|\s*/\s*", whole)
    if place.kind == "county":
        parts += _parallel().get(place.number, "").split(" - ")
    return frozenset(n.casefold().strip() for n in (place.name, whole, *parts) if n.strip())


@lru_cache(maxsize=1)
def _parallel() -> dict[str, str]:
    return {r["code"]: r["parallel_names"] or "" for r in facts.load().table("counties")}


def find(text: str, on: date | None = None) -> Place:
    """Find a municipality, a county or the country.

    Parameters
    ----------
    text : str
        ``"4005"``, ``"notodden"``, ``"40"``, ``"Telemark"``, ``"NO"``; also ``"4005
        Notodden"``, ``"Notodden kommune"``, ``"Troms fylke"``, ``"Våler (Østfold)"`` and any
        of the parallel names. Case, accents and aa/å, ø/o are forgiven when nothing answers
        to the letters as written; a municipality goes before a county of the same name.
    on : datetime.date, optional
        The date the place must exist on; today by default.

    Returns
    -------
    Place

    Raises
    ------
    PlaceError
        Nothing found (with suggestions); several places have or until lately had the name
        (listed); the number or name is an old one (with what it became) or not yet in use.

    Examples
    --------
    >>> find("notodden").number, find("40").name, find("no").number
    ('4005', 'Telemark', 'NO')
    """
    day = on or date.today()
    wanted = " ".join(text.split())
    if wanted.casefold() in _COUNTRY:
        return COUNTRY
    number = re.fullmatch(r"(\d{1,4})(?:\s+\D.*)?", wanted)
    return _by_number(number[1], day) if number else _by_name(wanted, day)


def _by_number(digits: str, day: date) -> Place:
    # A spreadsheet turns "0301" into 301: give the nought back.
    number = digits.zfill(2) if len(digits) <= 2 else digits.zfill(4)
    spans = [p for p in all_places() if p.number == number]
    for place in spans:
        if place.is_valid(day):
            return place
    past = [p for p in spans if p.valid_from <= day]
    if past:
        raise _old(number, past, day)
    if spans:
        first = min(spans, key=lambda p: p.valid_from)
        raise PlaceError("place.not_yet", text=number, name=first.name, since=first.valid_from,
                         day=day)  # fmt: skip
    raise PlaceError("place.unknown_no_idea", text=digits)


def _by_name(wanted: str, day: date) -> Place:
    suffix = _SUFFIX.search(wanted)
    name = _SUFFIX.sub("", wanted)
    kinds = ["municipality", "county"]
    if suffix:
        kinds = kinds[1:] if suffix[1].casefold() in ("fylke", "fylkeskommune", "county") else kinds
    living = [p for p in (*municipalities(day), *counties(day)) if p.kind in kinds]
    gone = [p for p in all_places() if p.kind in kinds and not p.is_valid(day)
            and p.valid_from <= day]  # fmt: skip
    for answers in (_as_written, _respelt, _folded):
        here, before = answers(name, living), answers(name, gone)
        for kind in kinds:
            found = [p for p in here if p.kind == kind]
            former = _rivals([p for p in before if p.kind == kind], found, day)
            if len(found) == 1 and not former:
                return found[0]
            if found:
                raise _ambiguous(wanted, found, former, day)
        if before:
            raise _old(wanted, before, day)
    qualified = _qualified(name, day)
    if qualified:
        return qualified
    raise _unknown(wanted, living)


def _as_written(name: str, places: Iterable[Place]) -> list[Place]:
    lower = name.casefold()
    return [p for p in places if lower in _names(p)]


def _respelt(name: str, places: Iterable[Place]) -> list[Place]:
    spelt = _spelt(name)
    return [p for p in places if spelt in {_spelt(n) for n in _names(p)}]


def _folded(name: str, places: Iterable[Place]) -> list[Place]:
    plain = _fold(name)
    return [p for p in places if plain in {_fold(n) for n in _names(p)}]


def _qualified(name: str, day: date) -> Place | None:
    """Return the municipality of ``"Bø (Nordland)"``, ``"Bø i Nordland"``, ``"Bø, Nordland"``."""
    match = re.fullmatch(r"(.+?)(?:\s*\(|\s*,\s*|\s+i\s+)(.+?)\)?", name)
    if not match:
        return None
    within = {c.number for c in _folded(match[2], counties(day))}
    found = [p for p in _folded(match[1], municipalities(day)) if p.county in within]
    return found[0] if len(found) == 1 else None


def _rivals(former: list[Place], found: list[Place], day: date) -> list[Place]:
    """Return the last form of each former place of the name that became something else."""
    here = {p.number for p in found}
    last: dict[str, Place] = {}
    for p in sorted(former, key=lambda p: p.valid_from):
        late = p.valid_to is not None and p.valid_to > _REMEMBERED
        if late and not here & {q.number for q in successors(p.number, day)}:
            last[p.number] = p
    # 0821 → 3817 → 4020 is one place: keep the forms that lead to different places.
    return list({tuple(successors(n, day)): p for n, p in last.items() if p.kind != "county"}
                .values())  # fmt: skip


def _label(place: Place) -> str:
    return f"{place.number} {place.name}"


def _ambiguous(text: str, found: list[Place], former: list[Place], day: date) -> PlaceError:
    county = {c.number: c.name for c in counties(day)}
    choices = [
        f"{_label(p)} ({county[p.county]})"
        if "(" not in p.name and p.county in county
        else _label(p)
        for p in found
    ]
    for p in former:
        now = ", ".join(_label(q) for q in successors(p.number, day))
        last = f" –{p.valid_to.year - 1}" if p.valid_to else ""
        choices.append(f"{now} ({p.name}{last})")
    return PlaceError("place.ambiguous", text=text, choices="; ".join(choices))


def _old(text: str, old: list[Place], day: date) -> PlaceError:
    latest = max(old, key=lambda p: p.valid_from)
    if latest.kind == "county":
        parts = {p.number for p in municipalities(latest.valid_from) if p.county == latest.number}
        homes = {q.county for n in parts for q in successors(n, day)}
        now = [c for c in counties(day) if c.number in homes]
    else:
        # Two places of the name are told of both: "Nes" was in Akershus and in Buskerud.
        numbers = {p.number for p in old if p.kind != "county"}
        now = sorted({q for n in numbers for q in successors(n, day)}, key=lambda q: q.number)
    return PlaceError(
        "place.old",
        text=text,
        name=latest.name,
        until=str(latest.valid_to),
        now=", ".join(_label(p) for p in now),
    )


def _unknown(text: str, living: list[Place]) -> PlaceError:
    names: dict[str, Place] = {}
    for place in reversed(living):
        names.update({_fold(n): place for n in _names(place)})
    close = difflib.get_close_matches(_fold(text), names, n=5, cutoff=0.6)
    labels = list(dict.fromkeys(_label(names[n]) for n in close))[:3]
    if labels:
        return PlaceError("place.unknown", text=text, suggestions=", ".join(labels))
    return PlaceError("place.unknown_no_idea", text=text)
