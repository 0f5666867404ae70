"""Find a place by number or name, and explain a miss."""

from __future__ import annotations

import difflib
import re
from datetime import date

from kortreist.arguments import check
from kortreist.errors import PlaceError
from kortreist.places.borders import successors
from kortreist.places.names import (
    DASHES,
    PERIOD,
    SUFFIX,
    WAYS,
    bare,
    fold,
    has_name,
    in_brackets,
    named,
    names_of,
    with_qualifier,
)
from kortreist.places.place import COUNTRY, Place
from kortreist.places.register import all_places, counties, municipalities

__all__ = ["find"]

_COUNTRY = {"no", "norge", "noreg", "norway", "norga", "hele landet", "heile landet"}
# A name of a place that is no more competes with a living one when the municipal inventory,
# whose first year is 2009, may hold figures under it; older ones are only explained.
_REMEMBERED = date(2009, 1, 1)
_NUMBER = re.compile(r"(?:K[- ]?(?=\d{4}\b))?(\d{1,4})(?:\s+(\D.*))?", re.IGNORECASE)


def find(text: str, on: date | None = None) -> Place:
    """Find a municipality, a county or the country.

    Parameters
    ----------
    text : str
        ``"4005"``, ``"notodden"``, ``"40"``, ``"Telemark"``, ``"NO"``; also ``"4005
        Notodden"``, ``"K-4005"``, ``"Notodden kommune"``, ``"Troms fylke"``, ``"Våler
        (Østfold)"``, ``"Våler i Hedmark"`` (a county of any time), ``"Haram (-2019)"`` and any
        of the parallel names, with any dash between and in any order. Case, accents and aa/å,
        ø/o are forgiven when nothing answers to the letters as written; a municipality goes
        before a county of the same name.
    on : datetime.date, optional
        The date the place must exist on; today by default.

    Returns
    -------
    Place

    Raises
    ------
    PlaceError
        Nothing found (with suggestions); several places have or until lately had the name
        (listed); the number or name is an old one (with what it became) or not yet in use; a
        number with the name of another place.

    Examples
    --------
    >>> find("notodden").number, find("40").name, find("no").number
    ('4005', 'Telemark', 'NO')
    """
    check(place=text, on=on)
    day = on or date.today()
    query = " ".join(DASHES.sub("-", text).split())
    if query.casefold() in _COUNTRY:
        return COUNTRY
    number = _NUMBER.fullmatch(query)
    if number:
        _same(number[1], number[2])
        return _by_number(number[1], day)
    period = PERIOD.search(query)
    return _of_period(query, period, day) if period else _by_name(query, day)


def _same(digits: str, name: str | None) -> None:
    """Refuse a number with another place's name."""
    number = digits.zfill(4)
    if name and len(digits) > 2 and has_name(number, name) is False:
        now = [p for p in all_places() if p.number == number]
        if now:
            raise PlaceError("place.number_and_name", number=number, name=name, is_=now[-1].name)


def _of_period(text: str, period: re.Match[str], day: date) -> Place:
    """Return what a place of a period, as the statistics office writes them, is on a day."""
    last = period[2] or period[3]
    then = date(int(last), 12, 31) if last else max(date(int(period[1]), 1, 1), day)
    name = text[: period.start()]
    candidates = [
        p
        for p in named(name, min(then, day))
        if not period[1] or p.is_valid(date(int(period[1]), 12, 31))
    ]
    if len(candidates) == 1:
        return _now(text, candidates, day)
    place = _by_name(name, min(then, day))
    if place.is_valid(day):
        return place
    raise _old(text, [place], day)


def _now(text: str, old: list[Place], day: date) -> Place:
    """Return what places are on a day, if it is one place that still has the name.

    Raises
    ------
    PlaceError
        It has become something else, or several: says what.
    """
    now = {q.number: q for p in old for q in successors(p.number, day)}
    names = {fold(bare(p.name)) for p in old}
    if len(now) == 1 and names == {fold(bare(q.name)) for q in now.values()}:
        return next(iter(now.values()))
    raise _old(text, old, day)


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
        raise PlaceError(
            "place.not_yet", text=number, name=first.name, since=first.valid_from, day=day
        )
    raise PlaceError("place.unknown_no_idea", text=digits)


def _by_name(query: str, day: date) -> Place:
    suffix = SUFFIX.search(query)
    name = SUFFIX.sub("", query)
    kinds = ["municipality", "county"]
    if suffix:
        kinds = kinds[1:] if suffix[1].casefold() in ("fylke", "fylkeskommune", "county") else kinds
    living = [p for p in (*municipalities(day), *counties(day)) if p.kind in kinds]
    gone = [
        p for p in all_places() if p.kind in kinds and not p.is_valid(day) and p.valid_from <= day
    ]
    for answers in WAYS:
        here, before = answers(name, living), answers(name, gone)
        for kind in kinds:
            matches = [p for p in here if p.kind == kind]
            former = _rivals([p for p in before if p.kind == kind], matches, day)
            if len(matches) == 1 and not former:
                return matches[0]
            if matches:
                raise _ambiguous(query, matches, former, day)
        if before:
            if "(" in name and all(p.kind == "municipality" for p in before):
                return _now(query, before, day)  # it says which one it means
            raise _old(query, before, day)
    if "municipality" in kinds:
        fits = with_qualifier(name, [p for p in living if p.kind == "municipality"])
        if len(fits) == 1:
            return fits[0]
        spelt = in_brackets(name)
        if spelt:
            try:
                return _by_name(spelt, day)
            except PlaceError as error:
                if not error.key.startswith("place.unknown"):
                    error.values["text"] = query
                    raise
    raise _unknown(query, living)


def _rivals(former: list[Place], matches: list[Place], day: date) -> list[Place]:
    """Return the last form of each former place of the name that became something else."""
    here = {p.number for p in matches}
    last: dict[str, Place] = {}
    for p in sorted(former, key=lambda p: p.valid_from):
        late = p.valid_to is not None and p.valid_to > _REMEMBERED
        if late and not here & {q.number for q in successors(p.number, day)}:
            last[p.number] = p
    # 0821 → 3817 → 4020 is one place: keep the forms that lead to different places.
    return list(
        {tuple(successors(n, day)): p for n, p in last.items() if p.kind != "county"}.values()
    )


def _label(place: Place) -> str:
    return f"{place.number} {place.name}"


def _ambiguous(text: str, matches: list[Place], former: list[Place], day: date) -> PlaceError:
    county = {c.number: c.name for c in counties(day)}
    choices = [
        f"{_label(p)} ({county[p.county]})"
        if "(" not in p.name and p.county in county
        else _label(p)
        for p in matches
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
        names.update({fold(n): place for n in names_of(place)})
    close = difflib.get_close_matches(fold(text), names, n=5, cutoff=0.6)
    labels = list(dict.fromkeys(_label(names[n]) for n in close))[:3]
    if labels:
        return PlaceError("place.unknown", text=text, suggestions=", ".join(labels))
    return PlaceError("place.unknown_no_idea", text=text)
