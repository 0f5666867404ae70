"""The operation of the API that reports how a measure goes."""

from __future__ import annotations

from typing import Any, Literal

from django.http import Http404
from ninja import Path, Router, Schema
from pydantic import Field

from kortreist_web.core.api import CHANGING, Body, Key, Number, Whole
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.reports.actions.report import report
from kortreist_web.reports.actions.spend import spend
from kortreist_web.reports.models import Spending, StatusReport
from kortreist_web.reports.spending import FIGURES
from kortreist_web.tenants.membership import member_of

__all__ = ["router"]

router = Router(auth=Key())


class StatusIn(Body):
    """How a measure goes in a period."""

    year: Whole = Field(ge=1990, le=2100)
    period: Whole = Field(ge=1, le=12)
    status: Literal["not_started", "on_track", "delayed", "stopped", "done"]
    hindrance: str = Field("", max_length=2000)
    version: Whole | None = Field(None, ge=0, le=2_000_000_000, description="The one that was read")


class StatusOut(Schema):
    """What was said."""

    year: int
    period: int
    status: str
    hindrance: str
    version: int


class SpendingIn(Body):
    """What was planned and spent on a measure in a year: NOK of that year, full-time posts."""

    planned_running: Whole | None = Field(None, description="NOK; null is not known")
    actual_running: Whole | None = None
    planned_investment: Whole | None = None
    actual_investment: Whole | None = None
    planned_posts: Number | None = Field(None, ge=0, lt=10_000, description="Full-time posts")
    actual_posts: Number | None = Field(None, ge=0, lt=10_000)
    note: str = Field("", max_length=2000)
    version: Whole | None = Field(None, ge=0, le=2_000_000_000, description="The one that was read")


class SpendingOut(Schema):
    """What was entered of a measure in a year."""

    measure: str
    year: int
    planned_running: int | None
    actual_running: int | None
    planned_investment: int | None
    actual_investment: int | None
    planned_posts: float | None
    actual_posts: float | None
    note: str
    version: int

    @staticmethod
    def resolve_measure(row: Any) -> str:
        """Return which measure it is of."""
        return str(row.choice.measure)


_CODE = Path(..., pattern=r"^(X[0-9A-Z]{3}|\d{4}|\d{2})$", description="4005, 40 or X001")
_YEAR = Path(..., ge=2020, le=2099)


@router.get("/organisations/{code}/spending/{year}", response={200: list[SpendingOut], **CHANGING})
def list_spending(request: SignedInRequest, code: str = _CODE, year: int = _YEAR) -> Any:
    """List what was planned and spent in a year (key with ``read``)."""
    organisation = member_of(request, code, "view", Spending)
    rows = Spending.objects.filter(organisation=organisation, year=year)
    return list(rows.select_related("choice"))


@router.put(
    "/organisations/{code}/measures/{measure}/spending/{year}",
    response={200: SpendingOut, **CHANGING},
)
def enter_spending(
    request: SignedInRequest,
    body: SpendingIn,
    code: str = _CODE,
    measure: str = Path(..., pattern=r"^[a-z0-9_.]{1,80}$"),
    year: int = _YEAR,
) -> Any:
    """Say what was planned and spent (key with ``report``); a figure left out stays as it is."""
    organisation = member_of(request, code, "report", Spending)
    choice = MeasureChoice.objects.filter(organisation=organisation, measure=measure).first()
    if choice is None:
        raise Http404("measure")
    figures = {k: v for k, v in body.dict(exclude_unset=True).items() if k in FIGURES}
    return spend(
        request.user,
        organisation,
        choice,
        year=year,
        figures=figures,
        note=body.note if "note" in body.model_fields_set else None,
        version=body.version,
    )


@router.put(
    "/organisations/{code}/measures/{measure}/status", response={200: StatusOut, **CHANGING}
)
def report_status(
    request: SignedInRequest,
    body: StatusIn,
    code: str = Path(..., pattern=r"^(X[0-9A-Z]{3}|\d{4}|\d{2})$", description="4005, 40 or X001"),
    measure: str = Path(..., pattern=r"^[a-z0-9_.]{1,80}$"),
) -> Any:
    """Say how a measure goes (key with ``report``); said again, it is corrected."""
    organisation = member_of(request, code, "report", StatusReport)
    choice = MeasureChoice.objects.filter(organisation=organisation, measure=measure).first()
    if choice is None:
        raise Http404("measure")
    return report(
        request.user,
        organisation,
        choice,
        year=body.year,
        period=body.period,
        status=body.status,
        hindrance=body.hindrance,
        version=body.version,
    )
