"""Have all judged, freeze the page for the council, and record what came of a binding."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kortreist_web.bindings.actions.freeze_page import freeze_page
from kortreist_web.bindings.actions.judge import judge as judge_action
from kortreist_web.bindings.actions.record_actual import record_actual
from kortreist_web.bindings.models import Binding, Judgement
from kortreist_web.bindings.views.common import binding_or_404
from kortreist_web.core.fields import MoneyField, NumberField, YearField
from kortreist_web.core.form_pages import act, form_page
from kortreist_web.core.forms import Form
from kortreist_web.core.page import page
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version

__all__ = ["ActualForm", "actual", "freeze", "judge"]


class ActualForm(Form):
    """The real account of a year."""

    texts = "bindings.actual"

    year = YearField()
    tonnes = NumberField(min_value=0)
    nok = MoneyField(required=False)
    note = forms.CharField(required=False, max_length=300)


@page("change", Judgement)
@require_POST
def judge(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Have all bindings judged in the newest plan's futures."""
    return act(
        request,
        lambda: judge_action(request.user, organisation),
        to=redirect("bindings:list", code=organisation.code),
        message=text("bindings.judging"),
    )


@page("change", Judgement)
@require_POST
def freeze(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Freeze the page for the council."""

    def frozen(version: Version) -> HttpResponse:
        year, number = version.year, version.number
        return redirect("bindings:public_one", code=organisation.code, year=year, number=number)

    return act(
        request,
        lambda: freeze_page(request.user, organisation),
        to=frozen,
        message=text("bindings.frozen_now"),
        otherwise=redirect("bindings:list", code=organisation.code),
    )


@page("manage", Binding)
def actual(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Record the real account of a year of what is built or signed."""
    binding = binding_or_404(organisation, pk)
    data = request.POST if request.method == "POST" else None
    form = ActualForm(
        data,
        request=request,
        draft=f"bindings.actual.{pk}",
        version=binding.version,
        initial={"year": timezone.localdate().year - 1},
    )
    return form_page(
        request,
        "bindings/actual.html",
        form,
        lambda data: record_actual(
            request.user, organisation, binding, version=form.cleaned_data["version"], **data
        ),
        to=redirect("bindings:show", code=organisation.code, pk=pk),
        binding=binding,
    )
