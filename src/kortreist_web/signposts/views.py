"""Pages of signs: the list, one with its history, its case, and the forms about it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kortreist_web.bindings.models import Binding
from kortreist_web.core.exports import csv_response
from kortreist_web.core.form_pages import form_page
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.plans.models import Plan
from kortreist_web.signposts.actions.change import change as change_action
from kortreist_web.signposts.actions.correct_reading import correct_reading
from kortreist_web.signposts.actions.record_reading import record_reading
from kortreist_web.signposts.actions.settle import settle as settle_action
from kortreist_web.signposts.actions.watch import watch
from kortreist_web.signposts.actions.withdraw_reading import withdraw_reading
from kortreist_web.signposts.case import case_of
from kortreist_web.signposts.entered import same_sign
from kortreist_web.signposts.following import TASK, owner_of, watched
from kortreist_web.signposts.forms import ReadForm, SettleForm, SignpostForm, WithdrawForm
from kortreist_web.signposts.models import Reading, Signpost
from kortreist_web.signposts.prefill import Prefill, of_binding, of_plan
from kortreist_web.signposts.presenters import (
    Shown,
    history,
    names_here,
    present,
    reached_text,
    read_text,
)
from kortreist_web.signposts.standing import Rules
from kortreist_web.signposts.table import signposts_table
from kortreist_web.tasks.subjects import tasks_about
from kortreist_web.tenants.models import Organisation

__all__ = [
    "case",
    "change",
    "correct",
    "list_",
    "new",
    "read",
    "settle",
    "show",
    "table",
    "withdraw",
]

#: States in the order they ask for somebody.
_ORDER = ("reached", "passed", "near", "not_observed", "not_come", "settled")


def _one(organisation: Organisation, pk: int) -> Signpost:
    found: Signpost = get_object_or_404(watched(), pk=pk, organisation=organisation)
    return found


def _shown(rows: list[Signpost]) -> list[Shown]:
    today = timezone.localdate()
    rules, names = Rules.at(today), names_here(rows)
    shown = [present(s, today, rules, names) for s in rows]
    return sorted(shown, key=lambda r: (_ORDER.index(r.state), r.signpost.see_by, r.signpost.name))


def _may(request: HttpRequest, organisation: Organisation, s: Signpost | None) -> dict[str, bool]:
    policy = policy_of(Signpost)
    open_ = s is None or s.settled_on is None
    by_hand = s is not None and s.source in (Signpost.Source.CONDITION, Signpost.Source.OFFER)
    return {
        "may_change": policy.may(request.user, "change", organisation) and open_,
        "may_read": s is not None
        and open_
        and by_hand
        and policy.may_with(request.user, "read", s),
        "may_settle": s is not None and open_ and policy.may_with(request.user, "settle", s),
    }


@page("view", Signpost)
def list_(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show the signs that are watched; those that ask for somebody first."""
    rows = _shown(list(watched().filter(organisation=organisation)))
    values = {
        "rows": [r for r in rows if r.state != Signpost.State.SETTLED],
        "settled": [r for r in rows if r.state == Signpost.State.SETTLED],
        "sources": Signpost.Source.values,
        **_may(request, organisation, None),
    }
    return render(request, "signposts/list.html", values)


@page("view", Signpost)
def table(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Give the signs as a file for a spreadsheet."""
    rows = _shown(list(watched().filter(organisation=organisation)))
    return csv_response(signposts_table(rows), f"tegn-{organisation.code}.csv", excel=True)


@page("view", Signpost)
def show(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Show a sign: how it stands, what then, and its history."""
    signpost = _one(organisation, pk)
    (row,) = _shown([signpost])
    values = {
        "signpost": signpost,
        "row": row,
        "reached": reached_text(signpost) if row.state == Signpost.State.REACHED else "",
        "history": history(signpost),
        "task": tasks_about(TASK, [signpost]).get(signpost.pk),
        **_may(request, organisation, signpost),
    }
    return render(request, "signposts/show.html", values)


@page("view", Signpost)
def case(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Show the case that is ready once a sign is reached."""
    signpost = _one(organisation, pk)
    (row,) = _shown([signpost])
    values = {
        "signpost": signpost,
        "row": row,
        "case": case_of(row),
        **_may(request, organisation, signpost),
    }
    return render(request, "signposts/case.html", values)


def _prefill(request: HttpRequest, organisation: Organisation) -> Prefill:
    """Return what the form begins with: a plan's sign, a binding's, or one made by hand."""
    plan, binding = request.GET.get("plan", ""), request.GET.get("binding", "")
    measure = request.GET.get("measure", "")
    if plan.isdecimal() and len(plan) < 19:
        rows = Plan.objects.filter(organisation=organisation, state=Plan.State.READY)
        found = rows.select_related("organisation").filter(pk=int(plan)).first()
        first = of_plan(found, measure) if found is not None else None
        if first is None:
            raise Http404(plan)
        return first
    if binding.isdecimal() and len(binding) < 19:
        return of_binding(get_object_or_404(Binding, pk=int(binding), organisation=organisation))
    source = request.GET.get("source", Signpost.Source.INDICATOR.value)
    if source not in Signpost.Source.values:
        raise Http404(source)
    about = f"measure:{measure}" if measure else ""
    way = "down" if source == Signpost.Source.OFFER else "up"
    unit = text("signposts.unit.nok") if source == Signpost.Source.OFFER else ""
    first_values = {"about": about, "direction": way, "unit_of_measure": unit}
    return Prefill(source, first_values, {})


def _watched(made: Signpost) -> str:
    """Return what is said of a new sign; one that is reached already may have a wrong threshold."""
    (row,) = _shown([made])
    if row.state == Signpost.State.REACHED:
        return text("signposts.watched_reached", last=row.last)
    return text("signposts.watched")


@page("change", Signpost)
def new(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Watch a sign: from a plan with all filled in, or by hand."""
    first = _prefill(request, organisation)
    there = same_sign(organisation, first.kept.get("measure", ""), first.kept.get("told", {}))
    if there is not None:
        return redirect("signposts:show", code=organisation.code, pk=there.pk)
    asks = not first.kept
    form = SignpostForm(
        request.POST if request.method == "POST" else None,
        organisation=organisation,
        source=first.source,
        asks=asks,
        defines=first.new_indicator["name"] if first.new_indicator else "",
        unit=first.new_indicator["unit_of_measure"] if first.new_indicator else "",
        request=request,
        draft=f"signposts.new.{first.source}.{first.kept.get('measure', '')}",
        initial={"owner": "role:editor", **first.initial},
    )

    def write(_: dict[str, Any]) -> Signpost:
        values = {**first.kept, "source": first.source, **form.values()}
        return watch(request.user, organisation, new_indicator=first.new_indicator, **values)

    return form_page(
        request,
        "signposts/new.html",
        form,
        write,
        to=lambda made: redirect("signposts:show", code=organisation.code, pk=made.pk),
        message=_watched,
        first=first,
        sources=Signpost.Source.values if asks else (),
    )


@page("change", Signpost)
def change(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Change a sign."""
    signpost = _one(organisation, pk)
    owner = owner_of(signpost)
    about = f"measure:{signpost.measure}" if signpost.measure else ""
    if signpost.binding_id:
        about = f"binding:{signpost.binding_id}"
    names = ("name", "indicator", "figure", "direction", "threshold", "unit_of_measure")
    initial = {n: getattr(signpost, n) for n in (*names, "see_by", "what_then")}
    form = SignpostForm(
        request.POST if request.method == "POST" else None,
        organisation=organisation,
        source=signpost.source,
        asks=not signpost.told,
        now=owner,
        unit=signpost.unit_of_measure if signpost.indicator_id else "",
        request=request,
        draft=f"signposts.change.{pk}",
        version=signpost.version,
        initial={**initial, "owner": owner.key, "about": about},
    )

    def write(_: dict[str, Any]) -> Signpost:
        version = form.cleaned_data["version"]
        return change_action(request.user, organisation, signpost, version=version, **form.values())

    return form_page(
        request,
        "signposts/form.html",
        form,
        write,
        to=redirect("signposts:show", code=organisation.code, pk=pk),
        signpost=signpost,
        title="signposts.change",
    )


@page("read", Signpost)
def read(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Record what was read of a condition or an offer."""
    signpost = _one(organisation, pk)
    policy_of(Signpost).require(request.user, "read", organisation, signpost)
    form = ReadForm(
        request.POST if request.method == "POST" else None,
        signpost=signpost,
        request=request,
        draft=f"signposts.read.{pk}",
        initial={"day": timezone.localdate()},
    )
    return form_page(
        request,
        "signposts/form.html",
        form,
        lambda data: record_reading(request.user, organisation, signpost, **data),
        to=redirect("signposts:show", code=organisation.code, pk=pk),
        signpost=signpost,
        title="signposts.read",
        lead=True,
    )


def _reading(signpost: Signpost, pk: int) -> Reading:
    rows = signpost.readings.select_related("organisation", "read_by")
    found: Reading = get_object_or_404(rows, pk=pk, withdrawn_on=None)
    return found


@page("read", Signpost)
def correct(
    request: SignedInRequest, organisation: Organisation, pk: int, reading: int
) -> HttpResponse:
    """Correct what was read: what was wrong stays in the history."""
    signpost = _one(organisation, pk)
    policy_of(Signpost).require(request.user, "read", organisation, signpost)
    wrong = _reading(signpost, reading)
    names = ("word", "value", "day", "source", "note")
    form = ReadForm(
        request.POST if request.method == "POST" else None,
        signpost=signpost,
        corrects=True,
        request=request,
        draft=f"signposts.correct.{reading}",
        initial={n: getattr(wrong, n) for n in names},
    )
    return form_page(
        request,
        "signposts/form.html",
        form,
        lambda data: correct_reading(request.user, organisation, signpost, wrong, **data),
        to=redirect("signposts:show", code=organisation.code, pk=pk),
        signpost=signpost,
        title="signposts.correct",
        lead=True,
        wrong=read_text(wrong),
    )


@page("read", Signpost)
def withdraw(
    request: SignedInRequest, organisation: Organisation, pk: int, reading: int
) -> HttpResponse:
    """Withdraw what was read: it stays in the history, and does not count."""
    signpost = _one(organisation, pk)
    policy_of(Signpost).require(request.user, "read", organisation, signpost)
    wrong = _reading(signpost, reading)
    form = WithdrawForm(
        request.POST if request.method == "POST" else None,
        request=request,
        draft=f"signposts.withdraw.{reading}",
    )
    return form_page(
        request,
        "signposts/form.html",
        form,
        lambda data: withdraw_reading(request.user, organisation, signpost, wrong, **data),
        to=redirect("signposts:show", code=organisation.code, pk=pk),
        signpost=signpost,
        title="signposts.withdraw",
        lead=True,
        wrong=read_text(wrong),
    )


@page("settle", Signpost)
def settle(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Say what came of a sign."""
    signpost = _one(organisation, pk)
    policy_of(Signpost).require(request.user, "settle", organisation, signpost)
    form = SettleForm(
        request.POST if request.method == "POST" else None,
        request=request,
        draft=f"signposts.settle.{pk}",
        version=signpost.version,
    )
    return form_page(
        request,
        "signposts/form.html",
        form,
        lambda data: settle_action(
            request.user, organisation, signpost, version=form.cleaned_data["version"], **data
        ),
        to=redirect("signposts:show", code=organisation.code, pk=pk),
        message=text("signposts.settled_now"),
        signpost=signpost,
        title="signposts.settle",
        lead=True,
    )
