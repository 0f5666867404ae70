"""What the pages of signing in show: providers, invented people, data for security keys."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from kortreist_web.tenants.models import Organisation

register = template.Library()


@register.simple_tag
def identity_providers() -> list[Any]:
    """Return the providers one may sign in with."""
    return list(settings.IDENTITY_PROVIDERS.values())


@register.filter
def provider_label(name: str) -> str:
    """Return what a provider is called on its button."""
    provider = settings.IDENTITY_PROVIDERS.get(name)
    return provider.label if provider is not None else name


@register.simple_tag
def demo_people() -> list[Any]:
    """Return the invented people one may be, where the site is for trying out."""
    from kortreist_web.people.demonstration import choices

    return choices()


@register.filter
def as_json(value: Any) -> str:
    """Return a value for a ``data-`` attribute, which escapes it."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.inclusion_tag("people/alone.html")
def alone_mark(organisation: Organisation) -> dict[str, Any]:
    """Return the mark of a place where one person does everything, while it is so."""
    from kortreist_web.people.alone import alone_now

    return {"alone": alone_now(organisation)}


@register.simple_tag
def times_alone(organisation: Organisation) -> list[Any]:
    """Return when one person did everything, for the log."""
    from kortreist_web.people import alone

    return alone.times_alone(organisation)
