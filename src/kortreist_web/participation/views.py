"""Pages of processes: the list, and each with its promise, phases and what belongs to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from kortreist.errors import FactsError
from kortreist.facts import participation_rule
from kortreist_web.core.domain import domains
from kortreist_web.core.page import page, public_page
from kortreist_web.core.texts import language
from kortreist_web.participation.allowances import allowed
from kortreist_web.participation.models import Process
from kortreist_web.tenants.models import Organisation

__all__ = ["list_", "process", "public"]


@page("view", Process)
def list_(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """List the processes, also those that have not opened."""
    rows = Process.objects.filter(organisation=organisation).prefetch_related("phases")
    values = {
        "processes": [(row, _parts(request, organisation, row, True)) for row in rows],
    }
    return render(request, "participation/list.html", values)


@public_page
def public(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """List the processes that have opened: those one can take part in first."""
    rows = Process.objects.filter(organisation=organisation).exclude(state=Process.State.DRAFT)
    rows = rows.prefetch_related("phases")
    today = timezone.localdate()
    values = {
        "open": [(p, p.phase_on(today)) for p in rows if p.state == Process.State.OPEN],
        "over": [p for p in rows if p.state != Process.State.OPEN],
    }
    return render(request, "participation/public.html", values)


@public_page
def process(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Show a process: promise, question, who decides and when, phases, what can be done now."""
    rows = Process.objects.filter(organisation=organisation).exclude(state=Process.State.DRAFT)
    row = get_object_or_404(rows.select_related("decided_by"), pk=pk)
    today = timezone.localdate()
    values = {
        "process": row,
        "phase": row.phase_on(today),
        "phases": row.phases.all(),
        "acts": allowed(row, "visitor", today),
        "basis": _basis(row),
        "parts": _parts(request, organisation, row, False),
    }
    return render(request, "participation/process.html", values)


def _basis(process: Process) -> list[tuple[str, str, bool]]:
    """Return what each rule says, where it stands, and whether it has been read and binds."""
    day = process.opened_on or timezone.localdate()
    rows = []
    for key in process.legal_basis:
        try:
            rule = participation_rule(key, day)
        except FactsError:
            continue
        rows.append((rule.text(language()), rule.cited(language()), rule.binding))
    return rows


def _parts(
    request: HttpRequest, organisation: Organisation, process: Process, member: bool
) -> list[object]:
    made = (
        part(request, organisation, process, member)
        for domain in domains().values()
        for part in domain.process_parts
    )
    return [part for part in made if part is not None]
