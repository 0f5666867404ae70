"""When demands cannot all be met: which stand against each other, and the smallest mend.

An irreducible set is found by taking demands away one at a time and keeping away those
whose absence does not help (deletion filter; Chinneck & Dravnieks 1991): what is left
conflicts, and would not if any one of them were gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import ceil

import numpy as np
import numpy.typing as npt

from kortreist.errors import Phrase, TextKey
from kortreist.plans.formulate import formulate
from kortreist.plans.goal import Goal
from kortreist.plans.limits import Limits
from kortreist.plans.milp import solve
from kortreist.plans.objectives import Aim
from kortreist.plans.outcome import Demand
from kortreist.plans.question import Prices, Question, needed_ids
from kortreist.plans.room_for_manoeuvre import met, nothing

__all__ = ["as_phrase", "conflict", "in_the_way", "out_of_the_way"]

FloatArray = npt.NDArray[np.float64]

_PLENTY = 1e15
#: Futures enough to tell what stands in the way.
_IN_THE_WAY_FUTURES = 128


def conflict(question: Question, prices: Prices) -> tuple[Demand, ...]:
    """Return an irreducible set of demands that cannot all be met; empty when they can.

    Demands are what the user fixed and excluded, the limits on money and staff, and what
    measures require and rule out. Each carries the smallest change to it alone after which all
    that was asked for can be met, where there is one: NOK a year, FTE, or another start year.
    Where neither money nor staff is enough alone, one demand names both.
    """
    demands = [Demand("fix", i, None) for i in question.fixed]
    demands += [Demand("exclude", i, None) for i in sorted(question.excluded)]
    demands += [Demand("money", "", None), Demand("staff", "", None)]
    for m in question.measures:
        if m.requires:
            demands.append(Demand("requires", m.id, None))
        if m.excludes:
            demands.append(Demand("excludes", m.id, None))
    if not question.fixed or _possible(question, prices, demands):
        return ()
    unlimited = [d for d in demands if d.kind not in ("money", "staff")]
    if not _possible(question, prices, unlimited):
        # No money and no staff would help: what stands in the way is among the rest.
        demands = unlimited
    kept = list(demands)
    for demand in demands:
        fewer = [d for d in kept if d is not demand]
        if not _possible(question, prices, fewer):
            kept = fewer
    limits = [d for d in kept if d.kind in ("money", "staff")]
    if limits and not any(_alone(question, prices, d, demands) for d in limits):
        both = _both(question, prices, demands)
        return (*(_mended(question, prices, d, demands) for d in kept if d not in limits), both)
    return tuple(_mended(question, prices, d, demands) for d in kept)


def _alone(question: Question, prices: Prices, demand: Demand, demands: list[Demand]) -> bool:
    """Tell whether all the others can be met without a demand."""
    return _possible(question, prices, [d for d in demands if d is not demand])


def _mended(question: Question, prices: Prices, demand: Demand, demands: list[Demand]) -> Demand:
    change = _mend(question, prices, demand, demands)
    return replace(demand, change=change, enough=_alone(question, prices, demand, demands))


def _both(question: Question, prices: Prices, demands: list[Demand]) -> Demand:
    """Return the least staff with which money can mend it, and the money it then takes."""
    staff = next(d for d in demands if d.kind == "staff")
    money = next(d for d in demands if d.kind == "money")
    rich = [d for d in demands if d is not money]
    people = _mend(question, prices, staff, rich)
    staffed = _with(question, "staff", question.limits.staff_fte if people is None else people)
    return Demand("limits", "", _mend(staffed, prices, money, demands), True, people)


def _with_demands(question: Question, demands: Iterable[Demand]) -> Question:
    """Return the question with only these demands."""
    kinds: dict[str, set[str]] = {}
    for d in demands:
        kinds.setdefault(d.kind, set()).add(d.key)
    money = question.limits.money_nok if "money" in kinds else _PLENTY
    staff = question.limits.staff_fte if "staff" in kinds else _PLENTY
    measures = tuple(
        replace(
            m,
            requires=m.requires if m.id in kinds.get("requires", set()) else (),
            excludes=m.excludes if m.id in kinds.get("excludes", set()) else (),
        )
        for m in question.measures
    )
    return replace(
        question,
        measures=measures,
        fixed={k: v for k, v in question.fixed.items() if k in kinds.get("fix", set())},
        excluded=frozenset(kinds.get("exclude", set())),
        limits=Limits(money, staff),
    )


def _possible(question: Question, prices: Prices, demands: Iterable[Demand]) -> bool:
    asked = _with_demands(question, demands)
    if not asked.fixed:
        return True
    if set(asked.fixed) & asked.excluded:
        return False
    needed = needed_ids(asked)
    # What nobody asked for and nothing fixed needs can only be in the way.
    asked = replace(
        asked,
        excluded=asked.excluded | frozenset(m.id for m in asked.measures if m.id not in needed),
    )
    problem = formulate(
        asked,
        prices,
        np.zeros(1, dtype=np.int64),
        [asked.horizon],
        [1.0],
        starts=asked.plan_years,
        learning_year=asked.horizon + 1,
        give_up=False,
    )
    problem = replace(problem, available=np.ones_like(problem.available))
    answer = solve(problem, Aim("cost"), time_limit=5.0)
    return answer.status != "infeasible"


def _mend(
    question: Question, prices: Prices, demand: Demand, conflicting: list[Demand]
) -> float | None:
    """Return the smallest change to one demand after which the conflicting can all be met."""
    others = [d for d in conflicting if d is not demand]
    if demand.kind == "fix":
        now = question.fixed[demand.key]
        for year in sorted(question.plan_years, key=lambda y: abs(y - now)):
            moved = replace(question, fixed={**question.fixed, demand.key: year})
            if year != now and _possible(moved, prices, conflicting):
                return float(year)
        return None
    if demand.kind not in ("money", "staff"):
        return None
    limits = question.limits
    low = limits.money_nok if demand.kind == "money" else limits.staff_fte
    high = max(low, 1.0)
    if not _possible(question, prices, others):
        return None
    while not _possible(_with(question, demand.kind, high), prices, conflicting):
        high *= 2.0
    # To the whole krone and the hundredth of an FTE: what is named is the least that works.
    step = 1.0 if demand.kind == "money" else 0.01
    below, enough = int(low / step), ceil(high / step)
    while enough - below > 1:
        middle = (below + enough) // 2
        if _possible(_with(question, demand.kind, middle * step), prices, conflicting):
            enough = middle
        else:
            below = middle
    return round(enough * step, 2)


def _with(question: Question, kind: str, limit: float) -> Question:
    limits = question.limits
    changed = (
        Limits(limit, limits.staff_fte) if kind == "money" else Limits(limits.money_nok, limit)
    )
    return replace(question, limits=changed)


def as_phrase(demand: Demand, q: Question) -> Phrase:
    """Return what a demand says, with what would mend it."""
    mend: object = TextKey("plans.mend.none" if demand.enough else "plans.mend.not_alone")
    if demand.change is not None:
        year = int(demand.change) if demand.kind == "fix" else ""
        mend = Phrase(
            f"plans.mend.{demand.kind}",
            {"change": demand.change, "year": year, "people": demand.staff},
        )
    names = {m.id: m.name for m in q.measures}
    values: dict[str, object] = {
        "measure": names.get(demand.key, demand.key),
        "year": q.fixed.get(demand.key, ""),
        "money": q.limits.money_nok,
        "staff": q.limits.staff_fte,
        "mend": mend,
    }
    return Phrase(f"plans.demand.{demand.kind}", values)


def out_of_the_way(question: Question) -> tuple[tuple[str, Question], ...]:
    """Return the question with each thing that may stand between plan and target gone.

    ``money``, ``staff``: without that limit. ``conditions``: every law and grant is there
    from the start. ``all``: all three at once.
    """
    q = question
    free = replace(q, limits=Limits(_PLENTY, q.limits.staff_fte))
    staffed = replace(q, limits=Limits(q.limits.money_nok, _PLENTY))
    present = replace(q.model, enabled_from=np.full_like(q.model.enabled_from, -np.inf))
    open_ = replace(q, model=present)
    whole = replace(open_, limits=Limits(_PLENTY, _PLENTY))
    return (("money", free), ("staff", staffed), ("conditions", open_), ("all", whole))


def in_the_way(
    q: Question, price_table: Prices, goal: Goal, target: float, noise: FloatArray
) -> tuple[Demand, ...]:
    """Return what would help, where the municipality's own decisions do not meet the target."""
    if goal.kind == "target":
        return ()
    year = goal.year
    sample = np.arange(min(_IN_THE_WAY_FUTURES, q.model.size))
    out = [Demand("target", "", goal.reduction)]
    anyhow = np.zeros(sample.size, dtype=np.bool_)
    for name, free in out_of_the_way(q):
        last = formulate(
            free, price_table, sample, [year], [1.0], learning_year=q.plan_years[0], give_up=False
        )
        reached = met(last, nothing(last), target, noise[sample, q.column(year)])
        # What one of them gives, all three together give too, whatever the search finds.
        anyhow |= reached
        if name == "all":
            reached = anyhow
        out.append(Demand(name, "", float(reached.mean())))
    return tuple(out)
