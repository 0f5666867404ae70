"""Rows of the climate budget: effect and cost of each measure in the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from kortreist.budgets.budget import ActivityCount, Band, BudgetMeasure, Money
from kortreist.measures import Measure
from kortreist.measures.prices import LEVELS, Level, price_level
from kortreist.pathways import PathwayResult, Spending, costs
from kortreist.pathways.costs import units_treated
from kortreist.plans import PlanOutcome, Question
from kortreist.provenance import JUDGED

__all__ = ["bands", "budget_rows", "judged_share", "judged_shares", "money_by_bearer"]

FloatArray = npt.NDArray[np.float64]
#: A draft shows the 10th and the 90th percentile beside the mean.
_LOW, _HIGH = 0.10, 0.90


def bands(
    values: FloatArray, all_years: npt.NDArray[np.int64], years: Sequence[int]
) -> dict[int, Band]:
    """Return mean, 10th and 90th percentile of (F, T) t CO2e for the years wanted."""
    out: dict[int, Band] = {}
    for year in years:
        column = values[:, int(np.flatnonzero(all_years == year)[0])]
        low, high = np.quantile(column, [_LOW, _HIGH])
        out[year] = Band(float(low), float(column.mean()), float(high))
    return out


def budget_rows(
    question: Question,
    result: PathwayResult,
    outcome: PlanOutcome,
) -> tuple[BudgetMeasure, ...]:
    """Return one row a measure in the plan, largest cut in the plan's last year first.

    Effects of a year sum over rows to baseline minus pathway.
    """
    q = question
    by_id = {m.id: m for m in q.measures}
    owners = {unit: c.owners for unit, c in q.counts.items()}
    paid = {
        level: costs(
            q.model,
            q.measures,
            result,
            q.residents,
            level=level,
            owners=owners,
            elsewhere=outcome.elsewhere,
        )
        for level in LEVELS
    }
    quantiles = result.quantiles((_LOW, _HIGH))
    last = q.plan_years[-1]
    rows = []
    for i, name in enumerate(result.measures):
        measure = by_id[name]
        effect = {
            year: Band(
                float(quantiles[0, i, r]),
                float(result.effect[i, :, r].mean()),
                float(quantiles[1, i, r]),
            )
            for r, year in enumerate(result.report_years)
        }
        spent = {level: paid[level].spending[name] for level in LEVELS}
        money = money_by_bearer(spent, result.years, result.report_years, measure.payer)
        tonnes = outcome.elsewhere.get(name, result.effect_mean[i])
        rows.append(
            BudgetMeasure(
                measure,
                result.starts[name],
                effect,
                {b: {y: m.total for y, m in years.items()} for b, years in money.items()},
                spent["central"].missing,
                money,
                outcome.prices[name],
                _activity(q, measure, tonnes, _at(result, last)),
                judged_share(measure, q, result.effect_mean[i], tonnes, _at(result, last)),
                {
                    bearer: {y: float(saved[_at(result, y)]) for y in result.report_years}
                    for bearer, saved in spent["central"].apart.items()
                },
            )
        )
    rows.sort(key=lambda r: (-r.effect[last].central, r.measure.id))
    return tuple(rows)


def _at(result: PathwayResult, year: int) -> int:
    return int(np.flatnonzero(result.years == year)[0])


def money_by_bearer(
    spent: Mapping[Level, Spending],
    all_years: npt.NDArray[np.int64],
    years: Sequence[int],
    payer: str,
) -> dict[str, dict[int, Money]]:
    """Return bearer → year → money; low and high are the ends, whichever figure gives them.

    ``payer`` is whose people the measure takes.
    """
    at = {int(y): t for t, y in enumerate(all_years)}
    central = spent["central"]
    zero = np.zeros(all_years.size)
    out: dict[str, dict[int, Money]] = {}
    for bearer in central.nok:
        ends = [s.nok.get(bearer, zero) for s in spent.values()]
        low, high = np.min(ends, axis=0), np.max(ends, axis=0)
        apart = [
            (np.min(each, axis=0), np.max(each, axis=0))
            for each in (
                [s.capital.get(bearer, zero) for s in spent.values()],
                [s.running.get(bearer, zero) for s in spent.values()],
            )
        ]
        capital = central.capital.get(bearer, zero)
        running = central.running.get(bearer, zero)
        staff = central.staff if bearer == payer else zero
        out[bearer] = {
            y: Money(
                float(capital[at[y]]),
                float(running[at[y]]),
                float(low[at[y]]),
                float(high[at[y]]),
                float(staff[at[y]]),
                *((float(least[at[y]]), float(most[at[y]])) for least, most in apart),
            )
            for y in years
        }
    return out


def _activity(q: Question, measure: Measure, tonnes: FloatArray, last: int) -> ActivityCount | None:
    if measure.activity is None:
        return None
    units = float(units_treated(measure, tonnes)[last])
    treated = None if np.isnan(units) else units * q.owners(measure)
    local_count = q.counts.get(measure.activity.unit)
    left = q.ceiling.get(measure.id, 1.0)
    if local_count is not None:
        return ActivityCount(local_count.unit, local_count.count, local_count.origin, treated, left)
    origin = "emission" if measure.activity.boundary == "direct" else "population"
    return ActivityCount(measure.activity.unit, treated, origin, treated, left)


def judged_share(
    measure: Measure, q: Question, inside: FloatArray, tonnes: FloatArray, last: int
) -> float:
    """Return the share of a measure's kroner whose figure nobody has read in a source.

    Each cost counts by its size, saving or expense, at full effect in the plan's last year.
    ``inside`` (T,) is what it cuts in the plan's boundary, ``tonnes`` in its unit's.
    """
    judged, whole = 0.0, 0.0
    factor = 1.0 / max(measure.lifetime_years, 1)
    treated, life = 0.0, 1.0
    if measure.activity is not None:
        units = float(units_treated(measure, tonnes)[last])
        treated = 0.0 if np.isnan(units) else units * q.owners(measure)
        if measure.activity.timing != "once":
            life = measure.activity.lifetime_years
    for cost in measure.costs:
        if cost.amount is None or cost.transfer or cost.avoided:
            continue
        size = abs(cost.amount.central) * price_level().of(cost.price_year)
        if cost.basis == "per_unit":
            size *= treated / (life if cost.kind == "capital" else 1.0)
        elif cost.basis == "per_tonne":
            size *= max(float(inside[last]), 0.0)
        else:
            size *= (q.residents or 0.0) if cost.basis == "per_inhabitant" else 1.0
            size *= 1.0 if cost.kind == "running" else factor
        whole += size
        judged += size if cost.amount.mark in JUDGED else 0.0
    return judged / whole if whole > 0.0 else 0.0


def judged_shares(rows: Sequence[BudgetMeasure], plan_years: Sequence[int]) -> dict[str, float]:
    """Return the share of the plan's kroner and tonnes that rests on judgement.

    That is figures of our own and figures out of memory: the same as the list of what to find
    out (:mod:`kortreist.plans.judged`). Figures read in part are not among them.

    Parameters
    ----------
    rows : sequence of BudgetMeasure
    plan_years : sequence of int

    Returns
    -------
    dict
        ``money``: of the gross kroner of all bearers over the plan's years; ``tonnes``: of
        the cut in its last year. Empty without rows.
    """
    gross = [
        sum(abs(m.total) for years in r.money.values() for y, m in years.items() if y in plan_years)
        for r in rows
    ]
    cut = [max(r.effect[plan_years[-1]].central, 0.0) for r in rows]
    judged = [1.0 if r.measure.mark in JUDGED else 0.0 for r in rows]
    out = {}
    if sum(gross) > 0.0:
        out["money"] = sum(g * r.judgement for g, r in zip(gross, rows, strict=True)) / sum(gross)
    if sum(cut) > 0.0:
        out["tonnes"] = sum(c * j for c, j in zip(cut, judged, strict=True)) / sum(cut)
    return out
