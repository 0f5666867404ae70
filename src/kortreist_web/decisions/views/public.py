"""What anyone may read: the resolutions, each with what came of it, and the trace back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from kortreist_web.budgets.comparing import compare
from kortreist_web.budgets.frozen import ADOPTED, content_of, current
from kortreist_web.budgets.naming import named
from kortreist_web.budgets.presenting import present
from kortreist_web.core.page import public_page
from kortreist_web.core.policy import policy_of
from kortreist_web.decisions.forms import TraceForm
from kortreist_web.decisions.models import Resolution
from kortreist_web.decisions.tracing import chain, known, readable
from kortreist_web.decisions.tracing import trace as follow
from kortreist_web.versions.models import Version

__all__ = ["public", "resolution", "trace"]


def _member(request: HttpRequest, organisation: Any) -> bool:
    return policy_of(Version).may(request.user, "view", organisation)


def _private(response: HttpResponse, member: bool) -> HttpResponse:
    """Keep what a member sees beyond the public's out of shared caches."""
    if member:
        response.headers["Cache-Control"] = "private, no-store"
    return response


@public_page
def public(request: HttpRequest, organisation: Any) -> HttpResponse:
    """List the resolutions."""
    rows = Resolution.objects.filter(organisation=organisation).select_related("frozen")
    return render(request, "decisions/public.html", {"resolutions": rows.defer("frozen__content")})


@public_page
def resolution(request: HttpRequest, organisation: Any, pk: int) -> HttpResponse:
    """Show a resolution, and what it led to measure by measure."""
    rows = Resolution.objects.select_related("frozen", "frozen__previous", "paper")
    found = get_object_or_404(rows, pk=pk, organisation=organisation)
    found.organisation = organisation
    member, frozen = _member(request, organisation), found.frozen
    adopted = frozen is not None and frozen.state == ADOPTED
    newest = current(organisation, frozen.year) if frozen else None
    before = frozen.previous if frozen else None
    values = {
        "resolution": found,
        "frozen": frozen,
        "adopted": adopted,
        "newest": newest,
        "superseded": adopted and newest is not None and newest.pk != frozen.pk,
        "shown": present(frozen.content) if frozen else None,
        "chain": chain(found, member=member),
        "before": before,
        "changes": compare(content_of(before), content_of(frozen)) if before else None,
        "languages": ("nb", "nn", "en"),
    }
    return _private(render(request, "decisions/resolution.html", values), member)


@public_page(reads=("indicator", "measure"))
def trace(request: HttpRequest, organisation: Any) -> HttpResponse:
    """Follow a measure or an indicator back to the resolutions, and to what was observed."""
    member = _member(request, organisation)
    found = readable(organisation, member=member)
    measures, indicators = known(found)
    measure, asked = request.GET.get("measure", ""), request.GET.get("indicator", "")
    indicator = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 12 else None
    if not measure and indicator in indicators:
        measure = indicators[indicator][1]
    names = sorted(((m, named(n)) for m, n in measures.items()), key=lambda x: x[1].casefold())
    counted = sorted(((i, n) for i, (n, _) in indicators.items()), key=lambda x: x[1].casefold())
    form = TraceForm(
        measures=names, indicators=counted,
        initial={"measure": measure, "indicator": indicator},
    )  # fmt: skip
    values = {
        "form": form,
        "asked": bool(measure or asked),
        "measures": names,
        "trace": follow(organisation, measure, found, member=member) if measure else None,
        "indicator": indicator,
    }
    return _private(render(request, "decisions/trace.html", values), member)
