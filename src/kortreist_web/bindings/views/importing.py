"""A table of bindings: read, shown, and taken in when the person says so."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kortreist.errors import KortreistError
from kortreist_web.bindings.actions.enter import new_binding
from kortreist_web.bindings.actions.import_table import import_bindings
from kortreist_web.bindings.entered import as_engine, plain
from kortreist_web.bindings.forms import UploadForm
from kortreist_web.bindings.models import Binding
from kortreist_web.bindings.pending import drop, hold, pending
from kortreist_web.bindings.row_changes import differences, for_new, shown_differences
from kortreist_web.bindings.table import read_table
from kortreist_web.bindings.table_help import columns_explained, example_rows
from kortreist_web.core.exports import csv_response
from kortreist_web.core.page import page
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import engine, language, text
from kortreist_web.tenants.models import Organisation, Unit

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
                for error in getattr(refused, "errors", (refused,)):
                    form.add_error("file", error.message(language()))
            else:
                hold(request.user, organisation, file.name[:200], rows)
                return redirect("bindings:confirm", code=organisation.code)
    values = {"form": form, "columns": columns_explained()}
    return render(request, "bindings/upload.html", values, status=422 if form.errors else 200)


@page("manage", Binding)
def example(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Give a table with its columns, and rows that show how it is filled in."""
    return csv_response(example_rows(), "bindinger.csv", excel=True)


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
        # The file's name tells where it came from, never why: without a reason, none.
        reason = request.POST.get("why", "").strip()[:500]
        try:
            count = import_bindings(
                request.user,
                organisation,
                rows=rows,
                confirmed=request.POST.getlist("confirmed"),
                changing=request.POST.getlist("changing"),
                why=f"{reason} ({filename})" if reason else "",
            )
        except KortreistError as refused:
            messages.error(request, refused.message(language()))
        else:
            drop(request.user, organisation)
            messages.success(request, text("bindings.upload.done", **count))
            return redirect("bindings:list", code=organisation.code)
    rows_shown = [_shown(organisation, key, values) for key, values in rows]
    return render(request, "bindings/confirm.html", {"filename": filename, "rows": rows_shown})


def _shown(organisation: Organisation, key: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return a row as it would be entered: what changes, and what it cannot be judged without."""
    units = {u.pk: u for u in Unit.objects.filter(organisation=organisation)}
    binding = Binding.objects.filter(organisation=organisation, key=key).first()
    refused, before, changes = "", None, {}
    try:
        if binding is None:
            after = new_binding(organisation, for_new(values, units), key)
        else:
            changes, before = differences(binding, values, units), binding.name
            told = shown_differences(binding, changes)
            after = binding
            for name, value in changes.items():
                setattr(after, name, value)
    except KortreistError as error:
        refused, after = error.message(language()), None
    missing = as_engine(plain(after)).missing() if after is not None else ()
    kind = "new" if binding is None else "changed" if changes else "same"
    return {
        "key": key,
        "values": after,
        "name": values["name"],
        "before": before,
        "kind": "withdrawn" if binding is not None and binding.withdrawn_on else kind,
        "changes": told if binding is not None else [],
        "refused": refused,
        "asks_zero": "zero_alternative" in missing,
        "missing": [engine()(f"bindings.missing.{m}") for m in missing],
    }
