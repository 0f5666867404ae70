"""What snapshots are called and where their pages are, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist_web.core.texts import text, web
from kortreist_web.publishing.snapshots import Snapshot
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import kind_of, publishing_of

__all__ = ["edition_text", "page_of", "row_title", "snapshot_page", "snapshot_title"]


def row_title(kind: str, row: Any, language: str | None = None) -> str:
    """Return the title of something of a kind; None: in the reader's language."""
    return publishing_of(kind).title(row, language)


def snapshot_title(snapshot: Snapshot) -> str:
    """Return the title of a snapshot."""
    return row_title(snapshot.kind, snapshot.row)


def page_of(kind: str, row: Any, code: str) -> str:
    """Return the page on which something is read."""
    return kind_of(kind).page(row, code)


def snapshot_page(snapshot: Snapshot) -> str:
    """Return the page a snapshot is read on."""
    return page_of(snapshot.kind, snapshot.row, snapshot.organisation.code)


def edition_text(snapshot: Snapshot) -> str:
    """Return which edition of the official inventory a snapshot is made from."""
    content = snapshot.content
    named = content.get("vintage") or (content.get("pins") or {}).get("vintage") or ""
    if not isinstance(named, Mapping):
        return _edition_by_id(snapshot.organisation, str(named))
    return text("publishing.edition", origin=named["origin"], date=web().date(named["date"]))


def _edition_by_id(organisation: Organisation, id: str) -> str:
    from kortreist_web.accounts.data_directories import vintages_of

    rows = vintages_of(organisation).filter(engine_id=id).values_list("origin", "date")
    row = rows.first()
    if row is None:
        return id
    return text("publishing.edition", origin=row[0], date=web().date(row[1].isoformat()))
