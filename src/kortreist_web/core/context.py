"""What every page's frame shows: the organisation, the languages, the way around."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url

from kortreist_web.core.actors import Organisation, Visitor, is_person
from kortreist_web.core.domain import Part, from_all
from kortreist_web.core.navigation import Room, bottom_links, public_rooms, work_rooms
from kortreist_web.core.texts import language

__all__ = ["notes", "site"]


def notes(request: HttpRequest) -> list[Part]:
    """Return what domains have to say on top of this page."""
    made = (make(request) for make in from_all(lambda domain: domain.notes))
    return [part for part in made if part is not None]


def _search(organisation: Organisation, *, at_work: bool) -> str:
    return reverse("work_search" if at_work else "search", kwargs={"code": organisation.code})


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the values of the frame."""
    organisation: Organisation | None = getattr(request, "organisation", None)
    user: Visitor | None = getattr(request, "user", None)
    rooms: list[Room] | None = None
    if organisation and is_person(user) and user.roles_in(organisation):
        rooms = work_rooms(request, organisation, user)
    return {
        "organisation": organisation,
        "language": language(),
        "other_languages": [
            (code, name, translate_url(request.get_full_path(), code))
            for code, name in settings.LANGUAGES
        ],
        "public_rooms": public_rooms(request, organisation) if organisation else [],
        "work_rooms": rooms or [],
        "search_url": _search(organisation, at_work=rooms is not None) if organisation else "",
        "bottom_links": bottom_links(request, organisation, rooms) if organisation else [],
        "member": rooms is not None,
        "demonstration": settings.DEMONSTRATION,
        "frame_notes": notes(request),
    }
