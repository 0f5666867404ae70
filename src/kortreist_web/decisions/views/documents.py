"""Case papers and one-page versions as files, in three languages."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from kortreist.documents.format.render import MEDIA_TYPES
from kortreist.i18n import LANGUAGES
from kortreist_web.core.page import page, public_page
from kortreist_web.core.policy import policy_of
from kortreist_web.decisions.models import CasePaper, Resolution
from kortreist_web.decisions.queries import paper_about, version_at
from kortreist_web.decisions.rendering import render_file, response_of
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import kind_of
from kortreist_web.versions.models import Version

__all__ = ["one_page", "paper_file", "paper_public"]

#: What a case paper can be fetched as; the last are its slides.
PAPER_FILES = (*MEDIA_TYPES, "pptx")


def _check_file(language: str, extension: str, allowed: tuple[str, ...]) -> None:
    if language not in LANGUAGES or extension not in allowed:
        raise Http404(f"{language}.{extension}")


def _file_name(version: Version, what: str, language: str) -> str:
    code = version.organisation.code
    return f"{what}-{code}-{version.subject}-{version.number}-{language}"


@public_page
def one_page(
    request: HttpRequest,
    organisation: Organisation,
    number: int,
    language: str,
    extension: str,
    **subject: Any,
) -> HttpResponse:
    """Give a version on one page."""
    from kortreist_web.decisions.one_page import one_page_file

    _check_file(language, extension, ("html", "pdf"))
    version = version_at(organisation, number, **subject)
    kind = kind_of(version.kind)
    public = kind.is_public(version)
    if not public and not policy_of(Version).may(request.user, "view", organisation):
        raise Http404(number)
    made = one_page_file(version, paper_about(version), language, extension)
    response = response_of(made, extension, _file_name(version, kind.file_name, language))
    if not public:
        response.headers["Cache-Control"] = "private, no-store"
    return response


@page("view", CasePaper)
def paper_file(
    request: HttpRequest,
    organisation: Organisation,
    number: int,
    language: str,
    extension: str,
    **subject: Any,
) -> HttpResponse:
    """Give the case paper about a proposal, as it is written now."""
    _check_file(language, extension, PAPER_FILES)
    version = version_at(organisation, number, **subject)
    if version.state != Version.State.PROPOSED:
        raise Http404(number)
    return _paper(version, language, extension)


@public_page
def paper_public(
    request: HttpRequest, organisation: Organisation, pk: int, language: str, extension: str
) -> HttpResponse:
    """Give the case paper the council had before it when it decided."""
    _check_file(language, extension, PAPER_FILES)
    rows = Resolution.objects.select_related("paper__frozen")
    resolution = get_object_or_404(rows, pk=pk, organisation=organisation)
    if resolution.paper is None:
        raise Http404(pk)
    resolution.paper.frozen.organisation = organisation
    return _paper(resolution.paper.frozen, language, extension)


def _paper(version: Version, language: str, extension: str) -> HttpResponse:
    from kortreist_web.decisions.paper_document import paper_document
    from kortreist_web.decisions.slides import slides_file

    paper = CasePaper.objects.filter(frozen=version).first()
    if extension == "pptx":
        slides = slides_file(version, paper, language)
        return response_of(slides, extension, _file_name(version, "saksframlegg", language))
    document = paper_document(version, paper, language)
    made = render_file(document, extension, version.organisation)
    return response_of(made, extension, _file_name(version, "saksframlegg", language))
