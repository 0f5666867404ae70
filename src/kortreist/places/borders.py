"""What became what: changes of number, mergers and splits since 1990."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kortreist import facts
from kortreist.places.place import Place
from kortreist.places.register import all_places, by_number

__all__ = ["Change", "Path", "changes", "onward", "predecessors", "steps", "successors"]

#: Numbers a figure has been under, each with the day it came there; the last is where it is.
Path = tuple[tuple[date, str], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One number that became another on a date.

    Parameters
    ----------
    old, old_name, new, new_name : str
        Number and name before and after.
    date : datetime.date
        First day of the new.
    kind : str
        ``name`` (only the name), ``number`` (only the number), ``merge`` (all of old became
        part of new), ``split`` (old became several, new is made of old alone), ``part`` (old
        became several, and new got other parts too).
    """

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
    border_changes = [
        Change(r["old_code"], r["old_name"], r["new_code"], r["new_name"], r["date"], r["kind"])
        for r in rows
    ]
    return tuple(sorted(border_changes, key=lambda c: (c.date, c.old, c.new)))


@lru_cache(maxsize=1)
def _by_date() -> Mapping[date, Mapping[str, tuple[str, ...]]]:
    """Return date → old number → its new numbers."""
    out: dict[date, dict[str, tuple[str, ...]]] = {}
    for c in changes():
        step = out.setdefault(c.date, {})
        step[c.old] = (*step.get(c.old, ()), c.new)
    return out


def steps(first: date, last: date) -> tuple[tuple[date, Mapping[str, tuple[str, ...]]], ...]:
    """Return the days borders or numbers changed on the way from one date to another.

    Parameters
    ----------
    first, last : datetime.date
        In any order; going back in time turns every change around.

    Returns
    -------
    tuple of (datetime.date, mapping of str to tuple of str)
        For each day, in the order travelled: a number before the step → its numbers after.
    """
    low, high = min(first, last), max(first, last)
    days = [(d, s) for d, s in _by_date().items() if low < d <= high]
    if first <= last:
        return tuple(days)
    turned: list[tuple[date, Mapping[str, tuple[str, ...]]]] = []
    for day, step in reversed(days):
        back: dict[str, tuple[str, ...]] = {}
        for old, news in step.items():
            for new in news:
                back[new] = (*back.get(new, ()), old)
        turned.append((day, back))
    return tuple(turned)


@lru_cache(maxsize=1)
def _undone_mergers() -> tuple[tuple[str, str, str, date], ...]:
    """Return (part, what it was merged into, what it is part of since, day)."""
    return tuple(
        (r["part_code"], r["merged_code"], r["new_code"], r["date"])
        for r in facts.load().table("undone_mergers")
    )


def onward(path: Path, day: date, step: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the numbers a figure has after a step; a merger undone is followed by its parts.

    Parameters
    ----------
    path : Path
        Where the figure has been: what came into Ålesund as Haram goes out as Haram.
    day, step
        As from :func:`steps`, in either direction.
    """
    number = path[-1][1]
    after = step.get(number, (number,))
    been = {n for _, n in path}
    undone = [r for r in _undone_mergers() if r[1] == number]
    forward = tuple(r[2] for r in undone if r[3] == day and r[0] in been)
    if forward:
        return forward
    back = tuple(r[0] for r in undone if r[2] in been and r[0] in after)
    return back or after


def _follow(number: str, first: date, last: date) -> tuple[Place, ...]:
    paths: set[Path] = {((first, number),)}
    for day, step in steps(first, last):
        paths = {
            (*path, (day, after)) if after != path[-1][1] else path
            for path in paths
            for after in onward(path, day, step)
        }
    return tuple(by_number(n, last) for n in sorted({path[-1][1] for path in paths}))


def _spans(number: str) -> list[Place]:
    return [p for p in all_places() if p.number == number and p.kind == "municipality"]


def successors(number: str, on: date) -> tuple[Place, ...]:
    """Return what a number has become on a date; several after a split, none if unknown.

    Examples
    --------
    >>> [p.number for p in successors("0807", date(2024, 6, 1))]
    ['4005']
    >>> [p.name for p in successors("1507", date(2024, 6, 1))]
    ['Ålesund', 'Haram']
    >>> [p.name for p in successors("1534", date(2024, 6, 1))]
    ['Haram']
    """
    spans = [p for p in _spans(number) if p.valid_from <= on]
    if not spans:
        return ()
    # A number is followed from the last day it meant this place.
    return _follow(number, max(p.valid_from for p in spans), on)


def predecessors(number: str, on: date) -> tuple[Place, ...]:
    """Return what a number was made of on an earlier date, none if unknown.

    Examples
    --------
    >>> [p.name for p in predecessors("4020", date(2019, 6, 1))]
    ['Bø (Telemark)', 'Sauherad']
    """
    spans = _spans(number)
    if not spans or on < changes()[0].date:
        return ()
    start = max(p.valid_from for p in spans)
    return _follow(number, max(start, on), on)
