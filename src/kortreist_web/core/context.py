"""What every page's frame shows: the organisation, the languages, the way around."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url

from kortreist_web.core.navigation import public_links, work_links
from kortreist_web.core.texts import language

__all__ = ["site"]


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the values of the frame."""
    organisation = getattr(request, "organisation", None)
    user = getattr(request, "user", None)
    member = bool(organisation and user and user.is_authenticated and user.roles_in(organisation))
    return {
        "organisation": organisation,
        "language": language(),
        "other_languages": [
            (code, name, translate_url(request.get_full_path(), code))
            for code, name in settings.LANGUAGES
        ],
        "public_links": public_links(request, organisation) if organisation else [],
        "work_links": work_links(request, organisation, user) if member else [],
        "member": member,
        "demonstration": settings.DEMONSTRATION,
    }
