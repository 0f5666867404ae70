"""A page about something withdrawn gives the reason instead of the content.

Pages stand in their own domains, which know nothing of publishing; each kind says which of
them show one thing. Here, before the page is made, is asked whether what it shows was withdrawn.
Members still see it: they must be able to check what they withdrew.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kortreist_web.core.requests import TenantRequest
from kortreist_web.publishing.published import is_member, state_of
from kortreist_web.versions.kinds import FindShown, kinds

__all__ = ["WithdrawnMiddleware"]


@cache
def _pages() -> dict[str, list[tuple[str, FindShown[Any]]]]:
    """Return the pages that show one thing: kinds, and how it is found from the address."""
    pages: dict[str, list[tuple[str, FindShown[Any]]]] = {}
    for kind in kinds():
        for page, find in (kind.publishing.pages if kind.publishing else {}).items():
            pages.setdefault(page, []).append((kind.name, find))
    return pages


class WithdrawnMiddleware:
    """Answer 410 with the reason where a page's content was withdrawn, or is not published."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, keys: dict[str, Any]
    ) -> HttpResponse | None:
        """Look whether the page shows something withdrawn."""
        match = request.resolver_match
        finds = _pages().get(match.view_name) if match else None
        if finds is None:
            return None
        from kortreist_web.tenants.models import Organisation

        organisation = Organisation.objects.filter(code=keys.get("code"), published=True).first()
        if organisation is None:
            return None
        candidates = ((kind, find(organisation, keys)) for kind, find in finds)
        kind, row = next(((k, row) for k, row in candidates if row is not None), ("", None))
        if row is None:
            return None
        state = state_of(organisation, kind, row)
        if state.name != "withdrawn" or is_member(request.user, organisation):
            return None
        from kortreist_web.publishing.labels import row_title

        cast("TenantRequest", request).organisation = organisation
        values = {"withdrawn": state.publication, "title": row_title(kind, row)}
        return render(request, "publishing/withdrawn.html", values, status=410)
