"""The finance director's pages: money by year and bearer, the economic plan beside it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kortreist_web.budgets import lines_export
from kortreist_web.budgets import money as figures
from kortreist_web.budgets.actions.import_table import import_table
from kortreist_web.budgets.actions.link_lines import link_lines
from kortreist_web.budgets.charts import cost_chart
from kortreist_web.budgets.codes import code_checks
from kortreist_web.budgets.content import build, lines_of, staleness_of
from kortreist_web.budgets.economic import in_all, other_kroner
from kortreist_web.budgets.kinds import price_year_of
from kortreist_web.budgets.labels import named
from kortreist_web.budgets.lines_diff import amounts_beside, compare, pair, words_beside
from kortreist_web.budgets.lines_import import Fault, preview
from kortreist_web.budgets.models import EconomicPlanLine
from kortreist_web.budgets.money_forms import ImportForm, LinkForm
from kortreist_web.budgets.money_totals import costs_nothing
from kortreist_web.budgets.money_units import unit_note
from kortreist_web.budgets.pending_import import Pending, drop, hold, pending
from kortreist_web.budgets.presenters import present
from kortreist_web.budgets.proposal import proposal as proposed_lines
from kortreist_web.budgets.proposal import proposal_table, without_codes
from kortreist_web.budgets.standing import against_frame
from kortreist_web.budgets.tables import read_table
from kortreist_web.core.exports import csv_response, excel_response
from kortreist_web.core.form_pages import act, form_page
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.tenants.models import Organisation

__all__ = ["confirm", "export", "link", "money", "proposal", "upload"]

#: Lines linked on one page: a form must stay small enough to send and to read.
_ON_A_SHEET = 100


def _year(request: HttpRequest, years: list[int]) -> int | None:
    asked = request.GET.get("year", "")
    choices = {str(y): y for y in years}
    return choices.get(asked, years[0] if years else None)


@page("view", EconomicPlanLine)
def money(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Show who pays what when, and how the economic plan differs."""
    years = figures.years_with_budget(organisation)
    year = _year(request, years)
    budget = figures.working_budget(organisation, year) if year else None
    values: dict[str, Any] = {
        "year": year,
        "years": years,
        "budget": budget,
        "may_change": policy_of(EconomicPlanLine).may(request.user, "change", organisation),
        "waiting": pending(request.user, organisation),
    }
    if budget is not None and year is not None:
        budget.organisation = organisation
        lines = lines_of(budget)
        shown = present(build(budget, lines), staleness_of(budget, lines))
        economic = figures.economic_lines(organisation, year)
        proposed = proposed_lines(organisation, shown.content, economic, shown.cleaned)
        linked = [c for c in shown.compared if c.line and c.line["economic"]]
        alone = [c for c in shown.compared if c not in linked]
        free = [c for c in alone if c.line and costs_nothing(c.line, shown.years)]
        alone = [c for c in alone if c not in free]
        # What is in other kroner is in no sum; the rest is summed, and it is said how many.
        same = [c for c in linked if not c.total.other_prices and len(c.prices) < 2]
        values |= {
            "shown": shown,
            "linked": linked,
            "linked_same": same,
            "linked_sum": in_all(same or linked, shown.years),
            "other_kroner": other_kroner(linked, price_year_of(shown.content)),
            "alone": alone,
            "free": [named(c.line["name"]) for c in free if c.line],
            "alone_sum": in_all(alone, shown.years),
            "costs": cost_chart(shown),
            "economic": economic,
            "proposed": proposed,
            "uncoded": without_codes(proposed),
            "against": against_frame(shown.content, list(shown.cleaned)),
            "checks": {e.pk: code_checks(e, year) for e in economic},
            "unlinked": [e for e in economic if e.line is None],
            "economic_years": sorted({y for e in economic for y in e.amounts}),
        }
    return render(request, "budgets/money.html", values)


@page("view", EconomicPlanLine)
def proposal(
    request: HttpRequest, organisation: Organisation, year: int, kind: str
) -> HttpResponse:
    """Give the proposal to the economic plan as a table: whole kroner, or thousands if asked."""
    budget = figures.working_budget(organisation, year)
    if budget is None:
        raise Http404(year)
    budget.organisation = organisation
    lines = lines_of(budget)
    shown = present(build(budget, lines), staleness_of(budget, lines))
    economic = figures.economic_lines(organisation, year)
    rows = proposed_lines(organisation, shown.content, economic, shown.cleaned)
    # Text cannot tell a decimal comma from thousands; a workbook's numbers can.
    unit = 1000 if kind == "xlsx" and request.GET.get("unit") == "1000" else 1
    table = proposal_table(rows, shown.years, unit)
    name = f"forslag-okonomiplan-{organisation.code}-{year}.{kind}"
    if kind == "csv":
        return csv_response(table, name, excel=True)
    free = [named(x["name"]) for x in shown.cleaned if costs_nothing(x, shown.years)]
    sheets: dict[str, Any] = {
        text("budgets.proposal.title"): table,
        text("publishing.sheet.about"): lines_export.about(
            organisation, year, unit, free, proposed=True
        ),
    }
    return excel_response(sheets, name)


@page("change", EconomicPlanLine)
def upload(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Read a table and show what it holds, what is refused, and how to mend it."""
    years = figures.years_with_budget(organisation)
    form = ImportForm(request.POST or None, request.FILES or None, years=years)
    read = name = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        name = file.name[:200]
        if file.size > settings.UPLOAD_MAX_BYTES:
            limit = settings.UPLOAD_MAX_BYTES // 1_000_000
            form.add_error("file", text("budgets.table.too_heavy", limit=limit))
        else:
            read = _read(form, organisation, file.read())
    if read is not None and not read.faults:
        table = Pending(
            form.cleaned_data["year"],
            name or "",
            read.years,
            read.rows,
            read.notes,
            read.sheet,
            list(read.others),
        )
        hold(request.user, organisation, table)
        return redirect("budgets:confirm", code=organisation.code)
    values = {"form": form, "read": read, "filename": name, "years": years}
    return render(request, "budgets/import.html", values, status=422 if read else 200)


def _read(form: ImportForm, organisation: Organisation, content: bytes) -> Any:
    try:
        table = read_table(content, form.cleaned_data["file"].name[:200])
    except RefusedError as refused:
        form.add_error("file", str(refused))
        return None
    budget = figures.working_budget(organisation, form.cleaned_data["year"])
    measures = figures.lines_by_measure(budget)
    year = form.cleaned_data["year"]
    unit = form.cleaned_data["amounts_in"]
    read = preview(table, unit, measures, year, figures.measures_known(organisation))
    cost = {m: line.cost.get("municipality", {}) for m, line in measures.items()}
    if why := unit_note(read.rows, unit, figures.there(organisation, year), cost):
        read.notes.insert(0, Fault(0, "", text("budgets.form.amounts_in"), why))
    return read


@page("change", EconomicPlanLine)
def confirm(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Show what a read table will change, and take it in when the person says so."""
    waiting = pending(request.user, organisation)
    if waiting is None:
        messages.info(request, text("budgets.import.nothing_waits"))
        return redirect("budgets:money", code=organisation.code)
    if request.method == "POST":
        if request.POST.get("drop"):
            drop(request.user, organisation)
            messages.info(request, text("budgets.import.dropped"))
            return redirect("budgets:money", code=organisation.code)

        reason = request.POST.get("why", "").strip()[:500]

        def write() -> dict[str, int]:
            count = import_table(
                request.user,
                organisation,
                year=waiting.year,
                rows=waiting.rows,
                remove_absent=request.POST.get("remove_absent") == "1",
                # The file's name tells where it came from, never why: without a reason, none.
                why=f"{reason} ({waiting.filename})" if reason else "",
            )
            drop(request.user, organisation)
            return count

        return act(
            request,
            write,
            to=redirect("budgets:money", code=organisation.code),
            message=lambda count: text("budgets.import.done", **count),
            otherwise=redirect("budgets:confirm", code=organisation.code),
        )
    there = figures.there(organisation, waiting.year)
    diff = compare(waiting.rows, there)
    kept = pair(waiting.rows, there).kept
    kinds = {key: kind for kind, keys in diff.items() for key in keys}
    budget = figures.working_budget(organisation, waiting.year)
    names = {m: line.name for m, line in figures.lines_by_measure(budget).items()}
    rows = [(r, there.get(kept.get(r.key, r.key))) for r in waiting.rows]
    # Also the years a line has now and the table does not: they will be gone from it.
    gone = {y for r, old in rows if old and kinds[r.key] == "changed" for y in old.amounts}
    years = sorted({*waiting.years, *gone})
    absent = [there[key] for key in diff["absent"]]
    checks = [code_checks(r, waiting.year) for r in waiting.rows]
    values = {
        "waiting": waiting,
        "years": years,
        "rows": [
            (
                r,
                kinds[r.key],
                names.get(r.measure),
                words_beside(r, old),
                amounts_beside(r, old, years),
                check,
            )
            for (r, old), check in zip(rows, checks, strict=True)
        ],
        "absent": absent,
        "absent_years": sorted({y for r in absent for y in r.amounts}),
        "found": diff,
        "doubtful": sum(bool(check) for check in checks),
    }
    return render(request, "budgets/confirm.html", values)


def _sheet(request: HttpRequest, rows: list[Any]) -> tuple[list[Any], int, int]:
    """Return the rows of the sheet that is asked for, its number and how many there are."""
    sheets = max(1, -(-len(rows) // _ON_A_SHEET))
    asked = {str(n): n for n in range(1, sheets + 1)}
    sheet = asked.get(request.GET.get("sheet", ""), 1)
    return rows[(sheet - 1) * _ON_A_SHEET : sheet * _ON_A_SHEET], sheet, sheets


@page("change", EconomicPlanLine)
def link(request: SignedInRequest, organisation: Organisation, year: int) -> HttpResponse:
    """Say which measure each economic line pays for."""
    budget = figures.working_budget(organisation, year)
    if budget is None:
        raise Http404(year)
    lines = figures.lines_by_measure(budget)
    economic, sheet, sheets = _sheet(request, figures.economic_lines(organisation, year))
    names = sorted(((m, named(x.name)) for m, x in lines.items()), key=lambda x: x[1].casefold())
    form = LinkForm(
        request.POST or None,
        economic=economic,
        lines=names,
        request=request,
        draft=f"budgets.link.{year}.{sheet}",
    )

    def write(data: dict[str, Any]) -> object:
        links = {}
        for e in economic:
            measure, seen = data[f"line_{e.pk}"], data[f"version_{e.pk}"]
            if measure == (e.line.measure if e.line else ""):
                continue
            e.version = e.version if seen is None else seen
            links[e] = lines[measure] if measure else None
        return link_lines(request.user, organisation, links=links)

    on = f"{request.path}?sheet={sheet + 1}"
    last = redirect("budgets:money", code=organisation.code)
    return form_page(
        request,
        "budgets/link.html",
        form,
        write,
        to=redirect(on) if sheet < sheets else last,
        year=year,
        budget=budget,
        sheet=sheet,
        sheets=range(1, sheets + 1),
    )


@page("view", EconomicPlanLine)
def export(request: HttpRequest, organisation: Organisation, year: int, kind: str) -> HttpResponse:
    """Give the economic plan's lines as a table."""
    budget = figures.working_budget(organisation, year)
    if budget is None:
        raise Http404(year)
    rows = figures.there(organisation, year).values()
    table = lines_export.table(rows, budget.frame.get("plan_years", []))
    name = f"okonomiplan-{organisation.code}-{year}.{kind}"
    if kind == "csv":
        return csv_response(table, name, excel=True)
    sheets: dict[str, Any] = {
        text("budgets.money.economic"): table,
        text("publishing.sheet.about"): lines_export.about(organisation, year),
    }
    return excel_response(sheets, name)
