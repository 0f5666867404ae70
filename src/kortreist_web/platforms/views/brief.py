"""Why here, as a page, PDF and Word in three languages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from kortreist.i18n import LANGUAGES
from kortreist_web.core.page import public_page
from kortreist_web.decisions.rendering import render_file, response_of
from kortreist_web.platforms.brief import brief_of
from kortreist_web.tenants.models import Organisation

__all__ = ["brief"]


@public_page(reads=())
def brief(
    request: HttpRequest, organisation: Organisation, language: str, extension: str
) -> HttpResponse:
    """Write the brief; it holds official figures and the goals the council has adopted."""
    if language not in LANGUAGES or extension not in ("html", "pdf", "docx"):
        raise Http404("brief")
    document = brief_of(organisation, language, timezone.localdate())
    name = f"hvorfor-her-{organisation.code}-{language}"
    return response_of(render_file(document, extension, organisation), extension, name)
