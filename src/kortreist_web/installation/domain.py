"""What whoever runs the installation adds to the site."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from kortreist_web.core.domain import OWN, Domain, Pages
from kortreist_web.installation.applications import forget_old
from kortreist_web.installation.unused import lapse_unused
from kortreist_web.installation.work import fetch_figures, make_pages, read_figures, take_in
from kortreist_web.installation.workspace_views import workspace_note
from kortreist_web.installation.workspaces import erase_expired

__all__ = ["DOMAIN"]


def _look_after(day: date) -> None:
    """Forget what the installation keeps for a while only."""
    forget_old(timezone.now())
    erase_expired(day)
    lapse_unused(day)


DOMAIN = Domain(
    pages=(
        Pages("kortreist_web.installation.urls", "installasjon/"),
        Pages("kortreist_web.installation.begin_urls", "ta-i-bruk/"),
        Pages("kortreist_web.installation.workspace_urls", "prov-selv/"),
    ),
    jobs={
        "installation.fetch_figures": fetch_figures,
        "installation.read_figures": read_figures,
        "installation.take_in": take_in,
        "installation.make_pages": make_pages,
    },
    daily=_look_after,
    notes=(workspace_note,),
    tenant_data={"installation.Workspace": OWN},
    secrets={"installation.Workspace": frozenset({"digest"})},
    system=frozenset({"installation.Application"}),
    shared=frozenset(
        {
            "installation.CodesGiven",
            "installation.InstallationChange",
            "installation.OfficialFile",
        }
    ),
)
