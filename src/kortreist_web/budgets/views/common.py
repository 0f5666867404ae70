"""What the pages share: finding a budget, saying why something was refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from kortreist_web.budgets.models import Budget
from kortreist_web.core.policy import policy_of
from kortreist_web.core.refusals import RefusedError
from kortreist_web.tenants.models import Organisation

__all__ = ["attempt", "budget_or_404", "may"]

Result = TypeVar("Result")


def budget_or_404(organisation: Organisation, pk: int) -> Budget:
    """Return a budget of the organisation."""
    rows = Budget.objects.select_related("plan", "amends")
    budget: Budget = get_object_or_404(rows, pk=pk, organisation=organisation)
    budget.organisation = organisation
    return budget


def attempt(request: HttpRequest, work: Callable[[], Result]) -> Result | None:
    """Do something that may be refused; the reason is then shown on the next page."""
    try:
        return work()
    except RefusedError as refused:
        messages.warning(request, str(refused))
        return None


def may(request: HttpRequest, permission: str, obj: Any) -> bool:
    """Tell whether the person may do something with an object, for buttons."""
    return policy_of(obj).may_with(request.user, permission, obj)
