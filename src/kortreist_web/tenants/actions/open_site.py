"""Open the municipality's public site, or close it."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.core.actors import Actor
from kortreist_web.tenants.actions.change_settings import keep
from kortreist_web.tenants.models import Organisation

__all__ = ["open_site"]


@action("change", Organisation)
def open_site(
    who: Actor, organisation: Organisation, *, published: bool, why: str = ""
) -> Organisation:
    """Let everybody read the public pages, or only the organisation's own people."""
    return keep(organisation, {"published": published, "official_only": False})
