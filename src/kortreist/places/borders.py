"""Borders through time: what became what, and a series carried to other borders."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kortreist import facts
from kortreist.errors import InputError
from kortreist.places.place import Place
from kortreist.places.register import all_places, by_number

__all__ = ["Change", "carry", "carry_per_head", "changes", "predecessors", "successors"]

Shares = Mapping[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Change:
    """One number that became another on a date (``kind``: name, number, merge or split)."""

    old: str
    old_name: str
    new: str
    new_name: str
    date: date
    kind: str


@lru_cache(maxsize=1)
def changes() -> tuple[Change, ...]:
    """Return the changes since 1990, oldest first."""
    rows = facts.load().table("border_changes")
    found = [
        Change(r["old_code"], r["old_name"], r["new_code"], r["new_name"], r["date"], r["kind"])
        for r in rows
    ]
    return tuple(sorted(found, key=lambda c: c.date))


def successors(number: str, on: date) -> tuple[Place, ...]:
    """Return what a number has become on a date; several after a split, none if unknown.

    Examples
    --------
    >>> [p.number for p in successors("0807", date(2024, 6, 1))]
    ['4005']
    """
    now = _follow(number, on, forward=True)
    return tuple(by_number(n, on) for n in sorted(now) if any(
        p.number == n and p.is_valid(on) for p in all_places()
    ))  # fmt: skip


def predecessors(number: str, on: date) -> tuple[Place, ...]:
    """Return what a number of today was made of on an earlier date."""
    now = _follow(number, on, forward=False)
    return tuple(by_number(n, on) for n in sorted(now) if any(
        p.number == n and p.is_valid(on) for p in all_places()
    ))  # fmt: skip


def _follow(number: str, on: date, *, forward: bool) -> set[str]:
    spans = [p for p in all_places() if p.number == number and p.kind == "municipality"]
    if not spans:
        return set()
    since = max(p.valid_from for p in spans) if forward else date.max
    now = {number}
    if forward:
        for step in changes():
            if since < step.date <= on and step.kind != "name":
                parts = {c.new for c in changes() if c.date == step.date and c.old in now}
                if step.old in now:
                    now = (now - {step.old}) | {
                        c.new for c in changes() if c.date == step.date and c.old == step.old
                    } if parts else now
    else:
        for step in reversed(changes()):
            if step.date > on and step.kind != "name" and step.new in now:
                olds = {c.old for c in changes() if c.date == step.date and c.new == step.new}
                now = (now - {step.new}) | olds
    return now


def carry(
    series: Mapping[str, float],
    from_date: date,
    to_date: date,
    shares: Shares | None = None,
) -> dict[str, float]:
    """Carry sums (tonnes, persons, kroner) from one year's borders to a later year's.

    Parameters
    ----------
    series : mapping of str to float
        Municipality number valid on ``from_date`` → a sum. Figures per head must not be
        carried: see :func:`carry_per_head`.
    from_date, to_date : datetime.date
        ``from_date`` must not be the later.
    shares : mapping of (old, new) to float, optional
        Shares of a split; those in the facts are used where none is given.

    Returns
    -------
    dict of str to float
        Number valid on ``to_date`` → sum. The total is conserved.

    Raises
    ------
    InputError
        A split without shares, shares that do not add to 1, a number that is not valid, or
        dates in the wrong order.
    """
    if to_date < from_date:
        raise InputError("place.carry_backwards", first=from_date, last=to_date)
    for number in series:
        by_number(number, from_date)
    parts: dict[str, list[float]] = {n: [v] for n, v in series.items()}
    for day in sorted({c.date for c in changes() if from_date < c.date <= to_date}):
        step = [c for c in changes() if c.date == day]
        moved: dict[str, list[float]] = {}
        for number, values in parts.items():
            targets = sorted({c.new for c in step if c.old == number}) or [number]
            for new, share in _shares(number, targets, day, shares).items():
                moved.setdefault(new, []).extend(v * share for v in values)
        parts = moved
    return {n: math.fsum(v) for n, v in sorted(parts.items())}


def _shares(
    old: str, targets: list[str], day: date, given: Shares | None
) -> dict[str, float]:
    if len(targets) == 1:
        return {targets[0]: 1.0}
    found = {new: given[(old, new)] for new in targets if given and (old, new) in given}
    if not found:
        found = {
            r["new_code"]: r["share"]
            for r in facts.load().table("split_shares")
            if r["old_code"] == old and r["date"] == day
        }
    if set(found) != set(targets):
        raise InputError(
            "place.split_without_shares", old=old, day=day,
            lacking=", ".join(n for n in targets if n not in found),
        )  # fmt: skip
    if abs(math.fsum(found.values()) - 1.0) > 1e-9:
        raise InputError("place.shares_do_not_add", old=old, total=math.fsum(found.values()))
    return found


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
        Same numbers; what is divided and the residents.

    Returns
    -------
    dict of str to float
        Sum per resident on the borders of ``to_date``.

    Raises
    ------
    InputError
        As :func:`carry`, or numbers that have a sum but no residents.
    """
    lacking = sorted(set(sums) ^ set(persons))
    if lacking:
        raise InputError("place.no_residents", numbers=", ".join(lacking))
    top = carry(sums, from_date, to_date, shares)
    bottom = carry(persons, from_date, to_date, shares)
    return {n: top[n] / bottom[n] for n in top if bottom[n] > 0}
