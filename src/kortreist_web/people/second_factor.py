"""Those who can change what a municipality decides sign in with a second step.

Where an installation requires it (``KORTREIST_REQUIRE_MFA``), an editor, approver,
administrator, one who leads hearings, answers or moderates in them, or whoever runs the site
without one is led to setting it up before any page of the work opens. Roles that only read or
report are not held up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kortreist_web.core.actors import Visitor, is_person
from kortreist_web.core.policy import CASE_OFFICERS, MODERATORS
from kortreist_web.core.texts import text

__all__ = ["NEEDS_SECOND_FACTOR", "SecondFactorMiddleware", "has_second_factor", "needs"]

NEEDS_SECOND_FACTOR = MODERATORS | CASE_OFFICERS | {"administrator"}


def needs(user: Visitor) -> bool:
    """Tell whether a person's roles need a second step here."""
    if not (settings.REQUIRE_MFA or settings.REQUIRE_MFA_IN) or not is_person(user):
        return False
    if settings.REQUIRE_MFA and user.is_operator:
        return True
    places = user.organisations_with(NEEDS_SECOND_FACTOR)
    if not places:
        return False
    from kortreist_web.tenants.models import Organisation

    # A throw-away workspace is opened by its browser alone, and decides nothing.
    organisations = Organisation.objects.filter(pk__in=places, expires_on=None)
    if not settings.REQUIRE_MFA:
        organisations = organisations.filter(code__in=settings.REQUIRE_MFA_IN)
    return bool(organisations.exists())


def has_second_factor(request: HttpRequest) -> bool:
    """Tell whether this sign-in had a second step, here or at a provider that demands one."""
    from allauth.account.internal.flows.login import get_authentication_records
    from allauth.mfa.models import Authenticator

    records = get_authentication_records(request, request.user)
    for record in records:
        if record.get("method") == "mfa":
            return True
        provider = settings.IDENTITY_PROVIDERS.get(record.get("provider", ""))
        if record.get("method") == "socialaccount" and provider and provider.second_factor:
            return True
    # One that was set up after this sign-in; every later one asks for it.
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user_id=request.user.pk, type__in=kinds).exists())


def _inside(view: Any) -> bool:
    """Tell whether a page asks for a role, or for whoever runs the site; not one's account.

    The API knows keys and no sign-ins: a session opens nothing there.
    """
    return getattr(getattr(view, "access", None), "kind", "") in ("role", "operator")


class SecondFactorMiddleware:
    """Lead those who lack a second step to setting one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, values: Any
    ) -> HttpResponse | None:
        """Stop before the view."""
        if not _inside(view) or not needs(request.user) or has_second_factor(request):
            return None
        messages.warning(request, text("people.sign_in.second_needed"))
        return HttpResponseRedirect(reverse("mfa_index"))
