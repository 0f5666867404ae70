"""The catalogue of what is public, for data portals."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kortreist_web.core.page import anyone, public_page
from kortreist_web.publishing.file_responses import serve
from kortreist_web.tenants.models import Organisation

__all__ = ["everything", "one"]

_TYPES = {"ttl": "text/turtle; charset=utf-8", "jsonld": "application/ld+json"}


def _serialise(triples: Any, form: str) -> bytes:
    from kortreist_web.publishing.rdf import as_json_ld, as_turtle

    return as_turtle(triples) if form == "ttl" else as_json_ld(triples)


@require_safe
@public_page(official=True)
def one(request: HttpRequest, organisation: Organisation, form: str) -> HttpResponse:
    """Give the catalogue of one organisation."""
    from kortreist_web.publishing.catalogue import catalogue
    from kortreist_web.publishing.holdings import holdings

    holding_list = holdings([organisation])
    return serve(
        request,
        lambda: _serialise(catalogue(holding_list[0]), form),
        _TYPES[form],
        pins=tuple(h.pins for h in holding_list),
        public=organisation.published,
    )


@require_safe
@anyone
def everything(request: HttpRequest, form: str) -> HttpResponse:
    """Give the catalogue of all that is public here."""
    from kortreist_web.publishing.catalogue import whole_catalogue
    from kortreist_web.publishing.holdings import holdings

    holding_list = holdings(list(Organisation.objects.filter(published=True)))
    return serve(
        request,
        lambda: _serialise(whole_catalogue(holding_list), form),
        _TYPES[form],
        pins=tuple(h.pins for h in holding_list),
    )
