"""A table of bindings: read, shown, and taken in when the person says so."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kortreist.errors import KortreistError
from kortreist_web.bindings.actions.import_table import import_bindings
from kortreist_web.bindings.entered import as_engine
from kortreist_web.bindings.forms import UploadForm
from kortreist_web.bindings.models import Binding
from kortreist_web.bindings.pending import drop, hold, pending
from kortreist_web.bindings.table import compare, read_table
from kortreist_web.core.exports import csv_response
from kortreist_web.core.page import page
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import engine, language, text
from kortreist_web.tenants.models import Organisation

__all__ = ["confirm", "example", "upload"]


@page("manage", Binding)
def upload(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Read a table; nothing of it is taken in where a cell cannot hold."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            limit = settings.UPLOAD_MAX_BYTES // 1_000_000
            form.add_error("file", text("bindings.upload.too_heavy", limit=limit))
        else:
            try:
                rows = read_table(organisation, file.read(), file.name[:200])
            except KortreistError as refused:
                form.add_error("file", refused.message(language()))
            else:
                hold(request.user, organisation, file.name[:200], rows)
                return redirect("bindings:confirm", code=organisation.code)
    values = {"form": form}
    return render(request, "bindings/upload.html", values, status=422 if form.errors else 200)


@page("manage", Binding)
def example(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Give an empty table with its columns."""
    from kortreist.bindings.columns import COLUMNS

    return csv_response([[c.name for c in COLUMNS.values()]], "bindinger.csv", excel=True)


@page("manage", Binding)
def confirm(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Show what a table will change, and what each row cannot be judged without."""
    waiting = pending(request.user, organisation)
    if waiting is None:
        messages.info(request, text("bindings.upload.nothing_waits"))
        return redirect("bindings:upload", code=organisation.code)
    filename, rows = waiting
    if request.method == "POST":
        if request.POST.get("drop"):
            drop(request.user, organisation)
            messages.info(request, text("bindings.upload.dropped"))
            return redirect("bindings:list", code=organisation.code)
        try:
            count = import_bindings(
                request.user,
                organisation,
                rows=rows,
                confirmed=request.POST.getlist("confirmed"),
                why=filename,
            )
        except KortreistError as refused:
            messages.error(request, refused.message(language()))
        else:
            drop(request.user, organisation)
            messages.success(request, text("bindings.upload.done", **count))
            return redirect("bindings:list", code=organisation.code)
    kinds, t = compare(organisation, rows), engine()
    shown = []
    for key, values in rows:
        missing = as_engine({**values, "key": key}).missing()
        shown.append(
            {
                "key": key,
                "values": values,
                "kind": kinds[key],
                "asks_zero": "zero_alternative" in missing,
                "missing": [t(f"bindings.missing.{m}") for m in missing],
            }
        )
    context = {"filename": filename, "rows": shown}
    return render(request, "bindings/confirm.html", context)
