"""A measure or an indicator followed back to who decided, and on to what was observed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kortreist_web.budgets.labels import named
from kortreist_web.budgets.trace_form import TraceForm
from kortreist_web.budgets.traces import known, readable
from kortreist_web.budgets.traces import trace as follow
from kortreist_web.core.page import public_page
from kortreist_web.core.policy import policy_of
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version

__all__ = ["trace"]


@public_page(reads=("indicator", "measure"))
def trace(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Follow a measure or an indicator back to the resolutions, and to what was observed."""
    member = policy_of(Version).may(request.user, "view", organisation)
    versions = readable(organisation, member=member)
    measures, indicators = known(versions)
    measure, asked = request.GET.get("measure", ""), request.GET.get("indicator", "")
    indicator = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 12 else None
    if not measure and indicator in indicators:
        measure = indicators[indicator][1]
    names = sorted(((m, named(n)) for m, n in measures.items()), key=lambda x: x[1].casefold())
    counted = sorted(((i, n) for i, (n, _) in indicators.items()), key=lambda x: x[1].casefold())
    form = TraceForm(
        measures=names,
        indicators=counted,
        initial={"measure": measure, "indicator": indicator},
    )
    values = {
        "form": form,
        "asked": bool(measure or asked),
        "measures": names,
        "trace": follow(organisation, measure, versions, member=member) if measure else None,
        "indicator": indicator,
    }
    response = render(request, "budgets/trace.html", values)
    if member:  # what a member sees beyond the public's stays out of shared caches
        response.headers["Cache-Control"] = "private, no-store"
    return response
