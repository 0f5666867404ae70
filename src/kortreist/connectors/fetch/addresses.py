"""Where an address on the net leads, and a client that goes to the place that was looked at.

A name may answer with one address when it is looked at and with another when it is connected
to, and a service may answer with where to go next. So each step is looked up once, what it
leads to is judged, and the connection goes to that address; the certificate is still that of
the name.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies, proxy_bypass

from kortreist.errors import NetworkError

if TYPE_CHECKING:
    import httpx

__all__ = ["LOOPBACK", "guarded_client", "is_inner", "is_public"]

LOOPBACK = ("127.0.0.1", "localhost", "::1")
#: Networks that lead inside, or to an address of version 4 written as one of version 6, and
#: that Python takes for public (IANA, special-purpose address registries).
_CLOSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "::/96",  # version 4 as version 6, deprecated
        "::ffff:0:0:0/96",  # translated (RFC 2765)
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # NAT64 of a local network
        "2002::/16",  # 6to4
        "fec0::/10",  # site-local, deprecated
        "192.88.99.0/24",  # 6to4 relays
        "168.63.129.16/32",  # the host of a virtual machine at Azure
    )
)


def is_public(address: str) -> bool:
    """Tell whether the whole internet reaches an address.

    Parameters
    ----------
    address : str
        A number of version 4 or 6, also with a zone.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if getattr(found, "ipv4_mapped", None) is not None or getattr(found, "teredo", None):
        return False
    if any(found.version == n.version and found in n for n in _CLOSED):
        return False
    return found.is_global and not found.is_multicast


def _addresses(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def is_inner(host: str, port: int) -> bool:
    """Tell whether any address of a host is not one that the whole internet reaches."""
    try:
        return not all(is_public(one) for one in _addresses(host, port))
    except OSError:
        return False  # there is no such host: asking it says so


def guarded_client(url: str, timeout: float) -> httpx.Client:
    """Return a client for one question: where it begins decides where it may be led.

    Whoever chose an address inside meant it, and it may lead on there. One outside may lead
    to nothing that only this machine and its network reach, and never past ``https``. Where
    the system says that a proxy is to be used, the proxy looks names up and decides.

    Parameters
    ----------
    url : str
        The first address.
    timeout : float
        Seconds to wait for an answer.

    Raises
    ------
    NetworkError
        When it is led where it may not go.
    """
    import httpx

    first = httpx.URL(url)
    here = first.host in LOOPBACK
    inside = here or is_inner(first.host, first.port or 443)

    def look(request: httpx.Request) -> None:
        host = request.url.host
        if request.url.scheme != "https" and not (here and host in LOOPBACK):
            raise NetworkError("fetch.not_https", url=str(request.url))
        if not inside and is_inner(host, request.url.port or 443):
            raise NetworkError("fetch.inner", url=str(request.url))

    class Pinned(httpx.HTTPTransport):
        """Connects to an address that was looked at, under the name's own certificate."""

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            host, port = request.url.host, request.url.port or 443
            try:
                addresses = _addresses(host, port)
            except OSError as error:
                raise httpx.ConnectError(str(error), request=request) from error
            if not inside and not all(map(is_public, addresses)):
                raise NetworkError("fetch.inner", url=str(request.url))
            last: httpx.ConnectError | httpx.ConnectTimeout | None = None
            for address in addresses:
                step = httpx.Request(
                    request.method,
                    request.url.copy_with(host=address.partition("%")[0]),
                    headers=request.headers,  # among them the name, as Host
                    stream=request.stream,
                    extensions={**request.extensions, "sni_hostname": host},
                )
                try:
                    return super().handle_request(step)
                except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                    last = error
            raise last or httpx.ConnectError(host, request=request)

    proxied = first.scheme in getproxies() and not proxy_bypass(first.host)
    transport: Any = None
    if not proxied:
        # No connection is kept for the next step: another name may have the same address.
        transport = Pinned(limits=httpx.Limits(max_keepalive_connections=0))
    return httpx.Client(
        follow_redirects=True,
        timeout=timeout,
        transport=transport,
        event_hooks={"request": [look]},
    )
