"""The table of submissions as files: for officers at any time, for all once it has closed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from kortreist.documents.format.render import MEDIA_TYPES
from kortreist_web.core.exports import csv_response, excel_response
from kortreist_web.core.page import page, public_page
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import language, text
from kortreist_web.decisions.rendering import render_file, response_of
from kortreist_web.hearings.models import Hearing
from kortreist_web.hearings.points import are_shown
from kortreist_web.hearings.table_document import table_document
from kortreist_web.hearings.table_rows import table_of, table_sheets
from kortreist_web.tenants.models import Organisation

__all__ = ["public_table", "table"]


def _hearing(organisation: Organisation, pk: int) -> Hearing:
    rows = Hearing.objects.select_related("process__decided_by", "heard", "organisation")
    return get_object_or_404(rows, pk=pk, organisation=organisation)


def _file(hearing: Hearing, extension: str) -> HttpResponse:
    name = f"{hearing.organisation.code}-{text('hearings.table.file_name')}-{hearing.pk}"
    if extension in ("csv", "xlsx"):
        sheets = table_sheets(table_of(hearing, language()))
        if extension == "xlsx":
            return excel_response(sheets, f"{name}.xlsx")
        return csv_response(next(iter(sheets.values())), f"{name}.csv")
    if extension not in MEDIA_TYPES:
        raise Http404(extension)
    made = render_file(table_document(hearing, language()), extension, hearing.organisation)
    return response_of(made, extension, name)


@page("view", Hearing)
def table(
    request: SignedInRequest, organisation: Organisation, pk: int, extension: str
) -> HttpResponse:
    """Return the table as it stands: some may not be answered yet."""
    return _file(_hearing(organisation, pk), extension)


@public_page
def public_table(
    request: HttpRequest, organisation: Organisation, pk: int, extension: str
) -> HttpResponse:
    """Return the table of a hearing that has closed."""
    hearing = _hearing(organisation, pk)
    if not are_shown(hearing):
        raise Http404("the hearing goes on")
    return _file(hearing, extension)
