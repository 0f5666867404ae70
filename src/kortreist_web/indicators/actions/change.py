"""Change an indicator's definition."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from kortreist_web.core.action import action
from kortreist_web.core.texts import Text
from kortreist_web.indicators.actions.define import checked
from kortreist_web.indicators.models import Indicator
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["change"]

_FIELDS = frozenset(
    {
        "name",
        "unit_of_measure",
        "choice",
        "unit",
        "direction",
        "targets",
        "start_year",
        "start_value",
        "source",
    }
)


@action("change", Indicator)
def change(
    who: Actor,
    organisation: Organisation,
    /,
    indicator: Indicator,
    *,
    version: int | None = None,
    **values: Any,
) -> Indicator:
    """Change what is given; the rest stays.

    What it is counted in can only be changed while nothing has been observed: earlier
    values would mean something else.

    Raises
    ------
    ValidationError
    ConflictError
    """
    unknown = values.keys() - _FIELDS
    if unknown:
        raise TypeError(f"no such value: {', '.join(sorted(unknown))}")
    if version is not None:
        indicator.version = version
    counted = values.get("unit_of_measure", indicator.unit_of_measure)
    if counted != indicator.unit_of_measure and indicator.observations.exists():
        raise ValidationError(str(Text("indicators.error.observed")), code="observed")
    for name, value in values.items():
        setattr(indicator, name, value)
    checked(indicator, organisation).save()
    return indicator
