"""Take a municipality into use: by whoever runs the site."""

from __future__ import annotations

from django.db import transaction

from kortreist_web.accounts.first_account import use_figures
from kortreist_web.core.actor_context import acting
from kortreist_web.core.refusals import RefusedError
from kortreist_web.installation.applications import Application
from kortreist_web.installation.operating import operator_action, record
from kortreist_web.installation.unused import BY_ONESELF, check_share
from kortreist_web.people.invitations import send_invitation
from kortreist_web.people.models import Membership, User
from kortreist_web.people.taking_into_use import add_organisation, hand_over, real_place
from kortreist_web.tenants.models import Organisation

__all__ = ["VERB", "approve_application", "begin_by_oneself", "refuse_application", "take_into_use"]

VERB = "installation.take_into_use"


def _person(email: str, name: str) -> User:
    """Return the person of an address, made if she is not there."""
    email = email.strip().lower()
    user = User.objects.filter(email=email).first()
    return user if user is not None else User.objects.create_user(email, name=name.strip())


def _begin(place: str, user: User, name: str, job: str) -> Organisation:
    organisation = add_organisation(place)
    hand_over(organisation, user, name=name, job=job)
    use_figures(organisation, user)
    return organisation


def _invite(user: User, organisation: Organisation) -> None:
    first = Membership.objects.filter(organisation=organisation, user=user).earliest("id")
    send_invitation(user, organisation, first)


@operator_action
def take_into_use(
    who: User, *, place: str, email: str, name: str = "", job: str = ""
) -> Organisation:
    """Let somebody begin in a municipality nobody works in; she is sent an invitation.

    Parameters
    ----------
    place : str
        Number or name of a municipality or county authority.
    email, name : str
        The first person: administrator, editor and approver until there are more.
    job : str
        What she works as.

    Raises
    ------
    PlaceError
        There is no such place today.
    RefusedError
        Somebody works there already, or the person is invented.
    """
    user = _person(email, name)
    organisation = _begin(place, user, name, job)
    _invite(user, organisation)
    return organisation


@operator_action
def approve_application(who: User, application: Application) -> Organisation:
    """Let the person of an application begin; the application is forgotten."""
    user = _person(application.email, application.name)
    organisation = _begin(application.code, user, application.name, application.job)
    _invite(user, organisation)
    _answered(application)
    return organisation


@operator_action
def refuse_application(who: User, application: Application, *, why: str = "") -> None:
    """Forget an application without letting anybody in."""
    _answered(application)


def _answered(application: Application) -> None:
    """Remove the row and keep its key: the line in the log says which it was."""
    key = application.pk
    application.delete()
    application.pk = key


@transaction.atomic
def begin_by_oneself(
    *, place: str, email: str, name: str, job: str = ""
) -> tuple[Organisation, User]:
    """Let somebody who has shown that an address is hers begin, where that is open to all.

    Written in her name, in the municipality's log and in the installation's.

    Raises
    ------
    RefusedError
        Somebody works there already, the person is invented, or has taken her share.
    """
    user = _person(email, name)
    if user.invented or not user.is_active:
        place_name = real_place(place).name
        raise RefusedError("people.refused.other_person", name=place_name, email=user.email)
    check_share(user, VERB)
    with acting(user, VERB, name=""):
        organisation = _begin(place, user, name, job)
        record(organisation, by=BY_ONESELF)
    return organisation, user
