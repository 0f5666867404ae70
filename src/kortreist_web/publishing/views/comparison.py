"""Municipalities side by side, to take away: all of them, or one's own beside others."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kortreist.i18n import LANGUAGES
from kortreist_web.accounts.boundaries import OFFERED
from kortreist_web.accounts.comparison import Compared, beside, figures_of, widest_vintage
from kortreist_web.accounts.openness import hidden_vintages
from kortreist_web.core.exports import CSV, EXCEL, JSON, csv_bytes, json_bytes
from kortreist_web.core.page import anyone, public_page
from kortreist_web.core.texts import web
from kortreist_web.publishing.comparison import comparison_table
from kortreist_web.publishing.file_responses import serve
from kortreist_web.publishing.sheets import about, excel_csv, workbook
from kortreist_web.tenants.models import Organisation

__all__ = ["comparison", "municipalities"]

_KINDS = {"csv": CSV, "xlsx": EXCEL, "json": JSON}


def _answer(
    request: HttpRequest, form: str, vintage: Any, rows: list[Compared], year: int, public: bool
) -> HttpResponse:
    """Answer with the table; the pins hold the rows themselves: income and names come and go."""
    requested = request.GET.get("language", "")
    language = requested if requested in LANGUAGES else "nb"
    excel, without = request.GET.get("excel") == "1", OFFERED.get(request.GET.get("uten", ""), ())
    table = comparison_table(rows, year, vintage, without, language)

    def make() -> bytes:
        if form == "json":
            first, *rest = table
            return json_bytes([dict(zip(first, r, strict=True)) for r in rest])
        if form == "xlsx":
            name = web(language)("publishing.sheet.comparison")
            return workbook({name: table}, language, about(language, edition=vintage.engine_id))
        return excel_csv(table, language) if excel else csv_bytes(table)

    return serve(
        request,
        make,
        _KINDS[form],
        pins=(table, form, language, excel),
        name=f"kommuner-{year}.{form}",
        public=public,
    )


@require_safe
@anyone(reads=("excel", "language", "uten"))
def municipalities(request: HttpRequest, form: str) -> HttpResponse:
    """Give every municipality of everybody's widest edition; ``?uten=`` as on the pages."""
    vintage = widest_vintage()
    if vintage is None:
        raise Http404("no edition is here yet")
    year, by_number = figures_of(vintage, without=OFFERED.get(request.GET.get("uten", ""), ()))
    return _answer(request, form, vintage, list(by_number.values()), year, True)


@require_safe
@public_page(official=True, reads=("excel", "language", "med", "uten"))
def comparison(request: HttpRequest, organisation: Organisation, form: str) -> HttpResponse:
    """Give a municipality beside those asked for (``?med=``), else those most alike."""
    hidden = hidden_vintages(request.user, organisation)
    vintage = widest_vintage(organisation, hidden)
    if vintage is None:
        raise Http404("no edition is here yet")
    year, by_number = figures_of(vintage, without=OFFERED.get(request.GET.get("uten", ""), ()))
    _, rows, _ = beside(organisation, by_number, request.GET.get("med", ""))
    public = organisation.published and vintage.organisation_id is None
    return _answer(request, form, vintage, rows, year, public)
