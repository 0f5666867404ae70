"""The four kinds of thing that can be public: found, owned, and as content with a hash."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from kortreist_web.core.content import content_hash
from kortreist_web.publishing.published import KINDS, accounts_of

__all__ = [
    "content_of",
    "decision_content",
    "hash_of",
    "may_be_public",
    "owned",
    "rows_of",
    "thing",
]

DECISION_SCHEMA = "kortreist/decision/1"


def rows_of(organisation: Any, kind: str) -> Any:
    """Return all of an organisation's things of a kind, newest first; content is read later."""
    if kind == "account":
        return accounts_of(organisation)
    if kind == "budget":
        from kortreist_web.budgets.frozen import versions

        return versions(organisation).defer("content")
    if kind == "report":
        from kortreist_web.reports.frozen import completed

        return completed(organisation).defer("content")
    if kind == "decision":
        from kortreist_web.decisions.models import Resolution

        rows = Resolution.objects.filter(organisation=organisation)
        return rows.select_related("frozen").defer("frozen__content")
    raise Http404(kind)


def thing(organisation: Any, kind: str, pk: int) -> Any:
    """Return one thing of the organisation, or 404."""
    found = rows_of(organisation, kind).filter(pk=pk).first()
    if found is None:
        raise Http404(f"{kind} {pk}")
    return found


def owned(organisation: Any, kind: str, row: Any) -> None:
    """Refuse another organisation's thing.

    Raises
    ------
    PermissionDenied
    """
    if kind not in KINDS:
        raise PermissionDenied(kind)
    if kind == "account":
        mine = row.place == organisation.code and row.organisation_id in (None, organisation.pk)
    else:
        mine = row.organisation_id == organisation.pk
    if not mine:
        raise PermissionDenied("another organisation's row")


def may_be_public(kind: str, row: Any) -> bool:
    """Tell whether a thing can be published at all: not a proposal nobody has decided upon."""
    if kind != "budget":
        return True
    from kortreist_web.budgets.frozen import is_public

    return is_public(row)


def decision_content(row: Any) -> dict[str, Any]:
    """Return what a council decided, as plain values."""
    frozen = row.frozen
    return {
        "schema": DECISION_SCHEMA,
        "id": row.pk,
        "body": row.body,
        "decided_on": row.decided_on.isoformat(),
        "case_number": row.case_number,
        "archive_reference": row.archive_reference,
        "title": row.title,
        "text": row.text,
        "outcome": row.outcome,
        "budget": None
        if frozen is None
        else {"year": frozen.year, "number": frozen.number, "content_hash": frozen.content_hash},
    }


def content_of(kind: str, row: Any) -> dict[str, Any]:
    """Return a thing's content as it is published."""
    content: dict[str, Any] = decision_content(row) if kind == "decision" else row.content
    return content


def hash_of(kind: str, row: Any) -> str:
    """Return the hash of a thing's content."""
    return content_hash(decision_content(row)) if kind == "decision" else str(row.content_hash)
