"""What the site says of itself: who runs it, what it is made of, what its facts come from."""

from __future__ import annotations

import json
import platform
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import django
from django import template
from django.conf import settings
from django.contrib.staticfiles import finders

from kortreist_web.core.texts import language

register = template.Library()


@register.simple_tag
def site_facts() -> dict[str, Any]:
    """Return whom to write to, who runs the site, and where its statement is."""
    return {
        "contact": settings.CONTACT,
        "responsible": settings.RESPONSIBLE,
        "statement": settings.STATEMENT_URL,
        "providers": [p.label for p in settings.IDENTITY_PROVIDERS.values()],
        "session_hours": settings.SESSION_COOKIE_AGE // 3600,
    }


@register.simple_tag
def site_versions() -> list[tuple[str, str]]:
    """Return the parts and their versions."""
    versions = []
    for name, shown in (("kortreist", "Kortreist"), ("django-allauth", "django-allauth")):
        try:
            versions.append((shown, version(name)))
        except PackageNotFoundError:
            continue
    return [*versions, ("Django", django.get_version()), ("Python", platform.python_version())]


@lru_cache(maxsize=1)
def _vendor() -> tuple[dict[str, Any], ...]:
    path = finders.find("kortreist/vendor/vendor.json")
    if not path:
        return ()
    with open(path, encoding="utf-8") as file:
        return tuple(json.load(file)["packages"])


@register.simple_tag
def vendor_packages() -> tuple[dict[str, Any], ...]:
    """Return the packages whose files we ship: name, version, licence."""
    return _vendor()


@register.simple_tag
def fact_sources() -> dict[str, Any]:
    """Return the works the facts come from, and a hash of all facts that ship."""
    from kortreist.documents.format.names import OWN_WORKS, Names
    from kortreist.facts import load
    from kortreist_web.accounts.pins import facts_version

    names = Names(language())
    own = {id: {"title": names.own_work(id), "language": language()} for id in OWN_WORKS}
    listed = [{**w, **own.get(str(w["id"]), {})} for w in load().table("sources")]
    works = sorted(listed, key=lambda w: (str(w["publisher"]), str(w["title"])))
    days = [str(w["accessed"]) for w in works if w["accessed"]]
    return {"works": works, "newest": max(days, default=""), "hash": facts_version()}
