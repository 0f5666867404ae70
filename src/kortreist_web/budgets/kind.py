"""The climate budget as a kind of version: how it is adopted, and how it is made public."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from kortreist_web.accounts.figures import edition_of
from kortreist_web.budgets.actions.adopt import adopt
from kortreist_web.budgets.actions.reconsider import reconsider
from kortreist_web.budgets.actions.send_back import send_back
from kortreist_web.budgets.data_table import budget_table
from kortreist_web.budgets.figures import budget_figure
from kortreist_web.budgets.frozen import (
    ADOPTED,
    BUDGET,
    budget_of,
    content_of,
    is_public,
    latest_proposal,
    open_current,
    versions,
)
from kortreist_web.budgets.models import Budget
from kortreist_web.budgets.paper import paper_parts, suggest
from kortreist_web.budgets.presenters import present
from kortreist_web.budgets.sections import sections
from kortreist_web.budgets.templatetags.budgets import in_words
from kortreist_web.budgets.traces import chain
from kortreist_web.budgets.version_diff import compare
from kortreist_web.core.datasets import TableFile
from kortreist_web.core.domain import Part
from kortreist_web.core.texts import text, web
from kortreist_web.decisions.models import Resolution
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import Adoption, Kind, Publishing
from kortreist_web.versions.models import Version
from kortreist_web.versions.published import finder, one_dataset, rows_of_kind

__all__ = ["BUDGETS"]


def _waiting(organisation: Organisation) -> list[Version]:
    rows = Budget.objects.filter(organisation=organisation, state=Budget.State.PROPOSED)
    proposals = [latest_proposal(budget) for budget in rows]
    return [version for version in proposals if version is not None]


def _adopt(
    who: Actor, organisation: Organisation, version: Version, resolution: dict[str, Any]
) -> Version:
    budget = budget_of(version)
    return adopt(who, organisation, budget, frozen=version, resolution=resolution)


def _send_back(who: Actor, organisation: Organisation, version: Version, rejected: bool) -> Budget:
    budget = budget_of(version)
    return send_back(who, organisation, budget, frozen=version, rejected=rejected)


def _reconsider(who: Actor, organisation: Organisation, version: Version) -> Version:
    return reconsider(who, organisation, budget_of(version), frozen=version)


def _suggest(version: Version, language: str) -> dict[str, str]:
    return suggest(version.content, language, version.organisation.is_county_authority)


def _facts(version: Version) -> list[tuple[str, str]]:
    shown = present(version.content)
    years = {"first": shown.years[0], "last": shown.years[-1]}
    cost = in_words(shown.totals.by_bearer["municipality"])
    return [
        (text("decisions.record.lines"), str(len(shown.lines))),
        (text("budgets.key.cost", **years), cost),
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


def _keys(version: Version) -> dict[str, int]:
    return {"year": version.year, "number": version.number}


def _page(version: Version, code: str) -> str:
    return reverse("budgets:version", kwargs={"code": code, **_keys(version)})


def _at(organisation: Organisation, year: int, number: int) -> Version | None:
    return versions(organisation, year).filter(number=number).first()


def _find_shown(organisation: Organisation, keys: Mapping[str, Any]) -> Version | None:
    if keys.get("kind", BUDGET) != BUDGET:
        return None
    if "number" not in keys:
        return open_current(organisation)
    year = keys.get("year") or keys["subject"]
    return versions(organisation, year).filter(number=keys["number"]).defer("content").first()


def _title(version: Version, language: str | None) -> str:
    return web(language)(f"publishing.title.{version.state}", **_keys(version))


def _table(version: Version) -> TableFile:
    content = version.content
    return TableFile(
        "publishing.sheet.budget",
        lambda language: budget_table(content, language),
        edition=edition_of(content),
        pins=content.get("pins"),
        interval=True,
        parts=True,
    )


BUDGETS = Kind(
    name=BUDGET,
    place=20,
    page=_page,
    is_public=is_public,
    file_name="klimabudsjett",
    keys=_keys,
    at=_at,
    sections=sections,
    publishing=Publishing(
        rows=rows_of_kind(BUDGET),
        title=_title,
        by_itself=is_public,
        datasets=one_dataset(BUDGET, _title, _keys, ("csv", "json", "xlsx"), frequency="ANNUAL"),
        in_catalogue=lambda version: version.state == ADOPTED,
        find=finder(BUDGET),
        describe=budget_figure,
        pages={
            "budgets:public": _find_shown,
            "budgets:version": _find_shown,
            "budgets:changes": _find_shown,
            "budgets:verify": _find_shown,
            "budgets:content": _find_shown,
            "decisions:one_page": _find_shown,
        },
        table=_table,
    ),
    adoption=Adoption(
        waiting=_waiting,
        adopt=_adopt,
        send_back=_send_back,
        reconsider=_reconsider,
        suggest=_suggest,
        paper=paper_parts,
        facts=_facts,
        came_of_it=_came_of_it,
        texts="budgets.decided",
        event="budget.adopted",
        public_before="economy/public_before",
        bare=True,
    ),
)
