"""Who calls: the address, as the proxies that are trusted say."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress

from django.conf import settings
from django.http import HttpRequest

__all__ = ["address", "caller", "hidden"]


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
        ip = ipaddress.ip_address(given.strip("[]"))
    except ValueError:
        return "unknown"
    if ip.version == 6:
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False).network_address)
    return str(ip)


def caller(request: HttpRequest) -> str:
    """Return a name for the person or address that calls, from which neither is read.

    A key in the header says nothing before somebody has looked whether there is such a key:
    its requests are counted under the address here, and under the key when it is known.
    """
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return hidden(f"user {user.pk}")
    return hidden(f"address {address(request)}")


def hidden(who: str) -> str:
    """Return a name that is always the same for ``who`` and does not tell it."""
    return hmac.new(settings.SECRET_KEY.encode(), who.encode(), hashlib.sha256).hexdigest()[:32]
