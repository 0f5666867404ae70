"""The climate budget as a kind of version: how the council's decision about it takes effect."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kortreist_web.budgets.actions.adopt import adopt
from kortreist_web.budgets.actions.send_back import send_back
from kortreist_web.budgets.comparing import compare
from kortreist_web.budgets.frozen import (
    BUDGET,
    budget_of,
    content_of,
    is_public,
    latest_proposal,
)
from kortreist_web.budgets.models import Budget
from kortreist_web.budgets.paper import paper_parts, suggest
from kortreist_web.budgets.presenting import present
from kortreist_web.budgets.templatetags.budgets import amount
from kortreist_web.budgets.tracing import chain
from kortreist_web.core.domain import Part
from kortreist_web.core.kinds import Adoption, Kind
from kortreist_web.core.texts import engine, text
from kortreist_web.decisions.models import Resolution
from kortreist_web.versions.models import Version

__all__ = ["BUDGETS"]


def _waiting(organisation: Any) -> list[Version]:
    rows = Budget.objects.filter(organisation=organisation, state=Budget.State.PROPOSED)
    found = [latest_proposal(budget) for budget in rows]
    return [version for version in found if version is not None]


def _adopt(who: Any, organisation: Any, version: Version, resolution: dict[str, Any]) -> Version:
    budget = budget_of(version)
    return adopt(who, organisation, budget, frozen=version, resolution=resolution)


def _send_back(who: Any, organisation: Any, version: Version, rejected: bool) -> Budget:
    budget = budget_of(version)
    return send_back(who, organisation, budget, frozen=version, rejected=rejected)


def _suggest(version: Version, language: str) -> dict[str, str]:
    county = version.organisation.kind == "county_authority"
    return suggest(version.content, language, county)


def _facts(version: Version) -> list[tuple[str, str]]:
    shown = present(version.content)
    years = {"first": shown.years[0], "last": shown.years[-1]}
    cost = amount(shown.totals.by_bearer["municipality"])
    return [
        (text("decisions.record.lines"), str(len(shown.lines))),
        (text("budgets.key.cost", **years), f"{cost} {engine()('documents.unit.nok')}"),
    ]


def _came_of_it(resolution: Resolution, member: bool) -> Part:
    version = resolution.frozen
    assert version is not None
    before = version.previous
    values = {
        "frozen": version,
        "before": before,
        "changes": compare(content_of(before), content_of(version)) if before else None,
        "shown": present(version.content),
        "chain": chain(resolution, member=member),
    }
    return Part("budgets/came_of_it.html", values)


def _page(version: Version, code: str) -> str:
    values = {"code": code, "year": version.year, "number": version.number}
    return reverse("budgets:version", kwargs=values)


BUDGETS = Kind(
    name=BUDGET,
    page=_page,
    is_public=is_public,
    file_name="klimabudsjett",
    adoption=Adoption(
        waiting=_waiting,
        adopt=_adopt,
        send_back=_send_back,
        suggest=_suggest,
        paper=paper_parts,
        facts=_facts,
        came_of_it=_came_of_it,
        texts="budgets.decided",
        event="budget.adopted",
        bare=True,
    ),
)
