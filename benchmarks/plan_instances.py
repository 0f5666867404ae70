"""Made planning problems with a seed: what the solvers are compared on.

One municipality, 100 measures × 25 start years, 50 scenarios, minimax regret. Effects are
additive, so that solvers without products can take the same problem.
"""

from __future__ import annotations

import numpy as np

from kortreist.plans.milp import relax
from kortreist.plans.objectives import Aim
from kortreist.plans.problem import Problem

__all__ = ["best_alone", "instance"]

PRICE = 2_500.0  # NOK per tonne above the frame in the first year, rising 60 %


def instance(measures: int = 100, starts: int = 25, scenarios: int = 50, seed: int = 1) -> Problem:
    """Return the problem; every decision is taken before anything is learnt.

    Tonnes a year and NOK a tonne are log-normal; each scenario multiplies each measure's
    effect (log-normal, 35 %) and cost (20 %) and has a baseline of its own. Ramps of 1–8
    years; the municipality pays 40 % of a cost that is partly capital in the ramp years and
    partly running; money and staff for half of it all, unspent money carried over;
    8 prerequisites and 8 exclusions. A frame falls from 95 % to 30 % of the baseline; what
    is above it is priced.
    """
    rng = np.random.default_rng(seed)
    years = np.arange(2027, 2027 + starts)
    count = years.size
    measure, start = np.repeat(np.arange(measures), starts), np.tile(years, measures)
    discount = 1.04 ** -np.arange(count)
    size = rng.lognormal(5.0, 1.0, measures)
    nok = rng.lognormal(np.log(1500), 0.8, measures)
    effect = np.clip(rng.lognormal(-(0.35**2) / 2, 0.35, (scenarios, measures)), 0, 4)
    spread = rng.lognormal(0, 0.2, (scenarios, measures))
    ramp, people = rng.integers(1, 9, measures), rng.uniform(0.05, 0.6, measures)
    x = np.clip((years - start[:, None] + 1) / ramp[measure][:, None], 0, 1)
    capital = rng.uniform(0.2, 0.8, measures)
    total = nok * size * count / 2
    busy = (years >= start[:, None]) & (years < start[:, None] + ramp[measure][:, None])
    money = busy * (total * capital / ramp)[measure][:, None]
    money = 0.4 * (money + x * (total * (1 - capital) / (count / 2))[measure][:, None])
    staff = busy * people[measure][:, None]
    level = rng.lognormal(8, 0.2, (scenarios, 1)) * 6
    base = level * np.exp(rng.normal(-0.01, 0.006, (scenarios, 1)) * np.arange(count))
    pairs = rng.permutation(measures)[:32].reshape(16, 2)
    options = measure.size
    return Problem(
        measures=tuple(f"m{i:03d}" for i in range(measures)),
        years=years,
        year_weight=discount * PRICE * np.linspace(1, 1.6, count),
        frame=base.mean(axis=0) * np.linspace(0.95, 0.3, count),
        weight=np.full(scenarios, 1 / scenarios),
        learning_year=int(years[-1]) + 1,
        option_measure=measure,
        option_start=start,
        option_end=np.full(options, 9999),
        early=np.ones(options, bool),
        stem=np.arange(options),
        available=np.ones((scenarios, options), bool),
        term_start=np.zeros(options + 1, np.int64),
        term_group=np.zeros(0, np.int64),
        term_log=np.zeros((scenarios, 0, count)),
        base=np.zeros((scenarios, 0, count)),
        rest=base,
        arrival=-(effect[:, measure, None] * (size[measure, None] * x)),
        money=money,
        staff=staff,
        money_limit=np.full(count, money[::starts].sum() / count / 2),
        staff_limit=np.full(count, staff[::starts].sum() / count / 2),
        cost=(nok * size)[measure] * (x @ discount),
        cost_spread=spread,
        quality=np.zeros(measures),
        requires=pairs[:8],
        excludes=pairs[8:],
        must=np.zeros(measures, bool),
        never=np.zeros(measures, bool),
    )


def best_alone(problem: Problem) -> np.ndarray:
    """Return (F,) NOK: the relaxed optimum of each scenario alone, which regret is from.

    Part of the instance: the same numbers for every solver.
    """
    aim = Aim("regret", price=1.0, best=np.zeros(1))
    each = (problem.with_futures(np.array([f])) for f in range(problem.weight.size))
    return np.array([relax(one, aim)[1] for one in each])
