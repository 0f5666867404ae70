"""Units as a tree on a day, and what still hangs on a unit that has ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from kortreist_web.core.domain import from_all
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["Branch", "Remains", "descendants", "remains_of", "tree"]


@dataclass(slots=True)
class Branch:
    """A unit and those under it; ``depth`` 0 is the top."""

    unit: Unit
    depth: int
    under: list[Branch] = field(default_factory=list)


def tree(units: Iterable[Unit]) -> list[Branch]:
    """Return units as a tree; one whose parent is not among them stands at the top."""
    by_pk = {u.pk: u for u in units}
    children: dict[int | None, list[Unit]] = {}
    for unit in by_pk.values():
        parent = unit.parent_id if unit.parent_id in by_pk else None
        children.setdefault(parent, []).append(unit)
    seen: set[int] = set()

    def grow(key: int | None, depth: int) -> list[Branch]:
        made = []
        for unit in sorted(children.get(key, []), key=lambda u: u.name.casefold()):
            if unit.pk not in seen:
                seen.add(unit.pk)
                made.append(Branch(unit, depth, grow(unit.pk, depth + 1)))
        return made

    return grow(None, 0)


def descendants(units: Iterable[Unit], keys: Iterable[int]) -> set[int]:
    """Return the keys of some units and of all under them."""
    subtree = set(keys)
    rows = [(u.pk, u.parent_id) for u in units]
    while more := {pk for pk, parent in rows if parent in subtree} - subtree:
        subtree |= more
    return subtree


@dataclass(frozen=True, slots=True)
class Remains:
    """What must be moved when a unit ends: rows of one kind.

    ``text`` is the key of the kind's name, ``address`` where they are moved.
    """

    text: str
    address: str
    names: tuple[str, ...]


def remains_of(organisation: Organisation, units: Iterable[Unit], day: date) -> list[Remains]:
    """Return what hangs on the units from ``day`` on, as domains say (``unit_remains``)."""
    keys = [u.pk for u in units]
    if not keys:
        return []
    remains = [
        of_units(organisation, keys, day)
        for of_units in from_all(lambda domain: domain.unit_remains)
    ]
    return [Remains(text, address, tuple(names)) for text, address, names in remains if names]
