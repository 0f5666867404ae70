"""Progress, for everybody: the adopted budget's way, and the completed reports."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from kortreist_web.core.page import public_page
from kortreist_web.reports.files import file_of
from kortreist_web.reports.followed import followed
from kortreist_web.reports.frozen import completed, period_of
from kortreist_web.reports.presenters import shown
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import subject_of
from kortreist_web.versions.withdrawn import withdrawn

__all__ = ["public", "public_download", "public_one"]


def _report_or_404(organisation: Organisation, year: int, period: int) -> Version:
    return get_object_or_404(completed(organisation), subject=subject_of(year, period))


@public_page
def public(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show the way of the budget in force, and list the completed reports."""
    values = followed(organisation)
    return render(request, "reports/public.html", values)


@public_page
def public_one(
    request: HttpRequest, organisation: Organisation, year: int, period: int
) -> HttpResponse:
    """Show a completed report as it was frozen; one that is withdrawn says why."""
    frozen = _report_or_404(organisation, year, period)
    gone = withdrawn(organisation, "report", frozen)
    if gone is not None:
        values: dict[str, Any] = {"gone": gone, "when": period_of(frozen)}
        return render(request, "reports/withdrawn.html", values, status=410)
    values = {
        "frozen": frozen,
        "whole": frozen.is_whole(),
        "kinds": (("docx", "Word"), ("pdf", "PDF"), ("csv", "CSV"), ("json", "JSON")),
        **shown(frozen.content, frozen.content_hash),
    }
    return render(request, "reports/public_one.html", values)


@public_page
def public_download(
    request: HttpRequest, organisation: Organisation, year: int, period: int, kind: str
) -> HttpResponse:
    """Send a completed report as Word, PDF, a table or its very content."""
    frozen = _report_or_404(organisation, year, period)
    gone = withdrawn(organisation, "report", frozen)
    if gone is not None:
        values = {"gone": gone, "when": period_of(frozen)}
        return render(request, "reports/withdrawn.html", values, status=410)
    return file_of(organisation, frozen.content, kind, frozen.content_hash)
