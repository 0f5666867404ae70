"""Pages on which bindings are entered and changed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kortreist_web.bindings.actions.change import change as change_action
from kortreist_web.bindings.actions.enter import enter
from kortreist_web.bindings.actions.withdraw import withdraw as withdraw_action
from kortreist_web.bindings.entered import as_engine, plain
from kortreist_web.bindings.forms import AlternativeForm, BindingForm, LineForm, WithdrawForm
from kortreist_web.bindings.models import Binding
from kortreist_web.bindings.policies import enters_for
from kortreist_web.bindings.views.common import binding_or_404
from kortreist_web.core.form_pages import act, form_page
from kortreist_web.core.page import page
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["alternative", "change", "new", "remove_alternative", "withdraw"]


def _own_unit(request: SignedInRequest, organisation: Organisation) -> Unit | None:
    """Return the unit of one who only enters for one."""
    units = [
        u
        for u in Unit.on(organisation, timezone.localdate())
        if u.pk in request.user.units_in(organisation)
    ]
    return units[0] if len(units) == 1 else None


@page("enter", Binding)
def new(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Enter a line: eight fields at most, and the next one after it."""
    data = request.POST if request.method == "POST" else None
    form = LineForm(data, request=request, draft="bindings.new", initial={"kind": "building"})
    unit = _own_unit(request, organisation)

    def entered(made: Binding) -> HttpResponse:
        if request.POST.get("next"):
            return redirect("bindings:new", code=organisation.code)
        goes_on = form.cleaned_data["otherwise"] == "goes_on"
        name = "bindings:add_alternative" if goes_on else "bindings:show"
        return redirect(name, code=organisation.code, pk=made.pk)

    rows = Binding.objects.filter(organisation=organisation, withdrawn_on=None).order_by("-id")[:8]
    return form_page(
        request,
        "bindings/new.html",
        form,
        lambda _: enter(request.user, organisation, unit=unit, **form.values()),
        to=entered,
        message=lambda made: text("bindings.entered", name=made.name),
        unit=unit,
        entered=[(b, "zero_alternative" in as_engine(plain(b)).missing()) for b in rows],
    )


def _changed(request: SignedInRequest, organisation: Organisation, pk: int) -> Binding:
    """Return a binding the person may change."""
    binding = binding_or_404(organisation, pk)
    if not enters_for(request.user, organisation, binding.unit_id):
        raise PermissionDenied("another unit's binding")
    return binding


@page("enter", Binding)
def change(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Change all of a binding."""
    binding = _changed(request, organisation, pk)
    data = request.POST if request.method == "POST" else None
    form = BindingForm(
        data,
        organisation=organisation,
        binding=binding,
        request=request,
        draft=f"bindings.change.{pk}",
        version=binding.version,
    )
    return form_page(
        request,
        "bindings/change.html",
        form,
        lambda _: change_action(
            request.user,
            organisation,
            binding,
            version=form.cleaned_data["version"],
            **form.values(),
        ),
        to=redirect("bindings:show", code=organisation.code, pk=pk),
        binding=binding,
    )


@page("enter", Binding)
def alternative(
    request: SignedInRequest, organisation: Organisation, pk: int, number: int | None = None
) -> HttpResponse:
    """Add or change an alternative, or what happens if nothing is signed."""
    binding = _changed(request, organisation, pk)
    if number is not None and not 1 <= number <= len(binding.alternatives):
        raise Http404(number)
    before = binding.alternatives[number - 1] if number is not None else None
    first: dict[str, Any] = dict(before or {})
    if before is None and not any(a["zero"] for a in binding.alternatives):
        first = {"zero": not binding.zero_confirmed}
    data = request.POST if request.method == "POST" else None
    form = AlternativeForm(
        data,
        request=request,
        draft=f"bindings.alternative.{pk}.{number or 0}",
        version=binding.version,
        initial=first,
        decided=binding.committed,
    )

    def write(_: dict[str, Any]) -> Binding:
        rest = list(binding.alternatives)
        if number is None:
            rest.append(form.values())
        else:
            rest[number - 1] = form.values(before)
        version = form.cleaned_data["version"]
        why = form.cleaned_data.get("why", "")
        return change_action(
            request.user, organisation, binding, version=version, alternatives=rest, why=why
        )

    return form_page(
        request,
        "bindings/alternative.html",
        form,
        write,
        to=redirect("bindings:show", code=organisation.code, pk=pk),
        binding=binding,
        number=number,
    )


@page("enter", Binding)
@require_POST
def remove_alternative(
    request: SignedInRequest, organisation: Organisation, pk: int, number: int
) -> HttpResponse:
    """Take an alternative away."""
    binding = _changed(request, organisation, pk)
    if not 1 <= number <= len(binding.alternatives):
        raise Http404(number)
    rest = [a for n, a in enumerate(binding.alternatives, start=1) if n != number]
    return act(
        request,
        lambda: change_action(request.user, organisation, binding, alternatives=rest),
        to=redirect("bindings:show", code=organisation.code, pk=pk),
        message=text("core.saved"),
    )


@page("manage", Binding)
def withdraw(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Withdraw a binding, with the reason."""
    binding = binding_or_404(organisation, pk)
    data = request.POST if request.method == "POST" else None
    form = WithdrawForm(
        data, request=request, draft=f"bindings.withdraw.{pk}", version=binding.version
    )
    return form_page(
        request,
        "bindings/withdraw.html",
        form,
        lambda data: withdraw_action(
            request.user, organisation, binding, version=form.cleaned_data["version"], **data
        ),
        to=redirect("bindings:list", code=organisation.code),
        message=text("bindings.withdrawn_now"),
        binding=binding,
    )
