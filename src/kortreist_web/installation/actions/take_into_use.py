"""Take a municipality into use: by whoever runs the site."""

from __future__ import annotations

from django.db import transaction

from kortreist_web.core.actor_context import acting
from kortreist_web.core.refusals import RefusedError
from kortreist_web.installation.applications import Application
from kortreist_web.installation.operating import operator_action, record
from kortreist_web.installation.unused import BY_ONESELF, check_share
from kortreist_web.installation.use_at_once import use_figures
from kortreist_web.people.invitations import send_invitation
from kortreist_web.people.models import User
from kortreist_web.people.taking_into_use import add_organisation, hand_over, real_place
from kortreist_web.tenants.models import Organisation

__all__ = ["VERB", "approve_application", "begin_by_oneself", "refuse_application", "take_into_use"]

VERB = "installation.take_into_use"


def _begin(place: str, email: str, name: str) -> tuple[Organisation, User]:
    organisation = add_organisation(place)
    email = email.strip().lower()
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, name=name.strip())
    hand_over(organisation, user, name=name)
    use_figures(organisation, user)
    return organisation, user


@operator_action
def take_into_use(who: User, *, place: str, email: str, name: str = "") -> Organisation:
    """Let somebody begin in a municipality nobody works in; she is sent an invitation.

    Parameters
    ----------
    place : str
        Number or name of a municipality or county authority.
    email, name : str
        The first person: administrator, editor and approver until there are more.

    Raises
    ------
    PlaceError
        There is no such place today.
    RefusedError
        Somebody works there already, or the person is invented.
    """
    organisation, user = _begin(place, email, name)
    send_invitation(user, organisation)
    return organisation


@operator_action
def approve_application(who: User, application: Application) -> Organisation:
    """Let the person of an application begin; the application is forgotten."""
    organisation, user = _begin(application.code, application.email, application.name)
    send_invitation(user, organisation)
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
def begin_by_oneself(*, place: str, email: str, name: str) -> tuple[Organisation, User]:
    """Let somebody who has shown that an address is hers begin, where that is open to all.

    Written in her name, in the municipality's log and in the installation's.

    Raises
    ------
    RefusedError
        Somebody works there already, the person is invented, or has taken her share.
    """
    email = email.strip().lower()
    user = User.objects.filter(email=email).first()
    if user is not None and (user.invented or not user.is_active):
        raise RefusedError("people.refused.other_person", name=real_place(place).name, email=email)
    if user is None:
        user = User.objects.create_user(email, name=name.strip())
    check_share(user, VERB)
    with acting(user, VERB, name=""):
        organisation, user = _begin(place, email, name)
        record(organisation, by=BY_ONESELF)
    return organisation, user
