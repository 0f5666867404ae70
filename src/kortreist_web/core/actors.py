"""What the base knows of people and organisations: no more than it asks of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from django.apps import apps
from django.conf import settings
from django.http import Http404

__all__ = ["Organisation", "Person", "organisation_with"]


class Organisation(Protocol):
    """A tenant; ``settings.ORGANISATION_MODEL`` says which model."""

    pk: Any
    code: str
    published: bool


class Person(Protocol):
    """Somebody who acts; ``key_name`` names the program's key where one acts for her."""

    pk: Any
    is_authenticated: bool

    def roles_in(self, organisation: Any) -> frozenset[str]:
        """Return her roles in an organisation today."""

    def organisations_with(self, roles: Iterable[str]) -> list[int]:
        """Return the keys of the organisations where she has one of the roles."""


def organisation_with(code: str) -> Any:
    """Return the organisation with a code.

    Raises
    ------
    Http404
    """
    model = apps.get_model(settings.ORGANISATION_MODEL)
    organisation = model._default_manager.filter(code=code).first()
    if organisation is None:
        raise Http404(code)
    return organisation
