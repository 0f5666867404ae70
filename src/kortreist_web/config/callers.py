"""Who calls: the address, as the proxies that are trusted say."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress

from django.conf import settings
from django.http import HttpRequest

__all__ = ["address", "caller"]


def address(request: HttpRequest) -> str:
    """Return the caller's address; of IPv6 the network, since a caller has all of it.

    With ``KORTREIST_PROXIES=n`` the n-th address from the right of ``X-Forwarded-For`` is the
    one our own proxies saw. Anything further left the caller may have written herself.
    """
    given = request.META.get("REMOTE_ADDR", "")
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if trusted:
        seen = [a.strip() for a in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(seen) >= trusted and seen[-trusted]:
            given = seen[-trusted]
    try:
        found = ipaddress.ip_address(given.strip("[]"))
    except ValueError:
        return "unknown"
    if found.version == 6:
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False).network_address)
    return str(found)


def caller(request: HttpRequest) -> str:
    """Return a name for the person, program or address that calls, from which none is read."""
    user = getattr(request, "user", None)
    authorization = request.headers.get("Authorization", "")
    if user is not None and user.is_authenticated:
        who = f"user {user.pk}"
    elif authorization.startswith("Bearer kort_"):
        # The prefix of a token that may be made up: the address counts too.
        who = f"token {authorization[7:24]} {address(request)}"
    else:
        who = f"address {address(request)}"
    return hmac.new(settings.SECRET_KEY.encode(), who.encode(), hashlib.sha256).hexdigest()[:32]
