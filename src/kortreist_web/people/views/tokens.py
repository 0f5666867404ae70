"""Keys for programs: the list, making one, revoking one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kortreist_web.core.form_pages import form_page
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.people.actions.make_token import make_token
from kortreist_web.people.actions.revoke_token import revoke_token
from kortreist_web.people.forms import TokenForm
from kortreist_web.people.models import ApiToken
from kortreist_web.tenants.models import Organisation

__all__ = ["make", "revoke", "tokens"]


@page("view", ApiToken)
def tokens(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show the keys there are and were; none can be read."""
    rows = policy_of(ApiToken).visible(request.user, ApiToken.objects.all())
    values = {
        "tokens": rows.filter(organisation=organisation).select_related("user").order_by("-id"),
        "today": timezone.localdate(),
        "may_change": policy_of(ApiToken).may(request.user, "change", organisation),
    }
    return render(request, "people/tokens.html", values)


@page("change", ApiToken)
def make(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Make a key and show it this once."""
    form = TokenForm(request.POST or None, request=request, draft="people.token")
    return form_page(
        request,
        "people/token.html",
        form,
        lambda data: make_token(request.user, organisation, **data),
        to=lambda made: render(
            request, "people/token_made.html", {"token": made[0], "key": made[1]}
        ),
        message="",
        about="scopes",
    )


@page("change", ApiToken)
@require_POST
def revoke(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Revoke a key."""
    token = get_object_or_404(ApiToken, pk=pk, organisation=organisation)
    revoke_token(request.user, organisation, token)
    messages.success(request, text("people.tokens.revoked_now"))
    return redirect("people:tokens", code=organisation.code)
