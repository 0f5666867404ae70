"""Define an indicator: what is counted, in what, and what is to be reached."""

from __future__ import annotations

import math
from typing import Any

from django.core.exceptions import ValidationError

from kortreist_web.core.action import action
from kortreist_web.core.content import canonical
from kortreist_web.core.texts import Text
from kortreist_web.indicators.models import Indicator
from kortreist_web.indicators.ranges import check_range
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.periods import FIRST_YEAR

__all__ = ["checked", "define"]

_DIRECTIONS = (1, -1)
_YEARS = range(FIRST_YEAR, 2101)


def checked(indicator: Indicator, organisation: Organisation) -> Indicator:
    """Return the indicator if it holds together.

    Raises
    ------
    ValidationError
        A direction that is none, a target that is no number in a year, or a start value
        without its year.
    """
    if indicator.direction not in _DIRECTIONS:
        raise ValidationError(str(Text("indicators.error.direction")), code="direction")
    targets = {str(int(year)): float(value) for year, value in indicator.targets.items()}
    years = [*map(int, targets), indicator.start_year or _YEARS[0]]
    values = [*targets.values(), indicator.start_value or 0.0]
    if not all(y in _YEARS for y in years) or not all(map(math.isfinite, values)):
        raise ValidationError(str(Text("indicators.error.target")), code="target")
    for value in values:
        check_range(value, indicator.unit_of_measure)
    indicator.targets = canonical(targets)
    if (indicator.start_value is None) != (indicator.start_year is None):
        raise ValidationError(str(Text("indicators.error.start")), code="start")
    return indicator


@action("change", Indicator)
def define(
    who: Actor,
    organisation: Organisation,
    *,
    name: str,
    unit_of_measure: str,
    choice: Any = None,
    unit: Any = None,
    direction: int = 1,
    targets: dict[Any, float] | None = None,
    start_year: int | None = None,
    start_value: float | None = None,
    source: str = "",
) -> Indicator:
    """Add an indicator.

    Parameters
    ----------
    name, unit_of_measure : str
        ``"Elbiler i egen flåte"``, ``"prosent"``.
    choice : MeasureChoice, optional
        The measure it follows.
    unit : Unit, optional
        Who counts.
    direction : {1, -1}
        1: more is better, −1: less is better.
    targets : mapping of year to float, optional
    start_year, start_value : optional
        Where it began; both or neither.
    source : str
        Where the figures come from.

    Raises
    ------
    ValidationError
    """
    indicator = Indicator(
        organisation=organisation,
        name=name,
        unit_of_measure=unit_of_measure,
        choice=choice,
        unit=unit,
        direction=direction,
        targets=dict(targets or {}),
        start_year=start_year,
        start_value=start_value,
        source=source,
    )
    checked(indicator, organisation).save()
    return indicator
