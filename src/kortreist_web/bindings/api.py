"""Operations of the API on bindings: what is entered, what was judged, and entering."""

from __future__ import annotations

from typing import Any, Literal

from django.http import Http404
from ninja import Path, Router, Schema
from pydantic import Field

from kortreist.bindings.binding import FlowAccount, Kind, Status
from kortreist_web.bindings.actions.change import change
from kortreist_web.bindings.actions.enter import enter
from kortreist_web.bindings.actions.judge import judge
from kortreist_web.bindings.entered import FIELDS, judged_rows
from kortreist_web.bindings.models import Binding, Judgement
from kortreist_web.bindings.standing import standing
from kortreist_web.core.api import CHANGING, Body, Key, Number, Whole
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.tenants.membership import member_of
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["router"]

router = Router(auth=Key())
_CODE = Path(..., pattern=r"^(X[0-9A-Z]{3}|\d{4}|\d{2})$", description="4005, 40 or X001")


class ExitBody(Body):
    """A way out: the first year without it, and what leaving costs."""

    year: Whole = Field(..., ge=1990, le=2150)
    nok: Number = Field(..., ge=0, le=1e12, allow_inf_nan=False)
    notice_months: Whole = Field(0, ge=0, le=120)


class AlternativeBody(Body):
    """What is done instead; ``zero``: what happens if nothing is signed."""

    name: str = Field("", max_length=200)
    zero: bool = False
    start: Whole | None = Field(None, ge=1990, le=2150)
    lifetime: Whole | None = Field(None, ge=1, le=150)
    capital: Number | None = Field(None, ge=0, le=1e12, allow_inf_nan=False)
    running: Number | None = Field(None, ge=-1e12, le=1e12, allow_inf_nan=False)
    tonnes_low: Number | None = Field(None, ge=0, le=5e6, allow_inf_nan=False)
    tonnes: Number | None = Field(None, ge=0, le=5e6, allow_inf_nan=False)
    tonnes_high: Number | None = Field(None, ge=0, le=5e6, allow_inf_nan=False)
    source: str = Field("", max_length=120)
    once: bool = False


class BindingIn(Body):
    """A binding; what is left out is not known, never zero, or a default that is marked."""

    name: str = Field(..., max_length=200)
    kind: Kind = "other"
    status: Status = "planned"
    unit: Whole | None = Field(None, ge=1, le=2_000_000_000, description="Id of a unit")
    signed_by: Whole | None = Field(None, ge=1990, le=2150)
    signed_month: Whole | None = Field(None, ge=1, le=12)
    start: Whole | None = Field(None, ge=1990, le=2150)
    lifetime: Whole | None = Field(None, ge=1, le=150)
    capital: Number | None = Field(None, ge=0, le=1e12, allow_inf_nan=False)
    running: Number | None = Field(None, ge=-1e12, le=1e12, allow_inf_nan=False)
    price_year: Whole | None = Field(None, ge=2015, le=2100)
    tonnes_low: Number | None = Field(None, ge=0, le=5e6, allow_inf_nan=False)
    tonnes: Number | None = Field(None, ge=0, le=5e6, allow_inf_nan=False)
    tonnes_high: Number | None = Field(None, ge=0, le=5e6, allow_inf_nan=False)
    mode: Literal["adds", "holds"] = "adds"
    account: FlowAccount | None = None
    source: str = Field("", max_length=120, description="`sector/source` of the inventory")
    once: bool = False
    in_baseline: Number | None = Field(None, ge=0, le=1, allow_inf_nan=False)
    exits: list[ExitBody] = Field(default_factory=list, max_length=20)
    reversal_cost: Number | None = Field(None, ge=0, le=1, allow_inf_nan=False)
    alternatives: list[AlternativeBody] = Field(default_factory=list, max_length=20)
    closes: list[str] = Field(default_factory=list, max_length=50)
    waiting_cost: Number = Field(0.0, ge=0, le=1e12, allow_inf_nan=False)
    needs_by: Whole | None = Field(None, ge=1990, le=2150)
    zero_confirmed: bool = False
    note: str = Field("", max_length=4000)
    why: str = Field("", max_length=300, description="Kept in the change log")


class BindingChange(BindingIn):
    """All of a binding as it is to be; ``version`` is the one that was read."""

    version: Whole = Field(..., ge=0, le=2_000_000_000)


class BindingOut(Schema):
    """A binding as entered, and what was judged of it as it is now; null: not judged."""

    id: int
    version: int
    key: str
    entered: dict[str, Any]
    defaults: list[str]
    judged: dict[str, Any] | None
    old: bool = Field(
        False, description="What was judged is of another plan, account or set of bindings"
    )


class JudgementOut(Schema):
    """A judgement being computed, answered, or refused with the reason."""

    id: int
    state: str
    plan: int | None
    plan_hash: str


def _out(binding: Binding, judged: Any = None, old: bool = False) -> dict[str, Any]:
    entered = {n: getattr(binding, n) for n in FIELDS if n != "unit"}
    return {
        "id": binding.pk,
        "version": binding.version,
        "key": binding.key,
        "entered": {**entered, "unit": binding.unit_id},
        "defaults": binding.defaults,
        "judged": judged,
        "old": judged is not None and old,
    }


def _values(organisation: Organisation, body: BindingIn) -> dict[str, Any]:
    values = body.model_dump(exclude={"why", "version"})
    unit = values.pop("unit")
    values["unit"] = None
    if unit is not None:
        values["unit"] = Unit.objects.filter(pk=unit, organisation=organisation).first()
        if values["unit"] is None:
            raise Http404("unit")
    return values


@router.get("/organisations/{code}/bindings", response={200: list[BindingOut], **CHANGING})
def list_bindings(request: SignedInRequest, code: str = _CODE) -> Any:
    """List what binds the municipality, with what was judged (key with ``read``)."""
    organisation = member_of(request, code, "view", Binding)
    rows = judged_rows(organisation)
    now = standing(organisation, rows)
    return [_out(b, now.of(b.key), now.old) for b in rows]


@router.post("/organisations/{code}/bindings", response={200: BindingOut, **CHANGING})
def enter_binding(request: SignedInRequest, body: BindingIn, code: str = _CODE) -> Any:
    """Enter a binding (key with ``report``)."""
    organisation = member_of(request, code, "enter", Binding)
    return _out(enter(request.user, organisation, why=body.why, **_values(organisation, body)))


@router.put("/organisations/{code}/bindings/{id}", response={200: BindingOut, **CHANGING})
def change_binding(
    request: SignedInRequest,
    body: BindingChange,
    code: str = _CODE,
    id: int = Path(..., ge=1, le=2_000_000_000),
) -> Any:
    """Change a binding (key with ``report``); other values than these are kept."""
    organisation = member_of(request, code, "change", Binding)
    binding = Binding.objects.filter(pk=id, organisation=organisation).first()
    if binding is None:
        raise Http404("binding")
    values = _values(organisation, body)
    changed = change(
        request.user, organisation, binding, version=body.version, why=body.why, **values
    )
    return _out(changed)


@router.post("/organisations/{code}/binding-judgements", response={200: JudgementOut, **CHANGING})
def judge_all(request: SignedInRequest, code: str = _CODE) -> Any:
    """Have all judged in the newest plan's futures (key with ``write``)."""
    organisation = member_of(request, code, "change", Judgement)
    made = judge(request.user, organisation)
    return {"id": made.pk, "state": made.state, "plan": made.plan_id, "plan_hash": made.plan_hash}
