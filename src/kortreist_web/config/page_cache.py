"""The cache of pages that are open to all, kept until something they may show has changed.

A page that nobody is signed in to is the same for everybody. It is made once in each process
and given again while the *cache version* is the same. The version of a municipality moves with
the lines of its change log that say that public pages depend on them
(:attr:`kortreist_web.core.models.TenantModel.on_public_pages`), its own row, its newest
account, the newest edition, the newest that was taken back, and the date: a draft or a comment
does not move it, what is withdrawn or adopted shows at the next request, in every process.

A view says which parameters of the query it reads (``core/page.py``); only those are part of
the key, in one order, so that an address with anything else is answered from the same page.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.connection import ConnectionProxy
from django.utils.translation import override

from kortreist_web.core.page import query_of_page

__all__ = ["CACHE", "CachedPage", "PageCacheMiddleware", "cache_version"]

#: Where pages are kept, each process its own; how many and for how long is in the settings.
CACHE = ConnectionProxy(caches, "pages")
#: Bytes of a compressed page, and characters of a query, above which a page is not kept.
MAX_PAGE_BYTES, MAX_QUERY = 100_000, 200
_MAX_PATH = 200
#: Where the municipality's number goes in the question; no municipality is called that.
_CODE = "<code>"


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A page: its content, compressed, and the headers it is sent with."""

    compressed: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str


@dataclass(frozen=True, slots=True)
class _Target:
    """A view whose pages may be kept: the municipality it is about, the parameters it reads."""

    code: str
    reads: frozenset[str]


class _Newest(Subquery):
    """The sum of the twenty newest keys.

    It grows with every line that is added, also with one whose transaction ends after that of
    a line with a higher key, which the highest key alone would not show.
    """

    template = "(SELECT SUM(newest.id) FROM (%(subquery)s) newest)"

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows.order_by("-id").values("id")[:20])


def cache_version(code: str) -> str | None:
    """Return what moves when public pages of a municipality may have changed; one query.

    Parameters
    ----------
    code : str
        The municipality's number; empty: of all, for the pages about the country.

    Returns
    -------
    str or None
        None: there is no such municipality.
    """
    sql, params = _version_query(connection.vendor, bool(code))
    with connection.cursor() as cursor:
        cursor.execute(sql, [code if value == _CODE else value for value in params])
        row = cursor.fetchone()
    if row is None:
        return None
    return hashlib.sha256(repr((timezone.localdate(), row)).encode()).hexdigest()[:32]


@lru_cache(maxsize=4)
def _version_query(vendor: str, municipal: bool) -> tuple[str, tuple[Any, ...]]:
    """Return the question and its values: putting it together takes longer than its answer."""
    from kortreist_web.accounts.models import AccountResult, Vintage
    from kortreist_web.changes.models import Change
    from kortreist_web.tenants.models import Organisation

    lines = Change.objects.filter(public=True)
    accounts, editions = AccountResult.objects.all(), Vintage.objects.all()
    # The newest edition that was taken back; one that is taken in again is none.
    gone = editions.filter(withdrawn_at__isnull=False).order_by("-withdrawn_at")
    taken_back = Subquery(gone.values("withdrawn_at")[:1])
    rows: QuerySet[Organisation, Any]
    places = Organisation.objects.order_by()
    if municipal:
        lines = lines.filter(organisation=OuterRef("pk"))
        accounts = accounts.filter(place=OuterRef("code"))
        rows = (
            places.filter(code=_CODE)
            .annotate(
                line=_Newest(lines),
                account=_Newest(accounts),
                edition=_Newest(editions),
                taken_back=taken_back,
            )
            .values_list()
        )
    else:
        rows = places.values_list(
            Max("id"), _Newest(lines), _Newest(accounts), _Newest(editions), taken_back
        )
    query: tuple[str, tuple[Any, ...]] = rows.query.sql_with_params()
    return query


@lru_cache(maxsize=4096)
def _target(path: str, urlconf: str) -> _Target | None:
    """Return what a path leads to, if pages of it may be kept."""
    language = path.split("/", 2)[1]
    if language not in dict(settings.LANGUAGES):
        return None
    try:
        with override(language):  # as in the middleware of languages, which comes later
            match = resolve(path, urlconf)
    except Resolver404:
        return None
    access = getattr(match.func, "access", None)
    if access is None or access.kind not in ("anyone", "published") or access.reads is None:
        return None
    return _Target(match.kwargs.get("code", ""), access.reads)


def _is_anonymous(request: HttpRequest) -> bool:
    """Tell whether nobody in particular asks."""
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and "Authorization" not in request.headers
        and "HX-Request" not in request.headers
        and 1 < len(request.path_info) <= _MAX_PATH
    )


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Tell whether a page is the same for all who are not signed in."""
    return (
        request.method == "GET"
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and "CSRF_COOKIE" not in request.META
        and "Cache-Control" not in response.headers
        and response.headers.get("Content-Type", "").startswith("text/html")
    )


class PageCacheMiddleware:
    """Answer with a page from the cache, or keep the one that is made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        target = None
        if _is_anonymous(request):
            target = _target(request.path_info, settings.ROOT_URLCONF)
        if target is None:
            return self.get_response(request)
        query = query_of_page(request, target.reads)
        if "q" in query or len(query.urlencode()) > MAX_QUERY:  # searches are many, and counted
            return self.get_response(request)
        # Before the page is made: what changes meanwhile makes it old at once.
        version = cache_version(target.code)
        if version is None:
            return self.get_response(request)
        address = "\n".join((request.get_host(), request.path_info, query.urlencode()))
        key = hashlib.sha256(address.encode()).hexdigest()
        page = CACHE.get(key, version=version)
        if page is None:
            response = self.get_response(request)
            if not _may_be_kept(request, response):
                return response
            page = _page(response)
            if len(page.compressed) <= MAX_PAGE_BYTES:
                CACHE.set(key, page, version=version)
        return _answer(request, page)


def _page(response: HttpResponse) -> CachedPage:
    content = response.content
    etag = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    patch_cache_control(response, no_cache=True)  # kept by browsers, asked about always
    return CachedPage(gzip.compress(content, 5), tuple(response.headers.items()), etag)


def _answer(request: HttpRequest, page: CachedPage) -> HttpResponse:
    packed = _takes_gzip(request.headers.get("Accept-Encoding", ""))
    content = page.compressed if packed else gzip.decompress(page.compressed)
    response = HttpResponse(content)
    for name, value in page.headers:
        response.headers[name] = value
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(content))
    answer: Any = get_conditional_response(request, etag=page.etag, response=response)
    return answer


def _takes_gzip(accepted: str) -> bool:
    """Tell whether a reader takes gzip; with ``q=0`` it says that it does not."""
    for one in accepted.split(","):
        name, _, quality = one.partition(";")
        if name.strip().lower() == "gzip":
            return quality.replace(" ", "").lower() not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
