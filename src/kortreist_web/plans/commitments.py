"""What the municipality is bound to already: every plan is asked with it.

Bindings are a domain to the right of this one, which tells what is decided.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from kortreist_web.core.hooks import Hook
from kortreist_web.tenants.models import Organisation

if TYPE_CHECKING:
    from kortreist.bindings import Binding

__all__ = ["Commitments", "Planned", "commitments"]


@dataclass(frozen=True, slots=True)
class Planned:
    """Something that is planned and binds: off in every plan, and tried on the what-if page.

    Parameters
    ----------
    key, name : str
    row : dict
        As a question keeps it where it is switched on: as if it were decided.
    missing : tuple of str
        What it cannot be counted without, in words; empty where it can.
    """

    key: str
    name: str
    row: dict[str, Any]
    missing: tuple[str, ...]


class Commitments(Protocol):
    """What is decided already, as plain values and as the engine reads it."""

    def rows(self, organisation: Organisation) -> list[dict[str, Any]]:
        """Return what an organisation is bound to, as a question keeps it."""

    def planned(self, organisation: Organisation) -> list[Planned]:
        """Return what is planned, by when it is signed."""

    def as_engine(self, rows: Sequence[Mapping[str, Any]]) -> list[Binding]:
        """Return rows of a question as the engine reads them."""


commitments: Hook[Commitments] = Hook("what the municipality is bound to")
