"""Public pages of the account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kortreist.accounts import Naming
from kortreist.accounts.totals import gwp_comparison
from kortreist_web.accounts.boundaries import OFFERED, Narrowed, choices, narrow_account
from kortreist_web.accounts.first_account import is_on_its_way
from kortreist_web.accounts.known_changes import dominant_source
from kortreist_web.accounts.models import AccountResult, Upload
from kortreist_web.accounts.openness import seen_account, seen_vintages
from kortreist_web.accounts.presenters import BOUNDARIES, account_page, between_editions
from kortreist_web.accounts.queries import gwp_of
from kortreist_web.core.page import public_page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.texts import engine, language
from kortreist_web.tasks.year import settle_step
from kortreist_web.tenants.models import Organisation

__all__ = ["editions", "public"]


@public_page(official=True, reads=("grense", "uten"))
def public(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show the account: three totals, by sector and actor, what can be decided, history."""
    result, everybody = seen_account(request.user, organisation)
    if result is None:
        held = bool(seen_vintages(request.user, organisation))
        none = {"held": held, "comes": held and is_on_its_way(organisation)}
        response = render(request, "accounts/none.html", none)
        # A worker does not tell the kept pages how far it has come.
        response.headers["Cache-Control"] = "no-cache"
        return response
    user = request.user
    if user.is_authenticated and policy_of(Upload).may(user, "change", organisation):
        settle_step(organisation, "account", timezone.localdate())
    asked = request.GET.get("uten", "")
    shown: AccountResult | Narrowed = result
    if asked in OFFERED:
        shown = narrow_account(organisation, result, asked)
    values = account_page(shown, request.GET.get("grense", "territorial"))
    values["left_out"] = Naming(language()).without(shown.content.get("boundary_without", ()))
    values["narrower"] = choices(asked)
    values["only_members"] = not everybody
    values["dominant"] = dominant_source(result.content, organisation)
    values["boundaries"] = [b for b in BOUNDARIES if b in shown.content["totals"]]
    return render(request, "accounts/public.html", values)


@public_page(official=True, reads=("fra", "til"))
def editions(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Compare two editions of the inventory: both figures, and the difference."""
    vintages = seen_vintages(request.user, organisation)
    chosen = {v.engine_id: v for v in vintages}
    second = chosen.get(request.GET.get("til", ""), vintages[0] if vintages else None)
    others = [v for v in vintages if v != second]
    first = chosen.get(request.GET.get("fra", ""), others[0] if others else None)
    rows = between_editions(organisation, first, second) if first and second else []
    values: dict[str, Any] = {"vintages": vintages, "first": first, "second": second, "rows": rows}
    if first and second:
        values["sets"] = sets = (gwp_of(first), gwp_of(second))
        values["weights"] = engine()(key) if (key := gwp_comparison(*sets)) else ""
    return render(request, "accounts/editions.html", values)
