"""Trying one's own figures without an account: begin, come back, and erase it oneself."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from kortreist.errors import KortreistError
from kortreist_web.core.callers import address, hidden
from kortreist_web.core.domain import Part
from kortreist_web.core.page import anyone
from kortreist_web.core.texts import language, text
from kortreist_web.installation.begin_forms import PlaceForm, asked_place, offered_places
from kortreist_web.installation.workspaces import (
    COOKIE,
    DAYS,
    Workspace,
    erase_workspace,
    make_workspace,
    workspace_of,
)
from kortreist_web.people.models import User
from kortreist_web.people.request_count import allowed
from kortreist_web.tenants.models import Organisation

__all__ = ["erase", "try_out", "workspace_note"]


@never_cache
@anyone
def try_out(request: HttpRequest) -> HttpResponse:
    """Make a workspace, or go back to the one this browser has."""
    if not settings.WORKSPACES:
        raise Http404("workspaces")
    mine = workspace_of(request.COOKIES.get(COOKIE, ""))
    if request.method == "POST" and mine is not None:
        return _enter(request, mine)
    initial = {"place": asked_place(request)}
    form = PlaceForm(request.POST or None, initial=initial)
    if mine is None and form.is_bound and form.is_valid():
        made = _make(request, form)
        if made is not None:
            return made
    values = {"mine": mine, "form": form, "places": offered_places(), "days": DAYS}
    status = 422 if form.is_bound else 200
    return render(request, "installation/try_out.html", values, status=status)


def _make(request: HttpRequest, form: PlaceForm) -> HttpResponse | None:
    """Make one, a few a day from one address; None: the form says why not."""
    if allowed("workspace", hidden(f"address {address(request)}")):
        form.add_error(None, text("installation.try.too_many"))
        return None
    place = form.cleaned_data["place"]
    name = text("installation.try.name", place=place.name)
    try:
        made = make_workspace(
            place, name=name, language=language(), person=text("installation.try.person")
        )
    except KortreistError as refused:
        form.add_error(None, refused.message(language()))
        return None
    response = _enter(request, made.workspace)
    response.set_cookie(
        COOKIE,
        made.secret,
        max_age=DAYS * 86_400,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _enter(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    login(request, workspace.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("tasks:home", code=workspace.organisation.code)


@never_cache
@anyone
def erase(request: HttpRequest) -> HttpResponse:
    """Ask whether the workspace this browser has is to be erased, and erase it when told so."""
    workspace = workspace_of(request.COOKIES.get(COOKIE, ""))
    if workspace is None:
        return redirect("workspace:start")
    if request.method != "POST":
        return render(request, "installation/erase.html", {"mine": workspace})
    if request.user.is_authenticated and request.user.pk == workspace.user_id:
        logout(request)
    erase_workspace(workspace.organisation)
    messages.success(request, text("installation.try.erased"))
    response = redirect("front")
    response.delete_cookie(COOKIE)
    return response


def _tried_by(request: HttpRequest) -> Organisation | None:
    """Return the workspace of whoever asks, for pages that are about no organisation."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not user.is_trial:
        return None
    mine = Workspace.objects.select_related("organisation").filter(user=user).first()
    return None if mine is None else mine.organisation


def workspace_note(request: HttpRequest) -> Part | None:
    """Return the mark on every page of a workspace: what it is, and when it is erased."""
    organisation = getattr(request, "organisation", None)
    if not isinstance(organisation, Organisation) or organisation.expires_on is None:
        organisation = _tried_by(request)
    if organisation is None:
        return None
    begin = f"{reverse('begin:start')}?kommune={organisation.figures_code}"
    values = {"until": organisation.expires_on, "begin": begin}
    return Part("installation/workspace_note.html", values)
