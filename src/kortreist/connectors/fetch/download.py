"""Download one file from an address somebody has chosen: bounded in size and time, checked.

Not run live where it was written: tested against a server on loopback.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from kortreist.connectors.fetch.addresses import guarded_client
from kortreist.errors import NetworkError

if TYPE_CHECKING:
    import httpx

__all__ = ["Download", "download"]

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

    why = ""
    for attempt in range(attempts):
        if attempt:
            time.sleep(pause * 2 ** (attempt - 1))
        try:
            with (
                guarded_client(url, 30.0) as client,
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
