"""A request of somebody who is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

from kortreist_web.core.actors import Organisation

if TYPE_CHECKING:
    # What type checkers take for ``settings.AUTH_USER_MODEL``, which the base may not import.
    from django.contrib.auth.models import _User

__all__ = ["SignedInRequest", "TenantRequest"]


class SignedInRequest(HttpRequest):
    """What pages that need a role, and operations that need a key, are given.

    Only a name for type checkers: pages refuse everybody else before they are called
    (:mod:`kortreist_web.core.page`), so ``user`` is never the anonymous one.
    """

    if TYPE_CHECKING:
        user: _User


class TenantRequest(HttpRequest):
    """A request of a page below an organisation's address, once the organisation is known."""

    if TYPE_CHECKING:
        organisation: Organisation
