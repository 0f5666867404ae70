"""How allauth makes people: nobody signs up by herself; an administrator invites."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

__all__ = ["AccountAdapter", "SocialAccountAdapter"]


class AccountAdapter(DefaultAccountAdapter):
    """Local accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up without an invitation."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts of an identity provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Somebody a provider vouches for may sign in; a role is given by an administrator."""
        return True
