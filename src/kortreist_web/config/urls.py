"""Addresses: pages under their language, everything else under none.

The language comes first (``/nb/4005/regnskap/``), so that each page has one address a
language. Addresses are Norwegian and the same in all languages.
"""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLResolver, include, path

from kortreist_web.config import api_docs, health, sitemap
from kortreist_web.config.api import api
from kortreist_web.core.domain import from_all
from kortreist_web.core.page import anyone
from kortreist_web.people.account_views import callback

handler400 = "kortreist_web.config.errors.bad_request"
handler403 = "kortreist_web.config.errors.denied"
handler404 = "kortreist_web.config.errors.not_found"
handler429 = "kortreist_web.config.errors.too_many"
handler500 = "kortreist_web.config.errors.failed"

_PAGES = from_all(lambda domain: domain.pages)


def _domain_urls(*, languages: bool) -> list[URLResolver]:
    """Return the addresses the domains declare, left to right."""
    return [path(p.prefix, include(p.module)) for p in _PAGES if p.languages == languages]


urlpatterns = [
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("sitemap.xml", sitemap.sitemap_xml, name="sitemap"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("metrics", health.metrics, name="metrics"),
    path("oidc/<str:provider_id>/svar/", anyone(callback), name="openid_connect_callback"),
    path("api/v1/", api.urls),
    *_domain_urls(languages=False),
    *i18n_patterns(
        path("api/", api_docs.reference, name="api_docs"),
        *_domain_urls(languages=True),
    ),
]
