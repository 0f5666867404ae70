"""Measures that are adopted, for everybody: the list, and a page for each that is its trace."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kortreist_web.budgets.frozen import ADOPTED
from kortreist_web.budgets.labels import named
from kortreist_web.budgets.measure_pages import (
    budget_in_force,
    effect_chart,
    listed,
    observed_charts,
    parts_of,
    source_of_cost,
    standing,
)
from kortreist_web.budgets.parts import DIRECT, part_of_line
from kortreist_web.budgets.traces import known, readable
from kortreist_web.budgets.traces import trace as follow
from kortreist_web.core.page import public_page
from kortreist_web.core.policy import policy_of
from kortreist_web.measures.told import told
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version

__all__ = ["measure", "measures", "trace"]


def _answer(request: HttpRequest, template: str, values: dict[str, Any], member: bool) -> Any:
    response = render(request, template, values)
    if member:  # what a member sees beyond the public's stays out of shared caches
        response.headers["Cache-Control"] = "private, no-store"
    return response


@public_page
def measures(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """List the measures of the budget in force, and those of earlier ones."""
    frozen = budget_in_force(organisation)
    year, parts = listed(organisation, frozen) if frozen else (0, [])
    now = {one.measure for _, rows in parts for one in rows}
    names, _ = known(readable(organisation, member=False))
    before = sorted(
        ((m, named(n, m)) for m, n in names.items() if m not in now), key=lambda x: x[1].casefold()
    )
    values = {"frozen": frozen, "year": year, "parts": parts, "before": before}
    return render(request, "budgets/measures.html", values)


@public_page
def measure(request: HttpRequest, organisation: Organisation, measure: str) -> HttpResponse:
    """Show what a measure is, what was decided of it and what came of it."""
    member = policy_of(Version).may(request.user, "view", organisation)
    trace = follow(organisation, measure, readable(organisation, member=member), member=member)
    if trace is None:
        raise Http404(measure)
    newest = trace.decided[0]
    frozen, library = budget_in_force(organisation), told(measure)
    name = named(trace.name, measure)
    reported = newest.reported
    values = {
        "name": name,
        "trace": trace,
        "newest": newest,
        "first_year": newest.frozen.content["plan_years"][0],
        "in_force": frozen is not None and newest.frozen.pk == frozen.pk,
        "is_adopted": newest.frozen.state == ADOPTED,
        "snapshot": newest.frozen,
        "told": library,
        "described": named(newest.line.data.get("description") or {}),
        "standing": standing(
            newest.line.data["start_year"],
            reported,
            newest.frozen.year,
            indicators=newest.indicators,
            why=trace.unsaid,
        ),
        "is_direct": part_of_line(newest.line.data) == DIRECT,
        "cost_mark": source_of_cost(newest.line, library),
        "chart": effect_chart(newest.line, name),
        "curves": observed_charts(trace),
        "parts": parts_of(request, organisation, measure),
    }
    return _answer(request, "budgets/measure.html", values, member)


@public_page(reads=("indicator", "measure"))
def trace(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Lead from the former address of the trace to the measure's page, or to the list."""
    name, asked = request.GET.get("measure", ""), request.GET.get("indicator", "")
    member = policy_of(Version).may(request.user, "view", organisation)
    names, indicators = known(readable(organisation, member=member))
    if not name and asked.isascii() and asked.isdigit() and len(asked) < 12:
        _, name = indicators.get(int(asked), ("", ""))
    if name in names:
        return redirect("budgets:measure", code=organisation.code, measure=name, permanent=True)
    return redirect("budgets:measures", code=organisation.code)
