"""Operations of the API on the economic plan, a proposal's alternatives and next year's budget."""

from __future__ import annotations

from typing import Any, Literal

from django.http import Http404
from ninja import Path, Router, Schema
from pydantic import ConfigDict, Field

from kortreist_web.budgets.actions.import_table import import_table
from kortreist_web.budgets.actions.next_year import next_year
from kortreist_web.budgets.alternatives import alternatives_of, orders_by_household
from kortreist_web.budgets.frozen import current, versions
from kortreist_web.budgets.lines import Row
from kortreist_web.budgets.models import Budget, EconomicPlanLine
from kortreist_web.core.api import CHANGING, Body, Key, Number, Whole
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.plans.models import Plan
from kortreist_web.tenants.membership import member_of

__all__ = ["router"]

router = Router(auth=Key())
_CODE = Path(..., pattern=r"^(X[0-9A-Z]{3}|\d{4}|\d{2})$", description="4005, 40 or X001")
_YEAR = Path(..., ge=2000, le=2100)


class EconomicLine(Body):
    """A line of the action and economic plan; amounts in whole kroner by year."""

    responsibility: str = Field("", max_length=20)
    function: str = Field("", max_length=20)
    account: str = Field("", max_length=20)
    text: str = Field(min_length=1, max_length=200)
    amounts: dict[str, Whole] = Field(description="Year → NOK; a year that is absent is unknown")
    kind: Literal["", "running", "investment"] = Field(
        "", description="Which account; empty: what the account's code tells"
    )
    price_year: Whole | None = Field(
        None, ge=2000, le=2100, description="Whose kroner the amounts are in"
    )


class EstimateOut(Schema):
    """The climate budget's estimate that a line's amounts are, taken in unchanged.

    Extra cost against what would otherwise be bought or done, excluding VAT: not the purchase.
    """

    low: Whole | None = Field(description="NOK over the plan's years; null: no range known")
    high: Whole | None
    source: Literal["official", "judgement", "unknown"] = Field(
        description="What it rests on at its weakest"
    )


class EconomicLineOut(EconomicLine):
    """A line as it is kept; its amounts are the municipality's own unless they are an estimate."""

    # What is answered is read from the row: a schema that forbids fields never asks a resolver.
    model_config = ConfigDict(extra="ignore")

    estimate: EstimateOut | None = Field(
        None, description="Where the amounts are the climate budget's estimate, unchanged"
    )

    @staticmethod
    def resolve_estimate(line: EconomicPlanLine) -> Any:
        """Return the estimate the amounts still are."""
        return line.estimate_kept or None


class EconomicPlanIn(Body):
    """The lines; with ``remove_absent`` those that are not here are removed."""

    lines: list[EconomicLine] = Field(max_length=2000)
    remove_absent: bool = False


class CountOut(Schema):
    """How many lines were added, changed and removed."""

    added: int
    changed: int
    removed: int


@router.get(
    "/organisations/{code}/economic-plan/{year}",
    response={200: list[EconomicLineOut], **CHANGING},
)
def get_economic_plan(request: SignedInRequest, code: str = _CODE, year: int = _YEAR) -> Any:
    """List the lines of the economic plan (key with ``read``)."""
    organisation = member_of(request, code, "view", EconomicPlanLine)
    return list(EconomicPlanLine.objects.filter(organisation=organisation, year=year))


@router.put("/organisations/{code}/economic-plan/{year}", response={200: CountOut, **CHANGING})
def import_economic_plan(
    request: SignedInRequest, body: EconomicPlanIn, code: str = _CODE, year: int = _YEAR
) -> Any:
    """Add and change lines, all or none (key with ``write``); links are kept."""
    organisation = member_of(request, code, "change", EconomicPlanLine)
    rows = [
        Row(
            n.responsibility,
            n.function,
            n.account,
            n.text,
            dict(n.amounts),
            kind=n.kind,
            price_year=n.price_year,
        )
        for n in body.lines
    ]
    return import_table(
        request.user, organisation, year=year, rows=rows, remove_absent=body.remove_absent
    )


class OrderOut(Schema):
    """In which order the alternatives cost least; equal to the krone stand together."""

    average: list[list[str]] = Field(description="For the mean household, all that is known")
    spread: list[list[str]] = Field(description="For the mean household, of what is spread")
    turns: dict[str, list[list[str]]] = Field(
        description="Household group → its order, where a pair stands the other way round"
    )
    over_range: bool = Field(description="The same at low and at high costs")
    in_both: bool = Field(description="The same where kroner are spread alike on all households")
    left_out: bool = Field(description="The alternatives differ in kroner that are not spread")
    robust: bool


class AlternativesOut(Schema):
    """A proposal and two others, as they were computed for its case paper."""

    number: int = Field(description="Of the version of the budget")
    alternatives: dict[str, dict[str, Any]] = Field(
        description="`proposed`, `more`, `later` → figures; money in NOK over the plan years,"
        " `households` in NOK a year by household group (null: households not known)"
    )
    refused: dict[str, dict[str, str]] = Field(description="Alternative → why it has no figures")
    orders: dict[str, OrderOut] = Field(
        description="`income` and `type` → order; empty where kroner were not spread"
    )
    pins: dict[str, Any]
    content_hash: str


@router.get(
    "/organisations/{code}/climate-budget/{year}/alternatives",
    response={200: AlternativesOut, **CHANGING},
)
def list_alternatives(request: SignedInRequest, code: str = _CODE, year: int = _YEAR) -> Any:
    """Give the alternatives of a year's newest version, by household group too (``read``)."""
    organisation = member_of(request, code, "view", Budget)
    frozen = versions(organisation, year).first()
    kept = None if frozen is None else alternatives_of(frozen)
    if frozen is None or kept is None:
        raise Http404("version" if frozen is None else "alternatives")
    return {
        "number": frozen.number,
        "alternatives": kept.content,
        "refused": kept.refused,
        "orders": orders_by_household(kept),
        "pins": kept.pins,
        "content_hash": kept.content_hash,
    }


class NextYearIn(Body):
    """Which plan gives the new figures, and how prices have grown."""

    plan: Whole = Field(ge=1, le=2_000_000_000, description="A computed plan of the year after")
    title: str = Field(min_length=1, max_length=200)
    price_growth: Number | None = Field(
        None, ge=-0.2, le=0.5, description="Share, from the plan's prices to the new budget's"
    )
    own_growth: Number | None = Field(
        None, ge=-0.2, le=0.5, description="Share, of amounts the plan does not compute anew"
    )
    complete: list[str] = Field(
        default_factory=list,
        max_length=200,
        description="Measures said to be done whose programme ends before its last target",
    )
    confirmed: bool = Field(False, description="A new budget for a year that has one in force")


class ShortOut(Schema):
    """How far a measure said to be done is from its last target."""

    indicator: str
    unit: str
    seen: float | None
    target: float
    year: int
    share: float | None = Field(description="Of the way that is reached, 0 to 1")


class CarriedOut(Schema):
    """What happened to one line."""

    measure: str
    name: dict[str, str]
    what: str = Field(description="carried, changed, not_counted, new or done")
    late: bool = False
    short: ShortOut | None = Field(None, description="Said to be done; its target is not reached")
    gone: int | None = Field(
        None, description="NOK of the municipality that leave the budget with what is done"
    )
    gone_unknown: bool = Field(False, description="Some of what leaves it is not known")
    unpaid: int | None = Field(
        None, description="NOK of last year's investment that is not paid, and in no sum"
    )


class DraftOut(Schema):
    """The draft that was begun."""

    id: int
    year: int
    title: str
    state: str
    carried: list[CarriedOut]

    @staticmethod
    def resolve_carried(row: Any) -> Any:
        """Return what happened, line by line."""
        return row.frame["carried"]


@router.post(
    "/organisations/{code}/climate-budget/{year}/next-year",
    response={200: DraftOut, **CHANGING},
)
def begin_next_year(
    request: SignedInRequest, body: NextYearIn, code: str = _CODE, year: int = _YEAR
) -> Any:
    """Begin next year's draft from the budget in force (key with ``write``)."""
    organisation = member_of(request, code, "change", Budget)
    frozen = current(organisation, year)
    plan = Plan.objects.filter(organisation=organisation, pk=body.plan).first()
    if frozen is None or plan is None:
        raise Http404("budget" if frozen is None else "plan")
    return next_year(
        request.user,
        organisation,
        frozen,
        plan,
        title=body.title,
        price_growth=body.price_growth,
        own_growth=body.own_growth,
        complete=body.complete,
        confirmed=body.confirmed,
    )
