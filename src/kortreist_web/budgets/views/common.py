"""What the pages share: finding a budget, saying why something was refused."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from kortreist_web.budgets.models import Budget
from kortreist_web.core.policy import policy_of
from kortreist_web.core.texts import text
from kortreist_web.tenants.models import Organisation

__all__ = ["budget_or_404", "may", "refuse_closed"]


def refuse_closed(request: HttpRequest, budget: Budget) -> HttpResponse | None:
    """Return to a budget that is no draft any more, and say so; None: it is one."""
    if budget.state == Budget.State.DRAFT:
        return None
    messages.warning(request, text("budgets.refused.not_draft"))
    return redirect("budgets:draft", code=budget.organisation.code, pk=budget.pk)


def budget_or_404(organisation: Organisation, pk: int) -> Budget:
    """Return a budget of the organisation."""
    rows = Budget.objects.select_related("plan", "amends")
    budget: Budget = get_object_or_404(rows, pk=pk, organisation=organisation)
    budget.organisation = organisation
    return budget


def may(request: HttpRequest, permission: str, obj: Any) -> bool:
    """Tell whether the person may do something with an object, for buttons."""
    return policy_of(obj).may_with(request.user, permission, obj)
