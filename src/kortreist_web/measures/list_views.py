"""The list of measures with what each does here, and deciding about several of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kortreist.i18n import name_in
from kortreist_web.core.exports import csv_response, download
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import language, text
from kortreist_web.measures.actions.choose_many import choose_many
from kortreist_web.measures.alone import refresh, standing
from kortreist_web.measures.catalogue import choices_of, chosen_without_year, measures_of
from kortreist_web.measures.figures_here import heres, significant_text
from kortreist_web.measures.filters import selects
from kortreist_web.measures.listing import TOP, Asked, groups, headings
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.measures.picture import picture, picture_file
from kortreist_web.measures.search import search
from kortreist_web.tenants.models import Organisation

__all__ = ["choose_several", "list_", "recompute", "show_picture"]


@page("view", MeasureChoice)
def list_(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show the measures that matter most, or those asked for; only the rows where htmx asks."""
    return _list(request, organisation)


def _list(
    request: HttpRequest,
    organisation: Organisation,
    tried: dict[str, Any] | None = None,
    query: QueryDict | None = None,
) -> HttpResponse:
    measures, problem = measures_of(organisation)
    choices, now = choices_of(organisation), standing(organisation)
    here, asked = heres(now.content), Asked.read(request.GET if query is None else query)
    shown = groups(search(measures, asked.filters.query, language()), here, choices, asked)
    values = {
        "groups": shown,
        "shown": sum(len(g.rows) for g in shown),
        "count": len(measures),
        "asked": asked,
        "whole_address": asked.address(show="all"),
        "headings": headings(asked, now.content.get("year", "")),
        "filters": asked.filters,
        "selects": selects(asked.filters),
        "decided": len(choices),
        "problem": problem.message(language()) if problem else "",
        "may_change": policy_of(MeasureChoice).may(request.user, "change", organisation),
        "standing": now,
        "content": now.content,
        "summary": _summary(now.content),
        "top": TOP,
        "without_year": chosen_without_year(organisation),
        "first_year": timezone.localdate().year + 1,
        "tried": tried or {"year": timezone.localdate().year + 1},
    }
    part = request.headers.get("HX-Request") == "true"
    response = render(
        request,
        "measures/rows.html" if part else "measures/list.html",
        values,
        status=422 if tried else 200,
    )
    response.headers["Vary"] = "HX-Request"
    return response


def _summary(content: dict[str, Any]) -> str:
    """Say what all of them cut together, so that nobody adds them up."""
    if not content:
        return ""
    together, summed = (significant_text(content[k]) for k in ("together", "summed"))
    count = len(heres(content))
    return text(
        "measures.alone.together", n=count, together=together, summed=summed, year=content["year"]
    )


@page("view", MeasureChoice)
def show_picture(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show cost against effect; as a picture or a table to keep where that is asked for."""
    measures, _ = measures_of(organisation)
    now = standing(organisation)
    here = heres(now.content)
    rows = [(m.name[language()], here[m.id]) for m in measures if m.id in here]
    chart = picture(rows, now.content.get("year", 0), now.content)
    name, form = f"tiltak-{organisation.code}", request.GET.get("form", "")
    if form == "csv":
        return csv_response([chart.head, *chart.rows], f"{name}.csv", excel=True)
    if form == "svg" and not chart.empty:
        return download(picture_file(chart), "image/svg+xml", f"{name}.svg")
    values = {"chart": chart, "standing": now, "content": now.content}
    return render(request, "measures/picture.html", values)


@page("change", MeasureChoice)
@require_POST
def choose_several(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Decide the same about the measures that are ticked."""
    ticked = request.POST.getlist("measure")
    state, why = request.POST.get("state", ""), request.POST.get("why", "")
    year = request.POST.get("start_year", "").strip()
    try:
        start_year = int(year) if year else None
    except ValueError:
        start_year = 0  # refused with the years there are
    try:
        done = choose_many(
            request.user, organisation, measures=ticked, state=state, start_year=start_year, why=why
        )
    except (RefusedError, ValidationError) as refused:
        said = refused.messages if isinstance(refused, ValidationError) else [str(refused)]
        tried = {"ticked": set(ticked), "why": why, "year": year, "errors": said}
        return _list(request, organisation, tried, _query_of(request))
    word = text(f"measures.state.{state}")
    messages.success(
        request, text("measures.several.done", n=len(done.changed), state=word.lower())
    )
    if done.kept_year:
        years = ", ".join(
            f"{name_in(c.name, language())} ({c.start_year})" for c in done.kept_year[:5]
        )
        kept = text("measures.several.kept_year", n=len(done.kept_year), years=years)
        messages.warning(request, kept)
    if done.begun:
        messages.warning(request, text("measures.several.begun", n=len(done.begun)))
    to = request.POST.get("to", "")
    if to and url_has_allowed_host_and_scheme(to, {request.get_host()}, request.is_secure()):
        return redirect(to)
    back = reverse("measures:list", kwargs={"code": organisation.code})
    query = _query_of(request).urlencode()
    return redirect(f"{back}?{query}" if query else back)


def _query_of(request: HttpRequest) -> QueryDict:
    return QueryDict(urlsplit(request.POST.get("list", "")).query)


@page("change", MeasureChoice)
@require_POST
def recompute(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Compute what measures do here, or compute it anew."""
    refresh(organisation, request.user, first=True)
    return redirect("measures:list", code=organisation.code)
