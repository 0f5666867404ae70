"""How people sign in: local accounts with a second factor, and OpenID Connect."""

from __future__ import annotations

from typing import Any

from kortreist_web.config.environment import Environment
from kortreist_web.config.providers import IdentityProvider

__all__ = ["sign_in"]

_FORMS = "kortreist_web.people.account_forms"


def _app(provider: IdentityProvider) -> dict[str, Any]:
    """Return a provider as the framework wants it."""
    return {
        "provider_id": provider.name,
        "name": provider.label,
        "client_id": provider.client_id,
        "secret": provider.client_secret,
        "settings": {
            "server_url": provider.issuer,
            "scope": list(provider.scopes),
            "auth_params": {"acr_values": provider.acr} if provider.acr else {},
            "oauth_pkce_enabled": True,
            # An e-mail address finds an invited person only in domains that are trusted for it.
            "verified_email": list(provider.trusted_domains),
            "email_authentication": bool(provider.trusted_domains),
        },
    }


def sign_in(chosen: Environment) -> dict[str, Any]:
    """Return the settings of signing in, as the installation has chosen."""
    return {
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "ACCOUNT_ADAPTER": "kortreist_web.people.adapters.AccountAdapter",
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if chosen.https else "http",
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
        # Accounts are made by invitation to the address: that is its verification.
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_FORMS": {
            name: f"{_FORMS}.{kind}"
            for name, kind in {
                "login": "LoginForm",
                "change_password": "ChangePasswordForm",
                "set_password": "SetPasswordForm",
                "reset_password": "ResetPasswordForm",
                "reset_password_from_key": "ResetPasswordKeyForm",
                "reauthenticate": "ReauthenticateForm",
            }.items()
        },
        # The link proves the address, as signing in would ask; a second step is asked for still.
        "ACCOUNT_LOGIN_ON_PASSWORD_RESET": True,
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*", "password2*"],
        "ACCOUNT_USER_DISPLAY": str,
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ALLAUTH_TRUSTED_PROXY_COUNT": chosen.proxies,
        "AUTH_PASSWORD_VALIDATORS": [
            {
                "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
                "OPTIONS": {"user_attributes": ("email", "name")},
            },
            {"NAME": "kortreist_web.people.passwords.LongEnough"},
            {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
        ],
        "MFA_ADAPTER": "kortreist_web.people.adapters.SecondFactorAdapter",
        "MFA_ALLOW_UNVERIFIED_EMAIL": True,  # nobody signs up: see the verification above
        "MFA_FORMS": {
            name: f"{_FORMS}.{kind}"
            for name, kind in {
                "authenticate": "AuthenticateForm",
                "reauthenticate": "ReauthenticateCodeForm",
                "activate_totp": "ActivateTOTPForm",
                "add_webauthn": "AddWebAuthnForm",
                "edit_webauthn": "EditWebAuthnForm",
            }.items()
        },
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_TOTP_ISSUER": "Kortreist",
        "MFA_TOTP_TOLERANCE": 1,  # a phone's clock may be half a minute off
        # A browser takes security keys over plain HTTP on this machine only.
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": not chosen.https,
        "SOCIALACCOUNT_ADAPTER": "kortreist_web.people.adapters.SocialAccountAdapter",
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
        "SOCIALACCOUNT_PROVIDERS": {
            "openid_connect": {"APPS": [_app(p) for p in chosen.providers]}
        },
        "SOCIALACCOUNT_REQUESTS_TIMEOUT": 10,
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "DEMONSTRATION": chosen.demonstration,
        # Whoever runs the site can be tried on one's own machine only: she opens pages about
        # real places.
        "DEMONSTRATION_OPERATOR": chosen.demonstration and not chosen.real,
        "IDENTITY_PROVIDERS": {p.name: p for p in chosen.providers},
        "REQUIRE_MFA": chosen.require_mfa,
        "REQUIRE_MFA_IN": chosen.mfa_codes,
    }
