"""How a measure has gone, report by report, on its page for everybody."""

from __future__ import annotations

from django.http import HttpRequest

from kortreist_web.budgets.evidence import evidence, tone
from kortreist_web.core.domain import Part
from kortreist_web.tenants.models import Organisation

__all__ = ["how_it_went"]


def how_it_went(request: HttpRequest, organisation: Organisation, measure: str) -> Part | None:
    """Return what completed reports say of a measure, newest first; None where they say nothing."""
    rows = evidence(organisation, (), member=False).reported.get(measure, [])
    if not rows:
        return None
    said = [(r, tone(r.status, None, r.year)) for r in reversed(rows)]
    return Part("reports/measure_part.html", {"rows": said})
