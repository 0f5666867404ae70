"""Versions anyone may read: the budget in force, each earlier one, what changed, the check."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from kortreist_web.budgets.charts import cost_chart, pathway_chart
from kortreist_web.budgets.frozen import (
    ADOPTED,
    BUDGET,
    budget_of,
    content_of,
    current,
    is_public,
    open_current,
    public_versions,
    versions,
)
from kortreist_web.budgets.hash_answer import answer_to
from kortreist_web.budgets.models import Budget
from kortreist_web.budgets.presenters import present
from kortreist_web.budgets.version_diff import compare
from kortreist_web.core.content import canonical_bytes, content_hash
from kortreist_web.core.page import public_page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.stair_chart import stair_chart
from kortreist_web.decisions.models import Resolution
from kortreist_web.decisions.queries import resolution_of
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import adopted_from, retracted
from kortreist_web.versions.withdrawn import withdrawals

__all__ = ["changes", "content", "public", "verify", "version"]


def _member(request: HttpRequest, organisation: Organisation) -> bool:
    return policy_of(Version).may(request.user, "view", organisation)


def _version_or_404(
    request: HttpRequest, organisation: Organisation, year: int, number: int
) -> Version:
    """Return a version; a proposal nobody has decided upon only to members."""
    rows = versions(organisation, year).select_related("previous")
    frozen: Version = get_object_or_404(rows, number=number)
    if not is_public(frozen) and not _member(request, organisation):
        raise Http404(number)
    frozen.organisation = organisation
    return frozen


def _answer(request: HttpRequest, frozen: Version | None, template: str, values: Any) -> Any:
    response = render(request, template, values)
    if frozen is not None and not is_public(frozen):
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _values(request: HttpRequest, organisation: Organisation, frozen: Version) -> dict[str, Any]:
    shown = present(frozen.content)
    newest = current(organisation, frozen.year)
    policy = policy_of(Budget)
    in_force = newest is not None and newest.pk == frozen.pk
    decided = resolution_of(frozen)
    return {
        "frozen": frozen,
        "snapshot": frozen,
        "shown": shown,
        "newest": newest,
        "in_force": in_force,
        "newest_elsewhere": None if in_force else newest,
        "retracted": frozen.pk in retracted(organisation, BUDGET),
        "gone": withdrawals(organisation, BUDGET),
        "adopted": adopted_from(frozen),
        "resolution": decided,
        "earlier": _before(request, organisation, frozen),
        "stair": _placed(frozen, "trapp", stair_chart(frozen.content)),
        "chart": _placed(frozen, "klimabudsjett", pathway_chart(frozen.content)),
        "costs": _placed(frozen, "kostnad", cost_chart(shown)),
        "others": _readable(request, organisation),
        "may_correct": policy_of(Resolution).may(request.user, "record", organisation),
        "may_amend": in_force and policy.may(request.user, "change", organisation),
        "may_record": frozen.state != ADOPTED
        and decided is None
        and budget_of(frozen).state == Budget.State.PROPOSED
        and policy.may(request.user, "adopt", organisation),
    }


def _placed(frozen: Version, name: str, chart: Any) -> Any:
    """Return a chart with its address, where anyone may read what it is of."""
    if chart is None or not is_public(frozen):
        return chart
    return chart.placed(name, f"{frozen.year}-{frozen.number}")


def _readable(request: HttpRequest, organisation: Organisation) -> Any:
    if _member(request, organisation):
        return versions(organisation).defer("content")
    return public_versions(organisation).defer("content")


def _before(request: HttpRequest, organisation: Organisation, frozen: Version) -> Version | None:
    """Return the version a reader compares with: the adopted one before it."""
    if frozen.previous_id:
        return frozen.previous
    return None


@public_page
def public(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show the budget in force."""
    frozen = open_current(organisation)
    if frozen is None:
        member = _member(request, organisation)
        return render(request, "budgets/none.html", {"is_member": member})
    frozen.organisation = organisation
    return _answer(request, frozen, "budgets/version.html", _values(request, organisation, frozen))


@public_page
def version(
    request: HttpRequest, organisation: Organisation, year: int, number: int
) -> HttpResponse:
    """Show one version as it was frozen."""
    frozen = _version_or_404(request, organisation, year, number)
    return _answer(request, frozen, "budgets/version.html", _values(request, organisation, frozen))


@public_page(reads=("fra",))
def changes(
    request: HttpRequest, organisation: Organisation, year: int, number: int
) -> HttpResponse:
    """Show what differs from another version: the adopted one before it unless asked."""
    frozen = _version_or_404(request, organisation, year, number)
    asked = request.GET.get("fra", "")
    before = (
        _version_or_404(request, organisation, year, int(asked))
        if asked.isascii() and asked.isdigit() and len(asked) < 6
        else _before(request, organisation, frozen)
    )
    others = [v for v in _readable(request, organisation).filter(subject=str(year)) if v != frozen]
    comparison = compare(content_of(before), content_of(frozen)) if before else None
    values = {"frozen": frozen, "before": before, "others": others, "changes": comparison}
    return _answer(request, frozen, "budgets/changes.html", values)


@public_page(reads=("kontrollsum",))
def verify(
    request: HttpRequest, organisation: Organisation, year: int, number: int
) -> HttpResponse:
    """Compute the hash again, say how anyone can, and whose a hash somebody has is."""
    frozen = _version_or_404(request, organisation, year, number)
    asked = request.GET.get("kontrollsum", "")[:200]
    member = _member(request, organisation)
    rows, may = versions(organisation), lambda one: member or is_public(one)
    values = {
        "asked": asked,
        "answer": answer_to(frozen, asked, rows, may) if asked else None,
        "proposal": (frozen.content.get("proposal") or {}) if frozen.state == ADOPTED else {},
        "adopted": adopted_from(frozen) if frozen.state != ADOPTED else None,
        "frozen": frozen,
        "now": content_hash(frozen.content),
        "whole": frozen.is_whole(),
        "size": len(canonical_bytes(frozen.content)),
    }
    return _answer(request, frozen, "budgets/verify.html", values)


@public_page
def content(
    request: HttpRequest, organisation: Organisation, year: int, number: int
) -> HttpResponse:
    """Give the bytes that were hashed."""
    frozen = _version_or_404(request, organisation, year, number)
    response = HttpResponse(canonical_bytes(frozen.content), content_type="application/json")
    name = f"klimabudsjett-{organisation.code}-{year}-{number}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    if not is_public(frozen):
        response.headers["Cache-Control"] = "private, no-store"
    return response
