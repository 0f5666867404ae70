"""The application as Django knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from kortreist_web.people.models import User


class PeopleConfig(AppConfig):
    """Registers policies, and has attempts at signing in counted where all processes see."""

    name = "kortreist_web.people"
    label = "people"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten, and what listens to signing in."""
        from allauth.account.signals import password_reset
        from allauth.core.internal import ratelimit
        from django.core.cache import caches
        from django.utils.connection import ConnectionProxy

        from kortreist_web.core.api import key_holder
        from kortreist_web.core.forms import drafts
        from kortreist_web.people import form_recovery, policies  # noqa: F401
        from kortreist_web.people.drafts import FormDrafts
        from kortreist_web.people.tokens import holder_of

        drafts.provide(FormDrafts())
        key_holder.provide(holder_of)

        # Allauth counts in the default cache, which each process has for itself: five attempts
        # would be five for every process.
        ratelimit.cache = ConnectionProxy(caches, "shared")
        password_reset.connect(_address_is_hers, dispatch_uid="kortreist.people.address")


def _address_is_hers(sender: Any, user: User, **_: Any) -> None:
    """She had the link that was sent there."""
    from allauth.account.models import EmailAddress

    EmailAddress.objects.filter(user=user, email=user.email).update(verified=True)
