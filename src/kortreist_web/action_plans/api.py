"""Operations of the API on adopted plans: what their rows are, and taking them in."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import Http404
from ninja import Path, Router, Schema
from pydantic import Field

from kortreist_web.action_plans.actions.decide import Wish, decide_rows
from kortreist_web.action_plans.actions.take_in import take_in
from kortreist_web.action_plans.models import ActionPlan, ActionRow
from kortreist_web.core.api import CHANGING, Body, Key, Whole
from kortreist_web.core.models import ConflictError
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.tenants.membership import member_of
from kortreist_web.tenants.models import Organisation

__all__ = ["router"]

router = Router(auth=Key())
_CODE = Path(..., pattern=r"^(X[0-9A-Z]{3}|\d{4}|\d{2})$", description="4005, 40 or X001")
_MAX_ID = 2_000_000_000
_ID = Path(..., ge=1, le=_MAX_ID)


class PlanOut(Schema):
    """A plan that is read in: ``digest`` is the SHA-256 of its file."""

    id: int
    title: str
    case_number: str
    decided_on: date | None
    filename: str
    digest: str
    state: str
    replaces: int | None
    version: int

    @staticmethod
    def resolve_replaces(plan: Any) -> int | None:
        """Return the key of the version before."""
        return plan.replaces_id if isinstance(plan, ActionPlan) else plan["replaces"]


class CandidateOut(Schema):
    """A measure a row may be."""

    measure: str
    method: str
    confidence: float
    because: str


class RowOut(Schema):
    """A row of the table, and what it is; ``cells`` is the original, heading and content."""

    id: int
    row: int
    number: str
    title: str
    description: str
    group: str
    owner: str
    unit: str | None
    status: str
    start_year: int | None
    end_year: int | None
    cells: list[list[str]]
    candidates: list[CandidateOut]
    decision: str
    measure: str
    reason: str
    change: str
    version: int

    @staticmethod
    def resolve_unit(row: Any) -> str | None:
        """Return the unit's name."""
        return row.unit.name if row.unit else None


class RowIn(Body):
    """What a row is: ``measure`` of a matched one, ``reason`` of one that is left out."""

    decision: Literal["open", "matched", "own", "left_out"]
    measure: str = Field("", max_length=80)
    reason: Literal["", "not_climate", "finished", "twice", "other_reason"] = ""
    version: Whole = Field(..., ge=0, le=_MAX_ID, description="The one that was read")


class TakenOut(Schema):
    """Rows ``matched`` and ``own``; measures ``chosen``, and those ``kept`` as they were."""

    matched: int
    chosen: int
    kept: int
    own: int


def _plan_or_404(organisation: Organisation, id: int) -> ActionPlan:
    rows = ActionPlan.objects.filter(pk=id, organisation=organisation).defer("content")
    plan = rows.first()
    if plan is None:
        raise Http404("plan")
    return plan


@router.get("/organisations/{code}/action-plans", response={200: list[PlanOut], **CHANGING})
def list_action_plans(request: SignedInRequest, code: str = _CODE) -> Any:
    """List the adopted plans that are read in (key with ``read``)."""
    organisation = member_of(request, code, "view", ActionPlan)
    return list(ActionPlan.objects.filter(organisation=organisation).defer("content"))


@router.get(
    "/organisations/{code}/action-plans/{id}/rows", response={200: list[RowOut], **CHANGING}
)
def list_action_rows(request: SignedInRequest, code: str = _CODE, id: int = _ID) -> Any:
    """List a plan's rows and what each is (key with ``read``)."""
    organisation = member_of(request, code, "view", ActionPlan)
    return list(_plan_or_404(organisation, id).rows.select_related("unit"))


@router.put(
    "/organisations/{code}/action-plans/{id}/rows/{row}", response={200: RowOut, **CHANGING}
)
def put_action_row(
    request: SignedInRequest, body: RowIn, code: str = _CODE, id: int = _ID, row: int = _ID
) -> Any:
    """Say what a row is (key with ``write``); ``row`` is its id."""
    organisation = member_of(request, code, "change", ActionPlan)
    plan = _plan_or_404(organisation, id)
    if not ActionRow.objects.filter(pk=row, plan=plan).exists():
        raise Http404("row")
    wish = Wish(body.decision, body.version, body.measure, body.reason)
    decided = decide_rows(request.user, organisation, plan, wishes={row: wish})
    if decided.others:
        raise ConflictError(decided.others[0])
    return ActionRow.objects.select_related("unit").get(pk=row)


@router.post("/organisations/{code}/action-plans/{id}/take", response={200: TakenOut, **CHANGING})
def post_action_plan_take(request: SignedInRequest, code: str = _CODE, id: int = _ID) -> Any:
    """Take a plan in once all its rows are decided (key with ``write``)."""
    organisation = member_of(request, code, "change", ActionPlan)
    return take_in(request.user, organisation, _plan_or_404(organisation, id))
