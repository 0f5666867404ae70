"""The way around: the links of a published site, and those of the people at work."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import resolve, reverse

from kortreist_web.core.actors import Organisation, Person, is_person
from kortreist_web.core.domain import PublicLink, WorkLink, from_all
from kortreist_web.core.policy import policy_of

__all__ = ["Link", "public_links", "work_links"]


@dataclass(frozen=True, slots=True)
class Link:
    """One way on: text key, address, whether it is here."""

    text: str
    url: str
    here: bool


def _link(request: HttpRequest, organisation: Organisation, link: PublicLink | WorkLink) -> Link:
    url = reverse(link.address, kwargs={"code": organisation.code})
    here = request.path == url if link.first else request.path.startswith(url)
    return Link(link.text, url, here)


def public_links(request: HttpRequest, organisation: Organisation) -> list[Link]:
    """Return the links of the published site, as far as the reader may open them."""
    links = [
        _link(request, organisation, link) for link in from_all(lambda domain: domain.public_links)
    ]
    user = request.user
    if not organisation.official_only or (is_person(user) and user.roles_in(organisation)):
        return links
    return [link for link in links if vars(resolve(link.url).func)["access"].official]


def work_links(request: HttpRequest, organisation: Organisation, user: Person) -> list[Link]:
    """Return the links the person's roles open; to one who only reports, those she reports by."""
    only_reports = user.roles_in(organisation) == {"reporter"}
    return [
        _link(request, organisation, link)
        for link in from_all(lambda domain: domain.work_links)
        if policy_of(link.model).may(user, link.permission, organisation)
        and (link.reporters or not only_reports)
    ]
