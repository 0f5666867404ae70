"""Operations of the API on goals the council has adopted."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import Http404
from ninja import Path, Router, Schema, Status
from pydantic import Field

from kortreist_web.core.api import CHANGING, Body, Key, Number, Whole
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.goals.actions.end import end_goal
from kortreist_web.goals.actions.register import correct_goal, register_goal
from kortreist_web.goals.models import AdoptedGoal
from kortreist_web.goals.stated import Stated, stated_goals
from kortreist_web.tenants.membership import member_of
from kortreist_web.tenants.models import Organisation

__all__ = ["router"]

router = Router(auth=Key())
_CODE = Path(..., pattern=r"^(X[0-9A-Z]{3}|\d{4}|\d{2})$", description="4005, 40 or X001")
_ID = Path(..., ge=1, le=2_000_000_000)
_MAX_ID = 2_000_000_000


class GoalOut(Schema):
    """A goal; ``reason`` says why no path is computed for it, empty where one can be."""

    id: int
    words: str
    reason: str
    kind: str
    boundary: str
    scope: str
    base_year: int | None
    reduction: float | None
    reduction_high: float | None
    tonnes: float | None
    wording: str
    target_year: int
    title: str
    body: str
    decided_on: date
    case_number: str
    archive_reference: str
    address: str
    ended_on: date | None
    replaced_by: int | None
    version: int


class GoalIn(Body):
    """A goal as it was adopted. ``reduction`` is per cent of the base year's emissions."""

    kind: Literal["share", "tonnes", "words"] = "share"
    boundary: Literal[
        "territorial",
        "without_ets",
        "without_transport",
        "without_ets_transport",
        "own",
        "consumption",
        "combined",
        "other",
    ]
    scope: str = Field("", max_length=120, description="In the council's words, for 'other'")
    base_year: Whole | None = Field(None, ge=1990, le=2100)
    reduction: Number | None = Field(None, gt=0, le=100, allow_inf_nan=False)
    reduction_high: Number | None = Field(None, gt=0, le=100, allow_inf_nan=False)
    tonnes: Number | None = Field(None, ge=0, le=6e7, allow_inf_nan=False)
    wording: str = Field("", max_length=200)
    target_year: Whole = Field(..., ge=1990, le=2100)
    title: str = Field(max_length=200)
    body: str = Field(max_length=120)
    decided_on: date
    case_number: str = Field(max_length=40)
    archive_reference: str = Field("", max_length=80)
    address: str = Field("", max_length=300)


class GoalNew(GoalIn):
    """A new goal, and the one it takes the place of."""

    replaces: Whole | None = Field(None, ge=1, le=_MAX_ID)


class GoalCorrected(GoalIn):
    """The whole goal again, and the version that was read."""

    version: Whole | None = Field(None, ge=0, le=_MAX_ID)


class GoalEnd(Body):
    """The day it holds no more, and why."""

    on: date
    why: str = Field(max_length=300)


def _out(stated: Stated) -> dict[str, Any]:
    goal = stated.goal
    values = {name: getattr(goal, name) for name in GoalOut.model_fields if hasattr(goal, name)}
    return {
        **values,
        "words": stated.words,
        "reason": stated.reason,
        "replaced_by": goal.replaced_by_id,
    }


def _one(organisation: Organisation, goal: AdoptedGoal) -> dict[str, Any]:
    return _out(stated_goals(organisation, [goal])[0])


def _goal_or_404(organisation: Organisation, id: int) -> AdoptedGoal:
    goal = AdoptedGoal.objects.filter(pk=id, organisation=organisation).first()
    if goal is None:
        raise Http404("goal")
    return goal


@router.get("/organisations/{code}/goals", response={200: list[GoalOut], **CHANGING})
def list_goals(request: SignedInRequest, code: str = _CODE) -> Any:
    """List the goals the council has adopted, also those that have ended (key with ``read``)."""
    organisation = member_of(request, code, "view", AdoptedGoal)
    rows = list(AdoptedGoal.objects.filter(organisation=organisation))
    return [_out(s) for s in stated_goals(organisation, rows)]


@router.post("/organisations/{code}/goals", response={201: GoalOut, **CHANGING})
def post_goal(request: SignedInRequest, body: GoalNew, code: str = _CODE) -> Any:
    """Register a goal (key with ``write``)."""
    organisation = member_of(request, code, "change", AdoptedGoal)
    values = body.dict()
    replaced = values.pop("replaces")
    old = None if replaced is None else _goal_or_404(organisation, replaced)
    goal = register_goal(request.user, organisation, replaces=old, **values)
    return Status(201, _one(organisation, goal))


@router.put("/organisations/{code}/goals/{id}", response={200: GoalOut, **CHANGING})
def put_goal(
    request: SignedInRequest, body: GoalCorrected, code: str = _CODE, id: int = _ID
) -> Any:
    """Correct a goal (key with ``write``); a new resolution is a new goal."""
    organisation = member_of(request, code, "change", AdoptedGoal)
    goal = correct_goal(request.user, organisation, _goal_or_404(organisation, id), **body.dict())
    return _one(organisation, goal)


@router.post("/organisations/{code}/goals/{id}/end", response={200: GoalOut, **CHANGING})
def post_goal_end(request: SignedInRequest, body: GoalEnd, code: str = _CODE, id: int = _ID) -> Any:
    """End a goal that no other replaces (key with ``write``)."""
    organisation = member_of(request, code, "change", AdoptedGoal)
    goal = end_goal(request.user, organisation, _goal_or_404(organisation, id), **body.dict())
    return _one(organisation, goal)
