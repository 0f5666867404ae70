"""The administrator's first page: units, templates, how long a workspace lasts."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from kortreist_web.core.domain import Card, CardRow, Todo
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text, web
from kortreist_web.tenants.models import Organisation, Unit, WordTemplate

__all__ = ["administrator"]


def administrator(request: SignedInRequest, organisation: Organisation) -> Card | None:
    """Return how the municipality is set up here; only to one who may change it."""
    if "administrator" not in request.user.roles_in(organisation):
        return None
    here = {"code": organisation.code}
    units, settings = (
        reverse("tenants:units", kwargs=here),
        reverse("tenants:settings", kwargs=here),
    )
    template = WordTemplate.objects.filter(organisation=organisation, in_use=True)
    name = template.values_list("filename", flat=True).first()
    count = Unit.on(organisation, timezone.localdate()).count()
    todos = []
    if not count:
        todos.append(Todo(text("tenants.step.units.title"), units))
    rows = [
        CardRow(text("tenants.admin.units", n=count), units),
        CardRow(
            text("tenants.word.title"),
            reverse("tenants:word_templates", kwargs=here),
            text("tenants.word.is_in_use", name=name) if name else text("tenants.word.ours"),
        ),
    ]
    if organisation.expires_on:
        day = web().date(organisation.expires_on.isoformat())
        rows.append(CardRow(text("tenants.admin.expires"), settings, day))
        todos.append(Todo(text("tenants.admin.expires"), settings, organisation.expires_on))
    more = (CardRow(text("tenants.settings.title"), settings),)
    return Card(text("tenants.admin.title"), tuple(rows), "", more, tuple(todos))
