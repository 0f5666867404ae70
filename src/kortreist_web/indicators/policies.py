"""Who may see and change indicators, and report what was observed."""

from __future__ import annotations

from django.utils import timezone

from kortreist_web.core.actors import Caller, is_person
from kortreist_web.core.clock import lasts_on
from kortreist_web.core.policy import EDITORS, READERS, Policy
from kortreist_web.indicators.models import Indicator, Observation
from kortreist_web.people.models import Membership

__all__ = ["IndicatorPolicy", "ObservationPolicy", "reports_for"]

_REPORTERS = EDITORS | {"reporter"}


class IndicatorPolicy(Policy):
    """Members see; editors change."""

    model = Indicator
    roles = {"view": READERS, "change": EDITORS}


class ObservationPolicy(Policy):
    """Members see; reporters and editors report, a unit's reporter on its indicators only."""

    model = Observation
    roles = {"view": READERS, "report": _REPORTERS}

    def fits(self, user: Caller, permission: str, obj: Observation) -> bool:
        """Narrow reporting to the reporter's own unit."""
        return permission != "report" or reports_for(user, obj.indicator)


def reports_for(user: Caller, indicator: Indicator) -> bool:
    """Tell whether a person who may report may do so on this indicator.

    A reporter's role may be for one unit: then the indicator, or the measure it follows,
    must be that unit's.
    """
    if not is_person(user):
        return False
    if user.roles_in(indicator.organisation) & EDITORS:
        return True
    today = timezone.localdate()
    mine = Membership.objects.filter(
        lasts_on(today),
        user_id=user.pk,
        organisation=indicator.organisation,
        role__in=_REPORTERS,
        valid_from__lte=today,
    )
    # An editor's key with only the scope to report: her own role is for no single unit.
    units = {None if m.role in EDITORS else m.unit_id for m in mine}
    choice = indicator.choice
    theirs = indicator.unit_id or (choice.unit_id if choice else None)
    return None in units or (theirs is not None and theirs in units)
