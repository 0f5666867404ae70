"""Send a message to an address somebody typed, and to nothing behind the wall with it.

An administrator chooses the address, so it must not become a way into the network the site
runs in. The name is looked up once, every address it has must be open to the world (or in a
network the installation names), and the connection goes to the address that was looked at;
redirects are not followed.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from contextlib import suppress
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

__all__ = ["ForbiddenAddressError", "open_to", "post"]

#: For the whole exchange: a receiver that sends a byte now and then must not hold up others.
_SECONDS = 10.0


class ForbiddenAddressError(Exception):
    """The name leads to an address inside a network messages may not be sent to."""


def _is_allowed(address: str, encrypted: bool) -> bool:
    from kortreist.connectors.fetch.addresses import is_public

    plain = address.partition("%")[0]
    if any(ip_address(plain) in ip_network(n) for n in settings.WEBHOOK_NETWORKS):
        return True
    # In the open only inside the installation's own networks.
    return encrypted and is_public(plain)


def open_to(url: str) -> list[tuple[Any, ...]]:
    """Return where an address leads, as ``getaddrinfo`` says it.

    Raises
    ------
    ForbiddenAddressError
        To somewhere messages may not go.
    OSError
        Nowhere.
    """
    parts = urlsplit(url)
    encrypted = parts.scheme == "https"
    try:
        port = parts.port or (443 if encrypted else 80)
    except ValueError:  # above 65535
        raise ForbiddenAddressError(url) from None
    addresses = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    for *_, where in addresses:
        if not _is_allowed(str(where[0]), encrypted):
            raise ForbiddenAddressError(url)
    return list(addresses)


def _connect(url: str, seconds: float) -> socket.socket:
    """Connect to one of the addresses that were looked at, and to no other."""
    last: OSError | None = None
    for family, kind, protocol, _, where in open_to(url):
        one = socket.socket(family, kind, protocol)
        one.settimeout(seconds)
        try:
            one.connect(where)
            return one
        except OSError as error:
            one.close()
            last = error
    raise last or OSError(url)


class _Deadline:
    """Cuts a connection when its time is up, whatever it is waiting for."""

    def __init__(self, connection: http.client.HTTPConnection, seconds: float) -> None:
        self.connection, self.passed = connection, False
        self.timer = threading.Timer(seconds, self._cut)
        self.timer.daemon = True
        self.timer.start()

    def _cut(self) -> None:
        self.passed = True
        one = self.connection.sock
        if one is not None:
            with suppress(OSError):
                socket.socket.shutdown(one, socket.SHUT_RDWR)


def post(url: str, body: bytes, headers: dict[str, str], seconds: float = _SECONDS) -> int:
    """Post a message once; returns the status of the answer, of which the rest is not read.

    Raises
    ------
    TimeoutError
        The exchange as a whole took longer than ``seconds``.
    ForbiddenAddressError, OSError, http.client.HTTPException, UnicodeError
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    connection = http.client.HTTPConnection(host, parts.port, timeout=seconds)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    deadline = _Deadline(connection, seconds)
    try:
        connection.sock = _connect(url, seconds)
        if parts.scheme == "https":
            # The handshake after the socket has its name, so that the deadline can cut it.
            secure = ssl.create_default_context().wrap_socket(
                connection.sock, server_hostname=host, do_handshake_on_connect=False
            )
            connection.sock = secure
            secure.do_handshake()
        connection.request("POST", path, body=body, headers=headers)
        status = connection.getresponse().status
    except (OSError, ValueError, http.client.HTTPException) as error:
        if deadline.passed:
            raise TimeoutError(url) from error
        raise
    finally:
        deadline.timer.cancel()
        connection.close()
    if deadline.passed:
        raise TimeoutError(url)
    return status
