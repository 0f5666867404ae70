"""Find a place by number or name, and explain a miss."""

from __future__ import annotations

import difflib
import re
import unicodedata
from datetime import date

from kortreist.errors import PlaceError
from kortreist.places.borders import successors
from kortreist.places.place import COUNTRY, Place
from kortreist.places.register import all_places, counties, municipalities

__all__ = ["find"]

_FOLD = str.maketrans({"å": "a", "ø": "o", "æ": "a", "đ": "d", "ŋ": "n", "ŧ": "t"})
_COUNTRY = {"no", "norge", "noreg", "norway", "norga"}


def _fold(text: str) -> str:
    """Return the text without case, accents and Norwegian spelling variants."""
    text = text.casefold().strip().replace("aa", "å").replace("oe", "ø").replace("ae", "æ")
    plain = unicodedata.normalize("NFKD", text.translate(_FOLD))
    return "".join(c for c in plain if not unicodedata.combining(c))


def _names(place: Place) -> set[str]:
    """Return the folded forms a place answers to: parallel names, and without a suffix."""
    whole = re.sub(r"\s*\(.*?\)", "", place.name)
    parts = re.split(r"\s+-\s+|\s*/\s*", whole)
    return {_fold(place.name), _fold(whole), *(_fold(p) for p in parts)}


def find(text: str, on: date | None = None) -> Place:
    """Find a municipality, a county or the country.

    Parameters
    ----------
    text : str
        ``"4005"``, ``"notodden"``, ``"40"``, ``"Telemark"``, ``"NO"``. Case, accents and
        aa/å, ø/o are forgiven; a municipality goes before a county of the same name.
    on : datetime.date, optional
        The date the place must exist on; today by default.

    Returns
    -------
    Place

    Raises
    ------
    PlaceError
        Nothing found (with suggestions), several found (listed), or the number or name is
        an old one (with what it became).

    Examples
    --------
    >>> find("notodden").number, find("40").name, find("no").number
    ('4005', 'Telemark', 'NO')
    """
    day = on or date.today()
    wanted = text.strip()
    if _fold(wanted) in _COUNTRY:
        return COUNTRY
    candidates = (*municipalities(day), *counties(day))
    if re.fullmatch(r"\d{1,4}", wanted):
        number = wanted.zfill(2) if len(wanted) <= 2 else wanted.zfill(4)
        for place in candidates:
            if place.number == number:
                return place
        raise _miss(number, [p for p in all_places() if p.number == number], day)
    folded = _fold(re.sub(r"(?i)\s+kommune$", "", wanted))
    for kind in ("municipality", "county"):
        found = [p for p in candidates if p.kind == kind and folded in _names(p)]
        exact = [p for p in found if p.name.casefold() == wanted.casefold()]
        if len(exact) == 1 and len(found) > 1:
            # "Bø" alone is not a choice between two that both answer to it.
            found = exact if "(" not in "".join(p.name for p in found) else found
        if len(found) == 1:
            return found[0]
        if found:
            raise PlaceError("place.ambiguous", text=wanted,
                             choices=", ".join(_label(p) for p in found))  # fmt: skip
    old = [p for p in all_places() if folded in _names(p) and not p.is_valid(day)]
    raise _miss(wanted, old, day)


def _label(place: Place) -> str:
    return f"{place.number} {place.name}"


def _miss(text: str, old: list[Place], day: date) -> PlaceError:
    if old:
        latest = max(old, key=lambda p: p.valid_from)
        today = successors(latest.number, day)
        if today:
            return PlaceError(
                "place.old",
                text=text,
                name=latest.name,
                until=str(latest.valid_to) if latest.valid_to else str(latest.valid_from),
                now=", ".join(_label(p) for p in today),
            )
    # Numbers are not alike because their digits are: suggest names only.
    names = {_label(p): n for p in municipalities(day) for n in _names(p)}
    close: list[str] = []
    if not text.isdigit():
        folded = _fold(text)
        scored = sorted(
            names, key=lambda k: -difflib.SequenceMatcher(None, folded, names[k]).ratio()
        )
        close = [
            k for k in scored[:3] if difflib.SequenceMatcher(None, folded, names[k]).ratio() > 0.6
        ]
    if close:
        return PlaceError("place.unknown", text=text, suggestions=", ".join(close))
    return PlaceError("place.unknown_no_idea", text=text)
