"""The Word templates of an organisation: sent in, tried, chosen, removed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from kortreist.documents.format.render import MEDIA_TYPES, render
from kortreist_web.core.form_pages import act
from kortreist_web.core.page import page
from kortreist_web.core.requests import SignedInRequest, keys_in
from kortreist_web.core.texts import language, text
from kortreist_web.tenants.actions.add_word_template import add_word_template
from kortreist_web.tenants.actions.remove_word_template import remove_word_template
from kortreist_web.tenants.actions.use_word_template import use_word_template
from kortreist_web.tenants.models import Organisation, WordTemplate
from kortreist_web.tenants.views.template_page import download, page_of
from kortreist_web.tenants.word_preview import preview_document
from kortreist_web.tenants.word_templates import read_row

__all__ = ["choose", "file", "preview", "remove", "templates"]


@page("change", WordTemplate)
def templates(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """List the templates, and take a new one of Word."""
    return page_of(
        request,
        organisation,
        "word",
        lambda name, content: add_word_template(
            request.user, organisation, filename=name, content=content
        ),
    )


def _template(organisation: Organisation, pk: int | str) -> WordTemplate:
    return get_object_or_404(
        WordTemplate.objects.select_related("organisation"), pk=pk, organisation=organisation
    )


@page("change", WordTemplate)
@require_POST
def choose(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Use one of them, or none."""
    asked = request.POST.get("template", "")
    chosen = _template(organisation, keys_in([asked])[0]) if keys_in([asked]) else None
    return act(
        request,
        lambda: use_word_template(request.user, organisation, template=chosen),
        to=redirect("tenants:word_templates", code=organisation.code),
        message=text("tenants.word.chosen" if chosen else "tenants.word.ours_chosen"),
    )


@page("change", WordTemplate)
@require_POST
def remove(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Remove one for good."""
    template = _template(organisation, pk)
    return act(
        request,
        lambda: remove_word_template(request.user, organisation, template),
        to=redirect("tenants:word_templates", code=organisation.code),
        message=text("tenants.word.removed"),
    )


@page("view", WordTemplate)
def file(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Give the file as it was sent in."""
    template = _template(organisation, pk)
    return download(bytes(template.content), MEDIA_TYPES["docx"], template.filename)


@page("view", WordTemplate)
def preview(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Give a document written with the template."""
    template = _template(organisation, pk)
    made = render(preview_document(template, language()), "docx", read_row(template))
    return download(made, MEDIA_TYPES["docx"], text("tenants.word.preview.file_name"))
