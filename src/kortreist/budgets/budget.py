"""The climate budget as a value: everything the document, the JSON and the web show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kortreist.accounts.ledger import Account
from kortreist.backtests import Backtest, Break
from kortreist.baseline import KnownChange, ProjectionCheck
from kortreist.budgets.commitment import Commitment
from kortreist.budgets.in_futures import InFutures
from kortreist.budgets.kept_open import KeptOpen, kept_open
from kortreist.budgets.money import Money, spread_of
from kortreist.budgets.offered import Offered, offered
from kortreist.budgets.parts import Parts, parts_of
from kortreist.budgets.target import FrameStart, Goal, RegisteredTarget, Target
from kortreist.cards import Shown
from kortreist.measures.measure import Measure
from kortreist.plans import PlanOutcome
from kortreist.plans.pricing import Price, PriceMark
from kortreist.provenance import Origin

if TYPE_CHECKING:
    import polars
    import xarray

    from kortreist.budgets.without_open import WithoutOpen

__all__ = [
    "ActivityCount",
    "Band",
    "BudgetMeasure",
    "ClimateBudget",
    "Dominant",
    "InFutures",
    "KnownRow",
    "Money",
    "Restatement",
    "spread_of",
]


@dataclass(frozen=True, slots=True)
class Band:
    """Central value (the mean over futures, so that rows add) with 10th and 90th percentile."""

    low: float
    central: float
    high: float


@dataclass(frozen=True, slots=True)
class ActivityCount:
    """Units of activity behind a row.

    Parameters
    ----------
    unit : str
        Id in the facts table ``activity_units``.
    count : float or None
        Units in the place; where nothing counts them, those the measure treats.
    origin : {"register", "municipality", "emission", "population"}
    treated : float or None
        Units the measure treats in the plan's last year; None where it is unknown.
    ceiling : float
        Share 0–1 of the library's effect that there are units for in the place.
    """

    unit: str
    count: float | None
    origin: str
    treated: float | None = None
    ceiling: float = 1.0


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
        Bearer → year → NOK (central figures, without VAT, in the kroner of one year). A
        bearer of whom some cost is unknown is in ``cost_missing``.
    cost_missing : tuple of str
        Bearers whose cost is unknown.
    money : dict
        Bearer → year → :class:`Money`: ``cost`` apart as investment and running, with range.
    apart : dict
        Bearer → year → NOK saved that is told and in no sum: what is not built or bought, and
        savings beyond the bearer's own cost that nobody has read in a source.
    price : Price
        What it costs per tonne, or why that is not said.
    activity : ActivityCount or None
    judgement : float
        Share 0–1 of the row's kroner (gross, all bearers, plan years) whose figure is judgement.
    """

    measure: Measure
    start_year: int
    effect: dict[int, Band]
    cost: dict[str, dict[int, float]]
    cost_missing: tuple[str, ...] = ()
    money: dict[str, dict[int, Money]] = field(default_factory=dict)
    price: Price = field(default_factory=lambda: Price("unknown"))
    activity: ActivityCount | None = None
    judgement: float = 0.0
    apart: dict[str, dict[int, float]] = field(default_factory=dict)

    def paid(self, bearer: str, years: Iterable[int]) -> Money:
        """Return what a bearer pays over some years, NOK; the ends add within a measure."""
        return Money.added(
            [self.money[bearer][y] for y in years if y in self.money.get(bearer, {})]
        )

    @property
    def nok_per_tonne(self) -> float | None:
        """NOK per t CO2e of the municipality's budget; None unless ranked."""
        return self.price.municipality

    @property
    def nok_per_tonne_society(self) -> float | None:
        """NOK per t CO2e of all bearers, taxes and transfers taken out."""
        return self.price.society

    @property
    def price_mark(self) -> PriceMark:
        """Why there is a price or none."""
        return self.price.mark


@dataclass(frozen=True, slots=True)
class KnownRow:
    """One known change in the place.

    Parameters
    ----------
    change : KnownChange
    tonnes : dict of int to Band
        Year → t CO2e since the account's year, negative where emissions fall; empty where
        the change does not count (``change.reason`` says why), or all of it already shows in
        the account.
    """

    change: KnownChange
    tonnes: dict[int, Band]


@dataclass(frozen=True, slots=True)
class Dominant:
    """A source that is more than half of what is emitted inside the border.

    Parameters
    ----------
    sector, source : str
    share : float
        0.5–1.
    known : bool
        Whether a known change of it is counted.
    """

    sector: str
    source: str
    share: float
    known: bool


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


@dataclass(frozen=True, slots=True, repr=False)
class ClimateBudget(Shown):
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
        Year → share of futures with pathway ≤ frame; only years that are still to come, since
        nobody can keep a frame in a year that is over.
    measures : tuple of BudgetMeasure
        Quantified measures in the plan; effects of a year sum to baseline − pathway.
    unquantified : tuple of BudgetMeasure
        Measures offered whose effect is unknown: in no sum, and not part of the plan.
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
    in_futures : InFutures or None
        For sums over places; no document shows it.
    beside : ClimateBudget or None
        Where plants in the emissions trading system are more than half of the account: the
        same place planned without them, lighter (no trade-off curve, no drivers).
    backtest : Backtest or None
        How often the printed 80 % interval has held what came, and whose that is; None for
        other boundaries than the territorial, which have no earlier editions to judge by.
    breaks : tuple of Break
        Sources of the account that jumped in most municipalities at once: method or
        statistics, not a trend.
    price_year : int
        Year whose kroner all money is in.
    dearest : dict
        Year → NOK per t CO2e above which a measure is not chosen.
    judged_shares : dict
        ``money`` and ``tonnes``: share 0–1 of the plan's gross kroner and of its cut in the
        plan's last year that rests on judgement.
    frame_start : FrameStart
        Where the frame's line starts.
    registered : tuple of RegisteredTarget
        What the municipality and its county have adopted themselves, the municipality first.
    law : Goal or None
        The national target that comes next, where the plan works towards another one: told
        beside it, never planned by.
    commitments : tuple of Commitment
        What the municipality has bound itself to, already part of ``baseline``.
    known_changes : tuple of KnownRow
        What is known to happen at plants here; rows above the measures.
    projection : tuple of ProjectionCheck
        The national inventory on our drivers beside the government's projection.
    dominant : Dominant or None
        A source of more than half of the account.
    use : tuple of (Measure, str)
        Measures whose condition is in force, with the condition: nothing to wait for.
    without_open : WithoutOpen or None
        The same without what is kept open; None where nothing is.
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
    frame_start: FrameStart
    registered: tuple[RegisteredTarget, ...] = ()
    law: Goal | None = None
    draft: bool = True
    restatement: Restatement | None = None
    in_futures: InFutures | None = field(default=None, compare=False, repr=False)
    beside: ClimateBudget | None = None
    backtest: Backtest | None = None
    breaks: tuple[Break, ...] = ()
    price_year: int = 0
    dearest: dict[int, float] = field(default_factory=dict)
    judged_shares: dict[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = field(default=())
    known_changes: tuple[KnownRow, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    projection: tuple[ProjectionCheck, ...] = ()
    dominant: Dominant | None = None
    use: tuple[tuple[Measure, str], ...] = ()
    without_open: WithoutOpen | None = None

    def paid(self, bearer: str, *, proposed: bool = False) -> Money:
        """Return what one bearer pays over the plan's years, NOK, with the range of the sum.

        ``proposed``: only for what is proposed to be decided now, not what is kept open.
        """
        held = self.kept_open.measures if proposed else ()
        rows = [r for r in self.measures if bearer in r.money and r.measure.id not in held]
        each = [row.paid(bearer, self.plan_years) for row in rows]
        low, high = spread_of(each)
        return replace(Money.added(each), low=low, high=high)

    def parts(
        self, bearer: str, years: Iterable[int] | None = None, *, proposed: bool = False
    ) -> Parts:
        """Return what one bearer spends and saves, NOK, part by part; by default all plan years.

        ``proposed`` as for :meth:`paid`.
        """
        held = self.kept_open.measures if proposed else ()
        wanted = self.plan_years if years is None else tuple(years)
        rows = [r.money[bearer] for r in self.measures if bearer in r.money]
        if held:
            kept = [r for r in self.measures if r.measure.id not in held]
            rows = [r.money[bearer] for r in kept if bearer in r.money]
        return parts_of(money[y] for money in rows for y in wanted if y in money)

    @property
    def offered(self) -> Offered:
        """What is known of what is offered beside the plan."""
        measures = [r.measure for r in self.unquantified]
        return offered(measures, self.plan_years)

    @property
    def kept_open(self) -> KeptOpen:
        """What of the rows lies in measures that are kept open, not decided now."""
        return kept_open(self.measures, self.outcome.verdicts, self.years)

    @property
    def not_counted(self) -> dict[str, float]:
        """Bearer → NOK saved over the plan's years that is told and in no sum; most first."""
        out: dict[str, float] = {}
        for row in self.measures:
            for bearer, years in row.apart.items():
                saved = sum(nok for y, nok in years.items() if y in self.plan_years)
                out[bearer] = out.get(bearer, 0.0) + saved
        return dict(sorted(((b, n) for b, n in out.items() if n >= 1.0), key=lambda p: -p[1]))

    def to_frame(self, table: str = "measures", language: str = "en") -> polars.DataFrame:
        """Return one of the plan's tables: see :func:`kortreist.budgets.as_frame.budget_frame`."""
        from kortreist.budgets.as_frame import budget_frame

        return budget_frame(self, table, language)

    def draws(self) -> xarray.Dataset:
        """Return every future: see :func:`kortreist.budgets.as_frame.budget_draws`."""
        from kortreist.budgets.as_frame import budget_draws

        return budget_draws(self)

    CARD = ("kortreist.budgets.as_frame", "budget_card")
