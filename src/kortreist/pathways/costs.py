"""What a plan costs, who pays, and when: kroner by measure, bearer and year.

Costs per unit follow the units treated: what the measure cuts that year, in its own boundary,
over what one unit cuts. So its price per tonne is the same in every place, and measures that
reach for the same units share them as they share the tonnes. Where owners are counted (a
register, or the municipality), the kroner follow the owners and the tonnes the inventory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kortreist.errors import FiguresMissingError, InputError
from kortreist.futures.future_set import FloatArray
from kortreist.measures.measure import Measure
from kortreist.measures.prices import (
    Level,
    PriceLevel,
    annuity,
    effect_for_amount,
    price_level,
    savings_counted,
)
from kortreist.pathways.evaluate import PathwayResult
from kortreist.pathways.model import PathwayModel
from kortreist.pathways.reference import adoption
from kortreist.provenance import JUDGED

__all__ = ["Costs", "Spending", "cost_of", "costs", "units_treated"]


@dataclass(frozen=True, slots=True)
class Spending:
    """What one measure costs: bearer → (T,) NOK a year, without VAT; negative is a saving.

    Parameters
    ----------
    capital, running : dict
        Investment, and running cost with own staff in it. Only what is known.
    missing : tuple of str
        Bearers with at least one unknown cost: unknown is not zero.
    resources : (T,) float
        What is known of the measure's own cost over all bearers: no transfers, no own staff;
        savings that rest on judgement are in it in whole.
    staff : (T,) float
        Own staff, which is in the ``running`` of the measure's payer too.
    apart : dict
        Bearer → (T,) NOK saved that is told and not counted in ``capital`` and ``running``:
        what is not built or bought, and savings beyond the bearer's own cost that nobody has
        read in a source.
    guessed : (T,) float
        The part of ``apart`` that is in ``resources``.
    earmarked : dict
        Bearer → (T,) NOK of income that the measure itself spends: net nothing, in no sum.
    """

    capital: dict[str, FloatArray]
    running: dict[str, FloatArray]
    missing: tuple[str, ...]
    resources: FloatArray
    staff: FloatArray
    apart: dict[str, FloatArray]
    guessed: FloatArray
    earmarked: dict[str, FloatArray] = field(default_factory=dict)

    @property
    def counted(self) -> FloatArray:
        """(T,) NOK over all bearers, unread savings held to what they pay for.

        Transfers and own staff are not in it.
        """
        total: FloatArray = self.resources + self.guessed
        return total

    @property
    def nok(self) -> dict[str, FloatArray]:
        """Bearer → (T,) NOK, investment and running together."""
        out = dict(self.capital)
        for bearer, amount in self.running.items():
            out[bearer] = out[bearer] + amount if bearer in out else amount
        return out

    def cut(self, columns: slice) -> Spending:
        """Return the same for some of the years."""
        return Spending(
            {b: a[columns] for b, a in self.capital.items()},
            {b: a[columns] for b, a in self.running.items()},
            self.missing,
            self.resources[columns],
            self.staff[columns],
            {b: a[columns] for b, a in self.apart.items()},
            self.guessed[columns],
            {b: a[columns] for b, a in self.earmarked.items()},
        )


@dataclass(frozen=True, slots=True)
class Costs:
    """Costs of a plan.

    Parameters
    ----------
    years : (T,) int
    spending : dict
        Measure id → its :class:`Spending`.
    """

    years: npt.NDArray[np.int64]
    spending: dict[str, Spending] = field(default_factory=dict)

    @property
    def nok(self) -> dict[str, dict[str, FloatArray]]:
        """Measure id → bearer → (T,) NOK a year."""
        return {name: s.nok for name, s in self.spending.items()}

    @property
    def missing(self) -> dict[str, tuple[str, ...]]:
        """Measure id → bearers of whom some cost is unknown."""
        return {name: s.missing for name, s in self.spending.items()}

    def by_bearer(self) -> dict[str, FloatArray]:
        """Return bearer → (T,) NOK over all measures, known costs only."""
        out: dict[str, FloatArray] = {}
        for parts in self.nok.values():
            for bearer, amount in parts.items():
                out[bearer] = out.get(bearer, 0.0) + amount
        return out


def costs(
    model: PathwayModel,
    measures: Sequence[Measure],
    result: PathwayResult,
    inhabitants: float | None,
    prices: PriceLevel | None = None,
    *,
    level: Level = "central",
    owners: Mapping[str, float] | None = None,
    elsewhere: Mapping[str, FloatArray] | None = None,
    as_annuity: bool = False,
) -> Costs:
    """Return the cost of every measure in a plan, in the kroner of one year.

    Capital falls as the measure is carried out, through the ramp years, and again when
    its lifetime ends and it is renewed. Running costs follow how far it is carried out.
    An amount a tonne is paid for each tonne the measure cuts that year, one a unit for each
    unit treated.

    Parameters
    ----------
    model : PathwayModel
    measures : sequence of Measure
        Those of the plan at least.
    result : PathwayResult
        The plan evaluated.
    inhabitants : float or None
        Residents; None if unknown.
    prices : PriceLevel, optional
        By default the facts' newest.
    level : {"low", "central", "high"}
    owners : mapping of str to float, optional
        Unit of activity → owners counted over those the inventory implies; 1 without.
    elsewhere : mapping of str to (T,) float, optional
        Measure id → mean t CO2e it cuts in the boundary its unit belongs to, where that is
        not the plan's.
    as_annuity : bool
        As ``annuity_of_capital`` in :func:`cost_of`.

    Returns
    -------
    Costs

    Raises
    ------
    FiguresMissingError
        An amount is per inhabitant and the number of inhabitants is unknown.
    InputError
        The index lacks a price year, or a measure of the plan is not among ``measures``.
    """
    by_id = {m.id: m for m in measures}
    x = adoption(model, result.starts)
    place = {name: i for i, name in enumerate(model.measure_ids)}
    out: dict[str, Spending] = {}
    for row, name in enumerate(result.measures):
        if name not in by_id:
            raise InputError("pathways.unknown_measure", measure=name)
        measure = by_id[name]
        unit = measure.activity.unit if measure.activity else ""
        out[name] = cost_of(
            model, measure, x[place[name]], result.effect_mean[row], inhabitants, prices,
            level=level, owners=(owners or {}).get(unit, 1.0),
            unit_tonnes=(elsewhere or {}).get(name), annuity_of_capital=as_annuity,
        )  # fmt: skip
    return Costs(model.years, out)


def units_treated(
    measure: Measure, tonnes: FloatArray, level: Level = "central", amount: float = 1.0
) -> FloatArray:
    """Return (T,) units treated in each year: tonnes cut that year over effect per unit.

    At the ends of a range, those that belong to that end of an ``amount`` a unit: few units
    cost least, many save most (:func:`~kortreist.measures.prices.effect_for_amount`).
    NaN where a unit has no effect of its own, or ``tonnes`` are NaN: unknown.
    """
    kilograms = effect_for_amount(measure, level, amount)
    if kilograms is None:
        return np.full_like(tonnes, np.nan)
    treated: FloatArray = np.maximum(tonnes, 0.0) * 1000.0 / kilograms
    return treated


def cost_of(
    model: PathwayModel,
    measure: Measure,
    x: FloatArray,
    tonnes: FloatArray,
    inhabitants: float | None,
    prices: PriceLevel | None = None,
    *,
    annuity_of_capital: bool = False,
    level: Level = "central",
    owners: float = 1.0,
    unit_tonnes: FloatArray | None = None,
) -> Spending:
    """Return what one measure costs its bearers each year.

    Parameters
    ----------
    model : PathwayModel
    measure : Measure
    x : (F, T) float
        How far it is carried out, share 0–1.
    tonnes : (T,) float
        Mean t CO2e it cuts, in the plan's boundary.
    inhabitants : float or None
    prices : PriceLevel, optional
    annuity_of_capital : bool
        Capital, and the own staff it takes to bring the measure about, as equal yearly
        amounts over the lifetime while the measure is in force, so that a horizon shorter
        than the lifetime does not count against it; otherwise when it is paid.
    level : {"low", "central", "high"}
        Which figure of each cost; not the mean of it.
    owners : float
        Owners counted over owners implied.
    unit_tonnes : (T,) float, optional
        Mean t CO2e it cuts in the boundary of its unit; ``tonnes`` by default, NaN unknown.

    Raises
    ------
    FiguresMissingError, InputError
        As for :func:`costs`.
    """
    kroner = prices or price_level()
    m = model.measure_ids.index(measure.id)
    in_force = x.mean(axis=0)
    life = float(model.lifetime[m])
    rise = _capital_payments(model.years, _rise(x), life, bool(model.renewed[m]))
    first_time = _capital_payments(model.years, _rise(x), life, False)
    cut = tonnes if unit_tonnes is None else unit_tonnes
    lacking = {c.bearer for c in measure.costs if c.amount is None}
    capital: dict[str, FloatArray] = {}
    running: dict[str, FloatArray] = {}
    apart: dict[str, FloatArray] = {}
    earmarked: dict[str, FloatArray] = {}
    resources, staff, guessed = np.zeros((3, model.years.size))
    counted = savings_counted(measure, level)
    for cost in measure.costs:
        if cost.amount is None:  # what is known of the bearer still counts
            continue
        amount = float(getattr(cost.amount, level)) * kroner.of(cost.price_year)
        if cost.basis == "per_tonne":
            yearly = amount * np.maximum(tonnes, 0.0)
        elif cost.basis == "per_unit":
            # What one pays another is of the same units for both.
            sign = abs(amount) if cost.transfer else amount
            treated = units_treated(measure, cut, level, sign)
            if np.isnan(treated).any():  # nobody knows how many
                lacking.add(cost.bearer)
                continue
            yearly = (
                owners
                * amount
                * _units_paid(
                    model.years, measure, treated, cost.kind == "capital", annuity_of_capital
                )
            )
        else:
            if cost.basis == "per_inhabitant":
                if inhabitants is None:
                    raise FiguresMissingError("pathways.no_inhabitants", measure=measure.id)
                amount *= inhabitants
            if cost.kind == "running":
                yearly = amount * in_force
            elif annuity_of_capital:
                yearly = amount * annuity(life) * in_force
            else:  # staff is needed once: what is there is renewed without a campaign
                yearly = amount * (rise if cost.kind == "capital" else first_time)
        if cost.earmarked:  # what is taken in is spent again
            earmarked[cost.bearer] = earmarked.get(cost.bearer, 0.0) - yearly
            continue
        if cost.avoided:
            apart[cost.bearer] = apart.get(cost.bearer, 0.0) - yearly
            continue
        kept = yearly
        unread = amount < 0.0 and cost.amount.mark in JUDGED and not cost.transfer
        if unread and cost.basis == "per_unit" and counted[cost.bearer] < 1.0:
            kept = counted[cost.bearer] * yearly
            apart[cost.bearer] = apart.get(cost.bearer, 0.0) + kept - yearly
            guessed += kept - yearly
        to = capital if cost.kind == "capital" else running
        to[cost.bearer] = to.get(cost.bearer, 0.0) + kept
        if cost.kind == "staff":
            staff += yearly
        elif not cost.transfer:
            resources += yearly
    return Spending(
        capital, running, tuple(sorted(lacking)), resources, staff, apart, guessed, earmarked
    )


def _units_paid(
    years: npt.NDArray[np.int64],
    measure: Measure,
    treated: FloatArray,
    capital: bool,
    as_annuity: bool,
) -> FloatArray:
    """Return (T,) units that an amount per unit is paid for in each year."""
    activity = measure.activity
    if activity is None or not capital or activity.timing == "once":
        return treated
    if as_annuity:
        return annuity(activity.lifetime_years) * treated
    # As the sources shrink fewer units are treated; those that were bought stay bought.
    maximum = np.maximum.accumulate(treated)
    return _capital_payments(years, np.diff(maximum, prepend=0.0), activity.lifetime_years, True)


def _rise(x: FloatArray) -> FloatArray:
    """Return (T,) mean rise of how far it is carried out, share a year."""
    rise: FloatArray = np.maximum(np.diff(x, axis=1, prepend=0.0), 0.0).mean(axis=0)
    return rise


def _capital_payments(
    years: npt.NDArray[np.int64], rise: FloatArray, life: float, renewed: bool
) -> FloatArray:
    """Return (T,) what is paid of the capital in each year, renewals included."""
    if not renewed:
        return rise
    since = (years - years[0]).astype(np.float64)
    total: FloatArray = rise.copy()
    for age in np.arange(life, since[-1] + life, life):
        total += np.interp(since - age, since, rise, left=0.0, right=0.0)
    return total
