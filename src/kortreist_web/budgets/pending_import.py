"""A table that has been read and waits for its person to say yes; kept as her draft."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kortreist_web.budgets.lines import Row
from kortreist_web.budgets.lines_import import Fault
from kortreist_web.people.drafts import delete_draft, load_rows, save_rows
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["Pending", "drop", "hold", "pending"]

_FORM = "budgets.import"
_AT_A_TIME = 100
_MAX_NOTES = 100


@dataclass(frozen=True, slots=True)
class Pending:
    """Rows that can be imported for a year."""

    year: int
    filename: str
    years: list[str]
    rows: list[Row]
    #: What was left out or may be wrong, and the sheet that was read.
    notes: list[Fault] = field(default_factory=list)
    sheet: str = ""
    others: list[str] = field(default_factory=list)


def hold(user: User, organisation: Organisation, table: Pending) -> None:
    """Keep a table until it is imported or dropped; one a person."""
    from dataclasses import asdict

    save_rows(
        user,
        organisation,
        _FORM,
        [asdict(r) for r in table.rows],
        _AT_A_TIME,
        year=table.year,
        filename=table.filename,
        years=table.years,
        sheet=table.sheet,
        others=table.others,
        notes=[asdict(n) for n in table.notes[:_MAX_NOTES]],
    )


def pending(user: User, organisation: Organisation) -> Pending | None:
    """Return the table that waits, whole; None where there is none."""
    kept = load_rows(user, organisation, _FORM)
    if kept is None:
        return None
    try:
        return _whole(*kept)
    except (KeyError, TypeError, ValueError):
        return None  # not a table that was kept here


def _whole(f: dict[str, Any], kept: list[dict[str, Any]]) -> Pending | None:
    rows = [Row(**r) for r in kept]
    if not all(isinstance(r.amounts, dict) for r in rows):
        return None
    notes = [Fault(**n) for n in f.get("notes", [])]
    return Pending(
        int(f["year"]),
        f["filename"],
        list(f["years"]),
        rows,
        notes,
        f.get("sheet", ""),
        list(f.get("others", [])),
    )


def drop(user: User, organisation: Organisation) -> None:
    """Forget the table."""
    delete_draft(user, organisation, _FORM)
