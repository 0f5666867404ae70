"""Plans of hand-made measures on the real account of Notodden: for cases told in advance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

import numpy as np

from kortreist import accounts, futures, measures, places
from kortreist.accounts.ledger import Account
from kortreist.budgets.draft_plan import ask
from kortreist.budgets.frame import emission_frame
from kortreist.measures import Measure
from kortreist.measures.measure import Cost, Effect, Spread
from kortreist.plans import Limits, PlanOutcome, Question, Verdict, plan_for

TODAY = date(2026, 11, 23)
PLAN = (2027, 2028, 2029, 2030)
CARS = ("direct", "road_transport", "passenger_cars")


@lru_cache(maxsize=1)
def account() -> Account:
    return accounts.build(places.find("4005"))


def spread(low: float, central: float, high: float) -> Spread:
    return Spread(low, central, high, "judgement", "judgement", "Hand case")


def measure(
    id: str,
    share: float,
    nok_per_tonne: tuple[float, float, float] = (500.0, 500.0, 500.0),
    *,
    on: tuple[str, str, str] = CARS,
    binds: int = 1,
    lost: float | None = 0.0,
    capital: tuple[float, float, float] | None = None,
    yearly: float = 0.0,
    own: bool = False,
    **also: object,
) -> Measure:
    """Return a measure that cuts a share of a source, at once and for good.

    It costs ``capital`` (low, central, high), ``yearly``, or ``nok_per_tonne`` of running
    cost, whichever is given first; ``own``: the municipality pays, else businesses do.
    """
    model = next(m for m in measures.library() if m.id == "eco_driving")
    bearer = "municipality" if own else "business"
    if capital is not None:
        cost = Cost(bearer, "capital", "fixed", spread(*capital))
    elif yearly:
        cost = Cost(bearer, "running", "fixed", spread(yearly, yearly, yearly))
    else:
        cost = Cost(bearer, "running", "per_tonne", spread(*nok_per_tonne))
    effect = Effect(*on, "avoid", spread(share, share, share) if share else spread(0.0, 0.0, 0.0))
    values: dict[str, object] = {
        "effects": (effect,),
        "costs": (cost,),
        "activity": None,
        "ramp_years": 1,
        "lifetime_years": 40,
        "commitment_years": binds,
        "reversal_cost": lost,
        "staff_fte": 0.0,
        "requires": (),
        "excludes": (),
        "enabling_conditions": (),
        "overridden": ("own",),
        "national": "",
        "qualities": (),
    }
    return replace(model, id=id, **(values | also))  # type: ignore[arg-type]


def asked(
    some: Sequence[Measure],
    *,
    seed: int,
    cut: float = 0.70,
    money: float = 1e9,
    staff: float = 50.0,
    dearest: float = 1e6,
    fixed: Mapping[str, int] | None = None,
    count: int = 128,
) -> Question:
    """Return the question of some measures in Notodden, the target a cut to 2035 from 2009."""
    acc = account()
    years = tuple(range(acc.year + 1, 2036))
    today = (acc.year, acc.totals["territorial"].value)
    frame = emission_frame(acc.history[2009], today, {2035: cut}, years)
    drawn = futures.draw(tuple(some), (acc.year, *years), n=count, seed=seed)
    return ask(
        acc,
        tuple(some),
        drawn,
        "territorial",
        frame,
        PLAN,
        Limits(money, staff),
        TODAY,
        fixed=fixed,
        dearest=dearest,
    )


def planned(
    some: Sequence[Measure],
    *,
    seed: int,
    cut: float = 0.70,
    money: float = 1e9,
    fixed: Mapping[str, int] | None = None,
    count: int = 128,
    extras: bool = False,
) -> PlanOutcome:
    """Return the plan of what is :func:`asked`."""
    q = asked(some, seed=seed, cut=cut, money=money, fixed=fixed, count=count)
    return plan_of(q, seed=seed, cut=cut, extras=extras)


def plan_of(q: Question, *, seed: int, cut: float = 0.70, extras: bool = False) -> PlanOutcome:
    """Return the plan of a question."""
    acc = account()
    return plan_for(
        q,
        acc,
        minimum=1.0,
        reference=acc.history[2009],
        targets={2035: acc.history[2009] * (1 - cut)},
        noise=np.zeros((q.model.size, q.model.years.size)),
        seed=seed,
        at=TODAY,
        extras=extras,
        time_limit=5.0,
    )


def verdicts(outcome: PlanOutcome) -> dict[str, Verdict]:
    return {v.measure: v for v in outcome.verdicts}
