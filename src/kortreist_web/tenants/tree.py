"""Units as a tree on a day, and what still hangs on a unit that has ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Q

from kortreist_web.tenants.models import Deadline, Organisation, Unit

__all__ = ["Branch", "Remains", "descendants", "remains_of", "tree"]


@dataclass(slots=True)
class Branch:
    """A unit and those under it; ``depth`` 0 is the top."""

    unit: Unit
    depth: int
    under: list[Branch] = field(default_factory=list)


def tree(units: Iterable[Unit]) -> list[Branch]:
    """Return units as a tree; one whose parent is not among them stands at the top."""
    known = {u.pk: u for u in units}
    children: dict[int | None, list[Unit]] = {}
    for unit in known.values():
        parent = unit.parent_id if unit.parent_id in known else None
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
    found = set(keys)
    rows = [(u.pk, u.parent_id) for u in units]
    while more := {pk for pk, parent in rows if parent in found} - found:
        found |= more
    return found


@dataclass(frozen=True, slots=True)
class Remains:
    """What must be moved when a unit ends: rows of one kind.

    ``text`` names the kind (``tenants.remains.<text>``), ``address`` where they are
    moved.
    """

    text: str
    address: str
    names: tuple[str, ...]


def _named(row: Any) -> str:
    from kortreist_web.core.texts import named

    return named(row.name) or str(getattr(row, "measure", row))


def remains_of(organisation: Organisation, units: Iterable[Unit], day: date) -> list[Remains]:
    """Return what hangs on the units from ``day`` on: units, people, measures and more.

    What other rooms keep is read through Django's registry: this room knows that they point
    to units, not what they are.
    """
    keys = [u.pk for u in units]
    if not keys:
        return []
    lasting = Q(valid_to=None) | Q(valid_to__gt=day)

    def rows(label: str) -> Any:
        model = apps.get_model(label)
        return model._default_manager.filter(organisation=organisation, unit__in=keys)

    members = rows("people.Membership").filter(lasting).select_related("user")
    choices = rows("measures.MeasureChoice").exclude(state__in=("done", "excluded"))
    under = Unit.objects.filter(lasting, organisation=organisation, parent__in=keys)
    lines = rows("budgets.BudgetLine").filter(budget__state="draft")
    found = [
        ("units", "tenants:units", [u.name for u in under.exclude(pk__in=keys)]),
        ("people", "people:list", [str(m.user) for m in members]),
        ("measures", "measures:list", [_named(c) for c in choices]),
        ("lines", "budgets:list", [_named(x) for x in lines]),
        ("indicators", "indicators:list",
         [i.name for i in rows("indicators.Indicator").filter(ended_on=None)]),
        ("deadlines", "tenants:calendar",
         [d.said for d in Deadline.objects.filter(unit__in=keys, done_on=None)]),
    ]  # fmt: skip
    return [Remains(text, address, tuple(names)) for text, address, names in found if names]
