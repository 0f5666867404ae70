"""End an indicator: its history stays, and nothing more is reported."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.indicators.models import Indicator
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["end"]


@action("change", Indicator)
def end(
    who: Actor, organisation: Organisation, indicator: Indicator, *, on: date | None = None
) -> Indicator:
    """End the indicator on a day, today by default."""
    indicator.ended_on = on or timezone.localdate()
    indicator.save()
    return indicator
