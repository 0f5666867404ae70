"""The operation of the API that says whom a key acts for: her roles, and what she works as."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from ninja import Path, Router, Schema
from pydantic import Field

from kortreist_web.core.api import CHANGING, Key
from kortreist_web.core.clock import lasts_on
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.people.models import Membership
from kortreist_web.tenants.membership import member_of
from kortreist_web.tenants.models import Organisation

__all__ = ["router"]

router = Router(auth=Key())


class RoleOut(Schema):
    """A role the person of the key has today."""

    role: str
    job: str = Field(description="`climate_adviser`, `finance_director` …; empty: nobody has said")
    job_title: str = Field(description="What it is called in the municipality, where that differs")
    title: str = Field(description="The word for it in the language asked for")
    unit: str
    valid_from: date
    valid_to: date | None


@router.get("/organisations/{code}/me", response={200: list[RoleOut], **CHANGING})
def list_own_roles(
    request: SignedInRequest,
    code: str = Path(..., pattern=r"^(X[0-9A-Z]{3}|\d{4}|\d{2})$", description="4005, 40 or X001"),
) -> list[dict[str, Any]]:
    """List the roles of the person whose key it is, with her job; a key may do less than she."""
    organisation = member_of(request, code, "view", Organisation)
    today = timezone.localdate()
    rows = Membership.objects.filter(
        lasts_on(today), organisation=organisation, user=request.user, valid_from__lte=today
    )
    return [
        {
            "role": m.role,
            "job": m.job,
            "job_title": m.job_title,
            "title": m.title,
            "unit": m.unit.name if m.unit else "",
            "valid_from": m.valid_from,
            "valid_to": m.valid_to,
        }
        for m in rows.select_related("unit").order_by("id")
    ]
