"""A table of bindings that has been read and waits for its person to say yes."""

from __future__ import annotations

from kortreist_web.bindings.table import Read
from kortreist_web.people.drafts import delete_draft, load_rows, save_rows
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["drop", "hold", "pending"]

_FORM = "bindings.import"
_AT_A_TIME = 20


def hold(user: User, organisation: Organisation, filename: str, rows: list[Read]) -> None:
    """Keep a table until it is taken in or dropped; one a person."""
    plain = [[key, values] for key, values in rows]
    save_rows(user, organisation, _FORM, plain, _AT_A_TIME, filename=filename)


def pending(user: User, organisation: Organisation) -> tuple[str, list[Read]] | None:
    """Return the file's name and its rows, whole; None where nothing waits."""
    kept = load_rows(user, organisation, _FORM)
    if kept is None:
        return None
    fields, rows = kept
    try:
        return str(fields["filename"]), [(str(key), dict(values)) for key, values in rows]
    except (KeyError, TypeError, ValueError):
        return None  # not a table that was kept here


def drop(user: User, organisation: Organisation) -> None:
    """Forget the table."""
    delete_draft(user, organisation, _FORM)
