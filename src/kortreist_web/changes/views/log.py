"""The change log: all of it, one object's part, and as a table to take along."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kortreist_web.changes.chain import head_of
from kortreist_web.changes.forms import CheckForm, LogForm
from kortreist_web.changes.log_check import check_log
from kortreist_web.changes.models import Change
from kortreist_web.changes.readable_log import entries, found, model_name, verb_name, who_did
from kortreist_web.core.exports import csv_response
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.texts import text
from kortreist_web.tenants.models import Organisation

__all__ = ["check", "history", "list_", "table"]

_A_PAGE = 40
_COLUMNS = (
    "number",
    "at",
    "who",
    "what",
    "row",
    "kind",
    "verb",
    "why",
    "before",
    "after",
    "previous",
    "digest",
)


def _log_query(request: HttpRequest, organisation: Organisation) -> tuple[LogForm, dict[str, Any]]:
    form = LogForm(request.GET or None, organisation=organisation)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return form, asked


@page("view", Change)
def list_(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show the log, newest first."""
    form, asked = _log_query(request, organisation)
    one = Paginator(found(organisation, asked), _A_PAGE).get_page(request.GET.get("side"))
    query = request.GET.copy()
    query.pop("side", None)
    policy = policy_of(Organisation)
    values = {
        "form": form,
        "page": one,
        "entries": entries(list(one.object_list)),
        "query": query.urlencode(),
        "head": head_of(organisation),
        "asked": any(v not in (None, "") for v in asked.values()),
        "may_export": policy.may(request.user, "export", organisation),
    }
    return render(request, "changes/list.html", values)


def _lines(rows: Any) -> Iterator[list[Any]]:
    yield [text(f"changes.column.{c}") for c in _COLUMNS]
    for change in rows.iterator(500):
        yield [
            change.number,
            timezone.localtime(change.at).isoformat(timespec="seconds"),
            who_did(change),
            model_name(change.what),
            change.row,
            text(f"changes.kind.{change.kind}"),
            verb_name(change.verb),
            change.why,
            json.dumps(change.before, ensure_ascii=False, sort_keys=True),
            json.dumps(change.after, ensure_ascii=False, sort_keys=True),
            change.previous,
            change.digest,
        ]


@page("view", Change)
def table(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Return the lines that were asked for as a table."""
    _, asked = _log_query(request, organisation)
    name = f"{organisation.code}-{text('changes.file')}-{timezone.localdate():%Y-%m-%d}.csv"
    excel = request.GET.get("for") == "excel"
    return csv_response(_lines(found(organisation, asked)), name, excel=excel)


@page("view", Change)
def check(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Go through all of the log now; compare with a head that somebody noted."""
    form = CheckForm(request.GET if "head" in request.GET else None)
    noted = form.cleaned_data["head"] if form.is_bound and form.is_valid() else None
    found = check_log(organisation, noted)
    faults = [text(f"changes.check.chain_{f.kind}", number=f.number) for f in found.chain]
    faults += [text("changes.check.row", what=model_name(f.what), row=f.row) for f in found.rows]
    for one in found.frozen:
        about = {"what": model_name(one.what), "row": one.row}
        faults.append(text(f"changes.check.frozen_{one.kind}", **about))
    values = {"form": form, "found": found, "faults": faults}
    return render(request, "changes/check.html", values, status=422 if form.errors else 200)


@page("view", Change)
def history(request: HttpRequest, organisation: Organisation, what: str, row: int) -> HttpResponse:
    """Show all that has happened to one object, oldest first."""
    rows = found(organisation, {"what": what, "row": row}).order_by("id")
    one = Paginator(rows, _A_PAGE).get_page(request.GET.get("side"))
    if not one.object_list:
        raise Http404(what)
    values = {"page": one, "entries": entries(list(one.object_list)), "row": row, "query": ""}
    return render(request, "changes/history.html", {**values, "what": model_name(what)})
