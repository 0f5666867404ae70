"""Start an amendment: a draft made of the adopted budget, to be decided upon again."""

from __future__ import annotations

from typing import Any

from kortreist_web.budgets.frozen import ADOPTED, budget_of, current
from kortreist_web.budgets.models import Budget, BudgetLine
from kortreist_web.budgets.parts import part_of_line
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation, Unit
from kortreist_web.versions.models import Version

__all__ = ["amend", "part_settings"]

_FRAME = (
    "plan_years",
    "target",
    "history",
    "frame",
    "baseline",
    "pathway",
    "probability_under_frame",
    "limits",
    "pins",
    "vintage",
    "prices",
    "plan",
    "computed_with",
    "unquantified",
    "kept_open",
    "identified",
    "carried_from",
    "done",
    "factors",
    "stair",
    "stair_from",
    "limit_gains",
    "without_open",
    "provenance",
)
_LINE = (
    "measure",
    "name",
    "start_year",
    "effect",
    "cost",
    "cost_missing",
    "origins",
    "responsible",
    "note",
)


@action("change", Budget)
def amend(who: Actor, organisation: Organisation, frozen: Version) -> Budget:
    """Make a draft with the lines and figures of the budget in force.

    Asked for twice, the amendment that is being worked on comes back.

    Raises
    ------
    RefusedError
        The version is not the one in force.
    """
    type(organisation).objects.select_for_update().get(pk=organisation.pk)
    in_force = current(organisation, frozen.year)
    if frozen.state != ADOPTED or in_force is None or in_force.pk != frozen.pk:
        raise RefusedError("budgets.refused.not_in_force")
    begun = Budget.objects.filter(
        amends=frozen, state__in=(Budget.State.DRAFT, Budget.State.PROPOSED)
    )
    if existing := begun.first():
        return existing
    content = frozen.content
    budget = Budget(
        organisation=organisation,
        year=frozen.year,
        title=content["title"],
        introduction=content["introduction"],
        plan=budget_of(frozen).plan,
        amends=frozen,
        # A frame is the plan's: the pathway of its lines alone is made of it when it is frozen.
        frame={k: content[k] for k in _FRAME if k in content} | content.get("with_open", {}),
        parts={part: part_settings(said) for part, said in content.get("parts", {}).items()},
        set_aside={r["measure"]: r["said"] for r in content.get("identified", ()) if r["said"]},
    )
    budget.save()
    units = set(Unit.objects.filter(organisation=organisation).values_list("pk", flat=True))
    choices = set(
        MeasureChoice.objects.filter(organisation=organisation).values_list("pk", flat=True)
    )
    for place, line in enumerate(content["lines"], start=1):
        BudgetLine(
            organisation=organisation,
            budget=budget,
            choice_id=line["choice"] if line["choice"] in choices else None,
            unit_id=line["unit_id"] if line["unit_id"] in units else None,
            place_in_order=place,
            # None of these in what was frozen before.
            cost_range=line.get("cost_range") or {},
            kinds=line.get("kinds") or {},
            cost_mark=line.get("cost_mark") or "",
            posts=line.get("posts") or {},
            part=part_of_line(line),
            indicator=line.get("indicator") or "",
            due_on=line.get("due_on"),
            **{k: line[k] for k in _LINE},
        ).save()
    return budget


def part_settings(said: dict[str, Any]) -> dict[str, Any]:
    """Return what a municipality has said of a part, of the part as frozen."""
    return {k: said[k] for k in ("goal", "goal_source", "indicator", "rhythm")}
