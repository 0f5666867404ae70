"""Addresses of signing in: allauth's views that we use, under Norwegian addresses.

What is not here (signing up, several e-mail addresses, codes by SMS) is not open.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from django.urls import path, re_path

from kortreist_web.core.page import anyone
from kortreist_web.people import account_views as own
from kortreist_web.people.own_account import own_account

__all__ = ["urlpatterns"]

urlpatterns = [
    path("inn/", anyone(account.login), name="account_login"),
    path("ut/", anyone(own.sign_out), name="account_logout"),
    path("sperret/", anyone(account.account_inactive), name="account_inactive"),
    path("ny/", anyone(own.closed), name="account_signup"),
    path("bekreft/", own_account(account.reauthenticate), name="account_reauthenticate"),
    path("passord/", own_account(account.password_change), name="account_change_password"),
    path("passord/velg/", own_account(account.password_set), name="account_set_password"),
    path("passord/glemt/", anyone(account.password_reset), name="account_reset_password"),
    path(
        "passord/glemt/sendt/",
        anyone(account.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^passord/nytt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        anyone(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "passord/nytt/ferdig/",
        anyone(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("to-trinn/", own_account(factor.index), name="mfa_index"),
    path("to-trinn/kode/", anyone(factor.authenticate), name="mfa_authenticate"),
    path("to-trinn/bekreft/", own_account(factor.reauthenticate), name="mfa_reauthenticate"),
    path("to-trinn/app/", own_account(totp.activate_totp), name="mfa_activate_totp"),
    path("to-trinn/app/fjern/", own_account(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("to-trinn/koder/", own_account(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "to-trinn/koder/nye/",
        own_account(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "to-trinn/koder/fil/",
        own_account(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("to-trinn/nokler/", own_account(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("to-trinn/nokler/ny/", own_account(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path(
        "to-trinn/nokler/bekreft/",
        own_account(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "to-trinn/nokler/<int:pk>/", own_account(webauthn.edit_webauthn), name="mfa_edit_webauthn"
    ),
    path(
        "to-trinn/nokler/<int:pk>/fjern/",
        own_account(webauthn.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("ekstern/", own_account(social.connections), name="socialaccount_connections"),
    path("ekstern/avbrutt/", anyone(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("ekstern/feil/", anyone(social.login_error), name="socialaccount_login_error"),
    path("ekstern/<str:provider_id>/inn/", anyone(own.provider_login), name="openid_connect_login"),
]
