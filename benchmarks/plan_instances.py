"""Made planning problems with a seed: what the solvers are compared on."""

from __future__ import annotations

import numpy as np

from kortreist.plans.problem import Problem

__all__ = ["instance"]


def instance(
    measures: int = 100, starts: int = 25, scenarios: int = 50, sources: int = 12, seed: int = 1
) -> Problem:
    """Return one municipality's problem, every decision taken before anything is learnt.

    Log-normal sources; each measure acts on one to three of them with a true effect that
    differs by scenario, ramps over 1–8 years, costs log-normal NOK at the start and each
    year; money for a third of everything, staff likewise; 8 prerequisites, 8 exclusions.
    """
    rng = np.random.default_rng(seed)
    years = np.arange(2027, 2027 + starts)
    horizon = years.size
    base0 = rng.lognormal(7.0, 1.2, sources)
    drift = rng.normal(-0.015, 0.012, (scenarios, sources, 1))
    base = base0[None, :, None] * np.exp(drift * np.arange(horizon))
    option_measure = np.repeat(np.arange(measures), starts)
    option_start = np.tile(years, measures)
    term_start, term_group, logs = [0], [], []
    money = np.zeros((measures * starts, horizon))
    staff = np.zeros_like(money)
    cost = np.zeros(measures * starts)
    discount = 1.04 ** -np.arange(horizon)
    for m in range(measures):
        hit = rng.choice(sources, rng.integers(1, 4), replace=False)
        fraction = rng.beta(1.2, 12, hit.size)
        true = np.clip(fraction[None, :] * rng.lognormal(0, 0.4, (scenarios, 1)), 0, 0.9)
        delay = rng.triangular(0, 0.5, 2, scenarios)
        ramp = rng.integers(1, 9)
        capital, running = rng.lognormal(14.5, 1.0), rng.lognormal(11.5, 1.0)
        people = rng.uniform(0.05, 0.6)
        for k, year in enumerate(years):
            since = years[None, :] - year - delay[:, None] + 1
            x = np.clip(since / ramp, 0, 1)
            for h in range(hit.size):
                term_group.append(hit[h])
                logs.append(np.log1p(-true[:, h, None] * x))
            term_start.append(len(term_group))
            o = m * starts + k
            busy = (years >= year) & (years < year + ramp)
            money[o] = busy * capital / ramp + (years >= year) * running
            staff[o] = busy * people
            cost[o] = money[o] @ discount
    pairs = rng.permutation(measures)[:32].reshape(16, 2)
    frame = base.mean(axis=0).sum(axis=0) * np.linspace(0.95, 0.25, horizon)
    return Problem(
        measures=tuple(f"m{i:03d}" for i in range(measures)),
        years=years, year_weight=np.ones(horizon), frame=frame,
        weight=np.full(scenarios, 1 / scenarios), learning_year=int(years[-1]) + 1,
        option_measure=option_measure, option_start=option_start,
        option_end=np.full(option_measure.size, 9999), early=np.ones(option_measure.size, bool),
        stem=np.arange(option_measure.size),
        available=np.ones((scenarios, option_measure.size), bool),
        term_start=np.array(term_start), term_group=np.array(term_group),
        term_log=np.ascontiguousarray(np.array(logs).transpose(1, 0, 2)), base=base,
        rest=np.full((scenarios, horizon), base0.sum() * 0.1),
        arrival=np.zeros((scenarios, option_measure.size, horizon)),
        money=money, staff=staff,
        money_limit=np.full(horizon, money[::starts].sum() / horizon / 3),
        staff_limit=np.full(horizon, staff[::starts].sum() / horizon / 3),
        cost=cost, cost_spread=rng.lognormal(0, 0.2, (scenarios, measures)),
        quality=rng.integers(-2, 6, measures).astype(float),
        requires=pairs[:8], excludes=pairs[8:],
        must=np.zeros(measures, bool), never=np.zeros(measures, bool),
    )  # fmt: skip
