"""Resolutions as published data: plain values, and a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kortreist_web.core.datasets import Table
from kortreist_web.core.kinds import kind_of

__all__ = ["SCHEMA", "decision_content", "decision_table"]

SCHEMA = "kortreist/decision/1"


def decision_content(row: Any) -> dict[str, Any]:
    """Return what a council decided, as plain values; what it is about by kind and hash."""
    version = row.frozen
    about: dict[str, Any] = {"budget": None}
    if version is not None:
        keys = kind_of(version.kind).keys(version)
        about[version.kind] = {**keys, "content_hash": version.content_hash}
    return {
        "schema": SCHEMA,
        "id": row.pk,
        "body": row.body,
        "decided_on": row.decided_on.isoformat(),
        "case_number": row.case_number,
        "archive_reference": row.archive_reference,
        "title": row.title,
        "text": row.text,
        "outcome": row.outcome,
        **about,
    }


def decision_table(
    decisions: Iterable[Mapping[str, Any]], place: tuple[str, str], *, invented: bool = False
) -> Table:
    """Return decisions of a place (number, name), a row each."""
    columns = (
        "body",
        "decided_on",
        "case_number",
        "archive_reference",
        "title",
        "outcome",
        "text",
    )
    end = ["budget_year", "budget_number", "budget_hash", "place", "place_name", "invented"]
    out: Table = [[*columns, *end]]
    for d in decisions:
        budget = d["budget"] or {}
        out.append(
            [
                *(d[c] for c in columns),
                budget.get("year"),
                budget.get("number"),
                budget.get("content_hash"),
                *place,
                invented,
            ]
        )
    return out
