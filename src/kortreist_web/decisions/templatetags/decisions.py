"""Addresses of a version and of the pages about its case."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from kortreist_web.decisions.queries import address
from kortreist_web.decisions.say import rights, when_next
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import kind_of

__all__ = ["case_url", "have_your_say", "version_url"]

register = template.Library()


@register.inclusion_tag("decisions/say.html")
def have_your_say(organisation: Organisation) -> dict[str, Any]:
    """Show whom to write to, the next day that is known, and what a resident has a right to."""
    today = timezone.localdate()
    one = organisation
    return {
        "organisation": one,
        "contact": one.contact_email or one.contact_page or one.contact_address,
        "next": when_next(one, today),
        "rights": rights(one, today),
    }


@register.simple_tag
def case_url(name: str, version: Any, **more: str) -> str:
    """Return the address of a page about a version's case."""
    return address(name, version, **more)


@register.simple_tag
def version_url(version: Any) -> str:
    """Return the address of the page where a version is read."""
    return kind_of(version.kind).page(version, version.organisation.code)
