"""Watch a sign."""

from __future__ import annotations

from typing import Any

from kortreist_web.core.action import action
from kortreist_web.indicators.actions.define import define
from kortreist_web.people.models import Actor
from kortreist_web.signposts.entered import checked, same_sign, set_values
from kortreist_web.signposts.following import follow
from kortreist_web.signposts.models import Signpost
from kortreist_web.tenants.models import Organisation

__all__ = ["watch"]


@action("change", Signpost)
def watch(
    who: Actor,
    organisation: Organisation,
    /,
    *,
    new_indicator: dict[str, Any] | None = None,
    why: str = "",
    **values: Any,
) -> Signpost:
    """Begin to watch a sign; how it stands is seen at once.

    A plan's sign of a measure that is watched already is returned as it is.

    Parameters
    ----------
    new_indicator : dict, optional
        ``name``, ``unit_of_measure``, ``start_year`` and ``start_value`` of an indicator that is
        defined for it, where none is chosen.
    **values
        Any of :data:`~kortreist_web.signposts.entered.FIELDS`.

    Raises
    ------
    RefusedError
        It does not hold together: says the field and the mend.
    """
    signpost = Signpost(organisation=organisation)
    set_values(signpost, values)
    # One at a time: of several that are sent at once the first is made, and the others find it.
    type(organisation).objects.select_for_update().get(pk=organisation.pk)
    there = same_sign(organisation, signpost.measure, signpost.told)
    if there is not None:
        return there
    if new_indicator and signpost.source == "indicator" and signpost.indicator is None:
        way = 1 if signpost.direction == Signpost.Direction.UP else -1
        signpost.indicator = define(
            who, organisation, direction=way, unit=signpost.unit, **new_indicator
        )
    checked(signpost).save()
    follow([signpost])
    return signpost
