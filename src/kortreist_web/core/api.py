"""What every operation of the API shares: who calls, whose data, and how errors are said.

Reading what is published needs nothing. Everything else needs a key (``Authorization: Bearer
kort_…``), which acts for a person in one organisation and can do less than she.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Schema
from ninja.errors import HttpError
from ninja.security import HttpBearer
from pydantic import ConfigDict, Field

from kortreist_web.core.actors import organisation_with
from kortreist_web.core.hooks import Hook
from kortreist_web.core.policy import policy_of

__all__ = [
    "CHANGING",
    "READING",
    "Body",
    "Key",
    "Number",
    "Problem",
    "Whole",
    "caller_of",
    "key_holder",
    "member_of",
    "published_or_member",
]


#: ``(Authorization header) → person or None``: whom a key acts for. Counts the request under
#: the key, and raises ``HttpError(429)`` when there were too many.
key_holder: Hook[Callable[[str], Any]] = Hook("whose a key is")
#: Numbers of what is sent: ``true`` is not 1, and ``"5"`` is not 5.
Whole = Annotated[int, Field(strict=True)]
Number = Annotated[float, Field(strict=True)]


class Problem(Schema):
    """An error (RFC 9457): what was wrong, and the mend, in the language asked for."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = Field("", description="What was wrong and how to mend it")


#: Errors of what all may read, and of what needs a key; declared so that the schema says so.
READING = dict.fromkeys((400, 401, 404, 422, 429), Problem)
CHANGING = dict.fromkeys((400, 401, 403, 404, 409, 422, 429), Problem)


class Body(Schema):
    """What an operation is sent; a field it does not know is refused, not passed over.

    A misspelt ``version`` would otherwise overwrite what somebody else has saved.
    """

    model_config = ConfigDict(extra="forbid")


class Key(HttpBearer):
    """A key an administrator has made."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return the person the key acts for; she has only what the key leaves her."""
        user = key_holder()(f"Bearer {token}")
        if user is not None:
            request.user = user
        return user


def caller_of(request: HttpRequest) -> Any:
    """Return the person of a key where one is sent; a wrong one is refused, not passed over."""
    header = request.headers.get("Authorization")
    if not header:
        return None
    user = key_holder()(header)
    if user is None:
        raise HttpError(401, "key")
    return user


def published_or_member(request: HttpRequest, code: str) -> tuple[Any, bool]:
    """Return the organisation and whether the caller is of it; one that is neither is 404."""
    organisation = organisation_with(code)
    caller = caller_of(request)
    member = bool(caller is not None and caller.roles_in(organisation))
    if not (organisation.published or member):
        raise Http404(code)
    return organisation, member


def member_of(request: HttpRequest, code: str, permission: str, model: Any) -> Any:
    """Return the organisation where the key has a permission; another tenant's is 404.

    Raises
    ------
    Http404, PermissionDenied
    """
    organisation = organisation_with(code)
    if not request.user.roles_in(organisation):
        raise Http404(code)
    policy_of(model).require(request.user, permission, organisation)
    return organisation
