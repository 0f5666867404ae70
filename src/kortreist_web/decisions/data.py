"""Resolutions as published data: plain values, and a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from kortreist_web.core.datasets import Table
from kortreist_web.decisions.models import ResolutionPoint
from kortreist_web.decisions.points import FollowedPoint, follow_up
from kortreist_web.versions.kinds import kind_of

__all__ = ["SCHEMA", "decision_content", "decision_table", "point_table", "points_of"]

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


def _point(one: FollowedPoint) -> dict[str, Any]:
    point, task = one.point, one.task
    due, done_on = (getattr(task, name, None) for name in ("due", "done_on"))
    return {
        "number": point.number,
        "text": point.text,
        "kind": point.kind,
        "verbatim": one.verbatim,
        "resolved_text": point.text if one.verbatim else one.resolved,
        "owner": one.owner_name,
        "due": due.isoformat() if due else None,
        "state": one.state,
        "overdue": one.overdue,
        "done_on": done_on.isoformat() if done_on else None,
        "evidence": task.evidence if task is not None else "",
        "reason": task.reason if task is not None else "",
        "changed_by": point.changed_by_id,
        "lapsed_by": point.lapsed_by_id,
    }


def points_of(resolutions: Iterable[Any], today: date) -> dict[int, list[dict[str, Any]]]:
    """Return the points of resolutions by the resolutions' keys, as they are followed up today.

    They stand beside what was decided, not in it: the hash of a resolution does not move when
    a point is done.
    """
    keys = [r.pk for r in resolutions]
    by_resolution: dict[int, list[dict[str, Any]]] = {key: [] for key in keys}
    rows = ResolutionPoint.objects.filter(resolution__in=keys).select_related("resolution")
    rows = rows.order_by("number")
    for one in follow_up(rows, today):
        by_resolution[one.point.resolution_id].append(_point(one))
    return by_resolution


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


def point_table(
    decisions: Iterable[Mapping[str, Any]], points: Mapping[int, Sequence[Mapping[str, Any]]]
) -> Table:
    """Return the points of decisions, a row each, as they are followed up (:func:`points_of`)."""
    of_case = ("body", "decided_on", "case_number")
    columns = ("number", "kind", "state", "text", "owner", "due", "overdue", "done_on", "evidence")
    out: Table = [[*of_case, *(f"point_{name}" for name in columns)]]
    for decision in decisions:
        for point in points[decision["id"]]:
            out.append([*(decision[c] for c in of_case), *(point[c] for c in columns)])
    return out
