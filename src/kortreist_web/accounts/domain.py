"""What accounts of emissions add to the site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, QuerySet
from django.urls import reverse

from kortreist_web.accounts.api import router
from kortreist_web.accounts.first_account import COMPUTE, ask_for_missing, compute_first
from kortreist_web.accounts.jobs import backtest, read_upload, take_in
from kortreist_web.accounts.kind import ACCOUNTS
from kortreist_web.accounts.models import AccountResult, Upload
from kortreist_web.accounts.queries import accounts_with, latest_account
from kortreist_web.core.domain import (
    OWN,
    Api,
    Domain,
    Evidence,
    Pages,
    PublicLink,
    WorkLink,
)
from kortreist_web.core.texts import text
from kortreist_web.core.year_steps import Answer, YearLook, YearStep
from kortreist_web.tasks.models import STEP, Task
from kortreist_web.tenants.models import Organisation

__all__ = ["DOMAIN"]


def _has_account(look: YearLook[Organisation]) -> Answer:
    return Exists(accounts_with(look.organisation))


def _is_seen(look: YearLook[Organisation]) -> Answer:
    """Tell whether one who works with the account has opened it (``settle_step``)."""
    rows = Task.objects.filter(organisation=look.organisation, kind=STEP, key="account")
    seen = rows.filter(year=look.year, state=Task.State.DONE)
    return Exists(seen) & Exists(accounts_with(look.organisation))


def _shown_by(organisation: Organisation, day: date) -> Iterator[Evidence]:
    """Return what shows that there is a common ground: the newest emission account."""
    account = latest_account(organisation)
    if account is not None:
        url = reverse("accounts:public", kwargs={"code": organisation.code})
        yield Evidence("common_ground", text("accounts.evidence"), url, account.vintage.date)


def _computed(organisation: Organisation) -> QuerySet[AccountResult]:
    """Return its accounts of official figures, which have no organisation.

    Those under its own number are everybody's, and stay; those of figures it borrows go with it.
    """
    rows = AccountResult.objects.filter(organisation=None, place=organisation.code)
    return rows if organisation.code != organisation.figures_code else rows.none()


DOMAIN = Domain(
    erased_with=(_computed,),
    evidence=_shown_by,
    public_links=(PublicLink("accounts:public", "core.nav.account", "status", 10),),
    work_links=(WorkLink("accounts:work", "core.nav.uploads", Upload, "view", "basis", 10),),
    steps=(
        YearStep(
            "upload",
            "tenants.step.upload",
            "budget",
            "accounts:work",
            (Upload, "change"),
            (Upload, "view"),
            _has_account,
            8,
        ),
        YearStep(
            "account",
            "tenants.step.account",
            "budget",
            "accounts:public",
            (Upload, "change"),
            (Upload, "view"),
            _is_seen,
            10,
        ),
    ),
    kinds=(ACCOUNTS,),
    pages=(Pages("kortreist_web.accounts.urls"),),
    apis=(Api("known changes", router),),
    daily=ask_for_missing,
    jobs={
        COMPUTE: compute_first,
        "accounts.read_upload": read_upload,
        "accounts.take_in": take_in,
        "accounts.backtest": backtest,
    },
    tenant_data={
        # The inventory that ships has no organisation; one's own upload has.
        "accounts.Vintage": OWN,
        "accounts.InventoryFigure": ("vintage__organisation_id",),
        "accounts.AccountResult": ("organisation_id", "vintage__organisation_id"),
        "accounts.Upload": OWN,
        "accounts.KnownChange": OWN,
    },
    shared=frozenset({"accounts.HouseholdIncome"}),
)
