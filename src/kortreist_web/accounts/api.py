"""Operations of the API on what a municipality knows of plants inside its border."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import Http404
from ninja import Path, Router, Schema, Status
from pydantic import Field

from kortreist_web.accounts.actions.forget_change import forget_change
from kortreist_web.accounts.actions.tell_change import change_known, tell_change
from kortreist_web.accounts.models import KnownChange
from kortreist_web.core.api import CHANGING, Body, Key, Number, Whole
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.tenants.membership import member_of
from kortreist_web.tenants.models import Organisation

__all__ = ["router"]

router = Router(auth=Key())
_CODE = Path(..., pattern=r"^(X[0-9A-Z]{3}|\d{4}|\d{2})$", description="4005, 40 or X001")
_ID = Path(..., ge=1, le=2_000_000_000)


class KnownOut(Schema):
    """A known change; ``acts`` tells whether plans count it."""

    id: int
    plant: str
    what: str
    sector: str
    source: str
    actor: str
    certainty: str
    from_year: int | None
    full_year: int | None
    rises: bool
    tonnes_low: float | None
    tonnes_central: float | None
    tonnes_high: float | None
    fossil_percent: float
    source_title: str
    address: str
    checked_on: date
    acts: bool
    version: int


class KnownIn(Body):
    """What is known: t CO2 a year at full effect, which way, and how certain."""

    plant: str = Field(max_length=200)
    what: str = Field(max_length=300)
    sector: str = Field(max_length=40)
    source: str = Field(max_length=80, description="Sector and source of the inventory")
    actor: Literal["business", "municipality", "residents"] = "business"
    certainty: Literal[
        "in_operation",
        "closed",
        "decided",
        "studied",
        "pilot",
        "idea",
        "company_target",
        "shelved",
    ]
    from_year: Whole | None = Field(None, ge=2009, le=2060)
    full_year: Whole | None = Field(None, ge=2009, le=2060)
    rises: bool = False
    tonnes_low: Number | None = Field(None, ge=0, le=6e7, allow_inf_nan=False)
    tonnes_central: Number | None = Field(None, ge=0, le=6e7, allow_inf_nan=False)
    tonnes_high: Number | None = Field(None, ge=0, le=6e7, allow_inf_nan=False)
    fossil_percent: Number = Field(100.0, gt=0, le=100, allow_inf_nan=False)
    source_title: str = Field("", max_length=300)
    address: str = Field("", max_length=300)
    checked_on: date


class KnownChanged(KnownIn):
    """The whole change again, and the version that was read."""

    version: Whole | None = Field(None, ge=0, le=2_000_000_000)


def _change_or_404(organisation: Organisation, id: int) -> KnownChange:
    change = KnownChange.objects.filter(pk=id, organisation=organisation).first()
    if change is None:
        raise Http404("known change")
    return change


@router.get("/organisations/{code}/known-changes", response={200: list[KnownOut], **CHANGING})
def list_known(request: SignedInRequest, code: str = _CODE) -> Any:
    """List the municipality's own known changes (key with ``read``)."""
    organisation = member_of(request, code, "view", KnownChange)
    return list(KnownChange.objects.filter(organisation=organisation))


@router.post("/organisations/{code}/known-changes", response={201: KnownOut, **CHANGING})
def tell_known(request: SignedInRequest, body: KnownIn, code: str = _CODE) -> Any:
    """Write down a known change (key with ``write``)."""
    organisation = member_of(request, code, "change", KnownChange)
    return Status(201, tell_change(request.user, organisation, **body.dict()))


@router.put("/organisations/{code}/known-changes/{id}", response={200: KnownOut, **CHANGING})
def put_known(
    request: SignedInRequest, body: KnownChanged, code: str = _CODE, id: int = _ID
) -> Any:
    """Change a known change (key with ``write``)."""
    organisation = member_of(request, code, "change", KnownChange)
    return change_known(request.user, organisation, _change_or_404(organisation, id), **body.dict())


@router.delete("/organisations/{code}/known-changes/{id}", response={204: None, **CHANGING})
def delete_known(request: SignedInRequest, code: str = _CODE, id: int = _ID) -> Any:
    """Take away a known change (key with ``write``)."""
    organisation = member_of(request, code, "change", KnownChange)
    forget_change(request.user, organisation, _change_or_404(organisation, id))
    return Status(204, None)
