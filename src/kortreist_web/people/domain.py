"""What people, their roles and their keys add to the site."""

from __future__ import annotations

from datetime import date

from kortreist_web.core.clock import lasts_on
from kortreist_web.core.domain import OWN, Api, Domain, Pages, WorkLink
from kortreist_web.people.api import router
from kortreist_web.people.job_cards import administrator
from kortreist_web.people.models import Membership
from kortreist_web.people.sent_forms import forms_of
from kortreist_web.tenants.models import Organisation

__all__ = ["DOMAIN"]


def _members(organisation: Organisation, units: list[int], day: date) -> tuple[str, str, list[str]]:
    rows = Membership.objects.filter(lasts_on(day), organisation=organisation, unit__in=units)
    return (
        "tenants.remains.people",
        "people:list",
        [str(m.user) for m in rows.select_related("user")],
    )


DOMAIN = Domain(
    work_links=(WorkLink("people:list", "core.nav.people", Membership, "view", "setup", 120),),
    pages=(
        Pages("kortreist_web.people.account_urls", "konto/"),
        Pages("kortreist_web.people.urls"),
    ),
    apis=(Api("access", router),),
    job_cards={"administrator": administrator},
    unit_remains=(_members,),
    erased_with=(forms_of,),
    tenant_data={
        "people.Membership": OWN,
        "people.ApiToken": OWN,
        "people.ProcessSecret": OWN,
        "people.Participant": OWN,
        "people.FormDraft": OWN,
    },
    personal_data={
        "people.User": "pk",
        "account.EmailAddress": "user_id",
        "account.EmailConfirmation": "email_address__user_id",
        "mfa.Authenticator": "user_id",
        "socialaccount.SocialAccount": "user_id",
        "socialaccount.SocialToken": "account__user_id",
    },
    system=frozenset(
        {
            "people.RequestCount",
            "people.SentForm",
            "auth.Permission",
            "auth.Group",
            "contenttypes.ContentType",
            "sessions.Session",
            "socialaccount.SocialApp",
        }
    ),
    secrets={
        "people.ApiToken": frozenset({"digest"}),
        "people.Participant": frozenset({"key"}),
        "people.ProcessSecret": frozenset({"secret"}),
    },
    named_models=("people.User",),
)
