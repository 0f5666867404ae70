"""Addresses of a version and of the pages about its case."""

from __future__ import annotations

from typing import Any

from django import template

from kortreist_web.decisions.queries import address
from kortreist_web.versions.kinds import kind_of

__all__ = ["case_url", "version_url"]

register = template.Library()


@register.simple_tag
def case_url(name: str, version: Any, **more: str) -> str:
    """Return the address of a page about a version's case."""
    return address(name, version, **more)


@register.simple_tag
def version_url(version: Any) -> str:
    """Return the address of the page where a version is read."""
    return kind_of(version.kind).page(version, version.organisation.code)
