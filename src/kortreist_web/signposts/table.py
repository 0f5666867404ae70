"""The signs as a table: one row a sign. Column names are identifiers."""

from __future__ import annotations

from kortreist_web.core.tables import tidy
from kortreist_web.signposts.presenters import Shown

__all__ = ["signposts_table"]

_COLUMNS = (
    "id",
    "name",
    "about_kind",
    "about",
    "source",
    "state",
    "state_text",
    "value",
    "word",
    "unit_of_measure",
    "direction",
    "threshold",
    "seen_on",
    "seen_year",
    "see_by",
    "owner",
    "what_then",
    "settled_on",
    "settled_how",
)


def signposts_table(rows: list[Shown]) -> list[list[object]]:
    """Return the table; an empty cell is not known, never zero."""
    out: list[list[object]] = [list(_COLUMNS)]
    for row in rows:
        s = row.signpost
        out.append(
            [
                s.pk,
                s.name,
                row.about_kind,
                row.about,
                s.source,
                row.state,
                row.word,
                tidy(s.value),
                s.word,
                s.unit_of_measure,
                s.direction,
                tidy(s.threshold),
                None if s.seen_year else s.seen_on,  # of a year: it may not be over yet
                s.seen_year,
                s.see_by,
                row.owner,
                s.what_then,
                s.settled_on,
                s.settled_how,
            ]
        )
    return out
