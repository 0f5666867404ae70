"""What the work's first page has for one who reads: what is proposed, decided and came of it."""

from __future__ import annotations

from django.http import HttpRequest

from kortreist_web.budgets.frozen import latest_proposal
from kortreist_web.budgets.models import Budget
from kortreist_web.core.texts import language
from kortreist_web.decisions.models import CasePaper, Resolution
from kortreist_web.tenants.home import Part
from kortreist_web.tenants.models import Organisation

__all__ = ["newest"]


def _waiting(organisation: Organisation) -> list[CasePaper]:
    """Return the papers about what waits for the council, the newest proposal first."""
    proposed = Budget.objects.filter(organisation=organisation, state=Budget.State.PROPOSED)
    frozen = [f for b in proposed if (f := latest_proposal(b)) is not None]
    papers = CasePaper.objects.filter(frozen__in=frozen).select_related("frozen")
    return list(papers.order_by("-frozen__created_at", "-pk"))


def newest(request: HttpRequest, organisation: Organisation) -> Part | None:
    """Return the way to the newest cases; for those whose part is to read and decide."""
    user = request.user
    if not user.is_authenticated or user.roles_in(organisation) != {"reader"}:
        return None
    rows = Resolution.objects.filter(organisation=organisation).select_related("frozen")
    resolution = rows.order_by("-decided_on", "-pk").first()
    values = {
        "organisation": organisation,
        "waiting": _waiting(organisation),
        "resolution": resolution,
        "language": language(),
    }
    return Part("decisions/home_part.html", values)
