"""Operations of the API on measures: what is decided, and deciding."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Path, Router, Schema
from pydantic import Field

from kortreist_web.core.api import CHANGING, Body, Key, Whole
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.measures.actions.choose import choose
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.tenants.membership import member_of

__all__ = ["router"]

router = Router(auth=Key())
_CODE = Path(..., pattern=r"^(X[0-9A-Z]{3}|\d{4}|\d{2})$", description="4005, 40 or X001")


class ChoiceOut(Schema):
    """What is decided about a measure; ``version`` is sent back when it is changed."""

    measure: str
    name: dict[str, str]
    state: str
    start_year: int | None
    unit: str | None
    note: str
    version: int

    @staticmethod
    def resolve_unit(row: Any) -> str | None:
        """Return the unit's name."""
        return row.unit.name if row.unit else None


class ChoiceIn(Body):
    """What to decide."""

    state: Literal["considered", "chosen", "under_way", "done", "excluded"]
    start_year: Whole | None = Field(None, ge=2000, le=2060)
    note: str = Field("", max_length=4000)
    version: Whole | None = Field(None, ge=0, le=2_000_000_000, description="The one that was read")
    why: str = Field("", max_length=300, description="Kept in the change log")


@router.get("/organisations/{code}/measures", response={200: list[ChoiceOut], **CHANGING})
def list_measures(request: SignedInRequest, code: str = _CODE) -> Any:
    """List what is decided about measures (key with ``read``)."""
    organisation = member_of(request, code, "view", MeasureChoice)
    rows = MeasureChoice.objects.filter(organisation=organisation)
    return list(rows.select_related("unit"))


@router.put("/organisations/{code}/measures/{measure}", response={200: ChoiceOut, **CHANGING})
def choose_measure(
    request: SignedInRequest,
    body: ChoiceIn,
    code: str = _CODE,
    measure: str = Path(..., pattern=r"^[a-z0-9_.]{1,80}$"),
) -> Any:
    """Decide about a measure (key with ``write``)."""
    organisation = member_of(request, code, "change", MeasureChoice)
    return choose(
        request.user,
        organisation,
        measure=measure,
        state=body.state,
        start_year=body.start_year,
        note=body.note,
        version=body.version,
        why=body.why,
    )
