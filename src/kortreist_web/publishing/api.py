"""Operations of the API that read what is published; members' keys read the same."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Schema
from pydantic import Field

from kortreist_web.core.api import READING, Problem, caller_of
from kortreist_web.core.clock import day_of
from kortreist_web.decisions.data import points_of
from kortreist_web.publishing.published import (
    public_account,
    public_budgets,
    public_decisions,
    public_reports,
    public_vintage,
)
from kortreist_web.tenants.membership import published_or_member
from kortreist_web.tenants.models import Organisation

__all__ = ["Code", "router"]

router = Router()
Code = Path(..., pattern=r"^(X[0-9A-Z]{3}|\d{4}|\d{2})$", description="4005, 40 or X001")
_YEAR = Path(..., ge=2000, le=2200)
_LIMITED = {400: Problem, 422: Problem, 429: Problem}
_LEFT = "(ets|shipping|aviation)"
_WITHOUT = Query(
    "",
    pattern=rf"^({_LEFT}(,{_LEFT})*)?$",
    description="What is left out of the boundary: `ets,shipping,aviation`",
)


class OrganisationOut(Schema):
    """A municipality or county authority; ``invented`` ones are examples."""

    code: str
    name: str
    kind: str
    language: str
    invented: bool
    figures_code: str = Field(description="Whose official figures it uses")


class OrganisationsOut(Schema):
    """One page of organisations."""

    count: int
    items: list[OrganisationOut]


class AccountOut(Schema):
    """The account: ``content`` is what ``kortreist account --json`` gives."""

    content_hash: str
    vintage: str
    engine_version: str
    facts_version: str
    content: dict[str, Any]


class HistoryOut(Schema):
    """Territorial emissions, t CO2e, by year and sector, of one edition of the inventory."""

    vintage: str
    gwp: str = Field(description="GWP-100 set of the edition's tonnes; `unknown` where not told")
    unit: str
    boundary: str
    years: dict[str, dict[str, float]]


class MunicipalityOut(Schema):
    """A municipality's emissions inside the border, with the boundary asked for."""

    place: str
    place_name: str
    year: int
    boundary: str
    without: str = Field(description="What is left out of all of them")
    boundary_name: str
    value: float
    unit: str
    per_head: float | None
    per_km2: float | None
    inhabitants: float | None
    inhabitants_estimated: bool
    area_km2: float | None
    gwp: str = Field(description="GWP-100 set of the edition's tonnes; `unknown` where not told")
    vintage: str
    source: str


class VersionOut(Schema):
    """A frozen version of a budget."""

    year: int
    number: int
    kind: str
    content_hash: str
    frozen_on: date


class BudgetOut(VersionOut):
    """A frozen version with its content."""

    content: dict[str, Any]


class ReportOut(Schema):
    """A completed interim report."""

    year: int
    period: int
    content_hash: str
    completed_on: date


class WholeReportOut(ReportOut):
    """A completed interim report with its content."""

    content: dict[str, Any]


class PointOut(Schema):
    """A numbered point of a resolution, and how it is followed up."""

    number: int
    text: str
    kind: str
    verbatim: bool = Field(
        description="Whether it stands so in the resolution; else the administration's wording"
    )
    resolved_text: str = Field(
        description="The point as it stands in the resolution; empty: not found there by number"
    )
    owner: str = Field(description="The unit or role that follows it up; never a person's name")
    due: date | None
    state: str
    overdue: bool
    done_on: date | None
    evidence: str = Field(description="What shows that it is done")
    reason: str = Field(description="Why it lapsed, or was changed without a new resolution")
    changed_by: int | None = Field(description="Id of the later resolution that amended it")
    lapsed_by: int | None = Field(description="Id of the later resolution by which it lapsed")


class DecisionOut(Schema):
    """A resolution; ``budget`` is the content hash of what it is about."""

    id: int
    body: str
    decided_on: date
    case_number: str
    archive_reference: str
    title: str
    text: str
    outcome: str
    budget: str | None = None
    points: list[PointOut] = Field(description="What it asks for, point by point")


@router.get("/organisations", response={200: OrganisationsOut, **READING})
def list_organisations(
    request: HttpRequest,
    offset: int = Query(0, ge=0, le=100_000),
    limit: int = Query(100, ge=1, le=500),
) -> Any:
    """List the organisations that have published."""
    caller_of(request)  # a wrong key is refused here as elsewhere
    rows = Organisation.objects.filter(published=True).order_by("code")
    return {"count": rows.count(), "items": list(rows[offset : offset + limit])}


@router.get("/organisations/{code}", response={200: OrganisationOut, **READING})
def get_organisation(request: HttpRequest, code: str = Code) -> Any:
    """Return an organisation."""
    return published_or_member(request, code)[0]


@router.get("/organisations/{code}/account", response={200: AccountOut, **READING})
def get_account(request: HttpRequest, code: str = Code) -> Any:
    """Return the newest published account, every figure with the id of its origin."""
    organisation, _ = published_or_member(request, code)
    account = public_account(organisation)
    if account is None:
        raise Http404("account")
    return {
        "content_hash": account.content_hash,
        "vintage": account.vintage.engine_id,
        "engine_version": account.engine_version,
        "facts_version": account.facts_version,
        "content": account.content,
    }


@router.get("/organisations/{code}/account/history", response={200: HistoryOut, **READING})
def get_history(request: HttpRequest, code: str = Code) -> Any:
    """Return territorial emissions by year and sector; a year that is missing is not there."""
    from kortreist_web.accounts.queries import gwp_of, history

    organisation, _ = published_or_member(request, code)
    vintage = public_vintage(organisation)
    if vintage is None:
        raise Http404("history")
    years = history(organisation, vintage)
    return {
        "vintage": vintage.engine_id,
        "gwp": gwp_of(vintage),
        "unit": "t CO2e",
        "boundary": "territorial",
        "years": {str(y): sectors for y, sectors in years.items()},
    }


def _side_by_side(
    organisation: Organisation | None, vintage: Any, without: str, asked: str | None
) -> list[dict[str, Any]]:
    from kortreist_web.accounts.comparison import beside, figures_of
    from kortreist_web.core.texts import language
    from kortreist_web.publishing.comparison import comparison_table

    if vintage is None:
        raise Http404("edition")
    left = [w for w in ("ets", "shipping", "aviation") if w in without.split(",")]
    year, by_number = figures_of(vintage, without=left)
    rows = list(by_number.values())
    if organisation is not None and asked is not None:
        rows = beside(organisation, by_number, asked)[1]
    first, *rest = comparison_table(rows, year, vintage, left, language())
    return [dict(zip(first, r, strict=True)) for r in rest]


@router.get("/municipalities", response={200: list[MunicipalityOut], 404: Problem, **_LIMITED})
def list_municipalities(request: HttpRequest, without: str = _WITHOUT) -> Any:
    """List every municipality of the widest edition, all counted with the same boundary."""
    from kortreist_web.accounts.comparison import widest_vintage

    return _side_by_side(None, widest_vintage(), without, None)


@router.get("/organisations/{code}/comparison", response={200: list[MunicipalityOut], **READING})
def get_comparison(
    request: HttpRequest,
    code: str = Code,
    without: str = _WITHOUT,
    beside: str = Query("", max_length=500, description="Numbers or names; empty: most alike"),
) -> Any:
    """Return the municipality beside others, all counted with the same boundary."""
    from kortreist_web.accounts.comparison import widest_vintage
    from kortreist_web.accounts.openness import hidden_vintages

    organisation, member = published_or_member(request, code)
    hidden = [] if member else hidden_vintages(None, organisation)
    vintage = widest_vintage(organisation, hidden)
    return _side_by_side(organisation, vintage, without, beside)


def _version(frozen: Any) -> dict[str, Any]:
    return {
        "year": frozen.year,
        "number": frozen.number,
        "kind": frozen.state,
        "content_hash": frozen.content_hash,
        "frozen_on": day_of(frozen.created_at),
    }


@router.get("/organisations/{code}/budgets", response={200: list[VersionOut], **READING})
def list_budgets(request: HttpRequest, code: str = Code) -> Any:
    """List the published versions of climate budgets, newest first."""
    organisation, _ = published_or_member(request, code)
    return [_version(f) for f in public_budgets(organisation, adopted=False)]


@router.get("/organisations/{code}/budgets/{year}/{number}", response={200: BudgetOut, **READING})
def get_budget(
    request: HttpRequest, code: str = Code, year: int = _YEAR, number: int = Path(..., ge=1, le=999)
) -> Any:
    """Return a published version; the hash is of its canonical content."""
    organisation, _ = published_or_member(request, code)
    for frozen in public_budgets(organisation, adopted=False):
        if (frozen.year, frozen.number) == (year, number):
            return {**_version(frozen), "content": frozen.content}
    raise Http404("budget")


def _report(frozen: Any) -> dict[str, Any]:
    return {
        "year": frozen.year,
        "period": frozen.part,
        "content_hash": frozen.content_hash,
        "completed_on": day_of(frozen.created_at),
    }


@router.get("/organisations/{code}/reports", response={200: list[ReportOut], **READING})
def list_reports(request: HttpRequest, code: str = Code) -> Any:
    """List the completed interim reports, newest first."""
    organisation, _ = published_or_member(request, code)
    return [_report(f) for f in public_reports(organisation)]


@router.get(
    "/organisations/{code}/reports/{year}/{period}", response={200: WholeReportOut, **READING}
)
def get_report(
    request: HttpRequest, code: str = Code, year: int = _YEAR, period: int = Path(..., ge=1, le=12)
) -> Any:
    """Return a completed interim report."""
    organisation, _ = published_or_member(request, code)
    for frozen in public_reports(organisation):
        if (frozen.year, frozen.part) == (year, period):
            return {**_report(frozen), "content": frozen.content}
    raise Http404("report")


@router.get("/organisations/{code}/decisions", response={200: list[DecisionOut], **READING})
def list_decisions(request: HttpRequest, code: str = Code) -> Any:
    """List the published resolutions, newest first."""
    organisation, _ = published_or_member(request, code)
    rows = public_decisions(organisation)
    points = points_of(rows, timezone.localdate())
    return [
        {
            **{
                f: getattr(r, f)
                for f in (
                    "id",
                    "body",
                    "decided_on",
                    "case_number",
                    "archive_reference",
                    "title",
                    "text",
                    "outcome",
                )
            },
            "budget": r.frozen.content_hash if r.frozen else None,
            "points": points[r.pk],
        }
        for r in rows
    ]
