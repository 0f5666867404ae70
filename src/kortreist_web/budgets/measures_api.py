"""Operations of the API that read the measures of the adopted budget; no key is needed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Path, Router, Schema
from pydantic import Field

from kortreist_web.budgets.measure_pages import Listed, budget_in_force, listed
from kortreist_web.core.api import READING
from kortreist_web.tenants.membership import published_or_member

__all__ = ["router"]

router = Router()
_CODE = Path(..., pattern=r"^(X[0-9A-Z]{3}|\d{4}|\d{2})$", description="4005, 40 or X001")


class ExpectedCutOut(Schema):
    """What is expected to be cut in a year, t CO2e: 10th percentile, middle, 90th percentile."""

    year: int
    low: float
    central: float
    high: float


class AdoptedCostOut(Schema):
    """NOK over the budget's years; ``complete`` false: some of it is not known."""

    known: int | None
    low: int | None
    high: int | None
    complete: bool


class StillToReachOut(Schema):
    """An indicator in the year a measure is told to be done, and in its last year."""

    indicator: str
    unit: str
    value: float | None
    target: float | None
    last_year: int
    last_target: float


class AdoptedStatusOut(Schema):
    """What the newest completed report that tells of it says."""

    status: str
    year: int
    period: int
    to_reach: StillToReachOut | None = Field(
        description="Of one that is done: its indicator has more to reach in a later year"
    )


class AdoptedMeasureOut(Schema):
    """A measure of the adopted budget that holds."""

    measure: str
    name: dict[str, str]
    description: dict[str, str] = Field(
        description="What the municipality says its own measure is; empty: of the library"
    )
    part: str = Field(description="The part of the budget; tonnes are computed in `direct` alone")
    unit: str = Field(description="Who does it; never a person's name")
    start_year: int
    cut: ExpectedCutOut | None = Field(description="null: not counted in tonnes")
    cost: AdoptedCostOut
    status: AdoptedStatusOut | None = Field(description="null: no completed report tells of it")
    not_reported_because: str = Field(
        description="The reason the newest report gives for no status; empty: none"
    )
    budget: str = Field(description="Content hash of the budget")


@router.get(
    "/organisations/{code}/adopted-measures", response={200: list[AdoptedMeasureOut], **READING}
)
def list_adopted_measures(request: HttpRequest, code: str = _CODE) -> Any:
    """List the measures of the adopted budget that holds, by part, what cuts most first."""
    organisation, _ = published_or_member(request, code)
    frozen = None if organisation.official_only else budget_in_force(organisation)
    if frozen is None:
        return []
    year, parts = listed(organisation, frozen)
    lines = {line["measure"]: line for line in frozen.content["lines"]}
    return [
        _as_told(one, part, year, lines[one.measure], frozen.content_hash)
        for part, rows in parts
        for one in rows
    ]


def _as_told(
    one: Listed, part: str, year: int, line: dict[str, Any], content_hash: str
) -> dict[str, Any]:
    said = one.standing.said
    low, high = one.cost.ends or (None, None)
    return {
        "measure": one.measure,
        "name": line["name"],
        "description": line.get("description", {}),
        "part": part,
        "unit": one.unit,
        "start_year": one.standing.start_year,
        "cut": {"year": year, **one.cut} if one.cut else None,
        "cost": {
            "known": one.cost.known,
            "low": low,
            "high": high,
            "complete": one.cost.complete,
        },
        "status": (
            {
                "status": said.status,
                "year": said.year,
                "period": said.period,
                "to_reach": asdict(one.standing.reached) if one.standing.reached else None,
            }
            if said
            else None
        ),
        "not_reported_because": one.standing.why,
        "budget": content_hash,
    }
