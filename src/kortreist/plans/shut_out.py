"""Which measures are not chosen whatever the future, and why."""

from __future__ import annotations

import numpy as np

from kortreist.pathways.discounting import discount_factors
from kortreist.plans.pricing import counts_here
from kortreist.plans.question import Prices, Question, needed_ids

__all__ = ["shut_out"]


def shut_out(q: Question, prices: Prices, minimum: float) -> dict[str, str]:
    """Return measure id → why it is not chosen, whatever the future; fixed ones never.

    ``other_boundary``: what it cuts is not what the plan counts. ``too_dear``: dearer than
    the carbon price times a factor, to society or to the municipality's budget.
    ``not_ranked``: so too, but health, time or access are what it is for. ``needs_other``:
    something it needs is not chosen.
    """
    weight = discount_factors(q.years)
    last = q.years.index(q.plan_years[-1])
    bar = q.dearest_by_year()
    out: dict[str, str] = {}
    small: list[int] = []
    decided = needed_ids(q)
    for m, measure in enumerate(q.measures):
        if measure.id in q.fixed:
            continue
        if measure.id in q.excluded:
            out[measure.id] = "excluded_by_you"
        elif measure.id in decided:
            continue  # what is decided cannot be done without it
        elif max(np.abs(prices.alone[m, [last, -1]])) < minimum:
            small.append(m)
        elif prices.alone[m, -1] <= -minimum:
            continue  # it emits: judged as what it is
        elif not counts_here(measure, q.boundary):
            out[measure.id] = "other_boundary"
        elif prices.unknown[m]:
            out[measure.id] = "unknown_cost"
        elif prices.dearest[m] @ weight > (bar * prices.alone[m]) @ weight:
            ranked = measure.activity is None or measure.activity.rank_by_price
            out[measure.id] = "too_dear" if ranked else "not_ranked"
    return _with_needs(q, prices, out, small)


def _with_needs(
    q: Question, prices: Prices, shut: dict[str, str], small: list[int]
) -> dict[str, str]:
    """Return what is shut, with what needs it, and without what others need.

    What cuts nothing itself is kept as long as something that may be chosen needs it: its cost
    is weighed with that.
    """
    by_id = {m.id: m for m in q.measures}
    here = {q.measures[m].id for m in small}
    out = dict(shut)

    def needs(name: str, seen: frozenset[str] = frozenset()) -> set[str]:
        direct = set(by_id[name].requires) & by_id.keys() - seen
        return direct.union(*(needs(r, seen | {name}) for r in direct))

    needed: set[str] = set()
    for name in by_id.keys() - here - out.keys():
        chain = needs(name)
        if any(r in out or (r in here and prices.unknown[_at(q, r)]) for r in chain):
            if name not in q.fixed:
                out[name] = "needs_other"
        else:
            needed |= chain
    for m in small:
        name = q.measures[m].id
        if name not in needed:
            out[name] = "no_effect"
    return out


def _at(q: Question, name: str) -> int:
    return next(i for i, m in enumerate(q.measures) if m.id == name)
