"""Data to take away: files, the catalogue, licences, and how to cite."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kortreist_web.core.page import public_page
from kortreist_web.publishing.catalogue import LICENCES
from kortreist_web.publishing.chains import works
from kortreist_web.publishing.gpc import NOTATION, reported
from kortreist_web.publishing.holdings import holdings
from kortreist_web.publishing.naming import row_title

__all__ = ["LICENCE_NAMES", "data"]

#: Licence of the catalogue → name, address of its text.
LICENCE_NAMES: dict[str, tuple[str, str]] = {
    "CC_BYSA_4_0": ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/deed.no"),
    "CC_BY_4_0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/deed.no"),
    "NLOD_2_0": ("NLOD 2.0", "https://data.norge.no/nlod/no/2.0"),
}
_FORMS = ("csv", "json", "xlsx")


def _links(view: str, forms: tuple[str, ...] = _FORMS, **values: Any) -> list[dict[str, str]]:
    out = []
    for form in forms:
        url = reverse(f"data:{view}", kwargs={**values, "form": form})
        if form == "csv":
            out.append({"form": "csv", "url": url})
            out.append({"form": "csv_excel", "url": f"{url}?excel=1"})
        else:
            out.append({"form": form, "url": url})
    return out


def _files(holding: Any, code: str) -> list[dict[str, Any]]:
    """Return a row each file: what it is, its forms, its licence."""
    out: list[dict[str, Any]] = []

    def add(kind: str, links: list[dict[str, str]], title: str = "", pins: str = "") -> None:
        licence = LICENCE_NAMES[LICENCES[kind]]
        out.append({"kind": kind, "title": title, "links": links, "licence": licence, "hash": pins})

    if holding.account is not None:
        row = holding.account
        add("account", _links("account", code=code), row_title("account", row), row.content_hash)
    if holding.vintage is not None:
        add("history", _links("history", code=code))
    for b in holding.budgets:
        links = _links("budget", code=code, year=b.year, number=b.number)
        add("budget", links, row_title("budget", b), b.content_hash)
    for r in holding.reports:
        where = {"code": code, "year": r.year, "period": r.part}
        link = {"form": "json", "url": reverse("data:report", kwargs=where)}
        add("report", [link], row_title("report", r), r.content_hash)
    if holding.decisions:
        add("decision", _links("decisions", code=code))
    return out


@public_page
def data(request: HttpRequest, organisation: Any) -> HttpResponse:
    """List what can be downloaded, where it is described, and how it may be used."""
    holding = holdings([organisation])[0]
    code, row = organisation.code, holding.account
    content = row.content if row else None
    gpc = None
    if content and "territorial" in content["totals"]:
        gpc = {
            "unmapped": reported(content).unmapped,
            "links": _links("gpc", ("csv", "xlsx"), code=code),
            "cdp": _links("cdp", ("csv", "xlsx"), code=code),
            "keys": NOTATION.items(),
        }
    values = {
        "files": _files(holding, code),
        "works": works(content["provenance"]) if content else [],
        "gpc": gpc,
        "account": row,
        "account_title": row_title("account", row) if row else "",
        "origin": settings.ORIGIN,
        "here": settings.ORIGIN + request.path,
        "today": timezone.localdate(),
        "own": holding.own,
    }
    return render(request, "publishing/data.html", values)
