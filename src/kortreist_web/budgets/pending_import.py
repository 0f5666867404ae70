"""A table that has been read and waits for its person to say yes; kept as her draft."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kortreist_web.budgets.lines import Row
from kortreist_web.budgets.lines_import import Fault
from kortreist_web.people.drafts import delete_draft, load_draft, save_draft
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["Pending", "drop", "hold", "pending"]

_FORM = "budgets.import"
#: A draft's field must stay small; rows are kept a hundred at a time.
_CHUNK = 100
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

    data = [asdict(r) for r in table.rows]
    fields: dict[str, Any] = {
        "year": table.year,
        "filename": table.filename,
        "years": table.years,
        "count": len(data),
        "sheet": table.sheet,
        "others": table.others,
        "notes": [asdict(n) for n in table.notes[:_MAX_NOTES]],
    }
    for n, start in enumerate(range(0, len(data), _CHUNK)):
        fields[f"rows{n}"] = data[start : start + _CHUNK]
    save_draft(user, organisation, _FORM, fields)


def pending(user: User, organisation: Organisation) -> Pending | None:
    """Return the table that waits, whole; None where there is none."""
    draft = load_draft(user, organisation, _FORM)
    if draft is None:
        return None
    try:
        return _whole(draft.fields)
    except (KeyError, TypeError, ValueError):
        return None  # not a table that was kept here


def _whole(f: dict[str, Any]) -> Pending | None:
    chunks = -(-int(f["count"]) // _CHUNK)
    rows = [Row(**r) for n in range(chunks) for r in f.get(f"rows{n}", [])]
    if len(rows) != f["count"] or not all(isinstance(r.amounts, dict) for r in rows):
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
