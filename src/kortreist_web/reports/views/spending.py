"""Planned and actual: the year's measures beside each other, one to fill in, a table in and out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kortreist_web.budgets.forms import AmountField
from kortreist_web.budgets.frozen import current
from kortreist_web.budgets.spending import Compared, in_all
from kortreist_web.budgets.tables import read_table
from kortreist_web.core.exports import excel_response
from kortreist_web.core.fields import NumberField
from kortreist_web.core.form_pages import form_page
from kortreist_web.core.forms import Form
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import Text, named, text, web
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.reports.actions.spend import spend, spend_many
from kortreist_web.reports.mine import may_report
from kortreist_web.reports.models import Spending
from kortreist_web.reports.spending import FIGURES, planned_by, spending_of, with_words
from kortreist_web.reports.spending_table import Read, read, table
from kortreist_web.tenants.models import Organisation

__all__ = ["spending", "spending_file", "spending_form"]


class _SpendingForm(Form):
    """Money by kind and posts of a measure in a year; an empty field is not known."""

    texts = "reports.form_spending"

    def __init__(self, *args: Any, **options: Any) -> None:
        made: dict[str, forms.Field] = dict(self.declared_fields)
        for name in FIGURES:
            label = Text(f"reports.form_spending.{name}")
            if name.endswith("posts"):
                made[name] = NumberField(required=False, min_value=0, max_value=9_999, label=label)
            else:
                made[name] = AmountField(label=label)
        made["note"] = forms.CharField(
            required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
        )
        self.set_fields(made)
        super().__init__(*args, **options)


class _FileForm(Form):
    texts = "reports.form_spending"
    file = forms.FileField()


@page("view", Spending, post="report")
def spending(request: SignedInRequest, organisation: Organisation, year: int) -> HttpResponse:
    """Show planned beside actual of the year's measures, and take in a table of them."""
    may = policy_of(Spending).may(request.user, "report", organisation)
    choices = _choices(organisation)
    form, found = _FileForm(request.POST or None, request.FILES or None), None
    if request.method == "POST":
        if not may:
            raise PermissionDenied("spending")
        known = _planned(_rows(organisation, year, choices), year)
        found = _taken_in(request, organisation, form, choices, known) if form.is_valid() else None
        if found is None and not form.errors:
            return redirect("reports:spending", organisation.code, year)
    rows = _rows(organisation, year, choices)
    return render(
        request,
        "reports/spending.html",
        {
            "year": year,
            "now": timezone.localdate().year,
            "rows": rows,
            "sums": with_words(in_all([compared for _, _, compared, _ in rows])),
            "form": form if may else None,
            "found": found,
            "shown": [(c, m, with_words(compared), mine) for c, m, compared, mine in rows],
            "may": may,
            "who": request.user,
        },
        status=422 if found is not None or form.errors else 200,
    )


def _choices(organisation: Organisation) -> dict[str, MeasureChoice]:
    rows = MeasureChoice.objects.filter(organisation=organisation).select_related("unit")
    return {row.measure: row for row in rows}


def _rows(
    organisation: Organisation, year: int, choices: dict[str, MeasureChoice]
) -> list[tuple[MeasureChoice | None, dict[str, str], list[Compared], str]]:
    """Return measure, name, planned beside actual and note of each line in force."""
    budget = current(organisation, year) or current(organisation)
    if budget is None:
        return []
    told = spending_of(organisation, budget.content, year)
    entered = list(
        Spending.objects.filter(organisation=organisation, year=year).select_related("choice")
    )
    by, notes = planned_by(entered), {}
    for row in entered:
        who, day = by.get(row.pk, ("", None))
        said = (
            text("reports.spending.planned_by", who=who, day=web().date(day.isoformat()))
            if day
            else ""
        )
        notes[row.choice.measure] = f"{row.note} {said}".strip()
    return [
        (choices.get(x["measure"]), x["name"], told[x["measure"]], notes.get(x["measure"], ""))
        for x in budget.content["lines"]
    ]


def _planned(
    rows: list[tuple[MeasureChoice | None, dict[str, str], list[Compared], str]], year: int
) -> dict[tuple[str, int], dict[str, float]]:
    """Return measure and year → kind → NOK that is planned, where it is known."""
    return {
        (choice.measure, year): {c.kind: c.planned for c in kinds if c.planned}
        for choice, _, kinds, _ in rows
        if choice is not None
    }


def _taken_in(
    request: SignedInRequest,
    organisation: Organisation,
    form: _FileForm,
    choices: dict[str, MeasureChoice],
    known: dict[tuple[str, int], dict[str, float]],
) -> Read | None:
    """Take a table in; return what was wrong with it, None where it is in."""
    file = form.cleaned_data["file"]
    if file.size > settings.UPLOAD_MAX_BYTES:
        limit = settings.UPLOAD_MAX_BYTES // 1_000_000
        form.add_error("file", text("budgets.table.too_heavy", limit=limit))
        return None
    try:
        found = read(read_table(file.read(), file.name[:200]), choices, known)
        if found.faults:
            return found
        changed = spend_many(request.user, organisation, rows=found.rows)
    except RefusedError as refused:
        form.add_error("file", str(refused))
        return None
    messages.success(request, text("reports.spending.taken_in", n=changed))
    return None


@page("view", Spending)
def spending_file(request: SignedInRequest, organisation: Organisation, year: int) -> HttpResponse:
    """Give the year's measures as a workbook to fill in and send in again."""
    choices = _choices(organisation)
    names = {
        choice.measure: named(name) or choice.measure
        for choice, name, _, _ in _rows(organisation, year, choices)
        if choice is not None
    }
    rows = Spending.objects.filter(organisation=organisation, year=year).select_related("choice")
    there = {row.choice.measure: row for row in rows}
    made = table(names, year, there)
    name = f"penger-og-arsverk-{organisation.code}-{year}.xlsx"
    return excel_response({text("reports.spending.sheet"): made}, name)


@page("report", Spending)
def spending_form(
    request: SignedInRequest, organisation: Organisation, year: int, pk: int
) -> HttpResponse:
    """Enter what was planned and spent on one measure."""
    choice = get_object_or_404(MeasureChoice, pk=pk, organisation=organisation)
    if not may_report(request.user, organisation, choice):
        raise PermissionDenied("another unit's measure")
    row = Spending.objects.filter(organisation=organisation, choice=choice, year=year).first()
    first = {name: getattr(row, name, None) for name in (*FIGURES, "note")}
    form = _SpendingForm(
        request.POST or None,
        request=request,
        draft=f"reports.spending.{pk}.{year}",
        version=row.version if row else 0,
        initial={k: v for k, v in first.items() if v is not None},
    )

    def write(data: dict[str, Any]) -> object:
        return spend(
            request.user,
            organisation,
            choice,
            year=year,
            figures={name: data[name] for name in FIGURES},
            note=data["note"],
            version=form.cleaned_data["version"],
        )

    to = redirect("reports:spending", organisation.code, year)
    return form_page(
        request, "reports/spending_form.html", form, write, to=to, choice=choice, year=year
    )
