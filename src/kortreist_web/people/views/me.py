"""A person's own page, and being one of the invented people."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import override
from django.views.decorators.http import require_POST

from kortreist_web.core.clock import lasts_on
from kortreist_web.core.page import anyone
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.people.demonstration import somebody
from kortreist_web.people.forms import MeForm
from kortreist_web.people.models import FormDraft, Membership, User
from kortreist_web.people.own_account import own_account

__all__ = ["demo_sign_in", "me"]


@own_account
def me(request: SignedInRequest) -> HttpResponse:
    """Show her roles, and let her change her name and language."""
    user: User = request.user
    fields = ("name", "language", "reminders")
    first = {field: getattr(user, field) for field in fields}
    form = MeForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        for field in fields:
            setattr(user, field, form.cleaned_data[field])
        user.save(update_fields=fields)
        with override(user.language or None):
            messages.success(request, text("core.saved"))
            response = redirect("people:me")
        if user.language:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                user.language,
                max_age=31_536_000,
                secure=settings.SESSION_COOKIE_SECURE,
                samesite="Lax",
                httponly=True,
            )
        return response
    today = timezone.localdate()
    memberships = (
        Membership.objects.filter(user=user, valid_from__lte=today)
        .filter(lasts_on(today))
        .select_related("organisation", "unit")
        .order_by("organisation__name", "role")
    )
    drafts = FormDraft.objects.filter(user=user).select_related("organisation")
    values = {"form": form, "memberships": memberships, "drafts": drafts.order_by("-saved_at")}
    return render(request, "people/me.html", values)


@anyone
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Be one of the invented people; on a real installation the address does not exist."""
    asked = {k: str(request.POST.get(k, "")) for k in ("role", "code", "person")}
    choice = somebody(**asked) if settings.DEMONSTRATION else None
    if choice is None:
        raise Http404("demonstration")
    login(request, choice.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    onward = str(request.POST.get("next", ""))
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, request.is_secure()):
        onward = reverse("tasks:home", kwargs={"code": choice.code}) if choice.code else "/"
    return redirect(onward)
