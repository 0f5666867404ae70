"""Correct a membership: name, party, whether she is a deputy, and her term."""

from __future__ import annotations

from datetime import date

from kortreist_web.core.action import action
from kortreist_web.decisions.actions.add_member import check_term
from kortreist_web.decisions.models import BodyMember
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["change_member"]


@action("change", BodyMember)
def change_member(
    who: Actor,
    organisation: Organisation,
    member: BodyMember,
    *,
    name: str,
    valid_from: date,
    valid_to: date | None = None,
    party: str = "",
    deputy: bool = False,
    version: int | None = None,
) -> BodyMember:
    """Set what holds; whether the body had a quorum on a day follows.

    Raises
    ------
    RefusedError
        The term ends before it begins, or she is in the body already in that time.
    ConflictError
        Somebody else has changed it since ``version``.
    """
    name = " ".join(name.split())
    check_term(member.body, name, valid_from, valid_to, besides=member)
    member.name, member.party, member.deputy = name, party.strip(), deputy
    member.valid_from, member.valid_to = valid_from, valid_to
    member.save_as_read(version)
    return member
