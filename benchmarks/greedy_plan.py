"""The greedy choice the first drafts were made with: kept only to be compared against.

The cheapest tonne first, each measure in the earliest year the limits let it start, in
several orders that differ in how dear an hour of the municipality's few people is; the
order that leaves least above the frame is kept.
"""

from __future__ import annotations

import numpy as np

from kortreist.pathways import evaluate_many
from kortreist.pathways.discounting import discount_factors
from kortreist.plans.question import Prices, Question

__all__ = ["greedy_plan"]

STAFF_PRICES = (0.0, 2e6, 1e7, 1e8)  # NOK that an FTE-year is worth beyond its pay


def greedy_plan(q: Question, known: Prices, minimum: float) -> dict[str, int]:
    """Return measure id → start year."""
    best: tuple[float, dict[str, int]] = (np.inf, {})
    frame = np.array([q.frame[y] for y in q.years])
    columns = [q.column(y) for y in q.years]
    for price in STAFF_PRICES:
        plan = _one_order(q, known, minimum, price)
        total = evaluate_many(q.model, [plan], q.boundary)[0][:, columns]
        over = float(np.maximum(total - frame, 0.0).sum(axis=1).mean())
        if over < best[0]:
            best = (over, plan)
    return best[1]


def _one_order(q: Question, known: Prices, minimum: float, staff_price: float) -> dict[str, int]:
    years = np.array(q.years)
    weight = discount_factors(q.years)
    last = q.years.index(q.plan_years[-1])
    by_id = {m.id: i for i, m in enumerate(q.measures)}
    tonnes = known.alone @ weight

    def rank(m: int) -> tuple[bool, float, float, str]:
        measure = q.measures[m]
        busy = measure.staff_fte * max(measure.ramp_years, 1)
        money = max(known.annual[m] @ weight, 0.0) / tonnes[m] + staff_price * busy / tonnes[m]
        return bool(known.part_unknown[m]), float(money), -float(tonnes[m]), measure.id

    possible = [
        m
        for m, measure in enumerate(q.measures)
        if not measure.enabling_conditions and known.alone[m, last] >= minimum
    ]
    money_left = np.full(years.size, q.limits.money_nok)
    staff_left = np.full(years.size, q.limits.staff_fte)
    starts: dict[str, int] = {}
    for m in sorted(possible, key=rank):
        measure = q.measures[m]
        ruled_out = set(measure.excludes) & starts.keys() or any(
            measure.id in q.measures[by_id[s]].excludes for s in starts
        )
        if ruled_out or any(r not in starts for r in measure.requires):
            continue
        for start in q.plan_years:
            money = np.zeros(years.size)
            money[start - years[0] :] = known.own[m, : years.size - (start - years[0])]
            staff = measure.staff_fte * ((years >= start) & (years < start + measure.ramp_years))
            if (money <= money_left + 1e-9).all() and (staff <= staff_left + 1e-9).all():
                starts[measure.id] = start
                money_left, staff_left = money_left - money, staff_left - staff
                break
    return starts
