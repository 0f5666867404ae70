"""The page that compares with chosen or similar municipalities."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kortreist_web.accounts.boundaries import OFFERED, boundary_label, choices
from kortreist_web.accounts.comparison import (
    BY,
    beside,
    figures_of,
    likeness,
    widest_vintage,
)
from kortreist_web.accounts.models import HouseholdIncome, Upload, Vintage
from kortreist_web.accounts.openness import hidden_vintages
from kortreist_web.accounts.queries import gwp_of, latest_account
from kortreist_web.core.bar_chart import bars
from kortreist_web.core.page import public_page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.texts import language, text
from kortreist_web.tenants.models import Organisation

__all__ = ["compare"]


def _other_current(organisation: Organisation, vintage: Vintage | None) -> Vintage | None:
    """Return the edition of the account, where the comparison is of another."""
    account = latest_account(organisation)
    if vintage is None or account is None or account.vintage_id == vintage.pk:
        return None
    return account.vintage


@public_page(official=True, reads=("med", "per", "utvalg", "uten"))
def compare(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Compare with the municipalities asked for, else with those most alike."""
    by = request.GET.get("per", "head")
    by = by if by in BY else "head"
    asked, left = request.GET.get("med", ""), request.GET.get("uten", "")
    without = OFFERED.get(left, ())
    county = request.GET.get("utvalg", "") == "fylke" and not asked.strip()
    vintage = widest_vintage(organisation, hidden_vintages(request.user, organisation))
    income = HouseholdIncome.objects.values("year", "updated").first()
    values: dict[str, Any] = {
        "income": income,
        "by": by,
        "asked": asked,
        "county": county,
        "choices": BY,
        "narrower": choices(left),
        "boundary": boundary_label(without),
        "query": urlencode({"med": asked, "uten": left, "language": language()}),
        "vintage": vintage,
        "weights": gwp_of(vintage) if vintage else "",
        "current": _other_current(organisation, vintage),
        "uploads": policy_of(Upload).may(request.user, "change", organisation),
    }
    if vintage is not None:
        year, by_number = figures_of(vintage, without=without)
        here, rows, unknown = beside(organisation, by_number, asked, county=county)
        # Largest first; what cannot be given last.
        rows.sort(key=lambda c: (c.per(by) is None, -(c.per(by) or 0.0), c.name))
        values |= {
            "borrowed": here.name if here and here.number != organisation.code else "",
            "year": year,
            "here": here,
            "unknown": ", ".join(unknown),
            "rows": [
                {
                    "one": c,
                    "name": organisation.name if c is here else c.name,
                    "own": c is here,
                    "value": c.per(by),
                    "likeness": None if here is None or c is here else likeness(here, c),
                }
                for c in rows
            ],
        }
        values["estimated"] = any(r["one"].estimated for r in values["rows"])
        drawn = [(r["name"], r["value"], None, None) for r in values["rows"]]
        own = next((i for i, c in enumerate(rows) if c is here), None)
        unit = text(f"accounts.compare.unit.{by}")
        values["chart"] = bars(values["boundary"], drawn, unit, own=own, kind="inventory")
    return render(request, "accounts/compare.html", values)
