"""What the published site, its data and its webhooks add."""

from __future__ import annotations

from kortreist_web.core.domain import OWN, Api, Domain, Pages, PublicLink, WorkLink
from kortreist_web.publishing.api import router
from kortreist_web.publishing.jobs import deliver
from kortreist_web.publishing.messages import KIND
from kortreist_web.publishing.models import Publication, Webhook

__all__ = ["DOMAIN"]

DOMAIN = Domain(
    public_links=(
        PublicLink("publishing:overview", "core.nav.overview", 0, first=True),
        PublicLink("publishing:goals", "core.nav.goals", 20),
        PublicLink("publishing:data", "core.nav.data", 60),
    ),
    work_links=(
        WorkLink("publishing:manage", "core.nav.publish", Publication, "view", 140),
        WorkLink("publishing:webhooks", "core.nav.webhooks", Webhook, "view", 150),
    ),
    pages=(
        Pages("kortreist_web.publishing.urls"),
        Pages("kortreist_web.publishing.data_urls", "data/", languages=False),
    ),
    apis=(Api("published", router),),
    jobs={KIND: deliver},
    tenant_data={
        "publishing.Publication": OWN,
        "publishing.Webhook": OWN,
        "publishing.Delivery": ("webhook__organisation_id",),
    },
    secrets={"publishing.Webhook": frozenset({"secret"})},
)
