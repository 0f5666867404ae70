"""Content a figure can be pointed at in, of any kind that has figures, found by hash for ever."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kortreist_web.publishing.published import State, state_of
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import kinds, publishing_of
from kortreist_web.versions.queries import SHORTEST_HASH

__all__ = ["Snapshot", "find", "has_figures"]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Content that never changes, and whether anyone may read it."""

    organisation: Organisation
    kind: str
    row: Any
    state: State

    @property
    def content(self) -> dict[str, Any]:
        """Return the content that was hashed."""
        content: dict[str, Any] = self.row.content
        return content

    @property
    def content_hash(self) -> str:
        """Return the whole hash."""
        return str(self.row.content_hash)

    @property
    def hash12(self) -> str:
        """Return the part of the hash that stands in addresses."""
        return self.content_hash[:SHORTEST_HASH]

    @property
    def pins(self) -> dict[str, Any]:
        """Return what decides the figures: engine, facts, edition, seed."""
        return publishing_of(self.kind).pins(self.content)


def has_figures(kind: str) -> bool:
    """Tell whether figures of a kind have addresses."""
    return any(k.name == kind and k.publishing and k.publishing.describe for k in kinds())


def find(organisation: Organisation, kind: str, prefix: str) -> Snapshot | None:
    """Return the snapshot of an organisation whose hash begins so, or None."""
    if not has_figures(kind) or len(prefix) < SHORTEST_HASH:
        return None
    by_hash = publishing_of(kind).find
    row = by_hash(organisation, prefix) if by_hash else None
    if row is None:
        return None
    return Snapshot(organisation, kind, row, state_of(organisation, kind, row))
