"""What the published site, its data and its webhooks add."""

from __future__ import annotations

from django.db.models import Exists, Subquery
from django.urls import reverse

from kortreist_web.accounts.models import AccountResult
from kortreist_web.accounts.queries import accounts_with
from kortreist_web.core.domain import (
    OWN,
    Api,
    Domain,
    Pages,
    PublicChart,
    PublicLink,
    WorkLink,
)
from kortreist_web.core.year_steps import Answer, YearLook, YearStep
from kortreist_web.publishing.api import router
from kortreist_web.publishing.finding import find_figures, find_say
from kortreist_web.publishing.front import account_chart, status_chart
from kortreist_web.publishing.job_cards import administrator
from kortreist_web.publishing.jobs import deliver
from kortreist_web.publishing.messages import KIND
from kortreist_web.publishing.models import Publication, Webhook
from kortreist_web.publishing.published import public_account
from kortreist_web.tenants.models import Organisation

__all__ = ["DOMAIN"]


def _has_account(look: YearLook[Organisation]) -> Answer:
    """Tell whether there is an account that somebody has to publish."""
    newest = accounts_with(look.organisation).values("pk")[:1]
    return Exists(AccountResult.objects.filter(pk=Subquery(newest), organisation__isnull=False))


def _read_by_all(look: YearLook[Organisation]) -> AccountResult | None:
    return public_account(look.organisation)


def _is_readable(look: YearLook[Organisation]) -> bool:
    """Tell whether there is an account for residents to read once the site is open."""
    return look.once(_read_by_all) is not None


def _to_overview(organisation: Organisation, subject: str) -> str:
    return reverse("publishing:overview", kwargs={"code": organisation.code})


def _to_account(organisation: Organisation, subject: str) -> str:
    return reverse("accounts:public", kwargs={"code": organisation.code})


def _is_open(look: YearLook[Organisation]) -> bool:
    return bool(look.organisation.is_opened)


DOMAIN = Domain(
    public_links=(
        PublicLink("publishing:overview", "core.nav.overview", "status", 0, first=True),
        PublicLink("publishing:goals", "core.nav.goals", "status", 20),
        PublicLink("publishing:data", "core.nav.data", "data", 60),
    ),
    work_links=(
        WorkLink("publishing:manage", "core.nav.publish", Publication, "view", "setup", 140),
        WorkLink("publishing:webhooks", "core.nav.webhooks", Webhook, "view", "setup", 150),
    ),
    steps=(
        YearStep(
            "publish_account",
            "publishing.step.account",
            "site",
            "publishing:manage",
            (Publication, "publish"),
            (Publication, "view"),
            _is_readable,
            95,
            applies=_has_account,
        ),
        # Opening shows nothing before there is an account to read.
        YearStep(
            "site",
            "tenants.step.site",
            "site",
            "tenants:settings",
            (Organisation, "change"),
            (Organisation, "change"),
            _is_open,
            100,
            applies=_is_readable,
        ),
    ),
    pages=(
        Pages("kortreist_web.publishing.urls"),
        Pages("kortreist_web.publishing.data_urls", "data/", languages=False),
    ),
    apis=(Api("published", router),),
    finds=(find_figures, find_say),
    public_charts=(
        PublicChart("utslipp", status_chart, _to_overview, official=True),
        PublicChart("regnskap", account_chart, _to_account, official=True),
    ),
    jobs={KIND: deliver},
    job_cards={"administrator": administrator},
    tenant_data={
        "publishing.Publication": OWN,
        "publishing.Webhook": OWN,
        "publishing.Delivery": ("webhook__organisation_id",),
    },
    secrets={"publishing.Webhook": frozenset({"secret"})},
)
