"""The way around: the rooms of a published site, and those of the people at work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import resolve, reverse

from kortreist_web.core.actors import Organisation, Person, is_person
from kortreist_web.core.domain import PublicLink, WorkLink, from_all
from kortreist_web.core.policy import policy_of
from kortreist_web.core.rooms import PUBLIC_ROOMS, WORK_ROOMS

__all__ = ["Link", "Room", "bottom_links", "open_links", "public_rooms", "work_rooms"]


#: The links of the work that stand at the bottom of a phone, where the roles open them, and
#: what they are called there.
_AT_HAND = {"core.nav.work": "core.room.mine", "core.nav.report": "core.nav.report"}


@dataclass(frozen=True, slots=True)
class Link:
    """One way on: text key, address, whether it is here."""

    text: str
    url: str
    here: bool


@dataclass(frozen=True, slots=True)
class Room:
    """A room and the links in it that one may follow; its own address is the first of them."""

    text: str
    links: tuple[Link, ...]

    @property
    def url(self) -> str:
        """Return where one comes in."""
        return self.links[0].url

    @property
    def here(self) -> bool:
        """Tell whether one is in it."""
        return any(link.here for link in self.links)


def _rooms(
    request: HttpRequest,
    organisation: Organisation,
    names: tuple[str, ...],
    stem: str,
    links: Iterable[PublicLink | WorkLink],
) -> list[Room]:
    """Return the rooms that have a link; of links that begin alike only the longest is here."""
    within: dict[str, list[tuple[str, str, bool]]] = {name: [] for name in names}
    for link in links:
        url = reverse(link.address, kwargs={"code": organisation.code})
        here = request.path == url if link.first else request.path.startswith(url)
        name = getattr(link, "name", None)
        within[link.room].append((name(organisation) if name else link.text, url, here))
    deepest = max(
        (len(url) for rows in within.values() for _, url, here in rows if here), default=0
    )
    return [
        Room(
            f"{stem}.{name}",
            tuple(Link(text, url, here and len(url) == deepest) for text, url, here in rows),
        )
        for name, rows in within.items()
        if rows
    ]


def public_rooms(request: HttpRequest, organisation: Organisation) -> list[Room]:
    """Return the rooms of the published site, as far as the reader may open them."""
    user = request.user
    member = is_person(user) and bool(user.roles_in(organisation))
    links = open_links(organisation, member=member)
    return _rooms(request, organisation, PUBLIC_ROOMS, "core.door", links)


def open_links(organisation: Organisation, *, member: bool = False) -> list[PublicLink]:
    """Return the links of a published site: where only official figures are, those of them."""
    links = from_all(lambda domain: domain.public_links)
    if not organisation.official_only or member:
        return links
    return [link for link in links if _is_official(link, organisation)]


def _is_official(link: PublicLink, organisation: Organisation) -> bool:
    url = reverse(link.address, kwargs={"code": organisation.code})
    return bool(vars(resolve(url).func)["access"].official)


def work_rooms(request: HttpRequest, organisation: Organisation, user: Person) -> list[Room]:
    """Return the rooms the person's roles open; to one who only reports, those she reports by."""
    only_reports = user.roles_in(organisation) == {"reporter"}
    links = [
        link
        for link in from_all(lambda domain: domain.work_links)
        if policy_of(link.model).may(user, link.permission, organisation)
        and (link.reporters or not only_reports)
    ]
    return _rooms(request, organisation, WORK_ROOMS, "core.room", links)


def bottom_links(
    request: HttpRequest, organisation: Organisation, rooms: Iterable[Room] | None
) -> list[Link]:
    """Return what a phone has at hand below the page.

    Parameters
    ----------
    rooms : iterable of Room, optional
        Those of the work: one's own page, the reports and searching. None: the reader is none of
        the municipality's, and has the search of the published site.
    """
    name = "search" if rooms is None else "work_search"
    url = reverse(name, kwargs={"code": organisation.code})
    out = [
        Link(_AT_HAND[link.text], link.url, link.here)
        for room in rooms or ()
        for link in room.links
        if link.text in _AT_HAND
    ]
    return [*out, Link("core.search.title", url, request.path == url)]
