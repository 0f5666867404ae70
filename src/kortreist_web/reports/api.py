"""The operation of the API that reports how a measure goes."""

from __future__ import annotations

from typing import Any, Literal

from django.http import Http404
from ninja import Path, Router, Schema
from pydantic import Field

from kortreist_web.core.api import CHANGING, Body, Key, Whole
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.reports.actions.report import report
from kortreist_web.reports.models import StatusReport
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


@router.put(
    "/organisations/{code}/measures/{measure}/status", response={200: StatusOut, **CHANGING}
)
def report_status(
    request: SignedInRequest,
    body: StatusIn,
    code: str = Path(..., pattern=r"^(X\d{3}|\d{4}|\d{2})$", description="4005, 40 or X001"),
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
