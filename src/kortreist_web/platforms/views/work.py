"""The platform at work: what there is, and writing it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kortreist_web.core.form_pages import act, form_page
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import language, text
from kortreist_web.decisions.queries import address
from kortreist_web.platforms.actions.propose import propose_platform
from kortreist_web.platforms.actions.write_platform import (
    make_platform,
    remove_section,
    rename_platform,
    write_section,
)
from kortreist_web.platforms.forms import PlatformForm, ProposeForm, SectionForm
from kortreist_web.platforms.frozen import PLATFORM, standing_commitments, state_of
from kortreist_web.platforms.link_ends import ends_of
from kortreist_web.platforms.models import CommitmentLink, Platform, PlatformSection, Suggestion
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.queries import versions_of

__all__ = ["add_section", "list_", "new", "propose", "remove", "rename", "section", "show"]


@page("view", Platform)
def list_(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show the platforms, newest term first."""
    rows = Platform.objects.filter(organisation=organisation).select_related("organisation")
    values = {
        "platforms": [(one, state_of(one)) for one in rows],
        "may_change": policy_of(Platform).may(request.user, "change", organisation),
    }
    return render(request, "platforms/list.html", values)


@page("change", Platform)
def new(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Begin a platform."""
    data = request.POST if request.method == "POST" else None
    form = PlatformForm(data, request=request, draft="platforms.new")
    return form_page(
        request,
        "platforms/form.html",
        form,
        lambda values: make_platform(request.user, organisation, **values),
        to=lambda made: redirect("platforms:show", code=organisation.code, pk=made.pk),
        heading=text("platforms.new"),
    )


@page("view", Platform)
def show(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Show a platform as it stands: sections with what they promise, suggestions, versions."""
    platform = _platform(organisation, pk)
    commitments = standing_commitments(platform)
    tied = ends_of(organisation, CommitmentLink.objects.filter(commitment__in=commitments))
    code = language()
    waits = Suggestion.objects.filter(section__platform=platform, state=Suggestion.State.OPEN)
    sections = [
        {
            "section": one,
            "heading": one.heading(code),
            "text": one.text(code),
            "commitments": [
                {
                    "row": c,
                    "text": c.text(code),
                    "links": [(link, end.name(code), end.url) for link, end in tied.get(c.pk, ())],
                }
                for c in commitments
                if c.section_id == one.pk
            ],
            "suggestions": [s for s in waits if s.section_id == one.pk],
        }
        for one in platform.sections.filter(removed=False)
    ]
    versions = list(versions_of(organisation, PLATFORM, platform.subject).defer("content"))
    for version in versions:
        version.organisation = organisation
    values = {
        "platform": platform,
        "state": state_of(platform),
        "sections": sections,
        "versions": versions,
        "may_change": policy_of(Platform).may(request.user, "change", organisation),
        "may_suggest": policy_of(Suggestion).may(request.user, "suggest", organisation),
        "may_propose": policy_of(Platform).may(request.user, "propose", organisation),
    }
    return render(request, "platforms/show.html", values)


@page("change", Platform)
def rename(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Change the title, and when the term ends."""
    platform = _platform(organisation, pk)
    data = request.POST if request.method == "POST" else None
    initial = {"title": platform.title, "last_year": platform.last_year}
    form = PlatformForm(
        data, request=request, draft=f"platforms.{pk}", version=platform.version, initial=initial
    )
    del form.fields["first_year"]

    def write(values: dict[str, Any]) -> object:
        version = form.cleaned_data["version"]
        return rename_platform(request.user, organisation, platform, version=version, **values)

    to = redirect("platforms:show", code=organisation.code, pk=pk)
    return form_page(
        request, "platforms/form.html", form, write, to=to, heading=text("platforms.rename")
    )


@page("change", Platform)
def add_section(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Add a section."""
    platform = _platform(organisation, pk)
    data = request.POST if request.method == "POST" else None
    form = SectionForm(data, new=True, request=request, draft=f"platforms.{pk}.section")
    return form_page(
        request,
        "platforms/form.html",
        form,
        lambda values: write_section(request.user, organisation, platform=platform, **values),
        to=redirect("platforms:show", code=organisation.code, pk=pk),
        heading=text("platforms.add_section"),
        platform=platform,
    )


@page("change", PlatformSection)
def section(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Write a section."""
    one = _section(organisation, pk)
    data = request.POST if request.method == "POST" else None
    names = ("heading_nb", "heading_nn", "text_nb", "text_nn", "order")
    form = SectionForm(
        data,
        request=request,
        draft=f"platforms.section.{pk}",
        version=one.version,
        initial={name: getattr(one, name) for name in names},
    )

    def write(values: dict[str, Any]) -> object:
        version = form.cleaned_data["version"]
        return write_section(
            request.user,
            organisation,
            platform=one.platform,
            section=one,
            version=version,
            **values,
        )

    return form_page(
        request,
        "platforms/form.html",
        form,
        write,
        to=redirect("platforms:show", code=organisation.code, pk=one.platform_id),
        heading=one.heading(language()),
        platform=one.platform,
    )


@page("change", PlatformSection)
def remove(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Take a section out, after it is asked for on a page of its own."""
    one = _section(organisation, pk)
    to = redirect("platforms:show", code=organisation.code, pk=one.platform_id)
    if request.method == "POST":
        return act(request, lambda: remove_section(request.user, organisation, one), to=to)
    values = {"section": one, "platform": one.platform, "heading": one.heading(language())}
    return render(request, "platforms/remove.html", values)


@page("propose", Platform)
def propose(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Freeze it as a proposal, and go on to the case paper."""
    platform = _platform(organisation, pk)
    data = request.POST if request.method == "POST" else None
    form = ProposeForm(data, request=request, draft=f"platforms.{pk}.propose")
    return form_page(
        request,
        "platforms/form.html",
        form,
        lambda values: propose_platform(request.user, organisation, platform, **values),
        to=lambda version: redirect(address("paper", version)),
        message=text("platforms.proposed"),
        heading=text("platforms.propose"),
        lead=text("platforms.propose_lead"),
        platform=platform,
    )


def _platform(organisation: Organisation, pk: int) -> Platform:
    rows = Platform.objects.select_related("organisation")
    platform: Platform = get_object_or_404(rows, pk=pk, organisation=organisation)
    return platform


def _section(organisation: Organisation, pk: int) -> PlatformSection:
    rows = PlatformSection.objects.select_related("platform", "platform__organisation")
    one: PlatformSection = get_object_or_404(rows, pk=pk, organisation=organisation, removed=False)
    return one
