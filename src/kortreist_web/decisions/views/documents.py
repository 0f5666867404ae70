"""Case papers and one-page versions as files, in three languages."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from kortreist_web.budgets.frozen import PROPOSED, is_public, versions
from kortreist_web.core.page import page, public_page
from kortreist_web.core.policy import policy_of
from kortreist_web.decisions.models import CasePaper, Resolution
from kortreist_web.decisions.rendering import EXTENSIONS, render_file, response_of
from kortreist_web.versions.models import Version

__all__ = ["one_page", "paper_file", "paper_public"]


def _checked(language: str, extension: str, allowed: tuple[str, ...]) -> None:
    if language not in ("nb", "nn", "en") or extension not in allowed:
        raise Http404(f"{language}.{extension}")


def _paper_about(frozen: Version) -> CasePaper | None:
    """Return the paper about a version: of an adopted one, its proposal's."""
    number = frozen.content.get("proposal", {}).get("number", frozen.number)
    return CasePaper.objects.filter(
        frozen__kind=frozen.kind, frozen__draft=frozen.draft, frozen__number=number
    ).first()


@public_page
def one_page(
    request: HttpRequest, organisation: Any, year: int, number: int, language: str, extension: str
) -> HttpResponse:
    """Give a version on one page."""
    from kortreist_web.decisions.one_page import one_page_file

    _checked(language, extension, ("html", "pdf"))
    frozen = get_object_or_404(versions(organisation, year), number=number)
    frozen.organisation = organisation
    public = is_public(frozen)
    if not public and not policy_of(Version).may(request.user, "view", organisation):
        raise Http404(number)
    made = one_page_file(frozen, _paper_about(frozen), language, extension)
    name = f"klimabudsjett-{organisation.code}-{year}-{number}-{language}"
    response = response_of(made, extension, name)
    if not public:
        response.headers["Cache-Control"] = "private, no-store"
    return response


@page("view", CasePaper)
def paper_file(
    request: HttpRequest, organisation: Any, year: int, number: int, language: str, extension: str
) -> HttpResponse:
    """Give the case paper about a proposal, as it is written now."""
    _checked(language, extension, tuple(EXTENSIONS))
    frozen = get_object_or_404(versions(organisation, year), number=number, state=PROPOSED)
    frozen.organisation = organisation
    return _paper(frozen, language, extension)


@public_page
def paper_public(
    request: HttpRequest, organisation: Any, pk: int, language: str, extension: str
) -> HttpResponse:
    """Give the case paper the council had before it when it decided."""
    _checked(language, extension, tuple(EXTENSIONS))
    rows = Resolution.objects.select_related("paper__frozen")
    resolution = get_object_or_404(rows, pk=pk, organisation=organisation)
    if resolution.paper is None:
        raise Http404(pk)
    resolution.paper.frozen.organisation = organisation
    return _paper(resolution.paper.frozen, language, extension)


def _paper(frozen: Version, language: str, extension: str) -> HttpResponse:
    from kortreist_web.decisions.paper_document import paper_document

    paper = CasePaper.objects.filter(frozen=frozen).first()
    made = render_file(paper_document(frozen, paper, language), extension)
    code = frozen.organisation.code
    name = f"saksframlegg-{code}-{frozen.year}-{frozen.number}-{language}"
    return response_of(made, extension, name)
