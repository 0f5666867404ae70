"""Pages that are open to all are remembered until something they may show has changed.

A page that nobody is signed in to is the same for everybody. It is made once in each process
and given again while its *stamp* is the same: the newest line of the municipality's change
log, the newest account and edition, the municipality's own row, and the date. Every write by
people is a line in the change log, so what is withdrawn or adopted shows at the next request.
"""

from __future__ import annotations

import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

__all__ = ["Memory", "RememberedMiddleware", "stamp_of"]

#: Bytes a process keeps, compressed; an entry older than this many seconds is made again.
MOST_BYTES, MOST_SECONDS = 32_000_000, 600
_LONGEST_QUERY = 200


@dataclass(frozen=True, slots=True)
class _Page:
    stamp: Hashable
    made: float
    compressed: bytes
    headers: tuple[tuple[str, str], ...]


class Memory:
    """Pages by address, the least recently asked for forgotten first."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self.most, self.size = most, 0
        self._pages: OrderedDict[Hashable, _Page] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, stamp: Hashable) -> _Page | None:
        """Return a page whose stamp is still the same."""
        with self._lock:
            page = self._pages.get(key)
            if page is None or page.stamp != stamp or time.monotonic() - page.made > MOST_SECONDS:
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: Hashable, page: _Page) -> None:
        """Keep a page, and forget others when there are too many bytes."""
        with self._lock:
            old = self._pages.pop(key, None)
            self.size += len(page.compressed) - (len(old.compressed) if old else 0)
            self._pages[key] = page
            while self.size > self.most and self._pages:
                _, gone = self._pages.popitem(last=False)
                self.size -= len(gone.compressed)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._pages.clear()
            self.size = 0


MEMORY = Memory()


def stamp_of(code: str) -> Hashable | None:
    """Return what changes when pages of a municipality may; one query.

    Parameters
    ----------
    code : str
        The municipality's number; empty: of all, for the pages about the country.

    Returns
    -------
    tuple or None
        None: there is no such municipality.
    """
    from django.db.models import Max, Subquery

    from kortreist_web.accounts.models import AccountResult, Vintage
    from kortreist_web.changes.models import Change
    from kortreist_web.tenants.models import Organisation

    changes = Change.objects.order_by("-id").values("id")
    newest = {
        "account": Subquery(AccountResult.objects.order_by("-id").values("id")[:1]),
        "edition": Subquery(Vintage.objects.order_by("-id").values("id")[:1]),
    }
    today = timezone.localdate()
    if not code:
        row = Organisation.objects.order_by().values_list(
            Max("id"), Subquery(changes[:1]), *newest.values()
        )
        found = row.first()
        return (today, found)
    mine = changes.filter(organisation__code=code)[:1]
    found = (
        Organisation.objects.filter(code=code)
        .annotate(change=Subquery(mine), **newest)
        .values_list()
        .first()
    )
    return None if found is None else (today, found)


def _may_be_asked(request: HttpRequest) -> bool:
    """Tell whether nobody in particular asks."""
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and "Authorization" not in request.headers
        and "HX-Request" not in request.headers
        and "q" not in request.GET  # searches are many, and counted
        and len(request.META.get("QUERY_STRING", "")) <= _LONGEST_QUERY
    )


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Tell whether a page is the same for all who are not signed in."""
    access = getattr(getattr(request.resolver_match, "func", None), "access", None)
    return (
        request.method == "GET"
        and access is not None
        and access.kind in ("anyone", "published")
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and "CSRF_COOKIE" not in request.META
        and "Cache-Control" not in response.headers
        and response.headers.get("Content-Type", "").startswith("text/html")
    )


class RememberedMiddleware:
    """Give a remembered page again, or remember the one that is made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        if not _may_be_asked(request):
            return self.get_response(request)
        parts = request.path_info.split("/", 3)
        code = parts[2] if len(parts) > 3 and _is_code(parts[2]) else ""
        # Before the page is made: what changes meanwhile makes it old at once.
        stamp = stamp_of(code) if _is_language(parts[1]) else None
        if stamp is None:
            return self.get_response(request)
        key = (request.get_host(), request.get_full_path())
        page = MEMORY.get(key, stamp)
        if page is None:
            response = self.get_response(request)
            if not _may_be_kept(request, response):
                return response
            content = response.content
            response.headers["ETag"] = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
            patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
            patch_cache_control(response, no_cache=True)  # kept by browsers, asked about always
            page = _Page(
                stamp, time.monotonic(), gzip.compress(content, 5), tuple(response.headers.items())
            )
            MEMORY.put(key, page)
        return _answer(request, page)


def _answer(request: HttpRequest, page: _Page) -> HttpResponse:
    packed = _takes_gzip(request.headers.get("Accept-Encoding", ""))
    content = page.compressed if packed else gzip.decompress(page.compressed)
    response = HttpResponse(content)
    for name, value in page.headers:
        response.headers[name] = value
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(content))
    answer: Any = get_conditional_response(request, etag=_tag(page), response=response)
    return answer


def _takes_gzip(accepted: str) -> bool:
    """Tell whether a reader takes gzip; with ``q=0`` it says that it does not."""
    for one in accepted.split(","):
        name, _, quality = one.partition(";")
        if name.strip().lower() == "gzip":
            return quality.replace(" ", "").lower() not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _tag(page: _Page) -> str:
    """Return the tag of a page's content."""
    return dict(page.headers)["ETag"]


def _is_language(word: str) -> bool:
    return word in dict(settings.LANGUAGES)


def _is_code(word: str) -> bool:
    return len(word) in (2, 4) and word.isascii() and word.isalnum() and word[-1].isdigit()
