"""Operations of the API on what does not hang together in a platform."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404
from django.utils import timezone
from ninja import Path, Router, Schema
from pydantic import Field

from kortreist_web.core.api import CHANGING, Body, Key
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import language
from kortreist_web.platforms.actions.hang_together import set_aside
from kortreist_web.platforms.hanging_together import sorted_findings
from kortreist_web.platforms.models import FindingSetAside, Platform
from kortreist_web.tenants.membership import member_of
from kortreist_web.tenants.models import Organisation

__all__ = ["router"]

router = Router(auth=Key())
_CODE = Path(..., pattern=r"^(X[0-9A-Z]{3}|\d{4}|\d{2})$", description="4005, 40 or X001")
_ID = Path(..., ge=1, le=2_000_000_000)


class FindingOut(Schema):
    """Something that does not hang together; ``aside_until`` where it is set aside."""

    key: str
    kind: str
    said: str
    mend: str
    rows: list[str]
    aside_until: date | None
    reason: str


class FindingAsideIn(Body):
    """Why a finding is left as it is, and when it is looked at again."""

    key: str = Field(..., max_length=200)
    reason: str = Field(..., max_length=2000)
    look_again: date


def _platform(organisation: Organisation, id: int) -> Platform:
    rows = Platform.objects.select_related("organisation")
    row = rows.filter(pk=id, organisation=organisation).first()
    if row is None:
        raise Http404("platform")
    return row


def _findings(row: Platform) -> list[dict[str, Any]]:
    found = sorted_findings(row, timezone.localdate())
    again = {f.key: a for f, a in found.again}
    every = [(f, again.get(f.key)) for f in found.open] + list(found.aside)
    code = language()
    return [
        {
            "key": f.key,
            "kind": f.kind,
            "said": f.said(code),
            "mend": f.mend,
            "rows": [r.id for r in f.rows],
            "aside_until": a.look_again if a else None,
            "reason": a.reason if a else "",
        }
        for f, a in every
    ]


@router.get(
    "/organisations/{code}/platforms/{platform}/findings",
    response={200: list[FindingOut], **CHANGING},
)
def list_findings(request: SignedInRequest, code: str = _CODE, platform: int = _ID) -> Any:
    """List what does not hang together in a platform today (key with ``read``)."""
    organisation = member_of(request, code, "view", Platform)
    return _findings(_platform(organisation, platform))


@router.post(
    "/organisations/{code}/platforms/{platform}/findings/aside",
    response={200: list[FindingOut], **CHANGING},
)
def set_finding_aside(
    request: SignedInRequest, body: FindingAsideIn, code: str = _CODE, platform: int = _ID
) -> Any:
    """Set a finding aside until a day, with the reason (key with ``write``)."""
    organisation = member_of(request, code, "change", FindingSetAside)
    row = _platform(organisation, platform)
    set_aside(request.user, organisation, platform=row, **body.dict())
    return _findings(row)
