"""The work up to a resolution: what waits, the case paper, recording what was decided."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kortreist.i18n import LANGUAGES
from kortreist_web.core.form_pages import form_page
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import language as reader_language
from kortreist_web.core.texts import text
from kortreist_web.decisions.actions.correct import correct as correct_action
from kortreist_web.decisions.actions.record import record as record_action
from kortreist_web.decisions.actions.write_paper import write_paper
from kortreist_web.decisions.errors import AlreadyRecordedError
from kortreist_web.decisions.forms import CorrectForm, PaperForm, RecordForm
from kortreist_web.decisions.models import CasePaper, Resolution
from kortreist_web.decisions.papers import first_texts
from kortreist_web.decisions.queries import (
    address,
    is_waiting,
    version_at,
    waiting,
    withdrawn_resolutions,
)
from kortreist_web.decisions.treatment import decision_day, public_by
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import adoption_of
from kortreist_web.versions.models import Version

__all__ = ["correct", "list_", "paper", "record"]


def _proposal(organisation: Organisation, number: int, subject: dict[str, Any]) -> Version:
    version = version_at(organisation, number, **subject)
    if version.state != Version.State.PROPOSED:
        raise Http404(number)
    return version


@page("view", Resolution)
def list_(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show what waits for the council, and what it has decided."""
    versions = waiting(organisation)
    papers = {p.frozen_id: p for p in CasePaper.objects.filter(frozen__in=versions)}
    rows = policy_of(Resolution).visible(request.user, Resolution.objects.all())
    values = {
        "waiting": [(version, papers.get(version.pk)) for version in versions],
        "resolutions": rows.filter(organisation=organisation).select_related("frozen"),
        "withdrawn": withdrawn_resolutions(organisation),
        "may_record": policy_of(Resolution).may(request.user, "record", organisation),
        "may_write": policy_of(CasePaper).may(request.user, "change", organisation),
    }
    return render(request, "decisions/list.html", values)


@page("view", CasePaper, post="change")
def paper(
    request: SignedInRequest, organisation: Organisation, number: int, **subject: Any
) -> HttpResponse:
    """Read the case paper about a proposal; those who may, write it."""
    may_write = policy_of(CasePaper).may(request.user, "change", organisation)
    frozen = _proposal(organisation, number, subject)
    there = CasePaper.objects.filter(frozen=frozen).first()
    decided = there is not None and there.resolutions.exists()
    code = reader_language()
    asked = request.GET.get("language", "")
    language = asked if asked in LANGUAGES else organisation.language
    form = PaperForm(
        request.POST or None,
        request=request,
        draft="" if asked else f"decisions.paper.{frozen.pk}",
        version=there.version if there else 0,
        initial=first_texts(frozen, None if asked else there, language),
    )
    if decided and request.method == "POST":
        return redirect(address("paper", frozen))

    def write(data: dict[str, Any]) -> CasePaper:
        version = form.cleaned_data["version"] or 0
        return write_paper(request.user, organisation, frozen, **data, version=version)

    return form_page(
        request,
        "decisions/paper.html",
        form,
        write,
        to=redirect(address("paper", frozen)),
        frozen=frozen,
        paper=there,
        decided=decided,
        may_write=may_write,
        languages=LANGUAGES,
        public_by=found.said(code) if (found := public_by(frozen, there)) else "",
        public_late=found.late_said(code) if found else "",
        may_record=policy_of(Resolution).may(request.user, "record", organisation)
        and is_waiting(frozen),
    )


@page("record", Resolution)
def record(
    request: SignedInRequest, organisation: Organisation, number: int, **subject: Any
) -> HttpResponse:
    """Record what the council decided about a proposal."""
    frozen = _proposal(organisation, number, subject)
    adoption = adoption_of(frozen.kind)
    there = CasePaper.objects.filter(frozen=frozen).first()
    suggested = adoption.suggest(frozen, organisation.language)
    initial = {
        "body": text("decisions.suggest.council"),
        "decided_on": _decided_on(frozen, there),
        "case_number": there.case_number if there else "",
        "title": there.title if there else suggested["title"],
        "text": there.recommendation if there else suggested["recommendation"],
    }
    form = RecordForm(
        request.POST or None,
        request=request,
        draft=f"decisions.record.{frozen.pk}",
        initial=initial,
        kind_texts=adoption.texts,
    )
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
            form.add_error(error.about or None, str(error))
        else:
            form.done()
            messages.success(request, text(f"{adoption.texts}.recorded_{made.outcome}"))
            return redirect("decisions:resolution", code=organisation.code, pk=made.pk)
    values = {
        "form": form,
        "frozen": frozen,
        "already": already,
        "facts": adoption.facts(frozen),
        "texts": adoption.texts,
    }
    status = 422 if form.is_bound else 200
    return render(request, "decisions/record.html", values, status=status)


@page("record", Resolution)
def correct(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Correct what was recorded wrongly of a resolution."""
    resolution = get_object_or_404(Resolution, pk=pk, organisation=organisation)
    resolution.organisation = organisation
    frozen = resolution.frozen
    kept = {field.name for field in Resolution._meta.get_fields()} - {"version"}
    fields = [name for name in CorrectForm.base_fields if name in kept]
    form = CorrectForm(
        request.POST or None,
        request=request,
        draft=f"decisions.correct.{pk}",
        version=resolution.version,
        initial={name: getattr(resolution, name) for name in fields},
        kind_texts=adoption_of(frozen.kind).texts if frozen is not None else "budgets.decided",
    )

    def write(data: dict[str, Any]) -> Resolution:
        version = form.cleaned_data["version"]
        return correct_action(request.user, organisation, resolution, **data, version=version)

    return form_page(
        request,
        "decisions/correct.html",
        form,
        write,
        to=redirect("decisions:resolution", code=organisation.code, pk=pk),
        title=resolution.title,
        pk=pk,
    )


def _decided_on(frozen: Version, paper: CasePaper | None) -> date:
    """Return the day a resolution was made, as far as it is known: the council's, else today."""
    today = timezone.localdate()
    day = decision_day(frozen, paper)
    return day if day is not None and day <= today else today


def _is_this(there: Resolution, frozen: Version) -> bool:
    about = there.frozen
    if about is None:
        return False
    mine = (frozen.kind, frozen.subject, frozen.draft)
    return (about.kind, about.subject, about.draft) == mine
