"""Allauth's forms with our labels and a plain help text beside every field.

The fields and their checks are allauth's; the words are ours, in three languages.
"""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext

from kortreist_web.core.texts import Text, text

__all__ = [
    "ActivateTOTPForm",
    "AddWebAuthnForm",
    "AuthenticateForm",
    "ChangePasswordForm",
    "EditWebAuthnForm",
    "LoginForm",
    "ReauthenticateCodeForm",
    "ReauthenticateForm",
    "ResetPasswordForm",
    "ResetPasswordKeyForm",
    "SetPasswordForm",
]

_NOT_THE_SAME = "You must type the same password each time."


class _Worded(forms.Form):
    """Gives the fields of a form our words: ``people.sign_in.<field>`` and ``…_help``."""

    #: Field → text key, where it is not the field's own name.
    words: dict[str, str] = {}

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        for name, field in self.fields.items():
            if field.widget.is_hidden:
                continue
            key = f"people.sign_in.{self.words.get(name, name)}"
            field.label, field.help_text = Text(key), Text(f"{key}_help")
            # A text inside the field goes away when it is needed most.
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = Text("people.sign_in.required")

    def add_error(self, field: Any, error: Any) -> None:
        """Add an error; the one that allauth words inside its forms gets our words."""
        if str(getattr(error, "message", error)) == gettext(_NOT_THE_SAME):
            error = text("people.sign_in_error.not_the_same")
        super().add_error(field, error)


class LoginForm(_Worded, account.LoginForm):
    """E-mail and password; a session lasts a working day."""

    words = {"login": "email"}


class ChangePasswordForm(_Worded, account.ChangePasswordForm):
    """The old password and a new one, twice."""


class SetPasswordForm(_Worded, account.SetPasswordForm):
    """A first password for one who has signed in through a provider."""


class ResetPasswordForm(_Worded, account.ResetPasswordForm):
    """Where to send the link."""

    words = {"email": "reset_email"}


class ResetPasswordKeyForm(_Worded, account.ResetPasswordKeyForm):
    """The new password, after the link of the mail."""


class ReauthenticateForm(_Worded, account.ReauthenticateForm):
    """The password once more before something that matters."""


class AuthenticateForm(_Worded, factor.AuthenticateForm):
    """The code of the second step."""


class ReauthenticateCodeForm(_Worded, factor.ReauthenticateForm):
    """A code once more before something that matters."""


class ActivateTOTPForm(_Worded, totp.ActivateTOTPForm):
    """The first code shows that the app has the secret."""

    words = {"code": "first_code"}


class AddWebAuthnForm(_Worded, webauthn.AddWebAuthnForm):
    """A name for the security key that is added."""

    words = {"name": "key_name"}


class EditWebAuthnForm(_Worded, webauthn.EditWebAuthnForm):
    """Another name for a security key."""

    words = {"name": "key_name"}
