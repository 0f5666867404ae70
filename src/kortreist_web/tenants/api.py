"""Operations of the API on what an organisation has set about itself."""

from __future__ import annotations

from ninja import Path, Router, Schema
from pydantic import Field

from kortreist_web.core.api import CHANGING, Key
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.tenants.membership import member_of
from kortreist_web.tenants.models import Organisation

__all__ = ["router"]

router = Router(auth=Key())
_CODE = Path(..., pattern=r"^(X[0-9A-Z]{3}|\d{4}|\d{2})$", description="4005, 40 or X001")


class SettingsOut(Schema):
    """What an organisation has set; a key changes none of it, an administrator does."""

    code: str
    name: str
    language: str
    interim_reports: int
    unit_word: str = Field(..., description="unit (enhet), service (virksomhet), section (seksjon)")
    contact_email: str = Field(..., description="where anyone may write; empty: not said")
    contact_page: str
    contact_address: str


@router.get("/organisations/{code}/settings", response={200: SettingsOut, **CHANGING})
def get_settings(request: SignedInRequest, code: str = _CODE) -> Organisation:
    """Read the settings (key with ``read``)."""
    return member_of(request, code, "view", Organisation)
