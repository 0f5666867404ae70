"""Operations of the API on indicators: what is counted, what was seen, and reporting it."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from ninja import Path, Router, Schema
from pydantic import Field

from kortreist_web.core.api import CHANGING, Body, Key, Number, Whole
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.indicators.actions.observe import observe
from kortreist_web.indicators.models import Indicator, Observation
from kortreist_web.tenants.membership import member_of

__all__ = ["router"]

router = Router(auth=Key())
_CODE = Path(..., pattern=r"^(X[0-9A-Z]{3}|\d{4}|\d{2})$", description="4005, 40 or X001")


class ObservationOut(Schema):
    """A value, or why it is missing: missing is not zero."""

    year: int
    period: int
    value: float | None
    missing_reason: str
    note: str


class IndicatorOut(Schema):
    """What is counted, its targets by year, and what was seen."""

    id: int
    name: str
    unit_of_measure: str
    direction: int
    targets: dict[str, float]
    observations: list[ObservationOut]

    @staticmethod
    def resolve_observations(row: Any) -> list[Any]:
        """Return the observations, oldest first."""
        return list(row.observations.all())


class ObservationIn(Body):
    """What was seen in a period (0: the whole year)."""

    year: Whole = Field(ge=1990, le=2100)
    period: Whole = Field(0, ge=0, le=12)
    value: Number | None = Field(None, ge=-1e15, le=1e15, allow_inf_nan=False)
    missing_reason: str = Field("", max_length=300)
    note: str = Field("", max_length=4000)


@router.get("/organisations/{code}/indicators", response={200: list[IndicatorOut], **CHANGING})
def list_indicators(request: SignedInRequest, code: str = _CODE) -> Any:
    """List indicators with their observations (key with ``read``)."""
    organisation = member_of(request, code, "view", Indicator)
    rows = Indicator.objects.filter(organisation=organisation)
    return list(rows.prefetch_related("observations"))


@router.put(
    "/organisations/{code}/indicators/{id}/observations",
    response={200: ObservationOut, **CHANGING},
)
def observe_indicator(
    request: SignedInRequest,
    body: ObservationIn,
    code: str = _CODE,
    id: int = Path(..., ge=1, le=2_000_000_000),
) -> Any:
    """Report what was seen (key with ``report``); reported again, it is corrected."""
    organisation = member_of(request, code, "report", Observation)
    indicator = Indicator.objects.filter(pk=id, organisation=organisation).first()
    if indicator is None:
        raise Http404("indicator")
    return observe(
        request.user,
        organisation,
        indicator,
        year=body.year,
        period=body.period,
        value=body.value,
        missing_reason=body.missing_reason,
        note=body.note,
    )
