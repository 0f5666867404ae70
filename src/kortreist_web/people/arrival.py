"""Somebody opens an organisation's work for the first time since she was given a role there.

A role is given to an address. Whose it is, and how she signs in, is told to the organisation's
administrator only when she has come herself: else anybody's name could be asked for.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kortreist_web.people.models import Membership, User
from kortreist_web.tenants.models import Organisation

__all__ = ["ArrivalMiddleware"]


class ArrivalMiddleware:
    """Note that a person has come, when a page of the work was opened for her."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; then look who came."""
        response = self.get_response(request)
        match = request.resolver_match
        access = getattr(match.func, "access", None) if match else None
        if access is not None and access.kind == "role" and response.status_code == 200:
            organisation = getattr(request, "organisation", None)
            user = request.user
            if isinstance(user, User) and isinstance(organisation, Organisation):
                _arrive(user, organisation)
        return response


def _arrive(user: User, organisation: Organisation) -> None:
    if user.is_awaited_in(organisation):
        rows = Membership.objects.unlogged("that she came changes nothing of what she may do")
        rows.filter(user=user, organisation=organisation, awaited=True).update(awaited=False)
