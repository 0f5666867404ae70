"""A page about something withdrawn gives the reason instead of the content.

Budgets, reports and decisions have pages in their own domains, which know nothing of
publishing; here, before the page is made, is asked whether what it shows was withdrawn.
Members still see it: they must be able to check what they withdrew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kortreist_web.publishing.published import accounts_of, is_member, state_of

__all__ = ["WithdrawnMiddleware"]

Find = Callable[[Any, Mapping[str, Any]], tuple[str, Any]]


def _budget(organisation: Any, keys: Mapping[str, Any]) -> tuple[str, Any]:
    from kortreist_web.budgets.frozen import current, versions

    if "number" not in keys:
        return "budget", current(organisation)
    rows = versions(organisation, keys["year"]).filter(number=keys["number"])
    return "budget", rows.defer("content").first()


def _report(organisation: Any, keys: Mapping[str, Any]) -> tuple[str, Any]:
    from kortreist_web.reports.frozen import completed
    from kortreist_web.versions.queries import subject_of

    rows = completed(organisation).filter(subject=subject_of(keys["year"], keys["period"]))
    return "report", rows.defer("content").first()


def _decision(organisation: Any, keys: Mapping[str, Any]) -> tuple[str, Any]:
    from kortreist_web.decisions.models import Resolution

    return "decision", Resolution.objects.filter(organisation=organisation, pk=keys["pk"]).first()


def _account(organisation: Any, keys: Mapping[str, Any]) -> tuple[str, Any]:
    return "account", accounts_of(organisation).first()


#: Pages that show one thing → how it is found from the address.
_PAGES: dict[str, Find] = {
    "accounts:public": _account,
    "budgets:public": _budget,
    "budgets:version": _budget,
    "budgets:changes": _budget,
    "budgets:verify": _budget,
    "budgets:content": _budget,
    "reports:public_one": _report,
    "reports:public_file": _report,
    "decisions:resolution": _decision,
    "decisions:paper_public": _decision,
    "decisions:one_page": _budget,
}


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
        find = _PAGES.get(match.view_name) if match else None
        if find is None:
            return None
        from kortreist_web.tenants.models import Organisation

        organisation = Organisation.objects.filter(code=keys.get("code"), published=True).first()
        if organisation is None:
            return None
        kind, row = find(organisation, keys)
        if row is None:
            return None
        state = state_of(organisation, kind, row)
        if state.name != "withdrawn" or is_member(request.user, organisation):
            return None
        from kortreist_web.publishing.naming import row_title

        request.organisation = organisation  # type: ignore[attr-defined]
        values = {"withdrawn": state.publication, "title": row_title(kind, row)}
        return render(request, "publishing/withdrawn.html", values, status=410)
