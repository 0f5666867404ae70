"""Lines of the economic plan, sorted as a proposal that a person confirms."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kortreist_web.bindings.actions.answer_line import answer_line
from kortreist_web.bindings.economic import proposals
from kortreist_web.bindings.models import Binding, SortedLine
from kortreist_web.bindings.views.common import binding_or_404
from kortreist_web.core.form_pages import act
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.tenants.models import Organisation

__all__ = ["answer", "sort"]


@page("view", SortedLine)
def sort(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show the lines: likely binds, likely not, not known, and what was said of them."""
    rows = proposals(organisation, timezone.localdate())
    values = {
        "open": [r for r in rows if r.answer is None],
        "said": [r for r in rows if r.answer is not None],
        "bindings": Binding.objects.filter(organisation=organisation, withdrawn_on=None),
        "may_sort": policy_of(SortedLine).may(request.user, "change", organisation),
    }
    return render(request, "bindings/sort.html", values)


@page("change", SortedLine)
@require_POST
def answer(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Say that a line binds or belongs to what is entered, or why it does not; or no to several."""
    wanted = request.POST.getlist("line")
    rows = proposals(organisation, timezone.localdate())
    lines = [r.line for r in rows if r.line.hash in wanted]
    if len(lines) != len(set(wanted)):
        raise Http404("line")
    again = redirect("bindings:sort", code=organisation.code)
    binds = request.POST.get("answer") == "binds"
    reason, binding = request.POST.get("reason", ""), None
    if binds and (chosen := request.POST.get("binding", "")):
        if not chosen.isdigit():
            raise Http404("binding")
        binding = binding_or_404(organisation, int(chosen))

    def write() -> list[SortedLine]:
        if not lines or (binds and len(lines) > 1):
            raise RefusedError("bindings.refused.no_lines")
        with transaction.atomic():
            return [
                answer_line(
                    request.user,
                    organisation,
                    line=line,
                    binds=binds,
                    reason=reason,
                    binding=binding,
                )
                for line in lines
            ]

    def answered(made: list[SortedLine]) -> HttpResponse:
        entered = made[0].binding
        if entered is None or binding is not None:
            return again
        return redirect("bindings:change", code=organisation.code, pk=entered.pk)

    def said(made: list[SortedLine]) -> str:
        entered = made[0].binding
        if entered is None or binding is not None:
            return text("bindings.sort.said_no", n=len(made))
        return text("bindings.entered", name=entered.name)

    return act(request, write, to=answered, message=said, otherwise=again)
