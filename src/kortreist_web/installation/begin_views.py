"""Taking a municipality into use: the page anybody may open, and the link she is sent."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from kortreist.errors import KortreistError
from kortreist_web.core.callers import caller, hidden
from kortreist_web.core.clock import lasts_on
from kortreist_web.core.page import anyone
from kortreist_web.core.policy import EDITORS
from kortreist_web.core.texts import language, text
from kortreist_web.installation.actions.take_into_use import begin_by_oneself
from kortreist_web.installation.applications import Application
from kortreist_web.installation.begin_forms import BeginForm, asked_place, offered_places
from kortreist_web.installation.confirming import (
    Asked,
    confirm_link,
    read_key,
    send_confirmation,
    send_mail,
)
from kortreist_web.installation.unused import free_on
from kortreist_web.people.invitations import invited_link
from kortreist_web.people.models import Membership, User
from kortreist_web.people.request_count import allowed
from kortreist_web.people.taking_into_use import has_begun, is_in_use
from kortreist_web.tenants.models import Organisation

__all__ = ["begin", "confirm"]


@anyone
def begin(request: HttpRequest) -> HttpResponse:
    """Say what it takes, and take in who begins where where that is open to all."""
    values = {"mode": settings.SELF_SERVICE, "contact": settings.CONTACT, "places": []}
    if not settings.SELF_SERVICE:
        return render(request, "installation/begin.html", {**values, "form": None})
    values["places"] = offered_places()
    form = BeginForm(request.POST or None, initial={"place": asked_place(request)})
    if form.is_bound and form.is_valid():
        seconds = allowed("take_into_use", caller(request))
        if seconds:
            minutes = -(-seconds // 60)
            form.add_error(None, text("installation.begin.too_many", minutes=minutes))
        else:
            return _sent(request, form)
    status = 422 if form.is_bound else 200
    return render(request, "installation/begin.html", {**values, "form": form}, status=status)


def _sent(request: HttpRequest, form: BeginForm) -> HttpResponse:
    """Send the link; what is said is the same whoever has an account here.

    Where there is no mail server and no real hosts, on one's own machine, the link is shown.
    """
    place, email = form.cleaned_data["place"], form.cleaned_data["email"]
    name, job = form.cleaned_data["name"].strip(), form.cleaned_data["job"]
    asked = Asked(place.number, place.name, email, name, language(), job)
    send_confirmation(asked)
    shown = settings.DEMONSTRATION_OPERATOR and not settings.MAIL_SERVER
    link = confirm_link(asked).removeprefix(settings.ORIGIN) if shown else ""
    return render(request, "installation/begin_sent.html", {"asked": asked, "link": link})


@never_cache
@anyone
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Show what the link takes into use, and do so when the button is pressed."""
    asked = read_key(key) if settings.SELF_SERVICE else None
    if asked is None:
        return render(request, "installation/begin_over.html", status=410)
    organisation = Organisation.objects.filter(code=asked.code).first()
    in_use = organisation is not None and is_in_use(organisation)
    hers = organisation is not None and in_use and _person_in(organisation, asked.email)
    if request.method != "POST":
        values = {"asked": asked, "in_use": in_use, "hers": hers, "mode": settings.SELF_SERVICE}
        if organisation is not None and in_use and not has_begun(organisation):
            values["free_on"] = free_on(organisation)
        return render(request, "installation/begin_confirm.html", values)
    if organisation is not None and hers:
        return _go_on(hers, organisation)
    if organisation is not None and in_use:
        _tell_administrators(organisation, asked)
        return render(request, "installation/begin_waits.html", {"asked": asked, "in_use": True})
    if settings.SELF_SERVICE == "approve":
        _apply(asked)
        return render(request, "installation/begin_waits.html", {"asked": asked, "in_use": False})
    try:
        begun, user = begin_by_oneself(
            place=asked.code, email=asked.email, name=asked.name, job=asked.job
        )
    except KortreistError as refused:
        messages.warning(request, refused.message(language()))
        return redirect("begin:start")
    return _go_on(user, begun)


def _person_in(organisation: Organisation, email: str) -> User | None:
    """Return who has an address and a role: the link that was sent to it has shown who she is."""
    rows = Membership.objects.filter(
        lasts_on(timezone.localdate()),
        organisation=organisation,
        user__email=email,
        user__is_active=True,
        user__invented=False,
    )
    row = rows.select_related("user").first()
    return None if row is None else row.user


def _go_on(user: User, organisation: Organisation) -> HttpResponse:
    """Lead one who is new to choosing how she signs in, and others to signing in."""
    if not user.has_usable_password():
        return redirect(invited_link(user, language()).removeprefix(settings.ORIGIN))
    work = reverse("tasks:home", kwargs={"code": organisation.code})
    return redirect(f"{reverse('account_login')}?next={work}")


def _apply(asked: Asked) -> None:
    """Keep an application, once for each person and place, and tell who runs the site."""
    values = {"place": asked.place, "name": asked.name, "language": asked.language}
    values["job"] = asked.job
    _, new = Application.objects.get_or_create(code=asked.code, email=asked.email, defaults=values)
    if not new:
        return
    operators = User.objects.filter(is_operator=True, is_active=True, invented=False)
    link = f"{settings.ORIGIN}{reverse('installation:start')}"
    for email in operators.values_list("email", flat=True):
        send_mail(asked.language, [email], "applied", place=asked.place, link=link)


def _tell_administrators(organisation: Organisation, asked: Asked) -> None:
    """Tell those who give access that somebody asks to come in; once a day for one who asks."""
    if allowed("take_into_use_told", hidden(f"{asked.code} {asked.email}")):
        return
    rows = Membership.objects.filter(
        organisation=organisation,
        role="administrator",
        valid_to=None,
        user__is_active=True,
        user__invented=False,
    )
    if not rows.exists():
        rows = Membership.objects.filter(
            organisation=organisation, role__in=EDITORS, valid_to=None, user__invented=False
        )
    link = f"{settings.ORIGIN}{reverse('people:give', kwargs={'code': organisation.code})}"
    for email in rows.values_list("user__email", flat=True).distinct():
        send_mail(
            organisation.language,
            [email],
            "asks",
            place=organisation.name,
            email=asked.email,
            link=link,
        )
