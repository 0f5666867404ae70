"""The proposal and two others, computed in the same futures: what a council can choose among.

*As proposed*: exactly the lines, from their years. *More*: the lines are kept, and the plan
may take what it keeps open and use twice as much money, staff and price per tonne. *Later*: what
has not begun starts a year later. Nothing here is a guess: each is a what-if question to the
engine, with the edition, day and seed of the budget's own plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kortreist.errors import FiguresMissingError, KortreistError
from kortreist.i18n import LANGUAGES
from kortreist_web.budgets.content import BEGUN
from kortreist_web.budgets.frozen import budget_of
from kortreist_web.budgets.kept_open import lines_alone
from kortreist_web.budgets.models import BudgetAlternatives
from kortreist_web.core.content import canonical, content_hash
from kortreist_web.measures.catalogue import choices_of, engine_id
from kortreist_web.plans.computation import compute
from kortreist_web.plans.county import is_sum
from kortreist_web.plans.models import Plan
from kortreist_web.plans.questions import pins_for
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version

if TYPE_CHECKING:
    from kortreist.budgets import ClimateBudget
    from kortreist.budgets.household_order import Order

__all__ = [
    "JOB",
    "KEYS",
    "TIMES",
    "alternatives_of",
    "begun_in",
    "compute_alternatives",
    "has_alternatives",
    "no_worse_with_more",
    "orders_by_household",
    "told",
]

JOB = "budgets.alternatives"
#: In the order they are shown; the first is what is proposed.
KEYS = ("proposed", "more", "later")
#: What each limit of the plan is multiplied by in *more*.
TIMES = 2.0


def has_alternatives(plan: Plan | None) -> bool:
    """Tell whether others can be computed of a plan: a county's sum, or no plan, has none."""
    return plan is not None and bool(plan.content) and not is_sum(plan.content)


def alternatives_of(version: Version) -> BudgetAlternatives | None:
    """Return what was computed for a version; for an adopted one, what its proposal had."""
    number = version.content.get("proposal", {}).get("number", version.number)
    return BudgetAlternatives.objects.filter(
        frozen__organisation=version.organisation_id,
        frozen__kind=version.kind,
        frozen__subject=version.subject,
        frozen__number=number,
    ).first()


def told(row: BudgetAlternatives) -> dict[str, Any]:
    """Return key → the alternative's figures; the proposal's tonnes are its version's own.

    What is proposed has one pathway in every document about it. The what-if question finds it
    again, but for what measures that act together are credited with (a few tonnes).
    """
    kept = {key: row.content[key] for key in KEYS if key in row.content}
    content, one = lines_alone(row.frozen.content), kept.get("proposed")
    year = str(one["year"]) if one else ""
    if one is None or year not in content["pathway"]:
        return kept
    path, base = content["pathway"][year], content["baseline"][year]
    own = {
        "emission": dict(path),
        "cut": base["central"] - path["central"],
        "over": path["central"] - content["frame"][year],
        "chance": content["probability_under_frame"].get(year),
    }
    # The others keep their distance from the same run: one base for rows, sentences and sums.
    credited = own["cut"] - one["cut"]
    with_own = {key: _moved(other, credited) for key, other in kept.items()}
    with_own["proposed"] = {**one, **own}
    if "more" in kept and kept["more"]["measures"] == one["measures"]:
        with_own["more"] = {**kept["more"], **own}  # the same plan has the same tonnes
    return with_own


def _moved(one: Mapping[str, Any], credited: float) -> dict[str, Any]:
    """Return an alternative whose cut is larger by what the version credits its own lines with."""
    return {
        **one,
        "cut": one["cut"] + credited,
        "emission": {end: value - credited for end, value in one["emission"].items()},
        "over": one["over"] - credited,
    }


def orders_by_household(row: BudgetAlternatives) -> dict[str, Order]:
    """Return kind of household group → in which order the alternatives cost it least.

    Empty where none, or one alone, has kroner by household group.
    """
    from kortreist.budgets.household_order import orders_of, shown_together

    shown = {key: row.content[key] for key in KEYS if key in row.content}
    made = {key: one["households"] for key, one in shown.items() if one.get("households")}
    return orders_of(made, shown_together(made)) if len(made) > 1 else {}


def compute_alternatives(version: Version) -> BudgetAlternatives:
    """Return the alternatives of a proposal as they are to be stored; nothing is written.

    Raises
    ------
    ValueError
        The budget has no plan of its own: see :func:`has_alternatives`.
    """
    plan = budget_of(version).plan
    if plan is None or not has_alternatives(plan):
        raise ValueError("no plan to compute alternatives of")
    organisation, content = version.organisation, version.content
    pins = pins_for(organisation, futures=plan.pins["futures"], extras=False, like=plan)
    asked = _questions(organisation, plan, content)
    row = BudgetAlternatives(organisation=organisation, frozen=version)
    row.pins = {**pins, "questions": asked}
    growth = 1.0 + ((content.get("prices") or {}).get("growth") or 0.0)
    computed = {}
    for key, question in asked.items():
        try:
            budget, _ = compute(organisation, question, pins)
        except KortreistError as error:
            row.refused[key] = {code: error.message(code) for code in LANGUAGES}
            continue
        computed[key] = _figures(budget, content, growth)  # type: ignore[arg-type]
    row.content = dict(canonical(no_worse_with_more(computed)))
    row.content_hash = content_hash(row.content)
    return row


def no_worse_with_more(computed: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the alternatives with *more* as proposed, where what it adds does not pay that year.

    The engine chooses for all years to the goal. Whoever may use more can do as proposed, so
    *more* never emits more in the year that is shown.
    """
    one, more = computed.get("proposed"), computed.get("more")
    if one and more and more["emission"]["central"] > one["emission"]["central"]:
        return {**computed, "more": one}
    return computed


def begun_in(organisation: Organisation, content: Mapping[str, Any]) -> set[str]:
    """Return the engine's ids of the measures that had begun when a budget was proposed."""
    if "begun" in content:
        return {engine_id(m) for m in content["begun"]}
    # Proposed before it was kept: how it stands today is the nearest there is.
    return {m for m, choice in choices_of(organisation).items() if choice.state in BEGUN}


def _questions(
    organisation: Organisation, plan: Plan, content: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    lines = {engine_id(x["measure"]): int(x["start_year"]) for x in content["lines"]}
    begun = begun_in(organisation, content)
    # As the paper's reader knows it: a budget's paper is of the year before, an amendment's not.
    begins = int(content["year"]) if content.get("amends") else int(content["year"]) - 1
    looked_at = {
        row["id"] for rows in ("measures", "not_chosen", "state_must") for row in plan.content[rows]
    }
    only = sorted(looked_at - lines.keys())
    later = {m: y if m in begun and y <= begins else y + 1 for m, y in lines.items()}
    limits = plan.content["limits"]
    dearest = next(iter((plan.content.get("prices") or {}).get("dearest", {}).values()), None)
    more = {
        "money_nok": limits["money_nok_per_year"] * TIMES,
        "staff_fte": limits["staff_fte"] * TIMES,
        "dearest": None if dearest is None else dearest * TIMES,
    }
    question = plan.question
    return {
        "proposed": {**question, "fixed": lines, "excluded": only},
        "more": {**question, **more, "fixed": lines},
        "later": {**question, "fixed": later, "excluded": only},
    }


def _figures(b: ClimateBudget, content: Mapping[str, Any], growth: float) -> dict[str, Any]:
    """Return what is told of one alternative; money in the budget's prices."""
    from kortreist.facts import load

    years = [y for y in content["plan_years"] if y in b.pathway]
    last = years[-1]
    mine = [row for row in b.measures if "municipality" in row.money]
    each = [row.paid("municipality", years) for row in mine]
    per_fte = load().figure("measures/nok_per_fte").value
    staff = {y: sum(row.paid("municipality", (y,)).staff for row in mine) / per_fte for y in years}
    path, base = b.pathway[last], b.baseline[last]
    return {
        "year": last,
        "emission": {"low": path.low, "central": path.central, "high": path.high},
        "cut": base.central - path.central,
        "over": path.central - b.frame[last],
        "chance": b.probability_under_frame.get(last),
        "municipality": _money(each, growth),
        "others": {
            bearer: sum(row.paid(bearer, years).total for row in b.measures) * growth
            for bearer in ("residents", "business", "county", "state", "company")
            if any(bearer in row.money for row in b.measures)
        },
        "unknown": sum("municipality" in row.cost_missing for row in b.measures),
        "fte": max(staff.values(), default=0.0),
        "households": _households(b, content, years, growth),
        "measures": {row.measure.id: row.start_year for row in b.measures},
        "names": {row.measure.id: dict(row.measure.name) for row in b.measures},
    }


def _households(
    b: ClimateBudget, content: Mapping[str, Any], years: list[int], growth: float
) -> dict[str, Any] | None:
    """Return residents' kroner by household group; None where nobody knows how many there are."""
    from kortreist.budgets.household_costs import household_costs

    prices = content.get("prices") or {}
    raised = prices.get("budget_year") if prices.get("growth") is not None else None
    try:
        made = household_costs(b.account, b.measures, years, growth=growth, price_year=raised)
    except FiguresMissingError:
        return None
    return made.to_dict()


def _money(each: Iterable[Any], growth: float) -> dict[str, float]:
    from kortreist.budgets.budget import Money, spread_of

    rows = list(each)
    whole, (low, high) = Money.added(rows), spread_of(rows)
    return {
        "investment": whole.investment * growth,
        "running": whole.running * growth,
        "low": low * growth,
        "high": high * growth,
    }
