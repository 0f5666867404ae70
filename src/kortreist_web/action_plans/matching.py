"""Rows of a table as they are kept: matched to measures and units, and to the version before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from kortreist.words import fold_words
from kortreist_web.action_plans.models import ActionPlan, ActionRow
from kortreist_web.measures.catalogue import choice_key, measures_of
from kortreist_web.tenants.models import Unit

if TYPE_CHECKING:
    from kortreist.measures.action_table import Action, ActionTable

__all__ = ["as_kept", "rows_of"]

_PARTS = re.compile(r"[\n,;/]| og | and ")
#: What makes a row another one than it was.
_COMPARED = ("title", "description", "owner", "status", "start_year", "end_year")


def as_kept(table: ActionTable) -> dict[str, Any]:
    """Return what a plan keeps of a table beside its actions."""
    return {
        "name": table.name[:200],
        "header": table.header,
        "columns": table.columns,
        "unread": list(table.unread),
        "actions": len(table.actions),
        "filled": table.filled,
        "left_out": [{"row": r.row, "why": r.why, "text": r.text[:300]} for r in table.left_out],
        "first": [a.title[:120] for a in table.actions[:3]],
    }


def rows_of(plan: ActionPlan, actions: Sequence[Action]) -> tuple[list[ActionRow], list[Any]]:
    """Return a plan's rows, not saved, and the rows of the version before that are gone."""
    from kortreist.measures.matching import candidates

    measures, _ = measures_of(plan.organisation)
    keys = {m.id: choice_key(m) for m in measures}
    units = {u.name.casefold(): u for u in Unit.on(plan.organisation, timezone.localdate())}
    before = _Before(plan.replaces)
    out = []
    for action in actions:
        row = ActionRow(
            organisation=plan.organisation,
            plan=plan,
            row=action.row,
            number=action.number[:40],
            title=action.title[:500],
            description=action.description,
            group=action.group[:500],
            owner=action.owner[:500],
            unit=_unit(action.owner, units),
            status=action.status[:200],
            start_year=action.start,
            end_year=action.end,
            cells=[list(cell) for cell in action.cells],
            candidates=[
                {
                    "measure": keys[c.measure],
                    "method": c.method,
                    "confidence": c.confidence,
                    "because": c.because[:120],
                }
                for c in candidates(measures, action.title, action.description)
            ],
        )
        before.compare(row)
        out.append(row)
    return out, before.gone()


def _unit(owner: str, units: dict[str, Unit]) -> Unit | None:
    """Return the unit whose name an owner is, or the first named in it."""
    parts = [owner, *_PARTS.split(owner)]
    return next((u for p in parts if (u := units.get(p.strip().casefold()))), None)


class _Before:
    """The version before: what became of a row like this one."""

    def __init__(self, plan: ActionPlan | None) -> None:
        self.there = plan is not None
        rows = list(plan.rows.all()) if plan is not None else []
        self.left = {r.pk: r for r in rows}

    def _same(self, row: ActionRow) -> ActionRow | None:
        mine = fold_words(row.title)
        rest = list(self.left.values())
        named = [r for r in rest if fold_words(r.title) == mine]
        # A number alone is no row: plans are renumbered. Most of its words must be the same.
        numbered = [
            r
            for r in rest
            if row.number
            and r.number == row.number
            and 2 * len({*mine} & {*fold_words(r.title)}) >= len({*mine} | {*fold_words(r.title)})
        ]
        return next(iter([r for r in named if r.number == row.number] or named or numbered), None)

    def compare(self, row: ActionRow) -> None:
        """Say what is new of a row, and propose what was decided of it before."""
        if not self.there:
            return
        old = self._same(row)
        if old is None:
            row.change = ActionRow.Change.NEW
            return
        del self.left[old.pk]
        same = all(getattr(old, name) == getattr(row, name) for name in _COMPARED)
        row.change = ActionRow.Change.SAME if same else ActionRow.Change.ALTERED
        row.decision, row.measure, row.reason = old.decision, old.measure, old.reason
        if old.decision == ActionRow.Decision.OWN and old.measure:
            row.decision = ActionRow.Decision.MATCHED  # it is a measure of theirs by now

    def gone(self) -> list[dict[str, str]]:
        """Return what no row of this version is."""
        return [
            {"number": r.number, "title": r.title, "measure": r.measure, "decision": r.decision}
            for r in sorted(self.left.values(), key=lambda r: r.row)
        ]
