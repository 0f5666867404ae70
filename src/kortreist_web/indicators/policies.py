"""Who may see and change indicators, and report what was observed."""

from __future__ import annotations

from kortreist_web.ground.policy import EDITORS, READERS, Policy
from kortreist_web.indicators.models import Indicator, Observation

__all__ = ["IndicatorPolicy", "ObservationPolicy"]

_REPORTERS = EDITORS | {"reporter"}


class IndicatorPolicy(Policy):
    """Members see; editors change."""

    model = Indicator
    roles = {"view": READERS, "change": EDITORS}


class ObservationPolicy(Policy):
    """Members see; reporters and editors report."""

    model = Observation
    roles = {"view": READERS, "report": _REPORTERS}
