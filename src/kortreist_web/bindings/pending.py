"""A table of bindings that has been read and waits for its person to say yes."""

from __future__ import annotations

from typing import Any

from kortreist_web.bindings.table import Read
from kortreist_web.people.drafts import delete_draft, load_draft, save_draft
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["drop", "hold", "pending"]

_FORM = "bindings.import"
#: A draft's field must stay small; rows are kept so many at a time.
_CHUNK = 20


def hold(user: User, organisation: Organisation, filename: str, rows: list[Read]) -> None:
    """Keep a table until it is taken in or dropped; one a person."""
    fields: dict[str, Any] = {"filename": filename, "count": len(rows)}
    for n, start in enumerate(range(0, len(rows), _CHUNK)):
        fields[f"rows{n}"] = [[key, values] for key, values in rows[start : start + _CHUNK]]
    save_draft(user, organisation, _FORM, fields)


def pending(user: User, organisation: Organisation) -> tuple[str, list[Read]] | None:
    """Return the file's name and its rows, whole; None where nothing waits."""
    draft = load_draft(user, organisation, _FORM)
    if draft is None:
        return None
    try:
        chunks = -(-int(draft.fields["count"]) // _CHUNK)
        rows = [
            (str(key), dict(values))
            for n in range(chunks)
            for key, values in draft.fields[f"rows{n}"]
        ]
    except (KeyError, TypeError, ValueError):
        return None  # not a table that was kept here
    if len(rows) != draft.fields["count"]:
        return None
    return str(draft.fields["filename"]), rows


def drop(user: User, organisation: Organisation) -> None:
    """Forget the table."""
    delete_draft(user, organisation, _FORM)
