"""What the work's first page has for one who reads: the newest resolution, and what came of it."""

from __future__ import annotations

from django.http import HttpRequest

from kortreist_web.decisions.models import Resolution
from kortreist_web.ground.texts import language
from kortreist_web.organisations.home import Part, home_part
from kortreist_web.organisations.models import Organisation

__all__ = ["newest"]


@home_part
def newest(request: HttpRequest, organisation: Organisation) -> Part | None:
    """Return the way to the newest resolution; for those whose part is to read and decide."""
    user = request.user
    if not user.is_authenticated or user.roles_in(organisation) != {"reader"}:
        return None
    rows = Resolution.objects.filter(organisation=organisation).select_related("frozen")
    resolution = rows.order_by("-decided_on", "-pk").first()
    values = {"organisation": organisation, "resolution": resolution, "language": language()}
    return Part("decisions/home_part.html", values)
