"""What the pages of signing in show: providers, invented people, data for security keys."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

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
