"""The climate budget as a value: everything the document, the JSON and the web show."""

from __future__ import annotations

from dataclasses import dataclass, field

from kortreist.accounts.ledger import Account
from kortreist.backtests import Backtest, Break
from kortreist.measures.measure import Measure
from kortreist.plans import PlanOutcome
from kortreist.provenance import Origin
from kortreist.units import Boundary

__all__ = ["Band", "BudgetMeasure", "ClimateBudget", "Restatement", "Target"]


@dataclass(frozen=True, slots=True)
class Band:
    """Central value (the mean over futures, so that rows add) with 10th and 90th percentile."""

    low: float
    central: float
    high: float


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached: a share of the reference year's emissions, never tonnes alone.

    Parameters
    ----------
    boundary : Boundary
    reference_year, target_year : int
    reduction : float
        Share 0–1 of the reference year's emissions to be cut by the target year.
    origin : str
        Id of the origin of the target (a statute, the user's own).
    """

    boundary: Boundary
    reference_year: int
    target_year: int
    reduction: float
    origin: str


@dataclass(frozen=True, slots=True)
class BudgetMeasure:
    """One row of the climate budget.

    Parameters
    ----------
    measure : Measure
    start_year : int
    effect : dict
        Year → Band in t CO2e cut that year (positive is a cut); empty if unquantified.
    cost : dict
        Bearer → year → NOK (expected; budget year's prices). A bearer whose cost is
        unknown is in ``cost_missing``.
    cost_missing : tuple of str
        Bearers whose cost is unknown.
    nok_per_tonne : float or None
        Discounted cost over discounted tonnes; None when any cost is unknown.
    """

    measure: Measure
    start_year: int
    effect: dict[int, Band]
    cost: dict[str, dict[int, float]]
    cost_missing: tuple[str, ...] = ()
    nok_per_tonne: float | None = None


@dataclass(frozen=True, slots=True)
class Restatement:
    """The same percentage target under two vintages of the inventory.

    ``frame_before`` and ``frame_after``: year → t CO2e; reference values in t CO2e.
    """

    vintage_before: str
    vintage_after: str
    reference_before: float
    reference_after: float
    frame_before: dict[int, float]
    frame_after: dict[int, float]


@dataclass(frozen=True, slots=True)
class ClimateBudget:
    """A computed draft of a municipality's climate budget.

    Parameters
    ----------
    account : Account
    target : Target
    plan_years : tuple of int
        The four years of the action and economic plan.
    years : tuple of int
        All years computed, from the year after the account's year to the horizon.
    frame : dict
        Year → t CO2e that may be emitted.
    baseline, pathway : dict
        Year → Band, t CO2e, without and with the measures.
    probability_under_frame : dict
        Year → share of futures with pathway ≤ frame.
    measures : tuple of BudgetMeasure
        Quantified measures in the plan; effects of a year sum to baseline − pathway.
    unquantified : tuple of BudgetMeasure
        Measures proposed whose effect is unknown.
    not_chosen : tuple of (Measure, str)
        With the reason as a text key of ``locale/budgets.toml``.
    state_must : tuple of (Measure, str)
        Measures that wait for the state: with condition or instrument owner.
    limits : dict
        ``money_nok_per_year``, ``staff_fte``, and the ids of their origins:
        ``money_origin``, ``staff_origin``.
    futures, seed : int
    draft : bool
        True: computed from public figures, not a decision of the municipality.
    created : str
        ISO date.
    engine_version : str
    origins : dict
        Origin id → Origin. Ids used by documents include ``formula/frame``,
        ``formula/baseline``, ``formula/pathway``, ``formula/effect``, ``formula/cost``,
        ``formula/probability``.
    outcome : PlanOutcome
        Groups of measures, room for manoeuvre, and what drives the plan.
    restatement : Restatement or None
    backtest : Backtest or None
        How often the printed 80 % interval has held what came, and whose that is; None for
        other boundaries than the territorial, which have no earlier editions to judge by.
    breaks : tuple of Break
        Sources of the account that jumped in most municipalities at once: method or
        statistics, not a trend.
    """

    account: Account
    target: Target
    plan_years: tuple[int, ...]
    years: tuple[int, ...]
    frame: dict[int, float]
    baseline: dict[int, Band]
    pathway: dict[int, Band]
    probability_under_frame: dict[int, float]
    measures: tuple[BudgetMeasure, ...]
    unquantified: tuple[BudgetMeasure, ...]
    not_chosen: tuple[tuple[Measure, str], ...]
    state_must: tuple[tuple[Measure, str], ...]
    limits: dict[str, float | str]
    futures: int
    seed: int
    created: str
    engine_version: str
    origins: dict[str, Origin]
    outcome: PlanOutcome
    draft: bool = True
    restatement: Restatement | None = None
    backtest: Backtest | None = None
    breaks: tuple[Break, ...] = ()
    warnings: tuple[str, ...] = field(default=())
