"""What can be public, of any kind: found, owned, and as content with a hash."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from kortreist_web.publishing.published import public_kinds
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import kind_of, publishing_of

__all__ = ["content_of", "hash_of", "may_be_public", "owned", "rows_of", "thing"]


def rows_of(organisation: Organisation, kind: str) -> list[Any]:
    """Return all of an organisation's things of a kind, newest first; content is read later."""
    if kind not in public_kinds():
        raise Http404(kind)
    return [row for _, row in publishing_of(kind).rows([organisation])]


def thing(organisation: Organisation, kind: str, pk: int) -> Any:
    """Return one thing of the organisation, or 404."""
    match = next((row for row in rows_of(organisation, kind) if row.pk == pk), None)
    if match is None:
        raise Http404(f"{kind} {pk}")
    return match


def owned(organisation: Organisation, kind: str, row: Any) -> None:
    """Refuse another organisation's thing.

    Raises
    ------
    PermissionDenied
    """
    if kind not in public_kinds():
        raise PermissionDenied(kind)
    # Some rows are computed for a place and belong to nobody: its own list tells.
    mine = row.organisation_id == organisation.pk or (
        row.organisation_id is None and row in rows_of(organisation, kind)
    )
    if not mine:
        raise PermissionDenied("another organisation's row")


def may_be_public(kind: str, row: Any) -> bool:
    """Tell whether a thing can be published at all: not a proposal nobody has decided upon."""
    return kind_of(kind).is_public(row)


def content_of(kind: str, row: Any) -> dict[str, Any]:
    """Return a thing's content as it is published."""
    return publishing_of(kind).content(row)


def hash_of(kind: str, row: Any) -> str:
    """Return the hash of a thing's content."""
    return publishing_of(kind).content_hash(row)
