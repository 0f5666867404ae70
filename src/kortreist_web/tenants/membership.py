"""Whose data an operation of the API is about, and whether the caller is of it."""

from __future__ import annotations

from django.db.models import Model
from django.http import Http404, HttpRequest

from kortreist_web.core.api import caller_of
from kortreist_web.core.own_words import use_words_of
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.queries import organisation_with

__all__ = ["member_of", "published_or_member"]


def published_or_member(request: HttpRequest, code: str) -> tuple[Organisation, bool]:
    """Return the organisation and whether the caller is of it; one that is neither is 404."""
    organisation = organisation_with(code)
    use_words_of(organisation)
    caller = caller_of(request)
    member = bool(caller is not None and caller.roles_in(organisation))
    if not (organisation.published or member):
        raise Http404(code)
    return organisation, member


def member_of(
    request: SignedInRequest, code: str, permission: str, model: type[Model]
) -> Organisation:
    """Return the organisation where the key has a permission; another tenant's is 404.

    Raises
    ------
    Http404, PermissionDenied
    """
    organisation = organisation_with(code)
    use_words_of(organisation)
    if not request.user.roles_in(organisation):
        raise Http404(code)
    policy_of(model).require(request.user, permission, organisation)
    return organisation
