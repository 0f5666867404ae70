"""Which limit binds: what the plan would cut more without each of its limits alone.

A limit binds where the plan made without it cuts more. That is found by making the plan again,
by the same method in fewer futures, with one limit gone and all else as it was; both plans are
then compared in all futures. A limit that not even everything at once would reach is not tried:
without it no choice is another (its constraints are slack whatever is chosen).

Shadow prices of the relaxed problem would be cheaper, but tell of the next krone only; a
measure costs many at once, and groups decide what may be planned at all.

Whoever has more room can do as before. Where the plan made without a limit cuts less in the
goal year (it is made for all years, and other measures may then be right), the plan as it is
stands for it: a limit that goes never makes it worse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from kortreist.pathways import evaluate_many
from kortreist.plans.limits import Limits
from kortreist.plans.question import Prices, Question

__all__ = ["LIMITS", "Limit", "LimitGain", "binding_limit", "limit_gains"]

FloatArray = npt.NDArray[np.float64]
Limit = Literal["money", "staff", "price", "all"]
#: In the order they are tried; ``all``: the three at once.
LIMITS: tuple[Limit, ...] = ("money", "staff", "price", "all")

#: Futures enough to tell a plan with a limit from one without; the tonnes are of all.
_FUTURES = 64
_PLENTY = 1e15


@dataclass(frozen=True, slots=True)
class LimitGain:
    """What a plan without one of its limits would cut more.

    Parameters
    ----------
    limit : {"money", "staff", "price", "all"}
        The municipality's NOK a year; its FTE; NOK per t CO2e; the three at once.
    tonnes : float
        Mean t CO2e cut more in the goal year; never below zero.
    binds : bool
        At least as much as counts as something.
    measures : tuple of str
        What then comes into the plan.
    slack : bool
        Everything at once would not reach the limit: no choice would be another without it.
    """

    limit: Limit
    tonnes: float
    binds: bool
    measures: tuple[str, ...] = ()
    slack: bool = False


def binding_limit(gains: tuple[LimitGain, ...]) -> LimitGain | None:
    """Return the limit that holds most back; None where none does.

    ``all`` only where no limit does alone.
    """
    alone = [g for g in gains if g.binds and g.limit != "all"]
    if alone:
        return max(alone, key=lambda g: g.tonnes)
    return next((g for g in gains if g.binds), None)


def limit_gains(
    question: Question,
    prices: Prices,
    plan: Callable[[Question], Mapping[str, int]],
    *,
    year: int,
    minimum: float,
) -> tuple[LimitGain, ...]:
    """Return what the plan would cut more without each limit, and without all of them.

    Parameters
    ----------
    question : Question
    prices : Prices
        Of the question; they do not depend on its limits.
    plan : callable
        Makes the plan of a question: measure id → start year.
    year : int
        Goal year.
    minimum : float
        t CO2e that count as something.

    Returns
    -------
    tuple of LimitGain
        In the order of :data:`LIMITS`; ``all`` only where none binds alone and two may
        together.
    """
    q = question
    few = replace(q, model=q.model.first(_FUTURES))
    slack: dict[Limit, bool] = {
        "money": bool((q.limits.money_nok * _counted(q) >= _most_money(q, prices)).all())
        and q.limits.money_nok >= float(prices.lasting[_open(q)].sum()),
        "staff": q.limits.staff_fte >= sum(m.own_fte for m in q.measures),
        "price": False,
    }
    tried = [name for name, enough in slack.items() if not enough]
    starts: dict[Limit, Mapping[str, int]] = {}
    if tried:
        now = plan(few)
        starts = {name: plan(_without(few, (name,))) for name in tried}
    gains: list[LimitGain] = []
    for name in LIMITS[:-1]:
        if name in starts:
            gains.append(_gain(q, name, now, starts[name], year, minimum))
        else:
            gains.append(LimitGain(name, 0.0, False, slack=True))
    if len(tried) > 1 and not any(g.binds for g in gains):
        some = [plan(_without(few, LIMITS[:-1])), *starts.values()]
        each = [_gain(q, "all", now, then, year, minimum) for then in some]
        gains.append(max(each, key=lambda g: g.tonnes))  # the first of those that are alike
    return tuple(gains)


def _counted(q: Question) -> FloatArray:
    return np.arange(1.0, len(q.years) + 1.0)


def _most_money(q: Question, prices: Prices) -> FloatArray:
    """Return (C,) NOK that everything at once would take of the municipality by each year."""
    taken: FloatArray = np.cumsum(prices.own[_open(q)].sum(axis=0))
    return taken


def _open(q: Question) -> list[int]:
    return [i for i, m in enumerate(q.measures) if m.id not in q.excluded]


def _without(q: Question, limits: tuple[Limit, ...]) -> Question:
    """Return the question without some limits."""
    money = _PLENTY if "money" in limits else q.limits.money_nok
    staff = _PLENTY if "staff" in limits else q.limits.staff_fte
    dearest = _PLENTY if "price" in limits else q.dearest
    return replace(q, limits=Limits(money, staff), dearest=dearest)


def _gain(
    q: Question,
    limit: Limit,
    now: Mapping[str, int],
    then: Mapping[str, int],
    year: int,
    minimum: float,
) -> LimitGain:
    if now == then:
        return LimitGain(limit, 0.0, False)
    emission = evaluate_many(q.model, [now, then], q.boundary)[:, :, q.column(year)]
    tonnes = float((emission[0] - emission[1]).mean())
    if tonnes <= 0.0:
        return LimitGain(limit, 0.0, False)
    entering = tuple(m.id for m in q.measures if m.id in then and m.id not in now)
    return LimitGain(limit, tonnes, tonnes >= minimum, entering)
