"""Proposals that anyone may read before they are decided upon: those laid out in a hearing."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet

from kortreist_web.core.hooks import Hook
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version

__all__ = ["laid_open"]

#: ``(organisation)`` → the versions that are, or were, laid out for everybody; not asked for yet.
laid_open: Hook[Callable[[Organisation], QuerySet[Version]]] = Hook("what is laid out in hearings")
