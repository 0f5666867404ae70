"""Which rows are an organisation's: every domain says of its models, or a test fails.

Export and erasure read this and nothing else, so that a model that is added later is in
both from its first day. ``Domain.tenant_data``, ``personal_data``, ``shared`` and ``system``
(:mod:`kortreist_web.core.domain`) say what each means.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from kortreist_web.core.domain import domains
from kortreist_web.tenants.models import Organisation

__all__ = [
    "models_by_label",
    "models_of",
    "personal_data",
    "rows_of",
    "secrets_of",
    "tenant_data",
    "unclassified_models",
]


def models_by_label() -> dict[str, type[Model]]:
    """Return label (``"budgets.Budget"``) → model, of every model there is."""
    return {model._meta.label: model for model in apps.get_models()}


def tenant_data() -> dict[str, tuple[str, ...]]:
    """Return model → ways to its organisation's key, of all domains, left to right."""
    return {m: ways for d in domains().values() for m, ways in d.tenant_data.items()}


def personal_data() -> dict[str, str]:
    """Return model → way to the person's key."""
    return {m: way for d in domains().values() for m, way in d.personal_data.items()}


def secrets_of(label: str) -> frozenset[str]:
    """Return the fields of a model that are not exported."""
    fields: frozenset[str] = frozenset()
    return fields.union(*(d.secrets.get(label, ()) for d in domains().values()))


def unclassified_models() -> list[str]:
    """Return the models that no domain, or more than one list, classifies, and false names."""
    lists = [
        {*names}
        for d in domains().values()
        for names in (d.tenant_data, d.personal_data, d.shared, d.system)
    ]
    listed = [name for names in lists for name in names]
    return sorted(
        (models_by_label().keys() ^ {*listed}) | {name for name in listed if listed.count(name) > 1}
    )


def models_of() -> list[type[Model]]:
    """Return the models that hold an organisation's rows."""
    by_label = models_by_label()
    return [by_label[label] for label in tenant_data()]


def rows_of(model: type[Model], organisation: Organisation) -> QuerySet[Any]:
    """Return an organisation's rows of a model."""
    mine = Q()
    for way in tenant_data()[model._meta.label]:
        mine |= Q(**{way: organisation.pk})
    # A condition over a relation may find a row twice; its key is found once.
    keys = model._base_manager.filter(mine).values("pk")
    return model._base_manager.filter(pk__in=keys)
