"""Operations of the API on a municipality's answers in place of figures of judgement."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from ninja import Path, Router, Schema
from pydantic import Field

from kortreist_web.core.api import CHANGING, Body, Key, Number, Whole
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.plans.actions.answer_figure import answer_figure
from kortreist_web.plans.models import LocalAnswer
from kortreist_web.tenants.membership import member_of

__all__ = ["router"]

router = Router(auth=Key())
_CODE = Path(..., pattern=r"^(X[0-9A-Z]{3}|\d{4}|\d{2})$", description="4005, 40 or X001")


class AnswerOut(Schema):
    """An answer; ``version`` is sent back when it is changed."""

    figure: str
    value: float
    unit: str
    source: str
    answered_on: date
    version: int


class AnswerIn(Body):
    """An answer to one of the questions in ``judged`` of ``plan.json``."""

    figure: str = Field(..., max_length=160, description="`id` of the row: `count/van`")
    value: Number = Field(..., ge=-1e12, le=1e12, allow_inf_nan=False)
    unit: Literal["number", "percent", "percent_a_year", "percent_today", "tonnes", "nok"] = Field(
        ..., description="`answer` of the row"
    )
    source: str = Field(..., max_length=300, description="Where the figure is from")
    version: Whole | None = Field(None, ge=0, le=2_000_000_000, description="The one that was read")
    why: str = Field("", max_length=300, description="Kept in the change log")


@router.get("/organisations/{code}/answers", response={200: list[AnswerOut], **CHANGING})
def list_answers(request: SignedInRequest, code: str = _CODE) -> Any:
    """List the municipality's answers (key with ``read``)."""
    organisation = member_of(request, code, "view", LocalAnswer)
    return list(LocalAnswer.objects.filter(organisation=organisation))


@router.put("/organisations/{code}/answers", response={200: AnswerOut, **CHANGING})
def give_answer(request: SignedInRequest, body: AnswerIn, code: str = _CODE) -> Any:
    """Answer a question; the next plan uses it (key with ``write``)."""
    organisation = member_of(request, code, "change", LocalAnswer)
    return answer_figure(
        request.user,
        organisation,
        figure=body.figure,
        value=body.value,
        unit=body.unit,
        source=body.source,
        version=body.version,
        why=body.why,
    )
