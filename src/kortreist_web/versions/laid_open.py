"""Proposals that anyone may read before they are decided upon: those laid out in a hearing."""

from __future__ import annotations

from collections.abc import Callable

from kortreist_web.core.hooks import Hook
from kortreist_web.tenants.models import Organisation

__all__ = ["laid_open"]

#: ``(organisation)`` → keys of the versions that are, or were, laid out for everybody.
laid_open: Hook[Callable[[Organisation], frozenset[int]]] = Hook("what is laid out in hearings")
