"""The few pages of signing in that differ from allauth's."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LogoutView
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from requests import RequestException

from kortreist_web.core.texts import language
from kortreist_web.people.invitations import accept, invited_by
from kortreist_web.people.openid import Adapter, sign_out_address

__all__ = ["callback", "closed", "invitation", "provider_login", "sign_out"]

_LANGUAGE = "kortreist_language"


class _SignOut(LogoutView):
    """Sign out here, and at the provider one signed in with."""

    template_name = "account/logout.html"

    def post(self, *args: Any, **values: Any) -> HttpResponse:
        """Sign out."""
        away = sign_out_address(self.request)
        response: HttpResponse = super().post(*args, **values)
        return HttpResponseRedirect(away) if away else response


sign_out = never_cache(_SignOut.as_view())


def closed(request: HttpRequest) -> HttpResponse:
    """Say how one gets an account: by invitation."""
    return render(request, "account/signup_closed.html")


@never_cache
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Let an invited person choose how she will sign in: a password, or a provider's account."""
    from django.conf import settings

    user = invited_by(key)
    if user is None:
        return render(request, "people/invitation_ended.html", status=410)
    uid, _, token = key.partition("-")
    if not settings.IDENTITY_PROVIDERS:
        return redirect("account_reset_password_from_key", uidb36=uid, key=token)
    if request.method == "POST":
        accept(request, user)
        provider = str(request.POST.get("provider", ""))
        if provider not in settings.IDENTITY_PROVIDERS:
            raise Http404(provider)
        return provider_login(request, provider)
    providers = settings.IDENTITY_PROVIDERS.values()
    values = {"invited": user, "uid": uid, "token": token, "providers": providers}
    return render(request, "people/invitation.html", values)


def provider_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Ask on a page of ours, then lead to the provider."""
    request.session[_LANGUAGE] = language()
    try:
        view = OAuth2LoginView.adapter_view(Adapter(request, provider_id))
        response: HttpResponse = view(request)
    except SocialApp.DoesNotExist:
        raise Http404(provider_id) from None
    except RequestException:
        return render(request, "socialaccount/authentication_error.html", status=502)
    return response


@never_cache
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from the provider, to the language one left in."""
    chosen = request.session.pop(_LANGUAGE, "") or language()
    translation.activate(chosen)
    request.LANGUAGE_CODE = chosen
    try:
        view = OAuth2CallbackView.adapter_view(Adapter(request, provider_id))
        response: HttpResponse = view(request)
    except SocialApp.DoesNotExist:
        raise Http404(provider_id) from None
    return response
