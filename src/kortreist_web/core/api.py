"""What every operation of the API shares: who calls, whose data, and how errors are said.

Reading what is published needs nothing. Everything else needs a key (``Authorization: Bearer
kort_…``), which acts for a person in one organisation and can do less than she.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, cast

from django.http import HttpRequest
from ninja import Schema
from ninja.errors import HttpError
from ninja.security import HttpBearer
from pydantic import ConfigDict, Field

from kortreist_web.core.actors import Person
from kortreist_web.core.hooks import Hook

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

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
]


#: ``(Authorization header) → person or None``: whom a key acts for. Counts the request under
#: the key, and raises ``HttpError(429)`` when there were too many.
key_holder: Hook[Callable[[str], Person | None]] = Hook("whose a key is")
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

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        """Return the person the key acts for; she has only what the key leaves her."""
        user = key_holder()(f"Bearer {token}")
        if user is not None:
            request.user = cast("_User", user)
        return user


def caller_of(request: HttpRequest) -> Person | None:
    """Return the person of a key where one is sent; a wrong one is refused, not passed over."""
    header = request.headers.get("Authorization")
    if not header:
        return None
    user = key_holder()(header)
    if user is None:
        raise HttpError(401, "key")
    return user
