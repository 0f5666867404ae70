"""What a place's brief can say: one fact an id, each with the origin its figure resolves to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kortreist.accounts.ledger import ACTORS, Account
from kortreist.budgets.origins import registered_origins
from kortreist.budgets.target import RegisteredTarget
from kortreist.budgets.targets import statutory_targets
from kortreist.clocks import threshold
from kortreist.facts import load
from kortreist.provenance import Origin
from kortreist.units import Quantity

__all__ = ["LEFT", "BriefFact", "brief_facts", "brief_origins"]

Value = float | int | str | tuple[int, ...]
#: The brief's own formula: what is left to a goal.
LEFT = "document/brief_left"


@dataclass(frozen=True, slots=True)
class BriefFact:
    """One fact of a brief.

    Parameters
    ----------
    value : float, int, str, tuple of int or None
        None: not known, and every sentence with it is left out.
    ref : str
        Id of the origin of a figure; empty for a name or a year.
    low, high : float or None
        Range, where there is one.
    """

    value: Value | None
    ref: str = ""
    low: float | None = None
    high: float | None = None


def brief_facts(
    account: Account, at: date, registered: Iterable[RegisteredTarget] = ()
) -> dict[str, BriefFact]:
    """Return the facts of a place's brief by id; what is not known is None.

    Parameters
    ----------
    account : Account
        Without parts left out its tonnes are of all inside the border; else they have another
        id, so that no sentence calls one the other.
    at : datetime.date
        The day whose rules and targets count.
    registered : iterable of RegisteredTarget
        What the place and its county have adopted.
    """
    out: dict[str, BriefFact] = {
        "place/name": BriefFact(account.place.name),
        "account/year": BriefFact(account.year),
    }
    out |= _totals(account)
    out |= _change(account)
    out |= _shares(account)
    out |= _law(at)
    out |= _goals(account, tuple(registered))
    residents = account.population
    if residents and account.place.kind == "municipality":
        enough = threshold(round(residents), at)
        out["proposal/signatures"] = BriefFact(enough.signatures, enough.share.origin.id)
    return out


def brief_origins(
    account: Account, at: date, registered: Iterable[RegisteredTarget] = ()
) -> dict[str, Origin]:
    """Return the origins of the facts that the account does not hold itself."""
    out = dict(registered_origins(registered))
    for fact in statutory_targets(at).values():
        out[fact.origin.id] = fact.origin
    if account.population:
        share = threshold(round(account.population), at).share.origin
        out[share.id] = share
    figure = load().origin("population", {}, "facts/population")
    out.setdefault(figure.id, figure)
    return out


def _range(quantity: Quantity | None, ref: str) -> BriefFact:
    if quantity is None:
        return BriefFact(None, ref)
    return BriefFact(quantity.value, ref, quantity.low, quantity.high)


def _totals(account: Account) -> dict[str, BriefFact]:
    direct = account.totals.get("territorial")
    bought = _range(account.totals.get("consumption"), "document/total")
    whole = not account.without
    dated = len(account.basis) == 2
    each = direct.value / account.population if direct and account.population and whole else None
    unknown = BriefFact(None)
    return {
        "account/territorial": _range(direct if whole else None, "document/total"),
        "account/territorial_without": _range(None if whole else direct, "document/total"),
        "account/without": BriefFact(None if whole else "without"),
        "account/each": BriefFact(each, "document/per_head"),
        "account/population": BriefFact(account.population, "facts/population"),
        "account/consumption": unknown if dated else bought,
        "account/consumption_dated": bought if dated else unknown,
        "account/basis": BriefFact(account.basis if dated else None),
    }


def _change(account: Account) -> dict[str, BriefFact]:
    first = min(account.history, default=None)
    change = None
    if first is not None and first < account.year and account.history.get(account.year):
        before = account.history[first]
        change = account.history[account.year] / before - 1.0 if before > 0 else None
    ref = "document/change"
    return {
        "account/first_year": BriefFact(None if change is None else first),
        "account/fall": BriefFact(-change if change is not None and change < 0 else None, ref),
        "account/rise": BriefFact(change if change is not None and change > 0 else None, ref),
    }


def _shares(account: Account) -> dict[str, BriefFact]:
    by_sector: dict[str, float] = defaultdict(float)
    by_actor: dict[str, float] = defaultdict(float)
    for source in account.sources:
        if source.scope == "direct" and not source.memo:
            by_sector[source.sector] += source.value
            by_actor[source.actor] += source.value
    # Net removals in a sector would make a share of the sum mean nothing.
    total = sum(by_sector.values()) if min(by_sector.values(), default=-1.0) >= 0 else 0.0
    ref, largest = "document/sector", sorted(by_sector, key=lambda s: (-by_sector[s], s))
    out = {}
    for name, n in (("largest", 0), ("second", 1)):
        known = total > 0 and len(largest) > n and by_sector[largest[n]] > 0
        out[f"sector/{name}"] = BriefFact(largest[n] if known else None)
        out[f"sector/{name}_share"] = BriefFact(
            by_sector[largest[n]] / total if known else None, ref
        )
    for actor in ACTORS:
        out[f"actor/{actor}_share"] = BriefFact(
            by_actor[actor] / total if total > 0 and actor in by_actor else None, ref
        )
    return out


def _law(at: date) -> dict[str, BriefFact]:
    targets = statutory_targets(at)
    year = min((y for y in targets if y > at.year), default=None)
    if year is None:
        return {id: BriefFact(None) for id in ("law/year", "law/reference", "law/cut")}
    fact = targets[year]
    low, high = (fact.low, fact.high) if fact.low != fact.high else (None, None)
    reference = fact.unit.removeprefix("share of ")
    return {
        "law/year": BriefFact(year),
        "law/reference": BriefFact(int(reference) if reference.isdecimal() else None),
        "law/cut": BriefFact(fact.value, fact.origin.id, low, high),
    }


def _goals(account: Account, registered: tuple[RegisteredTarget, ...]) -> dict[str, BriefFact]:
    out: dict[str, BriefFact] = {}
    for name, county in (("goal", False), ("county", True)):
        standing = (
            t
            for t in registered
            if t.county == county
            and not t.historical
            and t.emissions == "territorial"
            and t.target_year >= account.year
            and t.reduction is not None
            and t.reference_year is not None
        )
        goal = min(standing, key=lambda t: t.target_year, default=None)
        cut = BriefFact(None)
        if goal is not None:
            cut = BriefFact(goal.reduction, goal.origin, goal.reduction, goal.reduction_high)
        out[f"{name}/cut"] = cut
        out[f"{name}/year"] = BriefFact(goal.target_year if goal else None)
        out[f"{name}/reference"] = BriefFact(goal.reference_year if goal else None)
        out[f"{name}/by"] = BriefFact(goal.name if goal else None)
        if name == "goal":
            out["goal/left"] = BriefFact(_left(account, goal), LEFT)
    return out


def _left(account: Account, goal: RegisteredTarget | None) -> float | None:
    """Return how many tonnes the account is above the goal; None where it cannot be told."""
    if goal is None or goal.reference_year is None or goal.reduction is None or account.without:
        return None
    before, now = account.history.get(goal.reference_year), account.totals.get("territorial")
    if before is None or now is None:
        return None
    left = now.value - before * (1.0 - goal.reduction)
    return left if left >= 0.5 else None
