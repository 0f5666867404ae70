"""Download one file from an address somebody has chosen: bounded in size and time, checked.

Not run live where it was written: tested against a server on loopback.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import time
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from kortreist.errors import NetworkError

if TYPE_CHECKING:
    import httpx

__all__ = ["Download", "download"]

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Download:
    """A file as it came: the name the service gives it, its content, the last address."""

    name: str
    content: bytes
    url: str


def download(
    url: str,
    *,
    maximum: int,
    seconds: float = 120.0,
    attempts: int = 3,
    pause: float = 1.0,
) -> Download:
    """Return the file at an address.

    Parameters
    ----------
    url : str
        ``https://``; ``http://`` only on this machine. Redirects are followed within the same
        rule, and from outside never to this machine or a private network.
    maximum : int
        Bytes; more is refused before all of it has come.
    seconds : float
        For the whole of one try.
    attempts : int
        Tries, where the service does not answer or says that it is busy.
    pause : float
        Seconds before the second try; doubles each time.

    Raises
    ------
    NetworkError
        No file came: says what was asked, what came instead, and what to do.
    """
    import httpx

    # Whoever chose an address inside meant it; it may go on to another there.
    first = httpx.URL(url)
    here = first.host in _LOOPBACK
    inside = here or _is_inner(first.host, first.port or 443)
    asked = {"request": [lambda request: _check(request, here=here, inside=inside)]}
    why = ""
    for attempt in range(attempts):
        if attempt:
            time.sleep(pause * 2 ** (attempt - 1))
        try:
            with (
                httpx.Client(follow_redirects=True, timeout=30.0, event_hooks=asked) as client,
                client.stream("GET", url, headers={"User-Agent": "kortreist"}) as response,
            ):
                if response.status_code == 429 or response.status_code >= 500:
                    why = f"HTTP {response.status_code}"
                    continue
                if response.status_code >= 400:
                    raise NetworkError(
                        "fetch.refused", url=url, status=response.status_code, why=""
                    )
                content = _read(response, url, maximum, time.monotonic() + seconds)
                last, disposition = (
                    str(response.url),
                    response.headers.get("content-disposition", ""),
                )
        except httpx.HTTPError as error:
            why = f"{type(error).__name__}: {error}"
            continue
        if content.lstrip()[:1] == b"<":
            raise NetworkError("fetch.page", url=last)
        return Download(_name(disposition, last, content), content, last)
    raise NetworkError("fetch.no_answer", url=url, attempts=attempts, why=why)


def _check(request: httpx.Request, *, here: bool, inside: bool) -> None:
    """Refuse a step that others on the way could read or change, or that leads further in.

    An address outside answers with where to go next, and must not choose among what only this
    machine and its network reach. A name that leads inside is looked up first.
    """
    host = request.url.host
    if request.url.scheme != "https" and not (here and host in _LOOPBACK):
        raise NetworkError("fetch.not_https", url=str(request.url))
    if not inside and _is_inner(host, request.url.port or 443):
        raise NetworkError("fetch.inner", url=str(request.url))


def _is_inner(host: str, port: int) -> bool:
    """Tell whether any address of a host is not one that the whole internet reaches."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        return False  # there is no such host: asking it says so
    addresses = (ipaddress.ip_address(str(a[4][0]).partition("%")[0]) for a in found)
    return any(not (getattr(a, "ipv4_mapped", None) or a).is_global for a in addresses)


def _read(response: httpx.Response, url: str, maximum: int, until: float) -> bytes:
    parts, size = [], 0
    for part in response.iter_bytes():
        size += len(part)
        if size > maximum:
            raise NetworkError("fetch.too_large", url=url, maximum=maximum // 1_000_000)
        if time.monotonic() > until:
            raise NetworkError("fetch.too_slow", url=url)
        parts.append(part)
    return b"".join(parts)


def _name(disposition: str, url: str, content: bytes) -> str:
    """Return what the service calls the file, else the end of its address; never a path."""
    plain = re.search(r"filename\s*=\s*\"?([^\";]+)", disposition)
    coded = re.search(r"filename\*\s*=\s*[\w-]+'[^']*'([^;]+)", disposition)
    given = unquote(coded[1]) if coded else plain[1] if plain else unquote(urlsplit(url).path)
    name = PurePosixPath(given.replace("\\", "/").strip()).name or "fetched"
    kind = ".xlsx" if content.startswith(_ZIP) else ".csv"
    return name if name.lower().endswith((".xlsx", ".csv", ".txt")) else name + kind
