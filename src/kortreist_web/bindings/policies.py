"""Who may see, enter, change, confirm and decide about bindings."""

from __future__ import annotations

from django.utils import timezone

from kortreist_web.bindings.models import Binding, Judgement, SortedLine
from kortreist_web.core.actors import Caller, Organisation, is_person
from kortreist_web.core.clock import lasts_on
from kortreist_web.core.policy import EDITORS, READERS, Policy
from kortreist_web.people.models import Membership

__all__ = ["BindingPolicy", "JudgementPolicy", "SortedLinePolicy", "enters_for"]

_ENTERERS = EDITORS | {"reporter"}
_APPROVERS = frozenset({"approver"})


def enters_for(user: Caller, organisation: Organisation, unit: int | None) -> bool:
    """Tell whether a person may enter what is a unit's.

    Editors may for all; a reporter whose role is for one unit only for that.
    """
    if not is_person(user):
        return False
    if user.roles_in(organisation) & EDITORS:
        return True
    today = timezone.localdate()
    mine = Membership.objects.filter(
        lasts_on(today),
        user_id=user.pk,
        organisation_id=organisation.pk,
        role__in=_ENTERERS,
        valid_from__lte=today,
    )
    # An editor's key with only the scope to report: her own role is for no single unit.
    units = {None if m.role in EDITORS else m.unit_id for m in mine}
    return None in units or (unit is not None and unit in units)


class BindingPolicy(Policy):
    """Members see; those who report enter and change their unit's; editors all the rest."""

    model = Binding
    roles = {
        "view": READERS,
        "enter": _ENTERERS,
        "change": _ENTERERS,
        "manage": EDITORS,
        "propose": EDITORS,
        "adopt": _APPROVERS,
    }

    def fits(self, user: Caller, permission: str, obj: Binding) -> bool:
        """Narrow changing to the reporter's own unit."""
        return permission != "change" or enters_for(user, obj.organisation, obj.unit_id)


class SortedLinePolicy(Policy):
    """Members see what was said of a line; editors say it."""

    model = SortedLine
    roles = {"view": READERS, "change": EDITORS}


class JudgementPolicy(Policy):
    """Members see; editors have all judged, and freeze the page for the council."""

    model = Judgement
    roles = {"view": READERS, "change": EDITORS}
