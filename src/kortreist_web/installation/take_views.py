"""Whoever runs the site takes a municipality into use, and answers those who ask to."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kortreist.errors import KortreistError
from kortreist_web.core.form_pages import act, form_page
from kortreist_web.core.page import operator_page
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import language, text
from kortreist_web.installation.actions.take_into_use import (
    approve_application,
    refuse_application,
    take_into_use,
)
from kortreist_web.installation.applications import Application
from kortreist_web.installation.begin_forms import (
    BeginForm,
    RefuseForm,
    asked_place,
    offered_places,
)
from kortreist_web.people.invitations import invited_link
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["approve", "refuse", "take"]


@operator_page
def take(request: SignedInRequest) -> HttpResponse:
    """Choose a municipality and its first person; say how she comes in."""
    form = BeginForm(request.POST or None, initial={"place": asked_place(request)})
    values = {"places": offered_places()}
    if form.is_bound and form.is_valid():
        try:
            organisation = take_into_use(request.user, **form.chosen)
        except KortreistError as refused:
            form.add_error(None, refused.message(language()))
        else:
            return _taken(request, organisation, form.chosen["email"])
    status = 422 if form.is_bound else 200
    return render(request, "installation/take.html", {**values, "form": form}, status=status)


def _taken(request: SignedInRequest, organisation: Organisation, email: str) -> HttpResponse:
    """Say that she has been sent a link; where no mail is sent, show it.

    The link of one who signs in already would let its reader in as her: it is never shown.
    """
    user = User.objects.get(email=email)
    shown = not settings.MAIL_SERVER and not user.has_usable_password()
    link = invited_link(user, user.language or organisation.language) if shown else ""
    # As the site is reached now: on one's own machine its address may have another port.
    link = request.build_absolute_uri(link.removeprefix(settings.ORIGIN)) if link else ""
    values = {"taken": organisation, "email": email, "link": link, "mail": settings.MAIL_SERVER}
    return render(request, "installation/taken.html", values)


@operator_page
def approve(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let the person of an application begin."""
    application = get_object_or_404(Application, pk=pk)
    back = redirect("installation:start")
    if request.method != "POST":
        return back
    return act(
        request,
        lambda: approve_application(request.user, application),
        to=back,
        message=lambda taken: text("installation.take.approved", name=taken.name),
        otherwise=back,
    )


@operator_page
def refuse(request: SignedInRequest, pk: int) -> HttpResponse:
    """Refuse an application, with a reason for the log."""
    application = get_object_or_404(Application, pk=pk)
    form = RefuseForm(request.POST or None)
    return form_page(
        request,
        "installation/refuse.html",
        form,
        lambda data: refuse_application(request.user, application, **data),
        to=redirect("installation:start"),
        message=text("installation.take.refused"),
        application=application,
    )
