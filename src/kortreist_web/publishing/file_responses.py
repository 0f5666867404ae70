"""Answers for files at stable addresses: asked again, they say whether they have changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response

from kortreist.i18n import LANGUAGES
from kortreist_web.core.exports import download
from kortreist_web.tenants.models import Organisation

__all__ = ["asked_language", "gone", "serve"]

#: Raised when the form of a file changes, so that old copies are fetched anew.
_FORM = "3"


def asked_language(request: HttpRequest, organisation: Organisation) -> str:
    """Return the language a file is wanted in: ``?language=``, else the organisation's.

    Never the browser's: an address without a query gives everybody the same bytes.
    """
    language = request.GET.get("language", "")
    return language if language in LANGUAGES else str(organisation.language)


@lru_cache(maxsize=1)
def _version() -> str:
    from kortreist_web.accounts.pins import engine_version

    return f"{engine_version()}/{_FORM}"


def serve(
    request: HttpRequest,
    make: Callable[[], bytes],
    media_type: str,
    *,
    pins: tuple[Any, ...],
    name: str = "",
    public: bool = True,
    immutable: bool = False,
) -> HttpResponse:
    """Answer with a file, or with 304 when the reader has it.

    Parameters
    ----------
    make : callable
        Makes the bytes; not called when the reader has them.
    pins : tuple
        All that decides the bytes besides the program's version.
    name : str
        The file's name when it is kept; empty: shown.
    public : bool
        Anyone may read it, also pages of other sites; else only those signed in.
    immutable : bool
        The content at the address can never change.
    """
    fingerprint = repr((_version(), request.path, *pins))
    etag = f'"{hashlib.sha256(fingerprint.encode()).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = download(make(), media_type, name)
        response.headers["ETag"] = etag
    if not public:
        response.headers["Cache-Control"] = "private, no-store"
        return response
    age = 86_400 if immutable else 300
    response.headers["Cache-Control"] = f"public, max-age={age}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Content-Disposition"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def gone(publication: Any) -> HttpResponse:
    """Answer that something was withdrawn, when and why."""
    response = JsonResponse(
        {
            "withdrawn": publication.withdrawn_at.isoformat(),
            "reason": publication.withdrawn_why,
            "title": publication.title,
        },
        status=410,
        json_dumps_params={"ensure_ascii": False},
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
