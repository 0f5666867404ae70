"""What the work's first page has for one who reads: what is proposed, decided and came of it."""

from __future__ import annotations

from django.http import HttpRequest

from kortreist_web.core.domain import Part
from kortreist_web.core.texts import language
from kortreist_web.core.year_steps import YearLook
from kortreist_web.decisions.models import CasePaper, Resolution
from kortreist_web.decisions.queries import waiting
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import adoption_of

__all__ = ["newest"]


def newest(request: HttpRequest, look: YearLook[Organisation]) -> Part | None:
    """Return the way to the newest cases; for those whose part is to read and decide."""
    user, organisation = request.user, look.organisation
    if not user.is_authenticated or user.roles_in(organisation) != {"reader"}:
        return None
    rows = Resolution.objects.filter(organisation=organisation).select_related("frozen")
    resolution = rows.order_by("-decided_on", "-pk").first()
    papers = CasePaper.objects.filter(frozen__in=waiting(organisation)).select_related("frozen")
    about = resolution.frozen if resolution else None
    values = {
        "organisation": organisation,
        "waiting": papers.order_by("-frozen__created_at", "-pk"),
        "texts": adoption_of(about.kind).texts if about else "",
        "resolution": resolution,
        "language": language(),
    }
    return Part("decisions/home_part.html", values)
