"""What was corrected of a resolution after it was recorded: what it said, when and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kortreist_web.changes.models import Change
from kortreist_web.core.texts import text, web
from kortreist_web.decisions.models import Resolution, ResolutionPoint

__all__ = ["Correction", "Rewording", "corrections", "rewordings"]

_SHOWN = ("body", "decided_on", "case_number", "archive_reference", "title", "text", "outcome")


@dataclass(frozen=True, slots=True)
class Correction:
    """When something was corrected, why, and ``(field, what it said before)``."""

    at: datetime
    why: str
    before: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Rewording:
    """When a point was given other words or another kind, why, and what it said before."""

    number: int
    at: datetime
    why: str
    before: tuple[tuple[str, str], ...]


def rewordings(points: Iterable[ResolutionPoint]) -> list[Rewording]:
    """Return how points of one organisation were reworded with a reason, the first one first."""
    rows = {p.pk: p for p in points}
    if not rows:
        return []
    changes = Change.objects.filter(
        organisation=next(iter(rows.values())).organisation_id,
        what=ResolutionPoint._meta.label,
        row__in=rows,
        verb="decisions.set_point",
        kind="change",
    ).exclude(why="")
    shown = []
    for change in changes.order_by("id"):
        before = []
        for name in ("text", "kind"):
            if name in change.before:
                said = change.before[name]
                said = text(f"decisions.point_kind.{said}") if name == "kind" else str(said)
                before.append((text(f"decisions.point_form.{name}"), said))
        if before:
            number = rows[int(change.row or 0)].number
            shown.append(Rewording(number, change.at, change.why, tuple(before)))
    return shown


def corrections(resolution: Resolution) -> list[Correction]:
    """Return the corrections of a resolution from the change log, the first one first."""
    rows = Change.objects.filter(
        organisation=resolution.organisation_id,
        what=Resolution._meta.label,
        row=resolution.pk,
        verb="decisions.correct",
    )
    shown = []
    for row in rows.order_by("id"):
        said = ((name, row.before[name]) for name in _SHOWN if name in row.before)
        before = tuple((text(f"decisions.record_form.{n}"), _words(n, v)) for n, v in said)
        if before:
            shown.append(Correction(row.at, row.why, before))
    return shown


def _words(name: str, value: Any) -> str:
    if name == "outcome":
        return text(f"decisions.outcome.{value}")
    return web().date(value) if name == "decided_on" else str(value)
