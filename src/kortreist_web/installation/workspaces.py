"""Throw-away workspaces: made without an account, bound to one browser, erased after a week.

What is kept of who made one is a digest of the secret in her browser's cookie, and nothing
else: no name, no address. Her user has no address mail could go to, and no password.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from itertools import product

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from kortreist.places import Place
from kortreist_web.accounts.data_directories import forget_data_dir
from kortreist_web.accounts.first_account import use_figures
from kortreist_web.changes.erasure import erase_rows
from kortreist_web.core.actor_context import acting
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import TRIAL_DOMAIN, Membership, User
from kortreist_web.tenants.models import Organisation

__all__ = [
    "COOKIE",
    "DAYS",
    "CodesGiven",
    "MadeWorkspace",
    "Workspace",
    "erase_expired",
    "erase_workspace",
    "make_workspace",
    "workspace_of",
]

#: How long one lasts, and the cookie that opens it.
DAYS, COOKIE = 7, "kortreist_workspace"
#: What codes are written with, after the ``X``: no vowels, so that none is a word. One at least is
#: a letter, so that none is an invented municipality's.
_SIGNS = "0123456789BCDFGHJKLMNPQRSTVWXZ"


class CodesGiven(models.Model):
    """How many codes have been given to workspaces: one row, and the count never goes back.

    So a code is given once, and nothing that was left of an erased workspace (a bookmark, a
    copy of a page) leads to another's; no code that was used stands anywhere.
    """

    count = models.PositiveIntegerField(default=0)


class Workspace(models.Model):
    """One throw-away workspace: whose cookie opens it, as a digest, and as whom."""

    organisation = models.OneToOneField(
        "tenants.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    user = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)


@dataclass(frozen=True, slots=True)
class MadeWorkspace:
    """A workspace, and the secret its browser keeps; it is not stored."""

    workspace: Workspace
    secret: str


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _new_code() -> str:
    """Return a code that no workspace has had; inside a transaction.

    Raises
    ------
    RefusedError
        All have been given.
    """
    row, _ = CodesGiven.objects.select_for_update().get_or_create(pk=1)
    codes = [f"X{a}{b}{c}" for a, b, c in product(_SIGNS, repeat=3) if not (a + b + c).isdigit()]
    if row.count >= len(codes):
        raise RefusedError("installation.refused.workspaces")
    row.count += 1
    row.save()
    return codes[row.count - 1]


def make_workspace(place: Place, *, name: str, language: str, person: str = "") -> MadeWorkspace:
    """Make a workspace for a municipality or county.

    Parameters
    ----------
    place : Place
    name : str
        What it is called on its pages.
    language : str
    person : str
        What whoever has it is called on its pages: not her name.

    Raises
    ------
    RefusedError
        There are as many as the installation allows, or every code has been given.
    """
    secret, today = secrets.token_urlsafe(32), timezone.localdate()
    with transaction.atomic():
        trials = Organisation.objects.select_for_update().exclude(expires_on=None)
        taken = set(trials.values_list("code", flat=True))
        if len(taken) >= settings.WORKSPACES:
            raise RefusedError("installation.refused.workspaces")
        kinds = {"municipality": "municipality", "county": "county_authority"}
        organisation = Organisation.objects.create(
            code=_new_code(),
            figures_code=place.number,
            name=name,
            kind=kinds[place.kind],
            language=language,
            invented=True,
            valid_from=today,
            expires_on=today + dt.timedelta(days=DAYS),
        )
        user = User.objects.create_user(
            f"{secrets.token_hex(8)}@{TRIAL_DOMAIN}",
            name=person,
            language=language,
            reminders=False,
        )
        with acting(None, "installation.make_workspace", name="workspace"):
            Membership.objects.create(organisation=organisation, user=user, role="editor")
        workspace = Workspace.objects.create(
            organisation=organisation, user=user, digest=_digest(secret)
        )
        use_figures(organisation, user)
    return MadeWorkspace(workspace, secret)


def workspace_of(secret: str) -> Workspace | None:
    """Return the workspace a browser's secret opens, while it lasts."""
    if not secret or not settings.WORKSPACES:
        return None
    rows = Workspace.objects.select_related("organisation", "user")
    found: Workspace | None = rows.filter(
        digest=_digest(secret), organisation__expires_on__gt=timezone.localdate()
    ).first()
    return found


def erase_workspace(organisation: Organisation) -> None:
    """Erase a workspace: rows, its user, files that were made from them, and that it was there."""
    if organisation.expires_on is None:
        raise ValueError(f"{organisation.code} is no throw-away workspace")
    forget_data_dir(organisation)
    with transaction.atomic():
        note = erase_rows(organisation, "workspace")
        note.delete()  # a week's trial leaves no trace, not even which municipality it was about


def erase_expired(day: dt.date) -> int:
    """Erase the workspaces whose day has come; returns how many."""
    expired = list(Organisation.objects.filter(expires_on__lte=day))
    for organisation in expired:
        erase_workspace(organisation)
    return len(expired)
