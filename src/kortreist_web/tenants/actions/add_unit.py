"""Add a unit."""

from __future__ import annotations

from datetime import date

from kortreist_web.core.action import action
from kortreist_web.core.actors import Actor
from kortreist_web.core.refusals import RefusedError
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["add_unit", "check_parent"]


def check_parent(parent: Unit | None, unit: Unit) -> None:
    """Refuse a parent that does not exist then, or lies under.

    Raises
    ------
    RefusedError
    """
    if parent is None:
        return
    ended = parent.valid_to is not None and parent.valid_to <= unit.valid_from
    if ended:
        raise RefusedError("tenants.refused.parent", name=parent.name)
    above: Unit | None = parent
    while above is not None:
        if unit.pk and above.pk == unit.pk:
            raise RefusedError("tenants.refused.circle", name=unit.name)
        above = above.parent


@action("change", Unit)
def add_unit(
    who: Actor,
    organisation: Organisation,
    *,
    name: str,
    valid_from: date,
    parent: Unit | None = None,
    responsibility: str = "",
) -> Unit:
    """Add a unit that exists from a day on.

    Raises
    ------
    RefusedError
        The parent does not exist on that day.
    """
    unit = Unit(
        organisation=organisation,
        name=name,
        parent=parent,
        responsibility=responsibility,
        valid_from=valid_from,
    )
    check_parent(parent, unit)
    unit.save()
    return unit
