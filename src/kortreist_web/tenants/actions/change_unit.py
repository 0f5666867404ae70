"""Change a unit: a name mended, another parent, another code in the accounts."""

from __future__ import annotations

from datetime import date

from kortreist_web.core.action import action
from kortreist_web.core.actors import Actor
from kortreist_web.tenants.actions.add_unit import check_parent
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["change_unit"]


@action("change", Unit)
def change_unit(
    who: Actor,
    organisation: Organisation,
    unit: Unit,
    *,
    name: str,
    valid_from: date,
    parent: Unit | None = None,
    responsibility: str = "",
    version: int | None = None,
) -> Unit:
    """Change a unit as it is; a re-organisation ends it instead, so that history is kept.

    Parameters
    ----------
    version : int, optional
        The version that was read: another one now is a conflict.

    Raises
    ------
    RefusedError
        The parent does not exist then, or lies under the unit itself.
    ConflictError
    """
    unit.name, unit.valid_from = name, valid_from
    unit.parent, unit.responsibility = parent, responsibility
    check_parent(parent, unit)
    unit.save_as_read(version)
    return unit
