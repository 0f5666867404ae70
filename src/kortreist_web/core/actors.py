"""What the base knows of people and organisations: no more than it asks of them.

Domains to the right of ``tenants`` and ``people`` name the models themselves:
``tenants.models.Organisation``, ``people.models.User`` and ``people.models.Actor``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from kortreist_web.core.hooks import Hook
from kortreist_web.core.participation import Participant

if TYPE_CHECKING:
    from typing_extensions import TypeIs

__all__ = ["Actor", "Caller", "Organisation", "Person", "Visitor", "is_person", "organisation_with"]


class Organisation(Protocol):
    """A tenant; ``settings.ORGANISATION_MODEL`` says which model."""

    @property
    def pk(self) -> Any:
        """Its key."""

    @property
    def code(self) -> str:
        """Its official number, or ``X`` and three digits."""

    @property
    def published(self) -> bool:
        """Whether its site is open to all."""

    @property
    def unit_word(self) -> str:
        """What it calls its parts (:data:`kortreist_web.core.unit_words.UNIT_WORDS`)."""

    @property
    def is_county_authority(self) -> bool:
        """Whether it is a county authority, with what such a one calls its bodies."""

    @property
    def official_only(self) -> bool:
        """Whether its pages were opened by whoever runs the site, with official figures alone."""


class Visitor(Protocol):
    """Somebody whose browser or program asks, signed in or not."""

    @property
    def pk(self) -> Any:
        """Her key; None where she is not signed in."""

    @property
    def is_authenticated(self) -> bool:
        """Whether she is signed in."""


class Person(Visitor, Protocol):
    """Somebody who is signed in; ``key_name`` names the program's key where one acts for her."""

    @property
    def key_name(self) -> str:
        """Name of the key that acts for her in this request; empty: she acts herself."""

    @property
    def is_operator(self) -> bool:
        """Whether she runs the installation; gives no right to any municipality's content."""

    def roles_in(self, organisation: Organisation) -> frozenset[str]:
        """Return her roles in an organisation today."""

    def organisations_with(self, roles: Iterable[str]) -> list[int]:
        """Return the keys of the organisations where she has one of the roles."""


#: Who can act. (The program itself acts under a name of its own, as nobody.)
Actor: TypeAlias = Person | Participant
#: Who can ask whether something is allowed.
Caller: TypeAlias = Visitor | Participant | None


def is_person(who: Caller) -> TypeIs[Person]:
    """Tell whether somebody is signed in, and so has roles."""
    return bool(getattr(who, "is_authenticated", False))


#: ``code → organisation``; raises ``Http404`` where there is none with the code.
organisation_with: Hook[Callable[[str], Organisation]] = Hook("which organisations there are")
