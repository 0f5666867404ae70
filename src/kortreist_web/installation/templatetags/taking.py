"""Taking into use, on the first page of whoever runs the site."""

from __future__ import annotations

from typing import Any

from django import template

from kortreist_web.installation.applications import Application

register = template.Library()


@register.inclusion_tag("installation/take_card.html", takes_context=True)
def take_card(context: dict[str, Any]) -> dict[str, Any]:
    """Return those who ask to begin."""
    return {
        "applications": Application.objects.all()[:50],
        "csrf_token": context.get("csrf_token", ""),
    }
