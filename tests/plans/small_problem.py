"""Small made problems of plans, with a seed: everything a real one can have."""

from __future__ import annotations

import numpy as np

from kortreist.plans.problem import Problem


def small_problem(
    seed: int = 0,
    measures: int = 5,
    futures: int = 3,
    groups: int = 3,
    *,
    years: tuple[int, ...] = (2027, 2028, 2029, 2030),
    learning_year: int = 2029,
    give_up: bool = True,
    tight: float = 0.5,
    goal_only: bool = False,
    pairs: bool = True,
) -> Problem:
    rng = np.random.default_rng(seed)
    calendar = np.array(years)
    counted = calendar[-1:] if goal_only else calendar
    options: list[tuple[int, int, int, int]] = []
    for m in range(measures):
        for start in years[:-1]:
            stem = len(options)
            options.append((m, start, 9999, stem))
            if give_up and start < learning_year and m % 2 == 0:
                options.append((m, start, learning_year, stem))
    hit = [rng.choice(groups, rng.integers(1, groups + 1), replace=False) for _ in range(measures)]
    fraction = [rng.uniform(0.05, 0.5, (futures, h.size)) for h in hit]
    base = rng.uniform(50, 200, (futures, groups, 1)) * np.linspace(1, 0.9, counted.size)
    term_start, group, logs = [0], [], []
    arrival = np.zeros((futures, len(options), counted.size))
    money = np.zeros((len(options), calendar.size))
    staff = np.zeros_like(money)
    price, people = rng.uniform(1, 10, measures), rng.uniform(0.1, 1, measures)
    for o, (m, start, end, _) in enumerate(options):
        x = np.clip((counted - start + 1) / 2, 0, 1) * (counted < end)
        for j, g in enumerate(hit[m]):
            group.append(int(g))
            logs.append(np.log1p(-fraction[m][:, [j]] * x))
        term_start.append(len(group))
        if m == 0:
            arrival[:, o] = 2.0 * x
        money[o] = price[m] * ((calendar >= start) & (calendar < end))
        staff[o] = people[m] * ((calendar >= start) & (calendar < start + 2) & (calendar < end))
    measure = np.array([o[0] for o in options])
    starts = np.array([o[1] for o in options])
    present = np.where(rng.random(futures) < 0.6, 2029, 9999)
    available = np.ones((futures, len(options)), dtype=bool)
    waits = measure == measures - 1  # the last measure waits for a condition
    available[:, waits] = (starts[waits] >= present[:, None]) & (starts[waits] >= learning_year)
    return Problem(
        measures=tuple(f"m{m}" for m in range(measures)),
        years=counted,
        year_weight=np.ones(counted.size),
        frame=(base.sum(axis=1).mean(axis=0) * np.linspace(0.9, 0.5, counted.size)),
        weight=np.full(futures, 1 / futures),
        learning_year=learning_year,
        option_measure=measure,
        option_start=starts,
        option_end=np.array([o[2] for o in options]),
        early=starts < learning_year,
        stem=np.array([o[3] for o in options]),
        available=available,
        term_start=np.array(term_start),
        term_group=np.array(group),
        term_log=np.ascontiguousarray(np.array(logs).transpose(1, 0, 2)),
        base=base,
        rest=rng.uniform(5, 10, (futures, counted.size)),
        arrival=arrival,
        money=money,
        staff=staff,
        money_limit=np.full(calendar.size, tight * price.sum()),
        staff_limit=np.full(calendar.size, tight * people.sum()),
        cost=money.sum(axis=1),
        cost_spread=rng.uniform(0.8, 1.2, (futures, measures)),
        quality=rng.integers(-2, 4, measures).astype(float),
        requires=np.array([[1, 0]] if pairs else [], dtype=np.int64).reshape(-1, 2),
        excludes=np.array([[2, 3]] if pairs else [], dtype=np.int64).reshape(-1, 2),
        must=np.zeros(measures, dtype=bool),
        never=np.zeros(measures, dtype=bool),
    )
