"""Which municipality a row is for: names and old numbers to the numbers that hold today."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from kortreist import places
from kortreist.errors import ImportRefusedError, PlaceError

__all__ = [
    "Carried",
    "Pair",
    "carry_codes",
    "is_municipality",
    "is_number",
    "is_outside",
    "name_to_code",
    "on_old_borders",
    "place_of_file",
]

#: A municipality's name, and the county the file says it lies in.
Pair = tuple[str, str | None]

#: Areas outside the municipalities that the statistics office's code list has: Svalbard, Jan
#: Mayen, the continental shelf and "not stated". Kept under their code. "0" is the whole
#: country, a sum.
_OUTSIDE = re.compile(r"2[1-9]\d\d|99\d\d")


@lru_cache(maxsize=1)
def _spans() -> Mapping[str, tuple[places.Place, ...]]:
    by_number: dict[str, list[places.Place]] = {}
    for p in places.all_places():
        if p.kind == "municipality":
            by_number.setdefault(p.number, []).append(p)
    return {n: tuple(p) for n, p in by_number.items()}


def is_number(code: str) -> bool:
    """Tell whether a code is, or once was, a municipality or an area outside them."""
    return code in _spans() or _OUTSIDE.fullmatch(code) is not None


def is_municipality(code: str) -> bool:
    """Tell whether a code is, or once was, a municipality."""
    return code in _spans()


def place_name(code: str) -> str:
    """Return the latest name of a number, also of one no longer in use; the code if it has none."""
    named = _spans().get(code)
    return named[-1].name if named else code


def is_outside(code: str) -> bool:
    """Tell whether a code is an area outside the municipalities."""
    return code not in _spans() and _OUTSIDE.fullmatch(code) is not None


@dataclass(frozen=True, slots=True)
class Carried:
    """Codes of one year of a file, on today's borders.

    Parameters
    ----------
    numbers : mapping of str to str
        Code in the file → number its figures are kept under.
    kept : tuple of str
        Old codes that could not be carried: split since, or parts of the merger are not in
        the file. Their figures stay under the old code.
    """

    numbers: Mapping[str, str]
    kept: tuple[str, ...]


def carry_codes(codes: Iterable[str], today: date) -> Carried:
    """Carry codes to today's numbers where it is exact: a new number, or a whole merger.

    A split would need shares, and a merger with a part that is not in the file would be too
    low without a word; both are left under the old code.

    Parameters
    ----------
    codes : iterable of str
        All codes of one year of the file.
    today : datetime.date

    Returns
    -------
    Carried

    Examples
    --------
    >>> found = carry_codes(["0807", "0821", "1507"], date(2026, 1, 1))
    >>> found.numbers["0807"], found.kept
    ('4005', ('0821', '1507'))
    """
    present = set(codes)
    valid = {p.number for p in places.municipalities(today)}
    numbers = {c: c for c in present}
    into: dict[str, set[str]] = {}
    kept: set[str] = set()
    for code in present - valid:
        now = places.successors(code, today) if code in _spans() else ()
        if len(now) == 1:
            into.setdefault(now[0].number, set()).add(code)
        elif code in _spans():
            kept.add(code)
    for new, olds in into.items():
        # The last day all the old codes can have held; the merger must be whole on it.
        ends = [p.valid_to for old in olds for p in _spans()[old][-1:] if p.valid_to]
        era = min(ends, default=today) - timedelta(days=1)
        whole = {p.number for p in places.predecessors(new, era)}
        mixed = new in present and new not in whole
        if whole - {new} == olds and (new not in whole or new in present) and not mixed:
            numbers.update((old, new) for old in olds)
        else:
            kept |= olds
    return Carried(numbers, tuple(sorted(kept)))


def on_old_borders(codes: Iterable[str], published: date, today: date) -> tuple[str, ...]:
    """Return numbers that hold today, but had smaller borders when the file was made.

    A municipality that kept its number through a merger cannot be told by its number. Its
    figures are whole only when the file has the other parts too.

    Examples
    --------
    >>> on_old_borders(["1103", "0301"], date(2019, 11, 1), date(2026, 1, 1))
    ('1103',)
    """
    if not any(published < c.date <= today and c.kind != "name" for c in places.changes()):
        return ()
    present = set(codes)
    valid = {p.number for p in places.municipalities(today)}
    outdated = []
    for code in sorted(present & valid):
        whole = {p.number for p in places.predecessors(code, published)}
        if whole and whole != {code} and not whole <= present:
            outdated.append(code)
    return tuple(outdated)


def name_to_code(
    pairs: Sequence[Pair], published: date, place: places.Place | None = None
) -> dict[Pair, str]:
    """Find the numbers of municipalities a file gives by name only.

    A name means what it meant on the file's date. Only where a name did not hold on that day,
    and all of the file's names hold today, do they mean today's.

    Parameters
    ----------
    pairs : sequence of (name, county)
        What the rows say; county None where the file does not say. Two rows of one name in
        two counties are two municipalities.
    published : datetime.date
        The file's date.
    place : Place, optional
        The municipality the user says the file is for: settles which namesake.

    Returns
    -------
    dict of (name, county) to str
        Number on the day the names hold.

    Raises
    ------
    PlaceError
        Unknown, in another county than the file says, or two that the file does not tell
        apart; ``values["pair"]`` is the pair.
    """
    today = date.today()
    try:
        return _names_on(pairs, published, place)
    except PlaceError as error:
        if published == today or error.key == "place.ambiguous":
            raise
        try:
            return _names_on(pairs, today, place)
        except PlaceError:
            raise error from None


def _names_on(pairs: Sequence[Pair], day: date, place: places.Place | None) -> dict[Pair, str]:
    numbers: dict[Pair, str] = {}
    unclear: dict[Pair, list[places.Place]] = {}
    for pair in pairs:
        fits = _fitting(pair, day, place)
        if len(fits) == 1:
            numbers[pair] = fits[0].number
        else:
            unclear[pair] = fits
    for pair, fits in unclear.items():
        # A file with all the other municipalities of one county, and no others, is of it.
        whole = [p for p in fits if {*numbers.values(), p.number} == _members(p.county, day)]
        if len(whole) != 1 or len(unclear) > 1:
            names = {c.number: c.name for c in places.counties(day)}
            choices = "; ".join(
                f"{p.number} {_bare(p.name)} ({names[p.county or '']})" for p in fits
            )
            raise PlaceError("place.ambiguous", text=pair[0], choices=choices, pair=pair)
        numbers[pair] = whole[0].number
    return numbers


def _fitting(pair: Pair, day: date, place: places.Place | None) -> list[places.Place]:
    name, county = pair
    called = list(places.named(name, day))
    if not called:
        try:
            other = places.find(name, day)
        except PlaceError as error:
            error.values["pair"] = pair
            raise
        raise PlaceError("import.not_municipality", name=other.name, pair=pair)
    if county and (within := places.county_numbers(county)):
        fits = [p for p in called if within & places.lain_in(p.number)]
        if not fits:
            raise PlaceError("place.other_county", text=name, pair=pair)
        called = fits
    if len(called) > 1 and place is not None:
        mine = [
            p
            for p in called
            if place.number in {q.number for q in places.successors(p.number, date.today())}
        ]
        called = mine or called
    return called


def _members(county: str | None, day: date) -> set[str]:
    return {m.number for m in places.municipalities(day) if m.county == county}


def _bare(name: str) -> str:
    return re.sub(r"\s*\(.*?\)", "", name).strip()


def place_of_file(
    dataset: str, place: places.Place | None, file: str, published: date
) -> places.Place:
    """Return the municipality of a file that has no column for it, as of the file's date.

    Parameters
    ----------
    dataset : str
        What the file's sheet "Info" says it is for; may be empty.
    place : Place or None
        What the user says.
    file : str
    published : datetime.date
        The file's date: "Kristiansand" of 2019 is not what it is today.

    Raises
    ------
    ImportRefusedError
        Neither says it clearly, or they say different things.
    """
    subject = _place_of_title(dataset, published, place) if dataset else None
    if place is not None and place.kind != "municipality":
        raise ImportRefusedError("import.which_place", file=file)
    if subject is not None and place is not None:
        now = {p.number for p in places.successors(subject.number, date.today())} | {subject.number}
        if place.number not in now:
            raise ImportRefusedError(
                "import.other_place",
                file=file,
                said=f"{subject.number} {subject.name}",
                asked=f"{place.number} {place.name}",
            )
    chosen = subject or place
    if chosen is None or chosen.kind != "municipality":
        raise ImportRefusedError("import.which_place", file=file)
    return chosen


def _place_of_title(
    dataset: str, published: date, place: places.Place | None
) -> places.Place | None:
    for day in (published, date.today()):
        called = _fitting_names(dataset, day, place)
        if len(called) == 1:
            return called[0]
        try:
            return places.find(dataset, day)
        except PlaceError:
            continue
    return None


def _fitting_names(dataset: str, day: date, place: places.Place | None) -> list[places.Place]:
    try:
        return _fitting((dataset, None), day, place)
    except PlaceError:
        return []
