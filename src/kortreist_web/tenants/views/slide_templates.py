"""The PowerPoint templates of an organisation: sent in, tried, chosen, removed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from kortreist.documents.format.slides.document import MEDIA_TYPE, render_slides
from kortreist_web.core.form_pages import act
from kortreist_web.core.page import page
from kortreist_web.core.requests import SignedInRequest, keys_in
from kortreist_web.core.texts import language, text
from kortreist_web.tenants.actions.add_slide_template import add_slide_template
from kortreist_web.tenants.actions.remove_slide_template import remove_slide_template
from kortreist_web.tenants.actions.use_slide_template import use_slide_template
from kortreist_web.tenants.models import Organisation, SlideTemplate
from kortreist_web.tenants.slide_templates import read_row
from kortreist_web.tenants.slides_preview import preview_deck
from kortreist_web.tenants.views.template_page import download, page_of

__all__ = ["choose", "file", "preview", "remove", "templates"]


@page("change", SlideTemplate)
def templates(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """List the templates, and take a new one of PowerPoint."""
    return page_of(
        request,
        organisation,
        "slides",
        lambda name, content: add_slide_template(
            request.user, organisation, filename=name, content=content
        ),
    )


def _template(organisation: Organisation, pk: int | str) -> SlideTemplate:
    return get_object_or_404(
        SlideTemplate.objects.select_related("organisation"), pk=pk, organisation=organisation
    )


@page("change", SlideTemplate)
@require_POST
def choose(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Use one of them, or none."""
    asked = request.POST.get("template", "")
    chosen = _template(organisation, keys_in([asked])[0]) if keys_in([asked]) else None
    return act(
        request,
        lambda: use_slide_template(request.user, organisation, template=chosen),
        to=redirect("tenants:slides_templates", code=organisation.code),
        message=text("tenants.slides.chosen" if chosen else "tenants.slides.ours_chosen"),
    )


@page("change", SlideTemplate)
@require_POST
def remove(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Remove one for good."""
    template = _template(organisation, pk)
    return act(
        request,
        lambda: remove_slide_template(request.user, organisation, template),
        to=redirect("tenants:slides_templates", code=organisation.code),
        message=text("tenants.slides.removed"),
    )


@page("view", SlideTemplate)
def file(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Give the file as it was sent in."""
    template = _template(organisation, pk)
    return download(bytes(template.content), MEDIA_TYPE, template.filename)


@page("view", SlideTemplate)
def preview(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Give slides written with the template."""
    template = _template(organisation, pk)
    made = render_slides(preview_deck(template, language()), read_row(template))
    return download(made, MEDIA_TYPE, text("tenants.slides.preview.file_name"))
