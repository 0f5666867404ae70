"""What is asked: the account's pathway, the frame, the limits, and what is already decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kortreist.futures.future_set import FutureSet
from kortreist.measures.measure import Measure
from kortreist.pathways import PathwayModel, adoption, evaluate_many
from kortreist.pathways.costs import cost_of
from kortreist.plans.limits import Limits
from kortreist.units import Boundary

__all__ = ["Prices", "Question", "prices"]

FloatArray = npt.NDArray[np.float64]
#: Futures enough for the mean effect of a measure alone, by which amounts a tonne are paid.
_ALONE_FUTURES = 128


@dataclass(frozen=True, slots=True)
class Question:
    """Everything a plan is chosen from and within.

    Parameters
    ----------
    model : PathwayModel
        Holds ``measures`` and ``futures``.
    futures : FutureSet
    measures : tuple of Measure
        Quantified ones, also those that wait for an enabling condition.
    boundary : Boundary
    frame : mapping of int to float
        Calendar year → t CO2e that may be emitted.
    plan_years : tuple of int
        Years of the action and economic plan.
    horizon : int
        Last year counted.
    learning_year : int
        Decisions before it are the same in all futures.
    limits : Limits
    residents : float or None
    fixed : mapping of str to int
        Measure id → start year: adopted, or asked for by the user.
    excluded : frozenset of str
        Measure ids that are not wanted.
    """

    model: PathwayModel
    futures: FutureSet
    measures: tuple[Measure, ...]
    boundary: Boundary
    frame: Mapping[int, float]
    plan_years: tuple[int, ...]
    horizon: int
    learning_year: int
    limits: Limits
    residents: float | None
    fixed: Mapping[str, int] = field(default_factory=dict)
    excluded: frozenset[str] = frozenset()

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years from the plan's first to the horizon."""
        return tuple(range(self.plan_years[0], self.horizon + 1))

    def column(self, year: int) -> int:
        """Return the model's column of a calendar year."""
        return int(np.flatnonzero(self.model.years == year)[0])


@dataclass(frozen=True, slots=True)
class Prices:
    """What measures cost when they start in the plan's first year; M in the question's order.

    Parameters
    ----------
    own : (M, C) float
        Expected NOK of the municipality's own money, never negative: a saving elsewhere in
        the budget is not money a measure can be started with.
    annual : (M, C) float
        Expected NOK, all bearers, capital as an annuity; known costs only.
    capital : (M,) float
        Expected NOK that is lost when it is given up at once, all bearers.
    unknown : (M,) bool
        Some cost of the municipality is unknown: it cannot be held against its money.
    part_unknown : (M,) bool
        Some cost of somebody is unknown.
    alone : (M, C) float
        Mean t CO2e cut, alone.
    """

    own: FloatArray
    annual: FloatArray
    capital: FloatArray
    unknown: npt.NDArray[np.bool_]
    part_unknown: npt.NDArray[np.bool_]
    alone: FloatArray


def prices(question: Question) -> Prices:
    """Return the costs of every measure, each alone: an upper bound of what it is paid for."""
    q = question
    first = q.plan_years[0]
    plans: list[Mapping[str, int]] = [{}, *({m.id: first} for m in q.measures)]
    mean = evaluate_many(q.model, plans, q.boundary, _ALONE_FUTURES).mean(axis=1)
    alone = mean[0] - mean[1:]
    x = adoption(q.model, {m.id: first for m in q.measures})
    columns = slice(q.column(first), q.column(q.horizon) + 1)
    count = len(q.years)
    own, annual = np.zeros((2, len(q.measures), count))
    capital = np.zeros(len(q.measures))
    unknown, part = np.zeros((2, len(q.measures)), dtype=np.bool_)
    for i, measure in enumerate(q.measures):
        adopted = x[q.model.measure_ids.index(measure.id)]
        tonnes = np.maximum(alone[i], 0.0)
        cash, missing = cost_of(q.model, measure, adopted, tonnes, q.residents)
        spread, _ = cost_of(q.model, measure, adopted, tonnes, q.residents, annuity=True)
        own[i] = np.maximum(cash.get("municipality", np.zeros(q.model.years.size)), 0.0)[columns]
        annual[i] = sum(spread.values(), np.zeros(q.model.years.size))[columns]
        capital[i] = _capital(measure, q.residents)
        unknown[i] = "municipality" in missing
        part[i] = bool(missing)
    return Prices(own, annual, capital, unknown, part, alone[:, columns])


def _capital(measure: Measure, residents: float | None) -> float:
    total = 0.0
    for cost in measure.costs:
        if cost.kind == "capital" and cost.amount is not None and cost.basis != "per_tonne":
            mean = (cost.amount.low + cost.amount.central + cost.amount.high) / 3.0
            total += mean * ((residents or 0.0) if cost.basis == "per_inhabitant" else 1.0)
    return max(total, 0.0)
