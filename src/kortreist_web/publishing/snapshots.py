"""The three kinds of content a figure can be pointed at in, found by their hash for ever."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kortreist_web.publishing.published import State, accounts_of, state_of
from kortreist_web.versions.queries import versions_of

__all__ = ["SNAPSHOTS", "Snapshot", "find"]

#: Kinds of snapshot that have figures; also the words in their addresses.
SNAPSHOTS: tuple[str, ...] = ("account", "budget", "report")
_SHORTEST = 12


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Content that never changes, and whether anyone may read it."""

    organisation: Any
    kind: str
    row: Any
    state: State

    @property
    def content(self) -> dict[str, Any]:
        """Return the content that was hashed."""
        found: dict[str, Any] = self.row.content
        return found

    @property
    def content_hash(self) -> str:
        """Return the whole hash."""
        return str(self.row.content_hash)

    @property
    def hash12(self) -> str:
        """Return the part of the hash that stands in addresses."""
        return self.content_hash[:_SHORTEST]

    @property
    def pins(self) -> dict[str, Any]:
        """Return what decides the figures: engine, facts, edition, seed."""
        content = self.content
        if self.kind != "report":
            return dict(content.get("pins") or {})
        budget = content.get("budget") or {}
        return {"vintage": content.get("vintage", ""), "budget": budget.get("content_hash", "")}


def find(organisation: Any, kind: str, prefix: str) -> Snapshot | None:
    """Return the snapshot of an organisation whose hash begins so, or None."""
    if kind not in SNAPSHOTS or len(prefix) < _SHORTEST:
        return None
    rows = _rows(organisation, kind).filter(content_hash__startswith=prefix.lower())
    row = rows.order_by("id").first()
    if row is None:
        return None
    return Snapshot(organisation, kind, row, state_of(organisation, kind, row))


def _rows(organisation: Any, kind: str) -> Any:
    if kind == "account":
        return accounts_of(organisation)
    return versions_of(organisation, kind)
