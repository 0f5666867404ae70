"""The units of the organisation, through re-organisations."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kortreist_web.core.form_pages import act, form_page
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.tenants.actions.add_starter_units import add_starter_units
from kortreist_web.tenants.actions.add_unit import add_unit
from kortreist_web.tenants.actions.change_unit import change_unit
from kortreist_web.tenants.actions.end_unit import end_unit
from kortreist_web.tenants.forms import EndUnitForm, UnitForm
from kortreist_web.tenants.models import Organisation, Unit
from kortreist_web.tenants.starter_units import MAXIMUM, starter_units
from kortreist_web.tenants.tree import Branch, remains_of, tree

__all__ = ["add", "change", "end", "start", "units"]


def _flat(branches: list[Branch]) -> list[Branch]:
    return [b for branch in branches for b in (branch, *_flat(branch.under))]


@page("view", Unit)
def units(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show today's units as a tree, those to come, those that ended, and what they left."""
    today = timezone.localdate()
    rows = policy_of(Unit).visible(request.user, Unit.objects.filter(organisation=organisation))
    all_units = list(rows.select_related("parent"))
    ended = [u for u in all_units if u.valid_to is not None and u.valid_to <= today]
    values = {
        "branches": tree([u for u in all_units if u.valid_from <= today and u not in ended]),
        "coming": [u for u in all_units if u.valid_from > today and u not in ended],
        "ended": sorted(ended, key=lambda u: (u.valid_to, u.name), reverse=True),
        "remains": remains_of(organisation, ended, today),
        "may_change": policy_of(Unit).may(request.user, "change", organisation),
        "offered": [] if all_units else starter_units(organisation),
    }
    return render(request, "tenants/units.html", values)


@page("change", Unit)
@require_POST
def start(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Set up the first units: those that are ticked, by the names as they stand."""
    names = [
        request.POST.get(f"name_{number}", "")
        for number in range(MAXIMUM)
        if f"use_{number}" in request.POST
    ]
    names += request.POST.get("more", "").splitlines()
    return act(
        request,
        lambda: add_starter_units(
            request.user, organisation, names=names, valid_from=timezone.localdate()
        ),
        to=redirect("tasks:home", code=organisation.code),
        message=lambda added: text("tenants.units.started", n=len(added)),
        otherwise=redirect("tenants:units", code=organisation.code),
    )


@page("change", Unit)
def add(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Add a unit."""
    return _form(request, organisation, None)


@page("change", Unit)
def change(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Change a unit."""
    return _form(request, organisation, get_object_or_404(Unit, pk=pk, organisation=organisation))


def _form(request: SignedInRequest, organisation: Organisation, row: Unit | None) -> HttpResponse:
    today = timezone.localdate()
    initial: dict[str, Any] = {"valid_from": today}
    if row is not None:
        shown = ("name", "responsibility", "valid_from")
        initial = {"parent": row.parent_id, **{n: getattr(row, n) for n in shown}}
    form = UnitForm(
        request.POST or None,
        request=request,
        draft=f"tenants.unit.{row.pk if row else 'new'}",
        version=row.version if row else None,
        initial=initial,
        organisation=organisation,
        unit=row,
        today=today,
    )

    def write(data: dict[str, Any]) -> Unit:
        if row is None:
            return add_unit(request.user, organisation, **data)
        version = form.cleaned_data["version"]
        return change_unit(request.user, organisation, row, **data, version=version)

    to = redirect("tenants:units", code=organisation.code)
    return form_page(request, "tenants/unit.html", form, write, to=to, about="parent", row=row)


@page("change", Unit)
def end(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """End a unit, after showing what must be moved."""
    row = get_object_or_404(Unit, pk=pk, organisation=organisation)
    today = timezone.localdate()
    form = EndUnitForm(
        request.POST or None,
        request=request,
        draft=f"tenants.end.{row.pk}",
        version=row.version,
        initial={"on": today},
    )

    def write(given: dict[str, Any]) -> list[Unit]:
        return end_unit(
            request.user,
            organisation,
            row,
            on=given["on"],
            successors=given["successors"].splitlines(),
            version=form.cleaned_data["version"],
            why=given["why"],
        )

    return form_page(
        request,
        "tenants/end_unit.html",
        form,
        write,
        to=redirect("tenants:units", code=organisation.code),
        message=lambda made: text("tenants.units.has_ended", name=row.name, n=len(made)),
        about="on",
        row=row,
        remains=remains_of(organisation, [row], today),
    )
