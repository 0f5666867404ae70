"""A request of somebody who is signed in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.http import HttpRequest

from kortreist_web.core.actors import Organisation

if TYPE_CHECKING:
    # What type checkers take for ``settings.AUTH_USER_MODEL``, which the base may not import.
    from django.contrib.auth.models import _User

__all__ = ["SignedInRequest", "TenantRequest", "keys_in"]

#: A key of so many digits or fewer can be one of a row: databases take no larger.
_MOST_DIGITS = 18


def keys_in(sent: Iterable[str]) -> list[int]:
    """Return what can be keys of rows among words that were sent; a row has none of the others.

    Examples
    --------
    >>> keys_in(["7", "x", "", "9" * 30, "-1", "٣"])
    [7]
    """
    return [
        int(word)
        for word in sent
        if word.isascii() and word.isdecimal() and len(word) <= _MOST_DIGITS
    ]


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
