"""Which rows are an organisation's: every model says, or a test fails.

Export and erasure read this and nothing else, so that a model that is added later is in
both from its first day.

``TENANT``
    Rows of one organisation: exported and erased. The value leads to its key.
``PERSON``
    Rows about a person: erased with one who has no role anywhere else.
``SHARED``
    The same for all: neither exported nor erased.
``SYSTEM``
    What the installation keeps for itself for a while; names nobody.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

__all__ = [
    "LEFT_OUT",
    "PERSON",
    "SHARED",
    "SYSTEM",
    "TENANT",
    "models_of",
    "rows_of",
    "unclassified",
]

#: Model → ways to the organisation's key; a row belongs to it if one of them leads there.
TENANT: dict[str, tuple[str, ...]] = {
    "tenants.Organisation": ("pk",),
    "tenants.Unit": ("organisation_id",),
    "tenants.Deadline": ("organisation_id",),
    "people.Membership": ("organisation_id",),
    "people.ApiToken": ("organisation_id",),
    "people.ProcessSecret": ("organisation_id",),
    "people.Participant": ("organisation_id",),
    "people.FormDraft": ("organisation_id",),
    "changes.Change": ("organisation_id",),
    "jobs.Job": ("organisation_id",),
    "versions.Version": ("organisation_id",),
    # The inventory that ships has no organisation; one's own upload has.
    "accounts.Vintage": ("organisation_id",),
    "accounts.InventoryFigure": ("vintage__organisation_id",),
    "accounts.AccountResult": ("organisation_id", "vintage__organisation_id"),
    "accounts.Upload": ("organisation_id",),
    "accounts.KnownChange": ("organisation_id",),
    "measures.MeasureChoice": ("organisation_id",),
    "indicators.Indicator": ("organisation_id",),
    "indicators.Observation": ("organisation_id",),
    "plans.Plan": ("organisation_id",),
    "plans.LocalAnswer": ("organisation_id",),
    "plans.PlanDocument": ("plan__organisation_id",),
    "budgets.Budget": ("organisation_id",),
    "budgets.BudgetLine": ("organisation_id",),
    "budgets.EconomicPlanLine": ("organisation_id",),
    "decisions.CasePaper": ("organisation_id",),
    "decisions.Resolution": ("organisation_id",),
    "reports.StatusReport": ("organisation_id",),
    "reports.InterimReport": ("organisation_id",),
    "publishing.Publication": ("organisation_id",),
    "publishing.Webhook": ("organisation_id",),
    "publishing.Delivery": ("webhook__organisation_id",),
}
#: Model → way to the person's key.
PERSON: dict[str, str] = {
    "people.User": "pk",
    "account.EmailAddress": "user_id",
    "account.EmailConfirmation": "email_address__user_id",
    "mfa.Authenticator": "user_id",
    "socialaccount.SocialAccount": "user_id",
    "socialaccount.SocialToken": "account__user_id",
}
SHARED: frozenset[str] = frozenset({"changes.ErasureNote", "accounts.HouseholdIncome"})
SYSTEM: frozenset[str] = frozenset(
    {
        "changes.Erasure",
        "people.RequestCount",
        "auth.Permission",
        "auth.Group",
        "contenttypes.ContentType",
        "sessions.Session",
        "django_tasks_database.DBTaskResult",
        "socialaccount.SocialApp",
    }
)
#: Fields that are not exported: secrets, which would open something where the file lands.
LEFT_OUT: dict[str, frozenset[str]] = {
    "people.ApiToken": frozenset({"digest"}),
    "people.Participant": frozenset({"key"}),
    "people.ProcessSecret": frozenset({"secret"}),
    "publishing.Webhook": frozenset({"secret"}),
}


def unclassified() -> list[str]:
    """Return the models that nobody has classified, and the names that are no model."""
    known = {*TENANT, *PERSON, *SHARED, *SYSTEM}
    there = {m._meta.label for m in apps.get_models()}
    return sorted((there - known) | (known - there))


def models_of() -> list[type[Model]]:
    """Return the models that hold an organisation's rows."""
    return [apps.get_model(label) for label in TENANT]


def rows_of(model: type[Model], organisation: Any) -> QuerySet[Any]:
    """Return an organisation's rows of a model."""
    mine = Q()
    for way in TENANT[model._meta.label]:
        mine |= Q(**{way: organisation.pk})
    # A condition over a relation may find a row twice; its key is found once.
    keys = model._base_manager.filter(mine).values("pk")
    return model._base_manager.filter(pk__in=keys)
