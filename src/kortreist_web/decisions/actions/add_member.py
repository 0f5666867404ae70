"""Add a member, or a deputy, to a body."""

from __future__ import annotations

from datetime import date

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.models import Body, BodyMember
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["add_member", "check_term"]


def check_term(
    body: Body,
    name: str,
    valid_from: date,
    valid_to: date | None,
    besides: BodyMember | None = None,
) -> None:
    """Refuse a term that cannot be.

    Parameters
    ----------
    besides : BodyMember, optional
        The membership that is changed.

    Raises
    ------
    RefusedError
        It ends before it begins, or one of that name is in the body already in that time.
    """
    if valid_to is not None and valid_to <= valid_from:
        raise RefusedError("decisions.refused.term", about="valid_to")
    same = body.members.filter(name__iexact=name).exclude(valid_to__lte=valid_from)
    if besides is not None:
        same = same.exclude(pk=besides.pk)
    if valid_to is not None:
        same = same.filter(valid_from__lt=valid_to)
    if same.exists():
        raise RefusedError("decisions.refused.member_there", about="name", name=name)


@action("change", Body)
def add_member(
    who: Actor,
    organisation: Organisation,
    body: Body,
    *,
    name: str,
    valid_from: date,
    valid_to: date | None = None,
    party: str = "",
    deputy: bool = False,
) -> BodyMember:
    """Add somebody for a term.

    Parameters
    ----------
    valid_to : date, optional
        The first day she is no longer a member; None: not known.

    Raises
    ------
    RefusedError
        The term ends before it begins, or she is in the body already in that time.
    """
    name = " ".join(name.split())
    check_term(body, name, valid_from, valid_to)
    member = BodyMember(
        organisation=organisation,
        body=body,
        name=name,
        party=party.strip(),
        deputy=deputy,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    member.save()
    return member
