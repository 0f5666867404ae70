"""Operations of the API on the economic plan: the accounts' own lines in, and linked, out."""

from __future__ import annotations

from typing import Any

from ninja import Path, Router, Schema
from pydantic import Field

from kortreist_web.budgets.actions.import_table import import_table
from kortreist_web.budgets.lines import Row
from kortreist_web.budgets.models import EconomicPlanLine
from kortreist_web.core.api import CHANGING, Body, Key, Whole
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.tenants.membership import member_of

__all__ = ["router"]

router = Router(auth=Key())
_CODE = Path(..., pattern=r"^(X\d{3}|\d{4}|\d{2})$", description="4005, 40 or X001")
_YEAR = Path(..., ge=2000, le=2100)


class EconomicLine(Body):
    """A line of the action and economic plan; amounts in whole kroner by year."""

    responsibility: str = Field("", max_length=20)
    function: str = Field("", max_length=20)
    account: str = Field("", max_length=20)
    text: str = Field(min_length=1, max_length=200)
    amounts: dict[str, Whole] = Field(description="Year → NOK; a year that is absent is unknown")


class EconomicPlanIn(Body):
    """The lines; with ``remove_absent`` those that are not here are removed."""

    lines: list[EconomicLine] = Field(max_length=2000)
    remove_absent: bool = False


class CountOut(Schema):
    """How many lines were added, changed and removed."""

    added: int
    changed: int
    removed: int


@router.get(
    "/organisations/{code}/economic-plan/{year}",
    response={200: list[EconomicLine], **CHANGING},
)
def get_economic_plan(request: SignedInRequest, code: str = _CODE, year: int = _YEAR) -> Any:
    """List the lines of the economic plan (key with ``read``)."""
    organisation = member_of(request, code, "view", EconomicPlanLine)
    return list(EconomicPlanLine.objects.filter(organisation=organisation, year=year))


@router.put("/organisations/{code}/economic-plan/{year}", response={200: CountOut, **CHANGING})
def import_economic_plan(
    request: SignedInRequest, body: EconomicPlanIn, code: str = _CODE, year: int = _YEAR
) -> Any:
    """Add and change lines, all or none (key with ``write``); links are kept."""
    organisation = member_of(request, code, "change", EconomicPlanLine)
    rows = [
        Row(n.responsibility, n.function, n.account, n.text, dict(n.amounts)) for n in body.lines
    ]
    return import_table(
        request.user, organisation, year=year, rows=rows, remove_absent=body.remove_absent
    )
