"""Set up the first units, all at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kortreist_web.core.action import action
from kortreist_web.core.actors import Actor
from kortreist_web.core.refusals import RefusedError
from kortreist_web.tenants.models import Organisation, Unit
from kortreist_web.tenants.starter_units import MAXIMUM

__all__ = ["add_starter_units"]


@action("change", Unit)
def add_starter_units(
    who: Actor, organisation: Organisation, *, names: Sequence[str], valid_from: date
) -> list[Unit]:
    """Add units that have no parent; one whose name is there already is not added again.

    Raises
    ------
    RefusedError
        No name is given, more than a beginner's page holds, or one that is too long.
    """
    chosen = list(
        {n.casefold(): n for name in reversed(names) if (n := " ".join(name.split()))}.values()
    )[::-1]
    longest = Unit._meta.get_field("name").max_length or 0
    if not chosen:
        raise RefusedError("tenants.refused.no_units")
    if len(chosen) > MAXIMUM or any(len(name) > longest for name in chosen):
        raise RefusedError("tenants.refused.many_units", n=MAXIMUM, length=longest)
    # Two who press at once get one set.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    there = {u.name.casefold() for u in Unit.on(organisation, valid_from)}
    added = [
        Unit(organisation=organisation, name=name, valid_from=valid_from)
        for name in chosen
        if name.casefold() not in there
    ]
    for unit in added:
        unit.save()
    return added
