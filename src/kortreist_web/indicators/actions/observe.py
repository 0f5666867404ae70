"""Report what was observed in a period, or why it was not."""

from __future__ import annotations

import math

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.core.texts import Text
from kortreist_web.indicators.models import Indicator, Observation
from kortreist_web.indicators.observed import observed
from kortreist_web.indicators.policies import reports_for
from kortreist_web.indicators.ranges import check_range
from kortreist_web.people.models import Actor, User
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.periods import check_period

__all__ = ["observe"]


@action("report", Observation)
def observe(
    who: Actor,
    organisation: Organisation,
    indicator: Indicator,
    *,
    year: int,
    period: int = 0,
    value: float | None,
    missing_reason: str = "",
    note: str = "",
    version: int | None = None,
) -> Observation:
    """Keep an observation; one of the same period is changed, and the change log keeps it.

    Parameters
    ----------
    year : int
    period : int
        The interim report's number; 0 is the whole year.
    value : float or None
        None: not observed, and ``missing_reason`` says why. Missing is not zero.
    version : int, optional
        Version of the observation that was shown; another one now is a conflict.

    Raises
    ------
    PermissionDenied
        A reporter of one unit, and the indicator is another's.
    RefusedError
        The year has no such period, or it has not begun.
    ValidationError
        A value that is no number, neither a value nor a reason, both, or the indicator had
        ended.
    ConflictError
    """
    if not isinstance(who, User) or not reports_for(who, indicator):
        raise PermissionDenied("another unit's indicator")
    check_period(organisation, year, period, whole_year=True)
    if isinstance(value, bool) or not (value is None or math.isfinite(value)):
        raise ValidationError(str(Text("indicators.error.value")), code="number")
    if value is not None:
        check_range(value, indicator.unit_of_measure)
    missing_reason = missing_reason.strip()
    if (value is None) == (not missing_reason):
        raise ValidationError(str(Text("indicators.error.value_or_reason")), code="value")
    if indicator.ended_on is not None and year > indicator.ended_on.year:
        raise ValidationError(str(Text("indicators.error.ended")), code="ended")
    observation = Observation.objects.filter(indicator=indicator, year=year, period=period).first()
    if observation is None:
        observation = Observation(
            organisation=organisation,
            indicator=indicator,
            year=year,
            period=period,
            periods=organisation.interim_reports,
        )
    elif version is not None:
        observation.version = version
    new_values = (value, missing_reason, note)
    if (
        observation.pk
        and version is None
        and new_values == (observation.value, observation.missing_reason, observation.note)
    ):
        return observation  # said again: nothing to change, nothing to log
    observation.value, observation.missing_reason, observation.note = value, missing_reason, note
    observation.observed_by, observation.observed_at = who, timezone.now()
    observation.save()
    observed.send(Observation, observation=observation)
    return observation
