"""Small made settings: hand cases without discount, and problems small enough to try everything."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from small_problem import small_problem

from kortreist.bindings import Binding, Flow, Setting, Thresholds
from kortreist.plans.problem import Problem

LIMITS = Thresholds.at()


def flow(tonnes: float, **also: object) -> Flow:
    """Return a flow that is known exactly."""
    return Flow(tonnes, tonnes, tonnes, **also)  # type: ignore[arg-type]


def binding(id: str, tonnes: float | None, **also: object) -> Binding:
    """Return a binding without money, first used in 2027."""
    values: dict[str, object] = {
        "start": 2027,
        "signed_by": 2027,
        "lifetime": 20,
        "capital": 0.0,
        "running": 0.0,
        "flows": () if tonnes is None else (flow(tonnes),),
    }
    return Binding(id, id, **(values | also))  # type: ignore[arg-type]


def empty_problem(years: int = 10, futures: int = 2, tonnes: float = 1000.0) -> Problem:
    """Return a problem with one measure that halves one source from 2028, and costs nothing."""
    calendar = np.arange(2027, 2027 + years)
    x = (calendar >= 2028).astype(float)
    return Problem(
        measures=("halve",),
        years=calendar,
        year_weight=np.ones(years),
        frame=np.full(years, 0.0),
        weight=np.full(futures, 1.0 / futures),
        learning_year=2028,
        option_measure=np.array([0]),
        option_start=np.array([2028]),
        option_end=np.array([9999]),
        early=np.array([False]),
        stem=np.array([0]),
        available=np.ones((futures, 1), dtype=bool),
        term_start=np.array([0, 1]),
        term_group=np.array([0]),
        term_log=np.tile(np.log1p(-0.5 * x), (futures, 1, 1)),
        base=np.full((futures, 1, years), tonnes),
        rest=np.full((futures, years), 100.0),
        arrival=np.zeros((futures, 1, years)),
        money=np.zeros((1, years)),
        staff=np.zeros((1, years)),
        money_limit=np.full(years, 1e9),
        staff_limit=np.full(years, 10.0),
        cost=np.zeros(1),
        cost_spread=np.ones((futures, 1)),
        quality=np.zeros(1),
        requires=np.zeros((0, 2), dtype=np.int64),
        excludes=np.zeros((0, 2), dtype=np.int64),
        must=np.zeros(1, dtype=bool),
        never=np.zeros(1, dtype=bool),
        group_source=("direct/road_transport/buses/business",),
    )


def setting(
    problem: Problem | None = None,
    *,
    years: int = 20,
    price: tuple[float, ...] = (1000.0, 1000.0),
    frame: np.ndarray | None = None,
    learning_year: int | None = None,
    account: float = 1000.0,
) -> Setting:
    """Return a setting without discount; the frame goes straight to nothing in 20 years."""
    p = empty_problem(futures=len(price)) if problem is None else problem
    if learning_year is not None:
        p = replace(p, learning_year=learning_year)
    first = int(p.years[0])
    calendar = np.arange(first, max(first + years, int(p.years[-1]) + 1))
    straight = np.maximum(1500.0 * (1.0 - (calendar - first) / 20.0), 0.0)
    return Setting(
        problem=p,
        early=np.full(len(p.measures), -1, dtype=np.int64),
        calendar=calendar,
        frame=straight if frame is None else frame,
        price=np.tile(np.array(price)[:, None], (1, calendar.size)),
        discount=np.ones(calendar.size),
        annuity=lambda lifetime: 1.0 / lifetime,
        goals={"target": 500.0},
        goal_year=int(p.years[-1]),
        account_tonnes=account,
        index={},
        seed=1,
    )


def small_setting(seed: int, futures: int = 3, measures: int = 6) -> Setting:
    """Return a setting over a made problem with all its limits."""
    p = small_problem(seed, measures=measures, futures=futures, tight=0.7, give_up=False)
    p = replace(p, group_source=tuple(f"direct/s/g{g}/x" for g in range(p.base.shape[1])))
    return setting(p, years=20, price=(2.0,) * futures)
