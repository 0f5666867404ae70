"""A budget as the content that is frozen: ``kortreist/climate-budget/2``."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kortreist_web.bindings.increases import increases_in
from kortreist_web.bindings.origins import origins
from kortreist_web.budgets.identified import identified
from kortreist_web.budgets.kept_open import lines_alone
from kortreist_web.budgets.models import Budget, BudgetLine, EconomicPlanLine
from kortreist_web.budgets.offers import offers
from kortreist_web.budgets.parts import parts_content
from kortreist_web.budgets.provenance import own_origins
from kortreist_web.budgets.reach import low_chance_content
from kortreist_web.budgets.spending import SPENT, year_before
from kortreist_web.budgets.stale import Staleness, staleness
from kortreist_web.core.texts import web
from kortreist_web.measures.catalogue import own_descriptions
from kortreist_web.measures.models import MeasureChoice

__all__ = ["BEGUN", "SCHEMA", "build", "lines_of", "proposal_content", "staleness_of"]

#: What a budget has where its plan had it, or where it was begun from another budget.
_WHERE_THERE = (
    "stair",
    "stair_from",
    "limit_gains",
    "without_open",
    "carried_from",
    "done",
    "factors",
)

SCHEMA = "kortreist/climate-budget/2"
#: States of a measure that has begun.
BEGUN = (MeasureChoice.State.UNDER_WAY, MeasureChoice.State.DONE)


def lines_of(budget: Budget) -> list[BudgetLine]:
    """Return the lines in their order, with what is shown of them."""
    return list(budget.lines.select_related("unit", "choice").all())


def staleness_of(budget: Budget, lines: list[BudgetLine] | None = None) -> Staleness:
    """Tell whether the pathway is that of the budget's lines."""
    rows = lines_of(budget) if lines is None else lines
    return staleness(budget.frame, [(line.measure, line.start_year) for line in rows])


def build(budget: Budget, lines: list[BudgetLine] | None = None) -> dict[str, Any]:
    """Return the content of a budget as it is now.

    The effects are those the plan gave, and the pathway is the plan's without what it keeps
    open and no line has; whether they are of the lines' start years is for
    :func:`staleness_of` to say.

    Parameters
    ----------
    budget : Budget
    lines : list of BudgetLine, optional
        :func:`lines_of` the budget, where they are read already.
    """
    organisation, frame = budget.organisation, budget.frame
    rows = lines_of(budget) if lines is None else lines
    measures = {row.measure for row in rows}
    raised = increases_in(
        organisation, frame.get("plan", {}).get("content_hash", ""), frame.get("plan_years", [])
    )
    economic, indicators = _economic(budget), _indicators(rows)
    described = own_descriptions(organisation, measures)
    made = [_line(row, economic, indicators, described) for row in rows]
    provenance = {o["id"]: o for o in frame.get("provenance", [])}
    provenance.update({o["id"]: o for o in own_origins(organisation, frame, made)})
    if raised:
        provenance.update({o["id"]: o for o in origins(organisation, {})})
    content = {
        "schema": SCHEMA,
        "organisation": {
            "code": organisation.code,
            "name": organisation.name,
            "invented": organisation.invented,
            "figures_code": organisation.figures_code,
        },
        "year": budget.year,
        "title": budget.title,
        "introduction": budget.introduction,
        "plan_years": frame.get("plan_years", []),
        "target": frame.get("target", {}),
        "history": frame.get("history", {}),
        "frame": frame.get("frame", {}),
        "baseline": frame.get("baseline", {}),
        "pathway": frame.get("pathway", {}),
        "probability_under_frame": frame.get("probability_under_frame", {}),
        "unit": "t CO2e",
        "prices": frame.get("prices", {}),
        "lines": made,
        # Only where bindings are judged in the budget's own plan.
        **({"increases": raised} if raised else {}),
        "computed_with": frame.get("computed_with", {}),
        "unquantified": frame.get("unquantified", []),
        "kept_open": frame.get("kept_open", {}),
        "parts": parts_content(budget.parts, (row.part for row in rows)),
        "identified": identified(
            frame,
            measures,
            [{"measure": o.measure, "name": dict(o.name)} for o in offers(budget, measures)],
            budget.set_aside,
        ),
        "limits": frame.get("limits", {}),
        **{k: frame[k] for k in _WHERE_THERE if k in frame},
        "amends": _amends(budget),
        "vintage": frame.get("vintage", {}),
        "pins": frame.get("pins", {}),
        "plan": frame.get("plan", {}),
        "provenance": [provenance[id] for id in sorted(provenance)],
    }
    content = lines_alone(content)
    low = low_chance_content(content)
    return {**content, "low_chance": low} if low else content


def proposal_content(budget: Budget, lines: list[BudgetLine] | None = None) -> dict[str, Any]:
    """Return what is frozen when a budget is proposed: :func:`build`, and how things stand then.

    ``begun`` are the measures of its lines that have begun: what is computed of the proposal
    later, as what beginning a year later gives, goes by how it stood when it was proposed.
    ``spent_before`` is what :func:`kortreist_web.budgets.spending.year_before` tells today; it
    is not there where no budget of the year before is in force.
    """
    content = {**build(budget, lines), "begun": _begun(budget)}
    before = year_before(budget.organisation, budget.year, timezone.localdate())
    if before is None:
        return content
    say = web(budget.organisation.language)
    origin = {
        "id": SPENT,
        "kind": "fact",
        "title": say("budgets.spending.origin", year=before["year"]),
        "source": budget.organisation.name,
        "mark": "verified",
    }
    provenance = sorted([*content["provenance"], origin], key=lambda o: o["id"])
    return {**content, "spent_before": before, "provenance": provenance}


def _begun(budget: Budget) -> list[str]:
    rows = MeasureChoice.objects.filter(organisation=budget.organisation, state__in=BEGUN)
    there = rows.filter(measure__in=budget.lines.values_list("measure", flat=True))
    return sorted(there.values_list("measure", flat=True))


def _amends(budget: Budget) -> dict[str, Any] | None:
    before = budget.amends
    if before is None:
        return None
    return {"year": before.year, "number": before.number, "content_hash": before.content_hash}


def _line(
    row: BudgetLine,
    economic: dict[str, list[dict[str, Any]]],
    indicators: dict[int, list[Any]],
    described: dict[str, dict[str, str]],
) -> dict[str, Any]:
    return {
        "measure": row.measure,
        "name": row.name,
        # Only of the municipality's own: what the library's are, it tells itself.
        **({"description": described[row.measure]} if row.measure in described else {}),
        "start_year": row.start_year,
        "effect": row.effect,
        "cost": row.cost,
        "cost_missing": row.cost_missing,
        "cost_range": row.cost_range,
        "kinds": row.kinds,
        "cost_mark": row.cost_mark,
        "posts": row.posts,
        "origins": row.origins,
        "unit": row.unit.name if row.unit else "",
        "unit_id": row.unit_id,
        "responsible": row.responsible,
        "note": row.note,
        "part": row.part,
        "indicator": row.indicator,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "choice": row.choice_id,
        "economic": economic.get(row.measure, []),
        "indicators": indicators.get(row.choice_id, []) if row.choice_id else [],
    }


def _economic(budget: Budget) -> dict[str, list[dict[str, Any]]]:
    """Return measure → the economic plan's lines that pay for it.

    By measure, not by row: an amendment has lines of its own for the same measures.
    """
    by_measure: dict[str, list[dict[str, Any]]] = {}
    rows = EconomicPlanLine.objects.filter(
        organisation=budget.organisation, year=budget.year, line__isnull=False
    ).select_related("line")
    for e in rows:
        assert e.line is not None
        by_measure.setdefault(e.line.measure, []).append(
            {
                "responsibility": e.responsibility,
                "function": e.function,
                "account": e.account,
                "text": e.text,
                "kind": e.kind,
                "price_year": e.price_year,
                "amounts": e.amounts,
            }
        )
    return by_measure


def _indicators(rows: list[BudgetLine]) -> dict[int, list[dict[str, Any]]]:
    from kortreist_web.indicators.models import Indicator

    by_choice: dict[int, list[dict[str, Any]]] = {}
    choice_ids = [r.choice_id for r in rows if r.choice_id]
    for i in Indicator.objects.filter(choice_id__in=choice_ids, ended_on=None).order_by("id"):
        assert i.choice_id is not None
        by_choice.setdefault(i.choice_id, []).append(
            {
                "id": i.pk,
                "name": i.name,
                "unit_of_measure": i.unit_of_measure,
                "targets": i.targets,
            }
        )
    return by_choice
