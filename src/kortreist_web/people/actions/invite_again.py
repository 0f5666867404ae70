"""Send an invitation again: the first was lost, or too old."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.people.invitations import send_invitation
from kortreist_web.people.models import Actor, Membership
from kortreist_web.tenants.models import Organisation

__all__ = ["invite_again"]


@action("change", Membership)
def invite_again(who: Actor, organisation: Organisation, membership: Membership) -> None:
    """Send the person of a role a new link."""
    send_invitation(membership.user, organisation, membership)
