"""How allauth makes people, words what it says, and sends mail.

Nobody signs up by herself: an administrator invites. A provider may vouch for who somebody
is, but only an invitation, or a trusted provider's word for an e-mail address that was
invited, lets her in.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from kortreist_web.core.policy import ALL_ROLES
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import Text, language, text, web
from kortreist_web.people.models import TRIAL_DOMAIN, User
from kortreist_web.tenants.models import Organisation

__all__ = ["AccountAdapter", "SecondFactorAdapter", "SocialAccountAdapter", "mail_in"]


def _error_messages(adapter: type[Any], room: str) -> dict[str, Any]:
    """Return allauth's error messages in our words; those we cannot meet stay as they are."""
    texts = web()
    return {
        key: Text(f"people.{room}.{key}") if texts.has(f"people.{room}.{key}") else message
        for key, message in adapter.error_messages.items()
    }


def mail_in(user: User | None, organisation: Organisation | None = None) -> str:
    """Return the language of mail to somebody."""
    chosen = getattr(user, "language", "") or getattr(organisation, "language", "")
    return chosen or language()


class AccountAdapter(DefaultAccountAdapter):
    """Local accounts."""

    error_messages = _error_messages(DefaultAccountAdapter, "sign_in_error")

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up without an invitation."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the caller's address as the trusted proxies say; ``unknown`` is one caller."""
        from kortreist_web.core.callers import address

        return address(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords by account *and* address.

        By the account alone, whoever knows an address of mail could keep its owner out.
        """
        counted: str = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{counted}:{self.get_client_ip(request)}"

    def get_login_redirect_url(self, request: SignedInRequest) -> str:
        """Go to the one municipality she works in, or to her own page."""

        codes = list(
            Organisation.objects.filter(
                pk__in=request.user.organisations_with(ALL_ROLES)
            ).values_list("code", flat=True)[:2]
        )
        with override(request.user.language or language()):
            if len(codes) == 1:
                return reverse("tasks:home", kwargs={"code": codes[0]})
            return reverse("people:me")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Go to the front page."""
        return reverse("front")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go back to her own page."""
        return reverse("people:me")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link at the site's own address, whatever name the request came by."""
        uid, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.ORIGIN}{path}"

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what happened in our words; that one has signed in is plain to see."""
        if message is None and message_template:
            name = message_template.rsplit("/", 1)[-1].removesuffix(".txt")
            key = f"people.sign_in_message.{name}"
            if not web().has(key):
                return
            message = text(key)
        if message:
            messages.add_message(request, level, message, extra_tags=extra_tags)

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Return a mail of plain text in the receiver's language."""
        to = [email] if isinstance(email, str) else email
        user = context.get("user") or User.objects.filter(email__iexact=to[0]).first()
        words = web(mail_in(user))
        name = template_prefix.rsplit("/", 1)[-1]
        values = {
            "email": to[0],
            "site": settings.ORIGIN,
            "link": context.get("password_reset_url", ""),
            "name": str(user or ""),
            "provider": str(context.get("provider", "")),
            "at": f"{words.date(timezone.localdate().isoformat())} {timezone.localtime():%H:%M}",
            "address": context.get("ip", ""),
        }
        parts = [words(f"people.mail.{name}", **values)]
        if "ip" in context:
            parts.append(words("people.mail.not_you", **values))
        parts.append(words("people.mail.signature", **values))
        subject = words(f"people.mail.{name}_subject", **values)
        return EmailMessage(subject, "\n\n".join(parts), self.get_from_email(), to, headers=headers)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail; invented people and those who only try a workspace get none."""
        if email.lower().endswith(f"@{TRIAL_DOMAIN}"):
            return
        if not User.objects.filter(email__iexact=email, invented=True).exists():
            super().send_mail(template_prefix, email, context)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second step."""

    error_messages = _error_messages(DefaultMFAAdapter, "sign_in_error")

    def encrypt(self, text: str) -> str:
        """Keep secrets of the second step encrypted: a stolen copy of the database has none."""
        from kortreist_web.people.secrets_kept import encrypt

        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret."""
        from kortreist_web.people.secrets_kept import decrypt

        return decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Keep the last second step of one whose role requires it."""
        from allauth.mfa.models import Authenticator

        from kortreist_web.people.second_factor import needs

        kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=kinds)
        return others.exclude(pk=authenticator.pk).exists() or not needs(authenticator.user)

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        """Suggest a name for a key."""
        from allauth.mfa.models import Authenticator

        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return text("people.sign_in.key_number", n=number)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts of an identity provider."""

    error_messages = _error_messages(DefaultSocialAccountAdapter, "sign_in_error")

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Being somebody is not being invited."""
        return False

    def list_apps(self, request: Any, provider: Any = None, client_id: Any = None) -> list[Any]:
        """Return the providers of the environment; none are kept in the database."""
        from allauth.socialaccount.adapter import _build_apps_from_settings

        by_provider = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in by_provider.values() for app in apps]

    def get_provider(self, request: Any, provider: Any, client_id: Any = None) -> Any:
        """Return our kind of provider, which forgets what must not be kept."""
        from kortreist_web.people.openid import Provider

        return Provider(request, app=self.get_app(request, provider, client_id))

    def list_providers(self, request: Any) -> list[Any]:
        """Return the providers there are buttons for."""
        from kortreist_web.people.openid import Provider

        return [Provider(request, app=app) for app in self.list_apps(request)]

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """Only a domain that the provider is trusted for finds an invited person."""
        return self.is_email_verified(login.provider, email)

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """Fill in nothing: no person is made from what a provider says."""
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Forget the provider's tokens, and connect one who comes with an invitation."""
        from kortreist_web.people.invitations import invited_here

        sociallogin.token = None  # may itself hold a national identity number
        user = invited_here(request)
        if user is not None and not sociallogin.is_existing:
            sociallogin.connect(request, user)

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        """Go back to her own page."""
        return reverse("people:me")
