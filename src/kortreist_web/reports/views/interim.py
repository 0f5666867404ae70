"""Interim reports at work: open, look through, explain, complete."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kortreist_web.core.form_pages import act, form_page
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import named, text
from kortreist_web.reports.actions.complete import complete as complete_report
from kortreist_web.reports.actions.explain import explain as explain_deviation
from kortreist_web.reports.actions.give_reasons import give_reasons
from kortreist_web.reports.actions.open_report import open_report
from kortreist_web.reports.actions.renew import renew as renew_report
from kortreist_web.reports.content import deviates, report_content
from kortreist_web.reports.due import ends_after_today, unanswered
from kortreist_web.reports.files import file_of
from kortreist_web.reports.forms import OpenForm, ReasonsForm, TextForm
from kortreist_web.reports.models import InterimReport
from kortreist_web.reports.presenters import shown
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.periods import following, period_end, reports_name

__all__ = ["complete", "download", "explain", "list_", "one", "reasons", "renew"]


def _report(organisation: Organisation, year: int, period: int) -> InterimReport:
    rows = InterimReport.objects.select_related("budget", "organisation")
    return get_object_or_404(rows, organisation=organisation, year=year, period=period)


def _live_report(organisation: Organisation, year: int, period: int) -> InterimReport:
    """Return a report that may still be written in."""
    report = _report(organisation, year, period)
    if report.state != InterimReport.State.LIVE:
        raise Http404("completed")
    return report


def content_of(report: InterimReport) -> dict[str, Any]:
    """Return what a report shows: what was frozen, or what holds now while it lives."""
    if report.state == InterimReport.State.COMPLETED:
        return dict(report.frozen.content)
    return report_content(report)


@page("view", InterimReport, post="change")
def list_(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """List the reports, and open the one that comes next."""
    year, period = following(organisation, timezone.localdate())
    policy = policy_of(InterimReport)
    may_open = policy.may(request.user, "change", organisation)
    form = OpenForm(
        request.POST or None,
        initial={"year": year, "period": period},
        periods=organisation.interim_reports,
    )
    rows = policy.visible(request.user, InterimReport.objects.filter(organisation=organisation))
    return form_page(
        request,
        "reports/list.html",
        form,
        lambda given: open_report(request.user, organisation, **given),
        to=lambda made: redirect("reports:one", organisation.code, made.year, made.period),
        message="",
        reports=rows.select_related("budget"),
        title=reports_name(organisation),
        may_open=may_open,
        year=year,
        period=period,
        has_budget=_has_budget(organisation, year),
    )


def _has_budget(organisation: Organisation, year: int) -> bool:
    from kortreist_web.budgets.frozen import current

    return current(organisation, year) is not None


@page("view", InterimReport)
def one(request: HttpRequest, organisation: Organisation, year: int, period: int) -> HttpResponse:
    """Show a report: alive until it is completed, then what was frozen."""
    report = _report(organisation, year, period)
    live = report.state == InterimReport.State.LIVE
    policy = policy_of(InterimReport)
    content = content_of(report)
    values = {
        "unanswered": unanswered(content) if live else [],
        "report": report,
        "live": live,
        "frozen": None if live else report.frozen,
        "whole": live or report.frozen.is_whole(),
        "may_change": live and policy.may(request.user, "change", organisation),
        "may_complete": live and policy.may(request.user, "complete", organisation),
        "newer_budget": live and _newer_budget(organisation, report),
        **shown(content, "" if live else report.frozen.content_hash),
    }
    return render(request, "reports/report.html", values)


def _newer_budget(organisation: Organisation, report: InterimReport) -> Any:
    from kortreist_web.budgets.frozen import current

    newest = current(organisation, report.year)
    return newest if newest is not None and newest.pk != report.budget_id else None


@page("change", InterimReport)
def explain(
    request: SignedInRequest, organisation: Organisation, year: int, period: int
) -> HttpResponse:
    """Write why a measure deviates, or the introduction."""
    report = _live_report(organisation, year, period)
    measure = request.GET.get("tiltak", "")
    lines = {line["measure"]: line for line in report.budget.content["lines"]}
    if measure and measure not in lines:
        raise Http404(measure)
    now = report.deviations.get(measure, "") if measure else report.introduction
    form = TextForm(
        request.POST or None,
        request=request,
        draft=f"reports.text.{report.pk}.{measure}",
        version=report.version,
        initial={"text": now},
    )
    kind = "deviation" if measure else "introduction"
    form.fields["text"].label = text(f"reports.form.{kind}")
    form.fields["text"].help_text = text(f"reports.form.{kind}_help")
    line = lines.get(measure)

    def write(data: dict[str, Any]) -> object:
        version = form.cleaned_data["version"]
        return explain_deviation(
            request.user, organisation, report, measure=measure, **data, version=version
        )

    return form_page(
        request,
        "reports/explain.html",
        form,
        write,
        to=redirect("reports:one", organisation.code, year, period),
        report=report,
        line=line,
        name=(named(line["name"]) or measure) if line else "",
    )


@page("complete", InterimReport)
def complete(
    request: SignedInRequest, organisation: Organisation, year: int, period: int
) -> HttpResponse:
    """Ask once more, then freeze the report."""
    report = _report(organisation, year, period)
    if report.state != InterimReport.State.LIVE:
        return redirect("reports:one", organisation.code, year, period)
    if request.method == "POST":
        seen = request.POST.get("version", "")
        version = int(seen) if seen.isdecimal() else None
        return act(
            request,
            lambda: complete_report(
                request.user,
                organisation,
                report,
                version=version,
                why=request.POST.get("why", "").strip(),
            ),
            to=redirect("reports:one", organisation.code, year, period),
            message=text("reports.interim.completed"),
            otherwise=redirect(
                f"reports:{'reasons' if unanswered(report_content(report)) else 'complete'}",
                organisation.code,
                year,
                period,
            ),
        )
    content = report_content(report)
    strays = [r for r in content["rows"] if deviates(r, year)]
    values = {
        "report": report,
        "content": content,
        "early": ends_after_today(report),
        "ends": period_end(year, period, report.periods),
        "unexplained": [r for r in strays if not r["deviation"]],
        "unanswered": unanswered(content),
    }
    return render(request, "reports/complete.html", values)


@page("change", InterimReport)
def reasons(
    request: SignedInRequest, organisation: Organisation, year: int, period: int
) -> HttpResponse:
    """Say why nothing is reported of what is due: several measures with one reason."""
    report = _live_report(organisation, year, period)
    left = unanswered(report_content(report))
    form = ReasonsForm(
        request.POST or None,
        request=request,
        draft=f"reports.reasons.{report.pk}",
        version=report.version,
        rows=left,
    )

    def write(data: dict[str, Any]) -> object:
        version = form.cleaned_data["version"]
        return give_reasons(request.user, organisation, report, **data, version=version)

    return form_page(
        request,
        "reports/reasons.html",
        form,
        write,
        to=redirect("reports:one", organisation.code, year, period),
        report=report,
        left=left,
    )


@page("change", InterimReport)
def renew(
    request: SignedInRequest, organisation: Organisation, year: int, period: int
) -> HttpResponse:
    """Let the report follow the amended budget."""
    report = _report(organisation, year, period)
    if request.method == "POST":
        renew_report(request.user, organisation, report)
        messages.success(request, text("reports.interim.renewed"))
    return redirect("reports:one", organisation.code, year, period)


@page("view", InterimReport)
def download(
    request: HttpRequest, organisation: Organisation, year: int, period: int, kind: str
) -> HttpResponse:
    """Send the report as Word, PDF or a table."""
    report = _report(organisation, year, period)
    live = report.state == InterimReport.State.LIVE
    content_hash = "" if live else report.frozen.content_hash
    return file_of(organisation, content_of(report), kind, content_hash)
