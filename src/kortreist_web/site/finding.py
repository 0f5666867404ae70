"""The site's own pages and the municipalities, as what can be found by searching."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from kortreist.places import municipalities
from kortreist_web.core.actors import is_person
from kortreist_web.core.navigation import public_rooms, work_rooms
from kortreist_web.core.searching import Findable
from kortreist_web.core.texts import text
from kortreist_web.tenants.models import Organisation

__all__ = ["find_pages", "find_places"]


def find_pages(
    request: HttpRequest, organisation: Organisation, at_work: bool
) -> Iterator[Findable]:
    """Yield the links of the rooms that this reader may follow."""
    rooms = public_rooms(request, organisation)
    if at_work and is_person(request.user):
        rooms = [*work_rooms(request, organisation, request.user), *rooms]
    for room in rooms:
        for link in room.links:
            yield Findable("page", text(link.text), link.url, text(room.text), (text(room.text),))


def find_places(
    request: HttpRequest, organisation: Organisation, at_work: bool
) -> Iterator[Findable]:
    """Yield every municipality: its pages, or what is known of it."""
    open_here = dict(Organisation.objects.filter(published=True).values_list("code", "name"))
    for place in municipalities(timezone.localdate()):
        name = open_here.pop(place.number, place.name)
        url = reverse("publishing:overview", kwargs={"code": place.number})
        yield Findable("place", name, url, place.number, (place.number,))
    for code, name in open_here.items():
        url = reverse("publishing:overview", kwargs={"code": code})
        yield Findable("place", name, url, code, (code,))
