"""The content security policy: nothing from elsewhere, no inline script, no inline style."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

__all__ = ["ContentPolicyMiddleware", "policy"]


def policy() -> str:
    """Return the policy; forms may lead to the identity providers that are chosen."""
    targets = [t for p in settings.IDENTITY_PROVIDERS.values() for t in p.form_targets]
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",  # data: for the design system's icons, which are CSS masks
            "font-src 'self'",
            "connect-src 'self'",
            " ".join(("form-action 'self'", *dict.fromkeys(targets))),
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "manifest-src 'self'",
        )
    )


class ContentPolicyMiddleware:
    """Set the policy on every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the policy."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        return response
