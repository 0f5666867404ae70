"""Rows of the climate budget: effect and cost of each measure in the plan."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kortreist.budgets.budget import Band, BudgetMeasure
from kortreist.measures import Measure
from kortreist.pathways import PathwayModel, PathwayResult, costs, nok_per_tonne

__all__ = ["bands", "budget_rows"]

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
    model: PathwayModel,
    result: PathwayResult,
    measures: Sequence[Measure],
    residents: float | None,
    plan_years: Sequence[int],
) -> tuple[BudgetMeasure, ...]:
    """Return one row a measure in the plan, largest cut in the plan's last year first.

    Effects of a year sum over rows to baseline minus pathway.
    """
    by_id = {m.id: m for m in measures}
    paid = costs(model, measures, result, residents)
    quantiles = result.quantiles((_LOW, _HIGH))
    rows = []
    for i, name in enumerate(result.measures):
        effect = {
            year: Band(
                float(quantiles[0, i, r]),
                float(result.effect[i, :, r].mean()),
                float(quantiles[1, i, r]),
            )
            for r, year in enumerate(result.report_years)
        }
        at = {int(y): t for t, y in enumerate(result.years)}
        cost = {
            bearer: {y: float(amount[at[y]]) for y in result.report_years}
            for bearer, amount in paid.nok[name].items()
        }
        rows.append(
            BudgetMeasure(
                by_id[name],
                result.starts[name],
                effect,
                cost,
                paid.missing[name],
                nok_per_tonne(paid, result, name, plan_years[0]),
            )
        )
    rows.sort(key=lambda r: (-r.effect[plan_years[-1]].central, r.measure.id))
    return tuple(rows)
