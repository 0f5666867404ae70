"""The page of an organisation's own templates: Word and PowerPoint, each with its list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from kortreist_web.core.form_pages import form_page
from kortreist_web.core.forms import Form
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.tenants.forms import SlideTemplateForm, WordTemplateForm
from kortreist_web.tenants.models import Organisation, OwnTemplate, SlideTemplate, WordTemplate

__all__ = ["download", "page_of"]

_FORMS: dict[str, Callable[..., Form]] = {"word": WordTemplateForm, "slides": SlideTemplateForm}
_MODELS: dict[str, type[OwnTemplate]] = {"word": WordTemplate, "slides": SlideTemplate}
#: The two forms of one page have fields of their own.
_PREFIXES = {"word": None, "slides": "slides"}


def _form(request: SignedInRequest, kind: str) -> Form:
    """Return the form of a kind, with what was sent."""
    return _FORMS[kind](request.POST or None, request.FILES or None, prefix=_PREFIXES[kind])


def page_of(
    request: SignedInRequest,
    organisation: Organisation,
    kind: str,
    add: Callable[[str, bytes], Model],
) -> HttpResponse:
    """Show the templates of both kinds, and take a new one of ``kind``."""
    form = _form(request, kind)
    sections = []
    for one, model in _MODELS.items():
        rows = model.objects.filter(organisation=organisation).defer("content")
        sections.append(
            {
                "kind": one,
                "form": form if one == kind else _FORMS[one](prefix=_PREFIXES[one]),
                "templates": rows,
                "in_use": next((row for row in rows if row.in_use), None),
            }
        )

    def keep(data: dict[str, Any]) -> Model:
        return add(data["file"].name, data["file"].read())

    return form_page(
        request,
        "tenants/own_templates.html",
        form,
        keep,
        to=redirect(f"tenants:{kind}_templates", code=organisation.code),
        message=text(f"tenants.{kind}.added"),
        about="file",
        sections=sections,
    )


def download(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Return a file under a name."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
