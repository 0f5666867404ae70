"""Data to take away: files, the catalogue, licences, and how to cite."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kortreist_web.accounts.kind import ACCOUNTS
from kortreist_web.core.page import public_page
from kortreist_web.core.provenance_tree import works
from kortreist_web.publishing.gpc import NOTATION, reported
from kortreist_web.publishing.holdings import holdings
from kortreist_web.publishing.labels import row_title
from kortreist_web.tenants.models import Organisation

__all__ = ["LICENCE_NAMES", "data"]

#: Licence of the catalogue → name, address of its text.
LICENCE_NAMES: dict[str, tuple[str, str]] = {
    "CC_BYSA_4_0": ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/deed.no"),
    "CC_BY_4_0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/deed.no"),
    "NLOD_2_0": ("NLOD 2.0", "https://data.norge.no/nlod/no/2.0"),
}


def _file_links(addresses: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the ways to a file: CSV also as Norwegian Excel opens it."""
    out = []
    for form, url in addresses.items():
        out.append({"form": form, "url": url})
        if form == "csv":
            out.append({"form": "csv_excel", "url": f"{url}?excel=1"})
    return out


def _links(view: str, code: str) -> list[dict[str, str]]:
    keys = {form: {"code": code, "form": form} for form in ("csv", "xlsx")}
    return _file_links({form: reverse(f"data:{view}", kwargs=k) for form, k in keys.items()})


def _files(holding: Any) -> list[dict[str, Any]]:
    """Return a row each file: what it is, its forms, its licence."""
    return [
        {
            "kind": dataset.called,
            "title": item.title(None) if item.title else "",
            "links": _file_links(item.addresses),
            "licence": LICENCE_NAMES[dataset.licence],
            "hash": item.content_hash if item.title else "",
        }
        for dataset in holding.datasets
        for item in dataset.items
        if item.listed
    ]


@public_page(official=True)
def data(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """List what can be downloaded, where it is described, and how it may be used."""
    holding = holdings([organisation])[0]
    code, accounts = organisation.code, holding.rows.get(ACCOUNTS.name)
    row = accounts[0] if accounts else None
    content = row.content if row else None
    gpc = None
    if content and "territorial" in content["totals"]:
        gpc = {
            "unmapped": reported(content).unmapped,
            "links": _links("gpc", code),
            "cdp": _links("cdp", code),
            "keys": NOTATION.items(),
        }
    values = {
        "files": _files(holding),
        "works": works(content["provenance"]) if content else [],
        "gpc": gpc,
        "account": row,
        "account_title": row_title(ACCOUNTS.name, row) if row else "",
        "origin": settings.ORIGIN,
        "here": settings.ORIGIN + request.path,
        "today": timezone.localdate(),
        "own": holding.own,
    }
    return render(request, "publishing/data.html", values)
