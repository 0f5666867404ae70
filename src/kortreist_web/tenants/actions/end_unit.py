"""End a unit, and add those that follow it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kortreist_web.core.action import action
from kortreist_web.core.actors import Actor
from kortreist_web.core.refusals import RefusedError
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["end_unit"]


@action("change", Unit)
def end_unit(
    who: Actor,
    organisation: Organisation,
    unit: Unit,
    *,
    on: date,
    successors: Sequence[str] = (),
    version: int | None = None,
    why: str = "",
) -> list[Unit]:
    """End a unit on the first day it no longer exists; nothing it did is removed.

    Parameters
    ----------
    on : date
    successors : sequence of str
        Names of units that exist from that day, under the same parent.

    Returns
    -------
    list of Unit
        The successors.

    Raises
    ------
    RefusedError
        The day lies before the unit began, or it has ended already.
    ConflictError
    """
    if unit.valid_to is not None:
        raise RefusedError("tenants.refused.ended", name=unit.name)
    if on <= unit.valid_from:
        raise RefusedError("tenants.refused.too_early", name=unit.name)
    unit.valid_to = on
    unit.save_as_read(version)
    parent = unit.parent
    if parent is not None and parent.valid_to is not None and parent.valid_to <= on:
        parent = None  # it ended before: the successors stand at the top until placed
    made = [
        Unit(organisation=organisation, name=name, parent=parent, valid_from=on)
        for name in dict.fromkeys(n.strip() for n in successors)
        if name
    ]
    for one in made:
        one.save()
    return made
