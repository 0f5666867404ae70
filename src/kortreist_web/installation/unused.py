"""Takings into use that nobody used: how many one may have, and when they lapse.

Whoever shows that an address is hers may take a municipality into use; that she will use it is
not shown before she has opened its work. Until then nothing says that the municipality has
begun, and after some days (``KORTREIST_TAKING_DAYS``) it is free again.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kortreist_web.changes.erasure import remove_person
from kortreist_web.core.actor_context import acting
from kortreist_web.core.clock import lasts_on
from kortreist_web.core.refusals import RefusedError
from kortreist_web.installation.models import InstallationChange
from kortreist_web.installation.operating import record
from kortreist_web.people.models import Membership, User
from kortreist_web.tenants.actions.change_settings import keep
from kortreist_web.tenants.models import Organisation

__all__ = ["BY_ONESELF", "LAPSE", "check_share", "free_on", "lapse_unused"]

LAPSE, BY_ONESELF = "installation.lapse_taking", "self-service"


def check_share(user: User, verb: str) -> None:
    """Refuse one more municipality to somebody who has taken her share by self-service.

    Raises
    ------
    RefusedError
    """
    lines = InstallationChange.objects.filter(user=user, verb=verb, details__by=BY_ONESELF)
    hers = Membership.objects.filter(
        lasts_on(timezone.localdate()), user=user, organisation__in=lines.values("row")
    )
    names = list(hers.values_list("organisation__name", flat=True).distinct().order_by())
    if len(names) >= settings.TAKINGS_EACH:
        raise RefusedError("installation.refused.share", names=", ".join(sorted(names)))


def free_on(organisation: Organisation) -> dt.date:
    """Return the day a taking nobody has used lapses."""
    rows = Membership.objects.filter(organisation=organisation, valid_to=None)
    since = rows.order_by("-valid_from").values_list("valid_from", flat=True).first()
    return (since or timezone.localdate()) + dt.timedelta(days=settings.TAKING_DAYS)


def lapse_unused(day: dt.date) -> int:
    """End the takings that nobody has used for long enough; returns how many.

    One who never signed in and has no other role is forgotten. A municipality that has no
    pages of its own is again one of those with official figures alone.
    """
    waiting = Membership.objects.filter(lasts_on(day), awaited=True)
    came = Membership.objects.filter(awaited=False).values("organisation")
    codes = waiting.exclude(organisation__in=came).values("organisation")
    lapsed = 0
    for organisation in Organisation.objects.filter(pk__in=codes, invented=False):
        if free_on(organisation) <= day:
            _lapse(organisation, day)
            lapsed += 1
    return lapsed


def _lapse(organisation: Organisation, day: dt.date) -> None:
    with transaction.atomic(), acting(None, LAPSE, name="installation"):
        rows = Membership.objects.select_for_update().filter(
            lasts_on(day), organisation=organisation
        )
        people = {row.user for row in rows.select_related("user")}
        for row in rows:
            row.valid_to, row.given_name = day, ""
            row.save()
        if not organisation.published:
            keep(organisation, {"official_only": True})
        record(organisation)
        for user in people:
            has_more = Membership.objects.filter(lasts_on(day), user=user).exists()
            if user.last_login is None and not (has_more or user.is_operator):
                remove_person(user)
