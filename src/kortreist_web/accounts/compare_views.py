"""The page that compares with chosen or similar municipalities."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kortreist_web.accounts.comparing import (
    BY,
    Compared,
    figures_of,
    likeness,
    most_alike,
    widest_vintage,
)
from kortreist_web.accounts.models import HouseholdIncome, Upload
from kortreist_web.accounts.openness import hidden_vintages
from kortreist_web.ground.charts import bars
from kortreist_web.ground.page import public_page
from kortreist_web.ground.policy import policy_of
from kortreist_web.ground.texts import text

__all__ = ["compare"]


def _chosen(asked: str, known: dict[str, Compared]) -> tuple[list[Compared], list[str]]:
    """Return the municipalities asked for by number or name, and what was not found."""
    by_name = {c.name.casefold(): c for c in known.values()}
    found, unknown = [], []
    for word in (w.strip() for w in asked.split(",")):
        one = known.get(word) or by_name.get(word.casefold())
        if one is not None and one not in found:
            found.append(one)
        elif word and one is None:
            unknown.append(word)
    return found[:15], unknown


@public_page
def compare(request: HttpRequest, organisation: Any) -> HttpResponse:
    """Compare with the municipalities asked for, else with those most alike."""
    by = request.GET.get("per", "head")
    by = by if by in BY else "head"
    asked = request.GET.get("med", "")
    vintage = widest_vintage(organisation, hidden_vintages(request.user, organisation))
    income = HouseholdIncome.objects.values("year", "updated").first()
    values: dict[str, Any] = {
        "income": income,
        "by": by,
        "asked": asked,
        "choices": BY,
        "vintage": vintage,
        "uploads": policy_of(Upload).may(request.user, "change", organisation),
    }
    if vintage is not None:
        year, known = figures_of(vintage)
        here = known.get(organisation.figures_code)
        others, unknown = _chosen(asked, known)
        if here is not None and not asked.strip():
            others = most_alike(here, known)
        rows = [here, *[o for o in others if o is not here]] if here else others
        values |= {
            "borrowed": here.name if here and here.number != organisation.code else "",
            "year": year,
            "here": here,
            "unknown": ", ".join(unknown),
            "rows": [
                {
                    "one": c,
                    "name": organisation.name if c is here else c.name,
                    "value": c.per(by),
                    "likeness": None if here is None or c is here else likeness(here, c),
                }
                for c in rows
            ],
        }
        values["estimated"] = any(r["one"].estimated for r in values["rows"])
        drawn = [(r["name"], r["value"], None, None) for r in values["rows"]]
        values["chart"] = bars(
            text("accounts.compare.title"), drawn, text(f"accounts.compare.unit.{by}")
        )
    return render(request, "accounts/compare.html", values)
