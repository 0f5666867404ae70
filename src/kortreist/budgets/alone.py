"""Every measure alone against a place's account: what it cuts, costs, binds, and who decides.

The figures are the plan's own: the same question, futures, costs and price a tonne. A plan that
holds one measure only cuts and costs what is said here. Together measures cut less than the sum
of this, because they reach for the same tonnes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from kortreist.accounts import Account
from kortreist.arguments import check
from kortreist.bindings import Binding
from kortreist.budgets.budget import Band, Money
from kortreist.budgets.prepared import Prepared, prepare
from kortreist.budgets.rows import bands, judged_share, money_by_bearer
from kortreist.cards import Shown
from kortreist.errors import InputError
from kortreist.facts import load
from kortreist.measures import Measure
from kortreist.measures.duties import Duty, duty_of
from kortreist.measures.prices import LEVELS, price_level
from kortreist.pathways import adoption, evaluate_many
from kortreist.pathways.by_source import cut_by_source
from kortreist.pathways.costs import Spending, cost_of
from kortreist.places import Place
from kortreist.plans.deciding import decider
from kortreist.plans.judgement import Judged
from kortreist.plans.pricing import Price
from kortreist.plans.question import Prices, prices
from kortreist.plans.sharpest import sharpest
from kortreist.provenance import JUDGED, Mark
from kortreist.units import BOUNDARIES, Boundary

if TYPE_CHECKING:
    import polars

__all__ = ["MeasureAlone", "MeasuresAlone", "SourceCut", "measures_alone"]

FloatArray = npt.NDArray[np.float64]
#: Arguments that are values already, not what somebody types.
_VALUES = ("place", "commitments")
#: t CO2e below which a measure cuts nothing.
_NOTHING = 0.5


@dataclass(frozen=True, slots=True)
class SourceCut:
    """What a measure cuts of one source in the target year, mean t CO2e.

    ``source`` is the ledger's id; ``emitted`` is without the measure, ``cut`` negative where
    activity is shifted to the source.
    """

    source: str
    emitted: float
    cut: float


@dataclass(frozen=True, slots=True)
class MeasureAlone:
    """One measure carried out alone.

    Parameters
    ----------
    measure : Measure
    start_year : int
        The plan's first year, or the year that is decided.
    effect : dict
        Year → :class:`Band` of t CO2e cut in the question's boundary; empty where no effect is
        known. Where it waits for somebody else the futures in which that does not come count
        as nothing.
    consumption : dict
        The same of the footprint of consumption, for what cuts nothing inside the boundary;
        empty where the account holds no footprint.
    anyway : float or None
        Mean t CO2e in the target year: what it would cut more of, were it not that adopted
        policy and trends cut it without the measure.
    sources : tuple of SourceCut
        Largest cut first; they add up to the target year's mean.
    money : dict
        Bearer → year → :class:`Money`, without VAT, own staff in it as in a plan's rows.
    cost_missing : tuple of str
        Bearers of whom some cost is unknown.
    price : Price or None
        Per tonne, as in a plan; None where no effect is known.
    decider : str
        Whose decision it needs first, as a plan's verdict says it.
    duty : Duty or None
        What of it law or adopted policy asks for already.
    mark : Mark or None
        The weaker of how its effect and how most of its kroner are known.
    ask : Judged or None
        The question whose answer would sharpen its figures most.
    """

    measure: Measure
    start_year: int
    effect: dict[int, Band] = field(default_factory=dict)
    consumption: dict[int, Band] = field(default_factory=dict)
    anyway: float | None = None
    sources: tuple[SourceCut, ...] = ()
    money: dict[str, dict[int, Money]] = field(default_factory=dict)
    cost_missing: tuple[str, ...] = ()
    price: Price | None = None
    decider: str = ""
    duty: Duty | None = None
    mark: Mark | None = None
    ask: Judged | None = None

    def paid(self, bearer: str, years: Sequence[int]) -> Money | None:
        """Return NOK a bearer pays over some years, None where something of it is unknown."""
        if bearer in self.cost_missing:
            return None
        return Money.added(
            [self.money[bearer][y] for y in years if y in self.money.get(bearer, {})]
        )


@dataclass(frozen=True, slots=True, repr=False)
class MeasuresAlone(Shown):
    """Every measure that matters in a place, each alone.

    Parameters
    ----------
    account : Account
    boundary : Boundary
    year : int
        Target year that measures are compared in.
    plan_years, years : tuple of int
        Of the plan that would begin now; from the account to the horizon.
    measures : tuple of MeasureAlone
        Largest cut in ``year`` first; those without a known effect last.
    baseline : dict of int to Band
        Year → t CO2e without measures.
    together : float
        Mean t CO2e in ``year`` that all of them cut together, which rule each other out or
        not: less than the sum of each alone.
    price_year : int
    futures, seed : int
    created, engine_version : str
    """

    account: Account
    boundary: Boundary
    year: int
    plan_years: tuple[int, ...]
    years: tuple[int, ...]
    measures: tuple[MeasureAlone, ...]
    baseline: dict[int, Band]
    together: float
    price_year: int
    futures: int
    seed: int
    created: str
    engine_version: str
    CARD = ("kortreist.budgets.alone_frame", "alone_card")

    @property
    def summed(self) -> float:
        """Sum of what each cuts alone in ``year``, t CO2e: more than they cut together."""
        return float(sum(r.effect[self.year].central for r in self.measures if r.effect))

    def to_frame(self, language: str = "nb") -> polars.DataFrame:
        """Return a row a measure; unknown is null, never zero."""
        from kortreist.budgets.alone_frame import alone_frame

        return alone_frame(self, language)

    def to_dict(self, language: str = "nb") -> dict[str, Any]:
        """Return all of it as plain values for JSON."""
        from kortreist.budgets.alone_frame import alone_dict

        return alone_dict(self, language)


def measures_alone(
    place: Place,
    *,
    boundary: Boundary = "territorial",
    as_of: str | None = None,
    futures_count: int = 1000,
    seed: int = 20261123,
    overrides: Path | str | None = None,
    fixed: Mapping[str, int] | None = None,
    without: Collection[str] = frozenset(),
    counts: Mapping[str, float] | None = None,
    answers: Mapping[str, float] | None = None,
    dearest: float | None = None,
    known_changes: Path | str | None = None,
    year: int | None = None,
    today: date | None = None,
    data_dir: Path | str | None = None,
    commitments: Sequence[Binding] = (),
) -> MeasuresAlone:
    """Return what every measure that matters in a place does alone.

    Parameters
    ----------
    place : Place
    boundary : Boundary
        Whose tonnes are counted.
    as_of, futures_count, seed, overrides, without, counts, answers, dearest
        As in :func:`kortreist.budgets.climate_budget`; ``dearest`` only stands beside the price.
    fixed : mapping of str to int, optional
        Measure id → start year; the others start in the plan's first year.
    known_changes, today, data_dir, commitments
        As there.
    year : int, optional
        Year to compare in, between the plan's first and the horizon; by default the first
        target year that is still to come.

    Returns
    -------
    MeasuresAlone

    Raises
    ------
    FiguresMissingError
        The total of the boundary cannot be given for the place.
    InputError
        An argument of the wrong type or outside its range.
    """
    asked = dict(locals())
    check(**{name: value for name, value in asked.items() if name not in _VALUES})
    if place.kind != "municipality":
        raise InputError("budgets.alone_municipality", place=place.name)
    today = today or date.today()
    data_dir, overrides, known_changes = (
        None if path is None else Path(path) for path in (data_dir, overrides, known_changes)
    )
    p = prepare(
        place, boundary=boundary, reduction=None, target_year=None, reference_year=None,
        money_nok=None, staff_fte=None, as_of=as_of, futures_count=futures_count, seed=seed,
        overrides=overrides, learning_year=None, fixed=fixed, excluded=(), without=without,
        counts=counts, answers=answers, dearest=dearest, known_changes=known_changes,
        accept_met_target=True, frame_start="last", today=today, data_dir=data_dir,
        commitments=commitments,
    )  # fmt: skip
    q = p.question
    if year is None:
        year = min((y for y in p.goals if y >= q.plan_years[0]), default=q.plan_years[-1])
    if year not in q.years:
        raise InputError("pathways.unknown_year", year=year, first=q.plan_years[0], last=q.horizon)
    one = _Alone(p, prices(q), year, today)
    rows = [one.row(i, m) for i, m in enumerate(q.measures)]
    rows.sort(key=lambda r: (-r.effect[year].central, r.measure.id))
    rows += [one.unknown(m) for m in p.relevant if not m.quantified]
    bare = one.emitted[0] + p.noise
    return MeasuresAlone(
        account=p.account,
        boundary=boundary,
        year=year,
        plan_years=p.plan_years,
        years=p.years,
        measures=tuple(rows),
        baseline=bands(bare, q.model.years, p.years),
        together=one.together(),
        price_year=price_level().year,
        futures=q.model.size,
        seed=seed,
        created=today.isoformat(),
        engine_version=version("kortreist"),
    )


class _Alone:
    """Measures of a question, each alone in the same futures."""

    def __init__(self, p: Prepared, price_table: Prices, year: int, today: date) -> None:
        self.p, self.q, self.prices, self.year, self.today = p, p.question, price_table, year, today
        q = self.q
        first = q.plan_years[0]
        self.starts = {m.id: q.fixed.get(m.id, first) for m in q.measures}
        self.plans: list[Mapping[str, int]] = [{}, *({m.id: self.starts[m.id]} for m in q.measures)]
        self.emitted = evaluate_many(q.model, self.plans, q.boundary)
        still = replace(q.model, index=np.ones_like(q.model.index))
        flat = evaluate_many(still, self.plans, q.boundary).mean(axis=1)
        emitted = self.emitted.mean(axis=1)
        #: Mean t CO2e that each cuts, (M, T).
        self.mean = emitted[0] - emitted[1:]
        self.anyway = (flat[0] - flat[1:] - self.mean)[:, q.column(year)]
        self.x = adoption(q.model, self.starts)
        self.owners = {unit: c.owners for unit, c in q.counts.items()}
        self.deciders = {r["id"]: r["owner"] for r in load().table("enabling_conditions", today)}
        self.footprint = self._footprint()

    def _footprint(self) -> dict[str, FloatArray]:
        """Return what those that cut nothing here cut of the footprint, (F, T) t CO2e by id."""
        q = self.q
        weight = q.model.weight[BOUNDARIES.index("consumption")]
        if q.boundary != "territorial" or not (weight * q.model.base).any():
            return {}
        here = np.abs(self.mean[:, q.column(self.year)]) >= _NOTHING
        plans = [p for p, cuts in zip(self.plans[1:], here, strict=True) if not cuts]
        emitted = evaluate_many(q.model, [{}, *plans], "consumption")
        return {next(iter(p)): emitted[0] - e for p, e in zip(plans, emitted[1:], strict=True)}

    def together(self) -> float:
        """Return the mean t CO2e that all of them cut together in the year."""
        both = evaluate_many(self.q.model, [{}, self.starts], self.q.boundary).mean(axis=1)
        return float(both[0, self.q.column(self.year)] - both[1, self.q.column(self.year)])

    def row(self, i: int, measure: Measure) -> MeasureAlone:
        """Return a measure with a known effect."""
        q, p, column = self.q, self.p, self.q.column(self.year)
        cut = self.emitted[0] - self.emitted[1 + i]
        mean = self.mean[i]
        x = self.x[q.model.measure_ids.index(measure.id)]
        spent = {level: self._spent(measure, x, mean, level) for level in LEVELS}
        effect = bands(cut, q.model.years, p.years)
        there = self.prices.elsewhere.get(measure.id, mean)
        band = effect[self.year]
        consumption: dict[int, Band] = {}
        less = self.footprint.get(measure.id)
        if less is not None and abs(float(less[:, column].mean())) >= _NOTHING:
            consumption = bands(less, q.model.years, p.years)
        by_source = cut_by_source(q.model, measure.id, x, q.boundary, self.year)
        judged = judged_share(measure, q, mean, there, column)
        return MeasureAlone(
            measure,
            self.starts[measure.id],
            effect,
            consumption,
            float(self.anyway[i]),
            tuple(
                sorted(
                    (SourceCut(s, e, c) for s, (e, c) in by_source.items() if abs(c) >= 1e-9),
                    key=lambda s: (-s.cut, s.source),
                )
            ),
            money_by_bearer(spent, q.model.years, p.years, measure.payer),
            spent["central"].missing,
            self.prices.price[i],
            decider(measure, self.deciders, self.today).who,
            duty_of(measure.id, self.today),
            _weakest(measure, judged),
            sharpest(
                q, p.account, measure, cut=band.central, unit_cut=float(there[column]),
                half_width=(band.high - band.low) / 2.0, year=self.year, at=self.today,
            ),
        )  # fmt: skip

    def unknown(self, measure: Measure) -> MeasureAlone:
        """Return a measure whose effect nobody knows."""
        return MeasureAlone(
            measure,
            self.q.plan_years[0],
            cost_missing=tuple(dict.fromkeys(c.bearer for c in measure.costs)),
            decider=decider(measure, self.deciders, self.today).who,
            duty=duty_of(measure.id, self.today),
        )

    def _spent(self, measure: Measure, x: FloatArray, mean: FloatArray, level: Any) -> Spending:
        unit = measure.activity.unit if measure.activity else ""
        return cost_of(
            self.q.model,
            measure,
            x,
            mean,
            self.q.residents,
            level=level,
            owners=self.owners.get(unit, 1.0),
            unit_tonnes=self.prices.elsewhere.get(measure.id),
        )


def _weakest(measure: Measure, judged: float) -> Mark:
    """Return the weaker mark of effect and cost; cost is judged where half of the kroner are."""
    return "judgement" if judged >= 0.5 and measure.mark not in JUDGED else measure.mark
