"""What is asked: the account's pathway, the frame, the limits, and what is already decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kortreist.facts import load
from kortreist.futures.future_set import FutureSet
from kortreist.measures.counts import LocalCount
from kortreist.measures.measure import Measure
from kortreist.measures.prices import is_leased
from kortreist.pathways import PathwayModel, adoption, evaluate_many
from kortreist.pathways.costs import cost_of
from kortreist.pathways.discounting import discount_factors
from kortreist.plans.limits import Limits
from kortreist.plans.pricing import Price, carbon_price, counts_here, price_of, taxes
from kortreist.units import BOUNDARIES, Boundary

__all__ = ["Prices", "Question", "cut_elsewhere", "needed_ids", "prices"]

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
    counts : mapping of str to LocalCount
        Unit of activity → how many there are.
    dearest : float or None
        NOK per t CO2e above which a measure is not chosen, the same in every year; by default
        the carbon price of the year times a factor from the facts.
    answers : mapping of str to float
        The municipality's answers in place of figures of judgement, which ``measures``,
        ``drivers`` and ``counts`` already hold.
    drivers : mapping of str to (float, float, float)
        Driver id → low, central and high as answered; ``futures`` are drawn from them.
    ceiling : mapping of str to float
        Measure id → share (0–1) of its effect that there are units for, where less than all.
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
    counts: Mapping[str, LocalCount] = field(default_factory=dict)
    dearest: float | None = None
    answers: Mapping[str, float] = field(default_factory=dict)
    drivers: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    ceiling: Mapping[str, float] = field(default_factory=dict)

    def owners(self, measure: Measure) -> float:
        """Return owners counted over owners implied for a measure's unit; 1 without a count."""
        local_count = self.counts.get(measure.activity.unit) if measure.activity else None
        return local_count.owners if local_count else 1.0

    def dearest_by_year(self) -> FloatArray:
        """Return (C,) NOK per t CO2e above which a measure is not chosen."""
        if self.dearest is not None:
            return np.full(len(self.years), self.dearest)
        return load().figure("planning/dearest_factor").value * carbon_price(self.years)

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
        NOK of the municipality's own money, never negative: a saving elsewhere in the budget
        is not money a measure can be started with.
    lasting : (M,) float
        NOK a year of the municipality's own money for good: what it is run for in the last
        year, own staff for bringing it about out; never negative.
    annual : (M, C) float
        NOK to society, capital and own staff as an annuity: taxes and transfers out; savings
        nobody has read pay for what they cost the one who saves, and no more. Where money
        and tonnes are not of the same boundary, or the price is not what it is for, never
        below zero: no reason to choose it here. Where somebody's cost is unknown the carbon
        price of each tonne stands for it.
    capital : (M,) float
        NOK that is lost when it is given up at once, all bearers.
    payments : (M, C) float
        NOK a year that is owed all the years it binds, all bearers: what it is run for, own
        staff and transfers out, where that is what binds
        (:func:`~kortreist.measures.prices.is_leased`). What is invested in stops costing when
        it is given up.
    drawn : (M,) float
        Share of the cost that the futures' cost multiplier is of; the rest is own staff.
    unknown : (M,) bool
        Some cost of the municipality is unknown: it cannot be held against its money.
    part_unknown : (M,) bool
        Some cost of somebody is unknown.
    alone : (M, C) float
        Mean t CO2e cut, alone.
    elsewhere : dict
        Measure id → (T,) mean t CO2e cut in the boundary its unit belongs to, where that is
        not the plan's; NaN where the account does not hold it.
    dearest : (M, C) float
        The larger of what it costs society and the municipality's budget, own staff in both,
        whatever it cuts: one rule for all.
    price : tuple of Price, length M
    """

    own: FloatArray
    lasting: FloatArray
    annual: FloatArray
    capital: FloatArray
    payments: FloatArray
    drawn: FloatArray
    unknown: npt.NDArray[np.bool_]
    part_unknown: npt.NDArray[np.bool_]
    alone: FloatArray
    elsewhere: Mapping[str, FloatArray]
    dearest: FloatArray
    price: tuple[Price, ...]


def prices(question: Question) -> Prices:
    """Return the costs of every measure, each alone: an upper bound of what it is paid for."""
    q = question
    first = q.plan_years[0]
    starts = {m.id: first for m in q.measures}
    alone = _cut_alone(q, starts, q.boundary)
    elsewhere = cut_elsewhere(q, starts)
    x = adoption(q.model, starts)
    columns = slice(q.column(first), q.column(q.horizon) + 1)
    weight = discount_factors(q.years)
    bar = q.dearest_by_year()
    minimum = load().figure("planning/least_priced_t").value
    assumed, carbon = load().figure("planning/unknown_price_factor").value, carbon_price(q.years)
    last = q.years.index(q.plan_years[-1])
    count = len(q.years)
    own, annual, payments, dearest = np.zeros((4, len(q.measures), count))
    capital, drawn, lasting = np.zeros((3, len(q.measures)))
    unknown, part = np.zeros((2, len(q.measures)), dtype=np.bool_)
    price_list: list[Price] = []
    for i, measure in enumerate(q.measures):
        adopted = x[q.model.measure_ids.index(measure.id)]
        tonnes = np.maximum(alone[i], 0.0)
        there = elsewhere.get(measure.id)
        paid = cost_of(
            q.model,
            measure,
            adopted,
            tonnes,
            q.residents,
            owners=q.owners(measure),
            unit_tonnes=there,
        )
        spread = cost_of(
            q.model,
            measure,
            adopted,
            tonnes,
            q.residents,
            annuity_of_capital=True,
            unit_tonnes=there,
        )
        money = spread.cut(columns)
        part[i] = bool(paid.missing)
        inside = tonnes[columns]
        none = np.zeros(q.model.years.size)
        own[i] = np.maximum(paid.nok.get("municipality", none), 0.0)[columns]
        comparable = counts_here(measure, q.boundary) and (
            measure.activity is None or measure.activity.rank_by_price
        )
        resources = money.counted
        run_for = paid.running.get("municipality", none)
        if measure.payer == "municipality":
            run_for = run_for - paid.staff
        lasting[i] = max(float(run_for[columns][-1]), 0.0)
        if comparable:
            resources = resources + taxes(measure, money, inside)
        else:
            resources = np.maximum(resources, 0.0)
        if part[i]:
            resources = resources + assumed * carbon * inside
        annual[i] = resources + money.staff
        mine = money.nok.get("municipality", np.zeros(count))
        dearest[i] = max(annual[i], mine, key=lambda nok: float(nok @ weight))
        whole = float(annual[i] @ weight)
        drawn[i] = float(resources @ weight) / whole if abs(whole) > 1.0 else 0.0
        capital[i] = max(sum(float(a[columns].sum()) for a in paid.capital.values()), 0.0)
        run = np.maximum(paid.resources - sum(paid.capital.values(), none), 0.0)[columns]
        payments[i] = run if is_leased(capital[i], float(run.max())) else 0.0
        unknown[i] = "municipality" in paid.missing
        price_list.append(
            price_of(measure, q.boundary, money, inside, weight, bar, last, minimum, q.years)
        )
    return Prices(
        own,
        lasting,
        annual,
        capital,
        payments,
        drawn,
        unknown,
        part,
        alone[:, columns],
        elsewhere,
        dearest,
        tuple(price_list),
    )


def needed_ids(q: Question) -> frozenset[str]:
    """Return the fixed measures and all that they require, however far back."""
    by_id = {m.id: m for m in q.measures}
    needed: set[str] = set()
    waiting = list(q.fixed)
    while waiting:
        one = waiting.pop()
        if one not in needed and one in by_id:
            needed.add(one)
            waiting += by_id[one].requires
    return frozenset(needed)


def _cut_alone(q: Question, starts: Mapping[str, int], boundary: Boundary) -> FloatArray:
    """Return (M, T) mean t CO2e that each measure cuts alone."""
    plans: list[Mapping[str, int]] = [{}, *({m: year} for m, year in starts.items())]
    mean = evaluate_many(q.model, plans, boundary, _ALONE_FUTURES).mean(axis=1)
    alone: FloatArray = mean[0] - mean[1:]
    return alone


def cut_elsewhere(q: Question, starts: Mapping[str, int]) -> dict[str, FloatArray]:
    """Return what measures cut in the boundary of their unit, where it is not the plan's.

    Parameters
    ----------
    q : Question
    starts : mapping of str to int
        Measure id → start year.

    Returns
    -------
    dict
        Measure id → (T,) mean t CO2e, NaN where the account holds no such tonnes.
    """
    by_id = {m.id: m for m in q.measures}
    outside = {i: y for i, y in starts.items() if not counts_here(by_id[i], q.boundary)}
    out: dict[str, FloatArray] = {}
    groups: tuple[tuple[str, Boundary], ...] = (
        ("direct", "territorial"),
        ("consumption", "consumption"),
    )
    unknown = np.full(q.model.years.size, np.nan)
    for kind, boundary in groups:
        some = {i: y for i, y in outside.items() if _boundary(by_id[i]) == kind}
        if not some:
            continue
        held = bool((q.model.weight[BOUNDARIES.index(boundary)] * q.model.base).any())
        rows = _cut_alone(q, some, boundary) if held else [unknown] * len(some)
        out.update(zip(some, rows, strict=True))
    out.update((i, unknown) for i in outside if i not in out)
    return out


def _boundary(measure: Measure) -> str:
    return measure.activity.boundary if measure.activity else ""
