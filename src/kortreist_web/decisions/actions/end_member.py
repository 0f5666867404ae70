"""End a member's term."""

from __future__ import annotations

from datetime import date

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.models import BodyMember
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["end_member"]


@action("change", BodyMember)
def end_member(
    who: Actor, organisation: Organisation, member: BodyMember, *, valid_to: date
) -> BodyMember:
    """Say from which day somebody is no longer a member.

    Raises
    ------
    RefusedError
        That is before her term began.
    """
    if valid_to <= member.valid_from:
        raise RefusedError("decisions.refused.term")
    member.valid_to = valid_to
    member.save()
    return member
