"""Carry a series to the borders of another date."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from kortreist import facts
from kortreist.errors import InputError
from kortreist.places.borders import Path, onward, steps
from kortreist.places.register import by_number, municipalities

__all__ = ["Shares", "carry", "carry_per_head", "split_shares"]

#: (number before, number after) → share of the figure that goes there.
Shares = Mapping[tuple[str, str], float]


def carry(
    series: Mapping[str, float],
    from_date: date,
    to_date: date,
    shares: Shares | None = None,
) -> dict[str, float]:
    """Carry sums (tonnes, persons, kroner) from one date's borders to another's.

    A merger sums. A split needs shares; so does a merger when the series is carried back in
    time, because it is a split then. A merger that was undone needs none for what is known by
    part: Haram of 2019 is Haram of 2024, whatever Ålesund was in between.

    Parameters
    ----------
    series : mapping of str to float
        Municipality number valid on ``from_date`` → a sum. Figures per head must not be
        carried: see :func:`carry_per_head`.
    from_date, to_date : datetime.date
        In any order, from 1990 on.
    shares : mapping of (before, after) to float, optional
        Shares of a split in the direction carried; each number's add to 1. Where none is
        given, :func:`split_shares` is used, which knows the split of Ålesund in 2024.

    Returns
    -------
    dict of str to float
        Number valid on ``to_date`` → sum. The total is conserved.

    Raises
    ------
    PlaceError
        A number that is not valid on ``from_date``.
    InputError
        A figure that is not a number, a split without shares, shares that are negative or
        do not add to 1, or a merger of which the series lacks a part: a sum without it
        would look like the whole.

    Examples
    --------
    >>> day = date(2019, 1, 1)
    >>> carry({"0821": 10.0, "0822": 5.0, "0807": 7.0}, day, date(2024, 1, 1))
    {'4005': 7.0, '4020': 15.0}
    """
    for number, value in series.items():
        by_number(number, from_date)
        if not math.isfinite(value):
            raise InputError("place.carry_not_a_number", number=number, value=value)
    now: dict[Path, float] = {((from_date, n),): float(v) for n, v in series.items()}
    for day, step in steps(from_date, to_date):
        moved: dict[Path, float] = {}
        for path, value in now.items():
            number = path[-1][1]
            for after, share in _shares(number, onward(path, day, step), day, shares).items():
                moved[path if after == number else (*path, (day, after))] = value * share
        now = moved
    _complete(now, series, from_date, to_date)
    parts: dict[str, list[float]] = {}
    for path, value in now.items():
        parts.setdefault(path[-1][1], []).append(value)
    return {n: math.fsum(v) for n, v in sorted(parts.items())}


def split_shares(day: date, *, judgement: bool = False) -> dict[tuple[str, str], float]:
    """Return the shares of residents that the facts have for the splits of a day.

    Parameters
    ----------
    day : datetime.date
        First day of the new municipalities.
    judgement : bool
        Also those that are our own estimates (Tysfjord and Snillfjord, 2020). They are never
        used unless asked for, because a series carried with them looks more exact than it is.

    Returns
    -------
    dict of (old, new) to float
        To be given to :func:`carry`.
    """
    return {
        (r["old_code"], r["new_code"]): r["share"]
        for r in facts.load().table("split_shares")
        if r["date"] == day and (judgement or r["mark"] != "judgement")
    }


def _shares(
    number: str, after: tuple[str, ...], day: date, given: Shares | None
) -> dict[str, float]:
    if len(after) == 1:
        return {after[0]: 1.0}
    shares = {n: given[(number, n)] for n in after if given and (number, n) in given}
    if not shares:
        standard = split_shares(day)
        shares = {n: standard[(number, n)] for n in after if (number, n) in standard}
    lacking = [n for n in after if n not in shares]
    if lacking:
        raise InputError(
            "place.split_without_shares", old=number, day=day, lacking=", ".join(lacking)
        )
    total = math.fsum(shares.values())
    if abs(total - 1.0) > 1e-9 or min(shares.values()) < 0:
        raise InputError("place.shares_do_not_add", old=number, total=total)
    return shares


@lru_cache(maxsize=16)
def _ways(from_date: date, to_date: date) -> Mapping[str, tuple[Path, ...]]:
    """Return number on the last date → every way there from the municipalities of the first."""
    ways: list[Path] = [((from_date, m.number),) for m in municipalities(from_date)]
    for day, step in steps(from_date, to_date):
        ways = [
            path if after == path[-1][1] else (*path, (day, after))
            for path in ways
            for after in onward(path, day, step)
        ]
    out: dict[str, tuple[Path, ...]] = {}
    for path in ways:
        out[path[-1][1]] = (*out.get(path[-1][1], ()), path)
    return out


def _complete(
    reached: Mapping[Path, float], series: Mapping[str, float], from_date: date, to_date: date
) -> None:
    """Refuse to sum only some of the parts of a merger."""
    for path in reached:
        for other in _ways(from_date, to_date)[path[-1][1]]:
            if other[0][1] not in series:
                day, new = next(p for p in path if p in other or p == path[-1])
                raise InputError("place.merger_part_missing", new=new, day=day, lacking=other[0][1])


def carry_per_head(
    sums: Mapping[str, float],
    persons: Mapping[str, float],
    from_date: date,
    to_date: date,
    shares: Shares | None = None,
) -> dict[str, float]:
    """Carry a figure per head by carrying its sum and the residents, and dividing again.

    Parameters
    ----------
    sums, persons : mapping of str to float
        Same numbers; what is divided, and the residents.
    from_date, to_date, shares
        As for :func:`carry`.

    Returns
    -------
    dict of str to float
        Sum per resident on the borders of ``to_date``.

    Raises
    ------
    InputError
        As :func:`carry`; a number that has a sum but no residents or the other way round.
    """
    lacking = sorted(set(sums) ^ set(persons)) + sorted(n for n, v in persons.items() if v <= 0)
    if lacking:
        raise InputError("place.no_residents", numbers=", ".join(lacking))
    top = carry(sums, from_date, to_date, shares)
    bottom = carry(persons, from_date, to_date, shares)
    return {n: top[n] / bottom[n] for n in top}
