"""``sitemap.xml`` and ``robots.txt``: the pages that anyone may read, in every language.

What is under work, withdrawn, or of a municipality that has not opened its site is not there,
and neither are the API and files.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control

from kortreist_web.budgets.traces import known, readable
from kortreist_web.core.navigation import open_links
from kortreist_web.core.page import anyone
from kortreist_web.publishing.published import newest_publications, public_kinds, state_of
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import kind_of, publishing_of

__all__ = ["PublicPages", "robots", "sitemap_xml"]

#: Pages that are about no municipality.
_OF_NONE = ("front", "accounts:map")


@dataclass(frozen=True, slots=True)
class _Page:
    """A page: the name of its address and what fills it, or the row that a kind's page shows."""

    name: str
    values: dict[str, Any] = field(default_factory=dict)
    row: Any = None


class PublicPages(Sitemap[_Page]):
    """Every page of the published sites, once a language, each naming the others."""

    i18n = True
    alternates = True

    def items(self) -> list[_Page]:
        """Return the pages; those of a council's own only where the municipality is in use."""
        pages = [_Page(name) for name in _OF_NONE]
        opened = list(Organisation.objects.filter(published=True).order_by("code"))
        for organisation in opened:
            values = {"code": organisation.code}
            pages += [_Page(link.address, values) for link in open_links(organisation)]
        own = {o.pk: o for o in opened if not o.official_only}
        for kind in public_kinds():
            rows = defaultdict(list)
            for key, row in publishing_of(kind).rows(list(own.values())):
                rows[key].append(row)
            for key, made in rows.items():
                told = newest_publications(own[key], kind)
                shown = (r for r in made if state_of(own[key], kind, r, told).open)
                pages += [_Page(kind, {"code": own[key].code}, row) for row in shown]
        for organisation in own.values():
            names, _ = known(readable(organisation, member=False))
            values = {"code": organisation.code}
            pages += [_Page("budgets:measure", {**values, "measure": m}) for m in names]
        return pages

    def location(self, item: _Page) -> str:
        """Return a page's address in the language that is asked for."""
        if item.row is not None:
            return str(kind_of(item.name).page(item.row, item.values["code"]))
        return reverse(item.name, kwargs=item.values or None)

    def get_urls(self, page: Any = 1, site: Any = None, protocol: Any = None) -> list[Any]:
        """Return the addresses as the installation is known outside, each once."""
        found: dict[str, Any] = {}
        for one in super().get_urls(page, site, urlsplit(settings.ORIGIN).scheme):
            found.setdefault(one["location"], one)
        return list(found.values())

    def get_domain(self, site: Any = None) -> str:
        """Return the installation's own name, whatever it was asked by."""
        return urlsplit(settings.ORIGIN).netloc


@anyone
def sitemap_xml(request: HttpRequest) -> HttpResponse:
    """Send the list of public pages."""
    response: HttpResponse = sitemap(request, {"public": PublicPages}).render()
    patch_cache_control(response, public=True, max_age=3600)
    return response


@anyone
def robots(request: HttpRequest) -> HttpResponse:
    """Say where the list is; pages behind signing in are closed by themselves."""
    address = settings.ORIGIN + reverse("sitemap")
    said = f"User-agent: *\nDisallow: /api/\nSitemap: {address}\n"
    return HttpResponse(said, content_type="text/plain; charset=utf-8")
