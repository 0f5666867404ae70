"""What the domain's pages share."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from kortreist_web.bindings.cases import proposed_now
from kortreist_web.bindings.models import Binding, Judgement, SortedLine
from kortreist_web.core.policy import policy_of
from kortreist_web.tenants.models import Organisation

__all__ = ["binding_or_404", "may"]


def binding_or_404(organisation: Organisation, pk: int) -> Binding:
    """Return a binding of the organisation."""
    rows = Binding.objects.select_related("unit", "organisation", "indicator")
    return get_object_or_404(rows, pk=pk, organisation=organisation)


def may(
    request: HttpRequest, organisation: Organisation, binding: Binding | None = None
) -> dict[str, bool]:
    """Return what the person may do here."""
    who, policy = request.user, policy_of(Binding)
    open_ = binding is None or binding.withdrawn_on is None
    proposed = binding is not None and proposed_now(binding) is not None
    return {
        "may_enter": policy.may(who, "enter", organisation),
        "may_manage": policy.may(who, "manage", organisation) and open_,
        "may_judge": policy_of(Judgement).may(who, "change", organisation),
        "may_sort": policy_of(SortedLine).may(who, "change", organisation),
        "may_propose": binding is not None
        and open_
        and not binding.committed
        and not proposed
        and policy.may(who, "propose", organisation),
        "may_take_back": proposed and policy.may(who, "propose", organisation),
        "may_change": binding is not None
        and open_
        and not proposed
        and policy.may_with(who, "change", binding),
    }
