"""A draft's line from what a plan says of a measure and the municipality has decided about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kortreist_web.budgets.from_plan import cost_of, cost_range_of
from kortreist_web.budgets.kinds import kinds_of, posts_of
from kortreist_web.budgets.models import Budget, BudgetLine
from kortreist_web.budgets.parts import DIRECT
from kortreist_web.measures.models import MeasureChoice

__all__ = ["chosen_row", "line_from_plan", "own_id"]


def own_id(measure: str, choices: Mapping[str, Any]) -> str:
    """Return what the database calls a measure of the engine."""
    choice = choices.get(measure)
    return str(choice.measure) if choice else measure


def chosen_row(measure: str, start_year: int) -> dict[str, Any]:
    """Return a measure the plan has no figures of: no effect, and a cost nobody knows yet."""
    return {
        "id": measure,
        "start_year": start_year,
        "effect": {},
        "cost": {},
        "cost_missing": ["municipality"],
    }


def line_from_plan(
    budget: Budget,
    row: Mapping[str, Any],
    name: Mapping[str, str],
    choice: MeasureChoice | None,
    place: int,
    *,
    years: Sequence[int],
    growth: float | None,
    part: str = DIRECT,
) -> BudgetLine:
    """Return a line, not saved: the plan's figures, and who does it as has been decided.

    Parameters
    ----------
    budget : Budget
    row : mapping
        A measure of ``plan.json``.
    name : mapping of str to str
    choice : MeasureChoice or None
        What has been decided about the measure.
    place : int
        Where it stands among the lines.
    years : sequence of int
        The budget's.
    growth : float or None
        Share by which prices rise from the plan's to the budget's.
    part : str
    """
    line = BudgetLine(
        organisation=budget.organisation,
        budget=budget,
        choice=choice,
        measure=choice.measure if choice else row["id"],
        name=dict(name),
        start_year=row["start_year"],
        effect=row["effect"],
        cost=cost_of(row, years, growth),
        cost_range=cost_range_of(row, years, growth),
        kinds=kinds_of(row, years, growth),
        cost_mark=(row.get("cost_marks") or {}).get("municipality", ""),
        posts=posts_of(row, years),
        # A measure of which nothing is said of cost is not free.
        cost_missing=list(row["cost_missing"]) or ([] if row["cost"] else ["municipality"]),
        origins={"cost": "formula/cost"},
        unit=choice.unit if choice else None,
        responsible=str(choice.responsible) if choice and choice.responsible else "",
        note=choice.note if choice else "",
        part=part,
        place_in_order=place,
    )
    if row["effect"]:
        line.origins["effect"] = "formula/effect"
    return line
