"""The way around: the links of a published site, and those of the people at work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse

from kortreist_web.core.policy import policy_of

__all__ = ["Link", "public_links", "work_links"]

#: (address, text) of a municipality's published site.
_PUBLIC = (
    ("publishing:overview", "core.nav.overview"),
    ("accounts:public", "core.nav.account"),
    ("publishing:goals", "core.nav.goals"),
    ("budgets:public", "core.nav.budget"),
    ("reports:public", "core.nav.progress"),
    ("decisions:public", "core.nav.decisions"),
    ("publishing:data", "core.nav.data"),
)
#: (address, text, model, permission) of the work: a link is shown to those who may open it.
_WORK = (
    ("tenants:home", "core.nav.work", "tenants.Organisation", "view"),
    ("accounts:work", "core.nav.uploads", "accounts.Upload", "view"),
    ("measures:list", "core.nav.measures", "measures.MeasureChoice", "view"),
    ("plans:list", "core.nav.plan", "plans.Plan", "view"),
    ("budgets:list", "core.nav.drafts", "budgets.Budget", "view"),
    ("budgets:money", "core.nav.money", "budgets.EconomicPlanLine", "view"),
    ("indicators:list", "core.nav.indicators", "indicators.Indicator", "view"),
    ("reports:mine", "core.nav.report", "reports.StatusReport", "report"),
    ("reports:list", "core.nav.interim", "reports.InterimReport", "view"),
    ("decisions:list", "core.nav.cases", "decisions.Resolution", "view"),
    ("tenants:calendar", "core.nav.calendar", "tenants.Deadline", "view"),
    ("tenants:units", "core.nav.units", "tenants.Unit", "change"),
    ("people:list", "core.nav.people", "people.Membership", "view"),
    ("changes:list", "core.nav.changes", "changes.Change", "view"),
    ("publishing:manage", "core.nav.publish", "publishing.Publication", "view"),
    ("publishing:webhooks", "core.nav.webhooks", "publishing.Webhook", "view"),
)
#: What one who only reports for a unit has use for: what she sees and cannot act on is left out.
_REPORTING = {"tenants:home", "reports:mine", "indicators:list", "tenants:calendar"}


@dataclass(frozen=True, slots=True)
class Link:
    """One way on: text key, address, whether it is here."""

    text: str
    url: str
    here: bool


def _link(request: HttpRequest, organisation: Any, name: str, text: str) -> Link:
    url = reverse(name, kwargs={"code": organisation.code})
    home = name in ("publishing:overview", "tenants:home")
    here = request.path == url if home else request.path.startswith(url)
    return Link(text, url, here)


def public_links(request: HttpRequest, organisation: Any) -> list[Link]:
    """Return the links of the published site."""
    return [_link(request, organisation, name, text) for name, text in _PUBLIC]


def work_links(request: HttpRequest, organisation: Any, user: Any) -> list[Link]:
    """Return the links the person's roles open; to one who only reports, those she reports by."""
    only_reports = user.roles_in(organisation) == {"reporter"}
    return [
        _link(request, organisation, name, text)
        for name, text, model, permission in _WORK
        if policy_of(apps.get_model(model)).may(user, permission, organisation)
        and (name in _REPORTING or not only_reports)
    ]
