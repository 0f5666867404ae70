"""How people sign in: local accounts with a second factor, and OpenID Connect."""

from __future__ import annotations

import os
from typing import Any

__all__ = ["SIGN_IN"]

SIGN_IN: dict[str, Any] = {
    "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
    "ACCOUNT_LOGIN_METHODS": {"email"},
    "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*", "password2*"],
    "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
    "ACCOUNT_EMAIL_VERIFICATION": "none",
    "ACCOUNT_ADAPTER": "kortreist_web.people.adapters.AccountAdapter",
    "SOCIALACCOUNT_ADAPTER": "kortreist_web.people.adapters.SocialAccountAdapter",
    "AUTH_PASSWORD_VALIDATORS": [
        {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
        {
            "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
            "OPTIONS": {"min_length": 12},
        },
        {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    ],
    "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": []}},
    "DEMONSTRATION": os.environ.get("KORTREIST_DEMONSTRATION", "") != "0",
}
