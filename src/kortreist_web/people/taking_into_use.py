"""A municipality is taken into use: it gets its first person, who has every role she needs.

The one way in, whoever asks: whoever runs the site, the person herself, or a command.
"""

from __future__ import annotations

from django.utils import timezone

from kortreist.errors import PlaceError
from kortreist.places import COUNTRY, Place, find
from kortreist_web.core.clock import lasts_on
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.job_titles import check_job
from kortreist_web.people.models import Membership, User
from kortreist_web.tenants.models import Organisation

__all__ = ["FIRST_ROLES", "add_organisation", "hand_over", "has_begun", "is_in_use", "real_place"]

#: What the first person is, until there are more: she gives access, prepares and approves.
FIRST_ROLES = ("administrator", "editor", "approver")
_KINDS = {"municipality": "municipality", "county": "county_authority"}


def real_place(text: str) -> Place:
    """Return the municipality or county of today by its number or name.

    Raises
    ------
    PlaceError
        There is none: says what is like it.
    """
    place = find(text)
    if place.kind not in _KINDS or place == COUNTRY:
        raise PlaceError("place.unknown_no_idea", text=text)
    return place


def add_organisation(code: str) -> Organisation:
    """Return the organisation of a real municipality or county, made if it is not there.

    One that has a page with official figures only is the same organisation.

    Raises
    ------
    PlaceError
        No such place today.
    """
    place = real_place(code)
    organisation, _ = Organisation.objects.get_or_create(
        code=place.number,
        defaults={
            "figures_code": place.number,
            "name": place.name,
            "kind": _KINDS[place.kind],
            "valid_from": place.valid_from,
            "valid_to": place.valid_to,
        },
    )
    return organisation


def is_in_use(organisation: Organisation) -> bool:
    """Tell whether somebody works there today."""
    today = timezone.localdate()
    rows = Membership.objects.filter(
        lasts_on(today), organisation=organisation, user__is_active=True
    )
    return bool(rows.exists())


def has_begun(organisation: Organisation) -> bool:
    """Tell whether one of its people has opened its work: a role alone anybody can have asked for.

    ``is_in_use`` and not ``has_begun``: taken into use, and not used.
    """
    today = timezone.localdate()
    rows = Membership.objects.filter(
        lasts_on(today), organisation=organisation, user__is_active=True, awaited=False
    )
    return bool(rows.exists())


def hand_over(
    organisation: Organisation,
    user: User,
    *,
    name: str = "",
    roles: tuple[str, ...] = FIRST_ROLES,
    job: str = "",
) -> list[Membership]:
    """Give a municipality nobody works in its first person; in the caller's transaction.

    Parameters
    ----------
    organisation : Organisation
    user : User
    name : str
        What whoever gives the roles calls her.
    roles : tuple of str
    job : str
        What she works as, of :data:`~kortreist_web.people.job_titles.JOBS`.

    Raises
    ------
    RefusedError
        Somebody works there already, or the place or the person is invented.
    """
    check_job(job)
    # One take-over at a time: of two at once the second finds the first's roles.
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.invented:
        raise RefusedError("people.refused.not_real", name=organisation.name)
    if user.invented or not user.is_active:
        # Which of the two is not said: it would tell who has an account.
        raise RefusedError("people.refused.other_person", name=organisation.name, email=user.email)
    if is_in_use(organisation):
        raise RefusedError("people.refused.in_use", name=organisation.name)
    memberships = [
        Membership(
            organisation=organisation,
            user=user,
            role=role,
            given_name=name.strip(),
            awaited=True,
            job=job,
        )
        for role in roles
    ]
    for membership in memberships:
        membership.save()
    return memberships
