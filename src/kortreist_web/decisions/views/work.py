"""The work up to a resolution: what waits, the case paper, recording what was decided."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kortreist_web.budgets.adding import Sum
from kortreist_web.budgets.forms import saving
from kortreist_web.budgets.frozen import PROPOSED, budget_of, latest_proposal, versions
from kortreist_web.budgets.models import Budget
from kortreist_web.budgets.presenting import present
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import text
from kortreist_web.decisions.actions.record import record as record_action
from kortreist_web.decisions.actions.write_paper import write_paper
from kortreist_web.decisions.errors import AlreadyRecordedError
from kortreist_web.decisions.forms import PaperForm, RecordForm
from kortreist_web.decisions.meetings import written
from kortreist_web.decisions.models import CasePaper, Resolution
from kortreist_web.decisions.suggesting import FIELDS, suggest
from kortreist_web.versions.models import Version

__all__ = ["list_", "paper", "record"]

#: What a paper says of the case besides its texts.
_CASE = ("case_number", "case_officer", "dated_on")


def _proposal(organisation: Any, year: int, number: int) -> Version:
    rows = versions(organisation, year)
    found: Version = get_object_or_404(rows, number=number, state=PROPOSED)
    found.organisation = organisation
    return found


@page("view", Resolution)
def list_(request: HttpRequest, organisation: Any) -> HttpResponse:
    """Show what waits for the council, and what it has decided."""
    waiting = []
    for budget in Budget.objects.filter(organisation=organisation, state=Budget.State.PROPOSED):
        frozen = latest_proposal(budget)
        if frozen is not None:
            waiting.append((budget, frozen, CasePaper.objects.filter(frozen=frozen).first()))
    rows = policy_of(Resolution).visible(request.user, Resolution.objects.all())
    values = {
        "waiting": waiting,
        "resolutions": rows.filter(organisation=organisation).select_related("frozen"),
        "may_record": policy_of(Resolution).may(request.user, "record", organisation),
        "may_write": policy_of(CasePaper).may(request.user, "change", organisation),
    }
    return render(request, "decisions/list.html", values)


def _first(frozen: Version, there: CasePaper | None, language: str) -> dict[str, Any]:
    """Return what a paper's form begins with.

    Texts typed for an earlier proposal of the same budget are carried over; those that were
    only suggested are suggested anew from the new figures.
    """
    if there is not None:
        return {
            **{f: getattr(there, f) for f in (*FIELDS, *_CASE, "language")},
            "meetings": written(there.meetings),
        }
    county = frozen.organisation.kind == "county_authority"
    first: dict[str, Any] = {
        **suggest(frozen.content, language, county), "language": language,
        "dated_on": timezone.localdate(),
    }  # fmt: skip
    earlier = (
        CasePaper.objects.filter(frozen__kind=frozen.kind, frozen__draft=frozen.draft)
        .select_related("frozen")
        .first()
    )
    if earlier is not None:
        then = suggest(earlier.frozen.content, earlier.language, county)
        for field in FIELDS:
            if getattr(earlier, field) != then[field]:
                first[field] = getattr(earlier, field)
        first |= {f: getattr(earlier, f) for f in _CASE if f != "dated_on"}
        first["meetings"] = written(earlier.meetings)
    return first


@page("view", CasePaper)
def paper(request: HttpRequest, organisation: Any, year: int, number: int) -> HttpResponse:
    """Read the case paper about a proposal; those who may, write it."""
    may_write = policy_of(CasePaper).may(request.user, "change", organisation)
    if request.method == "POST" and not may_write:
        raise PermissionDenied("change")
    frozen = _proposal(organisation, year, number)
    there = CasePaper.objects.filter(frozen=frozen).first()
    decided = there is not None and there.resolutions.exists()
    asked = request.GET.get("language", "")
    language = asked if asked in ("nb", "nn", "en") else organisation.language
    form = PaperForm(
        request.POST or None,
        request=request,
        draft="" if asked else f"decisions.paper.{frozen.pk}",
        version=there.version if there else 0,
        initial=_first(frozen, None if asked else there, language),
    )
    if request.method == "POST" and not decided and form.is_valid():
        data = {k: v for k, v in form.cleaned_data.items() if k != "version"}
        try:
            with saving(form):
                write_paper(
                    request.user, organisation, frozen, **data,
                    version=form.cleaned_data["version"] or 0,
                )  # fmt: skip
        except RefusedError as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, text("core.saved"))
        return redirect("decisions:paper", code=organisation.code, year=year, number=number)
    values = {
        "form": form,
        "frozen": frozen,
        "paper": there,
        "decided": decided,
        "may_write": may_write,
        "languages": ("nb", "nn", "en"),
        "may_record": policy_of(Resolution).may(request.user, "record", organisation)
        and budget_of(frozen).state == Budget.State.PROPOSED,
    }
    return render(request, "decisions/paper.html", values)


@page("record", Resolution)
def record(request: HttpRequest, organisation: Any, year: int, number: int) -> HttpResponse:
    """Record what the council decided about a proposal."""
    frozen = _proposal(organisation, year, number)
    there = CasePaper.objects.filter(frozen=frozen).first()
    county = organisation.kind == "county_authority"
    suggested = suggest(frozen.content, organisation.language, county)
    initial = {
        "body": text("decisions.suggest.county_council" if county else "decisions.suggest.council"),
        "decided_on": timezone.localdate(),
        "case_number": there.case_number if there else "",
        "title": there.title if there else suggested["title"],
        "text": there.recommendation if there else suggested["recommendation"],
    }
    form = RecordForm(
        request.POST or None, request=request, draft=f"decisions.record.{frozen.pk}",
        initial=initial,
    )  # fmt: skip
    already = None
    if request.method == "POST" and form.is_valid():
        data = {k: v for k, v in form.cleaned_data.items() if k != "version"}
        try:
            made = record_action(request.user, organisation, frozen=frozen, paper=there, **data)
        except AlreadyRecordedError as error:
            already = error.there
            if _is_this(already, frozen):  # a second click: what was wished is done
                form.done()
                messages.info(request, str(error))
                return redirect("decisions:resolution", code=organisation.code, pk=already.pk)
            form.add_error("case_number", str(error))
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            form.done()
            messages.success(request, text(f"decisions.recorded.{made.outcome}"))
            return redirect("decisions:resolution", code=organisation.code, pk=made.pk)
    shown = present(frozen.content)
    cost: Sum = shown.totals.by_bearer["municipality"]
    values = {"form": form, "frozen": frozen, "already": already, "shown": shown, "cost": cost}
    return render(request, "decisions/record.html", values)


def _is_this(there: Resolution, frozen: Version) -> bool:
    return there.frozen is not None and there.frozen.draft == frozen.draft
