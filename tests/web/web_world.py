"""A tenant with one row of every model, made from the models themselves: it grows with them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from kortreist_web.changes.tenant_data import tenant_data
from kortreist_web.core.actor_context import acting

YEAR, PERIOD, NUMBER = 2027, 1, 1

#: What a page must be able to read of a row, where the field's type alone does not say it.
_READ: dict[tuple[str, str], Any] = {
    ("accounts.Vintage", "years"): [YEAR - 3],
    ("hearings.Submission", "content"): {
        "sender": "Kari",
        "text": "A word",
        "language": "nb",
        "sections": [],
    },
    ("reports.InterimReport", "subject"): str(YEAR),
    ("versions.Version", "kind"): "budget",
    ("versions.Version", "subject"): str(YEAR),
    ("versions.Version", "content"): {
        "organisation": {"code": "X001", "name": "Eksempeldal"},
        "year": YEAR,
        "title": "Budget",
        "amends": None,
        "plan_years": [YEAR],
        **{name: {} for name in ("target", "history", "frame", "baseline", "pathway", "prices")},
        "probability_under_frame": {},
        "lines": [],
        "pins": {},
        "provenance": [],
    },
}


def _value(field: Any, code: str) -> Any:
    """A value a field takes, told apart by tenant where it must be unique."""
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.URLField):
        return "https://hook.example/"
    if isinstance(field, models.CharField | models.TextField):
        text = f"{field.name} {code}" if not field.unique else f"{code}{field.name}"
        return text[: field.max_length] if field.max_length else text
    if isinstance(field, models.IntegerField):
        return {"year": YEAR, "start_year": YEAR}.get(field.name, 1)
    if isinstance(field, models.FloatField):
        return 1.0
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    if isinstance(field, models.DateField):
        return dt.date(2026, 1, 1)
    if isinstance(field, models.BinaryField):
        return b"content"
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.DecimalField):
        return 1
    if isinstance(field, models.DurationField):
        return dt.timedelta(days=1)
    if isinstance(field, models.TimeField):
        return dt.time(12)
    if isinstance(field, models.UUIDField):
        return uuid.uuid4()
    raise NotImplementedError(f"teach _value of web_world.py a {type(field).__name__} ({field})")


def _filled(field: Any) -> bool:
    """Whether a field gets a value: those that must have one, and figures that may be missing."""
    if field.has_default() or getattr(field, "auto_now", False):
        return False
    if getattr(field, "auto_now_add", False) or (field.blank and field.empty_strings_allowed):
        return False
    return not field.null or isinstance(field, models.FloatField)


def _row(model: Any, world: dict[str, Any], organisation: Any, user: Any) -> Any:
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.primary_key or field.name in ("version", "content_hash"):
            continue
        if field.is_relation:
            label = field.related_model._meta.label
            if label == "tenants.Organisation":
                values[field.name] = organisation
            elif label == "people.User":
                values[field.name] = user
            elif label in world and label != model._meta.label:
                values[field.name] = world[label]
            elif not field.null:
                raise NotImplementedError(f"{model._meta.label}.{field.name} needs a {label}")
        elif (model._meta.label, field.name) in _READ:
            values[field.name] = _READ[model._meta.label, field.name]
        elif _filled(field):
            values[field.name] = _value(field, organisation.code)
    row = model(**values)
    row.save()
    return row


def make_world(organisation: Any, user: Any) -> dict[str, Any]:
    """One row of every model that is an organisation's; label → row."""
    world: dict[str, Any] = {"tenants.Organisation": organisation}
    with acting(user, "test", why="world"):
        for label in tenant_data():
            if label in world or label in ("changes.Change", "changes.ChainHead"):
                continue
            model = apps.get_model(label)
            world[label] = _row(model, world, organisation, user)
    heads = apps.get_model("changes.ChainHead").objects
    world["changes.ChainHead"] = heads.filter(organisation=organisation).first()
    world["changes.Change"] = (
        apps.get_model("changes.Change").objects.filter(organisation=organisation).first()
    )
    return world


def add_person(organisation: Any, role: str, email: str, **values: Any) -> Any:
    """A person with a role, beside those of the fixtures."""
    user_model, membership = apps.get_model("people.User"), apps.get_model("people.Membership")
    user = user_model.objects.create_user(email=email, password="a long password", **values)
    with acting(None, "test", name="test"):
        membership.objects.create(organisation=organisation, user=user, role=role)
    return user
