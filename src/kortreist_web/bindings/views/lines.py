"""Lines of the economic plan, sorted as a proposal that a person confirms."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kortreist_web.bindings.actions.answer_line import answer_line
from kortreist_web.bindings.economic import proposals
from kortreist_web.bindings.models import SortedLine
from kortreist_web.core.form_pages import act
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
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
        "may_sort": policy_of(SortedLine).may(request.user, "change", organisation),
    }
    return render(request, "bindings/sort.html", values)


@page("change", SortedLine)
@require_POST
def answer(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Say that a line binds, or why it does not."""
    wanted = request.POST.get("line", "")
    rows = proposals(organisation, timezone.localdate())
    row = next((r for r in rows if r.line.hash == wanted), None)
    if row is None:
        raise Http404("line")
    again = redirect("bindings:sort", code=organisation.code)

    def answered(made: SortedLine) -> HttpResponse:
        if made.binding is None:
            return again
        return redirect("bindings:change", code=organisation.code, pk=made.binding.pk)

    def said(made: SortedLine) -> str:
        entered = made.binding
        return text("bindings.entered", name=entered.name) if entered else text("core.saved")

    return act(
        request,
        lambda: answer_line(
            request.user,
            organisation,
            line=row.line,
            binds=request.POST.get("answer") == "binds",
            reason=request.POST.get("reason", ""),
        ),
        to=answered,
        message=said,
        otherwise=again,
    )
