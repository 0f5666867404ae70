"""Which municipality a row is for: names and old numbers to the numbers that hold today."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from kortreist import places
from kortreist.errors import ImportRefusedError, PlaceError

__all__ = ["Carried", "carry_codes", "is_number", "name_to_code", "on_old_borders", "place_of_file"]

#: Areas outside the municipalities that the statistics office's code list has: Svalbard, Jan
#: Mayen, the continental shelf and "not stated". Kept under their code.
_OUTSIDE = re.compile(r"2[1-9]\d\d|99\d\d|0000")


@lru_cache(maxsize=1)
def _spans() -> Mapping[str, tuple[places.Place, ...]]:
    found: dict[str, list[places.Place]] = {}
    for p in places.all_places():
        if p.kind == "municipality":
            found.setdefault(p.number, []).append(p)
    return {n: tuple(p) for n, p in found.items()}


def is_number(code: str) -> bool:
    """Tell whether a code is, or once was, a municipality or an area outside them."""
    return code in _spans() or _OUTSIDE.fullmatch(code) is not None


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
    found = []
    for code in sorted(present & valid):
        whole = {p.number for p in places.predecessors(code, published)}
        if whole and whole != {code} and not whole <= present:
            found.append(code)
    return tuple(found)


def name_to_code(names: Mapping[str, str | None], published: date) -> dict[str, str]:
    """Find the numbers of municipalities a file gives by name only.

    Parameters
    ----------
    names : mapping of str to str or None
        Name → the county the file says it lies in, if it does.
    published : datetime.date
        A name that no longer holds is looked up on this day.

    Returns
    -------
    dict of str to str
        Name → number. Of two municipalities of one name, the one in the county of the
        file's others.

    Raises
    ------
    PlaceError
        Unknown, or two that cannot be told apart.
    """
    today = date.today()
    found: dict[str, places.Place] = {}
    unclear: dict[str, PlaceError] = {}
    for name in names:
        try:
            found[name] = _municipality(name, today)
        except PlaceError as error:
            if error.key == "place.ambiguous":
                unclear[name] = error
                continue
            try:
                found[name] = _municipality(name, published)
            except PlaceError:
                raise error from None
    counties = Counter(p.county for p in found.values())
    for name, refusal in unclear.items():
        wanted = _county(names[name]) or (next(iter(counties)) if len(counties) == 1 else None)
        fits = [
            p for p in places.municipalities(today)
            if p.county == wanted and _bare(p.name) == _bare(name)
        ]  # fmt: skip
        if len(fits) != 1:
            raise refusal
        found[name] = fits[0]
    return {name: p.number for name, p in found.items()}


def _bare(name: str) -> str:
    return re.sub(r"\s*\(.*?\)", "", name).strip().casefold()


def _county(name: str | None) -> str | None:
    if not name:
        return None
    for county in places.counties():
        if _bare(name) in {county.number, *(_bare(n) for n in county.name.split(" - "))}:
            return county.number
    return None


def _municipality(name: str, on: date) -> places.Place:
    found = places.find(name, on)
    if found.kind != "municipality":
        raise PlaceError("import.not_municipality", name=name)
    return found


def place_of_file(dataset: str, place: places.Place | None, file: str) -> places.Place:
    """Return the municipality of a file that has no column for it.

    Parameters
    ----------
    dataset : str
        What the file's sheet "Info" says it is for; may be empty.
    place : Place or None
        What the user says.
    file : str

    Raises
    ------
    ImportRefusedError
        Neither says it clearly, or they say different things.
    """
    said: places.Place | None = None
    if dataset:
        try:
            said = places.find(dataset)
        except PlaceError:
            said = None
    if place is not None and place.kind != "municipality":
        raise ImportRefusedError("import.which_place", file=file)
    if said is not None and place is not None and said.number != place.number:
        raise ImportRefusedError(
            "import.other_place", file=file, said=f"{said.number} {said.name}",
            asked=f"{place.number} {place.name}",
        )  # fmt: skip
    chosen = place or said
    if chosen is None or chosen.kind != "municipality":
        raise ImportRefusedError("import.which_place", file=file)
    return chosen
