"""Searching: on the published site what anyone may read, at work what one's roles open."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kortreist_web.core.domain import from_all
from kortreist_web.core.page import page, public_page
from kortreist_web.core.searching import MAX_QUERY, ranked
from kortreist_web.tenants.models import Organisation

__all__ = ["search", "work_search"]


@public_page(reads=("q",), official=True)
def search(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Find what anyone may read, whoever asks."""
    return _answer(request, organisation, at_work=False)


@page("view", Organisation)
def work_search(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Find what one's roles open."""
    return _answer(request, organisation, at_work=True)


def _answer(request: HttpRequest, organisation: Organisation, *, at_work: bool) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:MAX_QUERY]
    finds = from_all(lambda domain: domain.finds) if query else []
    things = (thing for find in finds for thing in find(request, organisation, at_work))
    found = ranked(query, things)
    values = {
        "query": query,
        "at_work": at_work,
        "kinds": [(f"core.search.kind.{kind}", rows) for kind, rows in found],
        "count": sum(len(rows) for _, rows in found),
    }
    return render(request, "site/search.html", values)
