"""What a robust plan says: groups of measures, room for manoeuvre, regret, drivers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from kortreist.cards import Shown
from kortreist.plans.branches import PathwayMap
from kortreist.plans.goal import Goal, GoalShare, Levels, Room, RoomChange
from kortreist.plans.judgement import Judged
from kortreist.plans.limit_gains import LimitGain, binding_limit
from kortreist.plans.pricing import Price
from kortreist.plans.stair import Stair
from kortreist.plans.verdict import (
    DECIDERS,
    GROUPS,
    Change,
    ChangeKind,
    Decider,
    Group,
    Learnt,
    Pilot,
    PilotAdvice,
    Regret,
    Signpost,
    Verdict,
)

__all__ = [
    "DECIDERS",
    "GROUPS",
    "Change",
    "ChangeKind",
    "Decider",
    "Demand",
    "DriverShare",
    "Finding",
    "Goal",
    "GoalShare",
    "Group",
    "Learning",
    "Learnt",
    "Levels",
    "Marginal",
    "Pilot",
    "PilotAdvice",
    "PlanOutcome",
    "Regret",
    "Room",
    "RoomChange",
    "Signpost",
    "SolverReport",
    "ToDecide",
    "TradeOff",
    "Verdict",
]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SolverReport:
    """How good the answer is proven to be.

    Parameters
    ----------
    value, bound : float
        Expected t CO2e above the frame, summed over the years, of the answer, and a proven
        lower bound of it for the linearised problem.
    gap : float
        (value − bound)/value, share ≥ 0.
    seconds : float
    linearisation_error : float
        Largest relative difference between the solver's emissions and the exact ones.
    status : {"optimal", "time_limit", "gap"}
    scenarios : int
        Futures the solver saw after reduction.
    reduction_error : float
        Relative difference of the answer's expected miss between the reduced and all
        futures.
    """

    value: float
    bound: float
    gap: float
    seconds: float
    linearisation_error: float
    status: str
    scenarios: int
    reduction_error: float


@dataclass(frozen=True, slots=True)
class TradeOff:
    """One point of the trade-off curve: the least emission found for this money.

    ``money_nok`` is the municipality's own money a year; ``cost_nok`` the discounted cost to
    all bearers (known costs); ``emission`` expected t CO2e in the goal year; ``quality`` sum
    of quality scores; ``measures`` how many; ``chosen`` the plan shown in the document, which
    is not ``on_curve`` where another plan for no more money emits less in the goal year.
    """

    money_nok: float
    cost_nok: float
    emission: float
    quality: float
    measures: int
    chosen: bool
    on_curve: bool = True


@dataclass(frozen=True, slots=True)
class Marginal:
    """What a measure adds to the plan it is in, and would cut alone.

    ``alone`` and ``added`` are mean t CO2e in the goal year; ``nok_per_tonne`` and
    ``nok_per_tonne_society`` the measure's one price, None where it has none.
    """

    measure: str
    alone: float
    added: float
    nok_per_tonne: float | None
    nok_per_tonne_society: float | None


@dataclass(frozen=True, slots=True)
class DriverShare:
    """How much one uncertain thing moves the emission of the goal year under the plan.

    ``kind`` is ``driver``, ``condition``, ``effect`` or ``delay``; ``key`` its id (a measure
    id for effects, ``""`` for all delays). Sobol indices with their 90 % half-width, Morris'
    mean absolute effect in t CO2e, and what knowing it before the learning year is worth
    (NOK, 0 if nothing would be decided otherwise; None if not computed), with the interval
    that all drivers' values lie in at once in nine of ten times.
    """

    kind: Literal["driver", "condition", "effect", "delay"]
    key: str
    first: float
    first_conf: float
    total: float
    total_conf: float
    mu_star: float
    worth_nok: float | None
    worth_low: float | None = None
    worth_high: float | None = None

    @property
    def worth_clear(self) -> bool:
        """Whether what it is worth stands clear of zero, and of what the futures' number gives."""
        return self.worth_nok is not None and (self.worth_low or 0.0) > 0.0


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule found in the futures: where all limits hold, the goal is mostly missed (or met).

    ``limits``: (kind, key, direction, threshold) with direction ``above`` or ``below`` and the
    threshold in the driver's own unit (a share a year, or a calendar year). ``coverage``:
    share of the cases of interest inside; ``density``: share of those inside that are of
    interest; ``base``: share of all futures that are of interest.
    """

    outcome: Literal["missed", "met"]
    limits: tuple[tuple[str, str, str, float], ...]
    coverage: float
    density: float
    base: float


@dataclass(frozen=True, slots=True)
class Learning:
    """The learning year: decisions before it are the same in all futures."""

    year: int
    value_nok: float | None


@dataclass(frozen=True, slots=True)
class Demand:
    """A demand that stands in the way, and the smallest change that would mend it.

    ``kind``: ``fix``, ``exclude``, ``money``, ``staff``, ``limits`` (money and staff, where
    neither is enough alone), ``requires``, ``excludes``, ``target``; ``key`` a measure id or
    ``""``; ``change`` how much (NOK a year, FTE, share of the reference year) or None;
    ``enough`` whether the rest can be met without it; ``staff`` the FTE that go with ``change``
    where both are named.
    """

    kind: str
    key: str
    change: float | None
    enough: bool = True
    staff: float | None = None


@dataclass(frozen=True, slots=True)
class ToDecide:
    """What must be decided now: done or refused. The plan does not count it before it is.

    Parameters
    ----------
    measures : tuple of str
    tonnes : dict of int to float
        Year → mean t CO2e cut beside the plan, were all of it started in the first year.
    nok : dict of int to float
        Year → the municipality's own NOK for it, known costs.
    cost_missing : tuple of str
        Those of them whose cost is partly unknown.
    """

    measures: tuple[str, ...] = ()
    tonnes: dict[int, float] = field(default_factory=dict)
    nok: dict[int, float] = field(default_factory=dict)
    cost_missing: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.measures)


@dataclass(frozen=True, slots=True, repr=False)
class PlanOutcome(Shown):
    """All that the robust plan says besides the climate budget's rows.

    Parameters
    ----------
    starts : dict
        Measure id → start year of the plan as it looks today: before the learning year
        bound, after it what is expected.
    refused : dict
        Measure id → why it is not in the plan (text key of ``locale/budgets.toml``).
    verdicts : tuple of Verdict
        Every quantified measure that matters here, also those not in the plan.
    room : Room
        What is left to choose from once what starts first is bound.
    solver : SolverReport
    learning : Learning
    trade_off : tuple of TradeOff
    marginal : tuple of Marginal
    pathway_map : PathwayMap or None
        Which sign decides what later; None where it was not computed.
    drivers : tuple of DriverShare
    findings : tuple of Finding
    in_the_way : tuple of Demand
        What would help, where the municipality's own decisions do not meet the target.
    stairs : tuple of Stair
        From today to the target of each goal year, earliest first.
    judged, judged_others, answered : tuple of Judged
        Figures of judgement that move the plan most, with a question each; those nobody in the
        municipality can answer; those it has answered.
    prices : dict
        Measure id → its one price, for every quantified measure that matters here.
    elsewhere : dict
        Measure id in ``starts`` → (T,) mean t CO2e it cuts in the boundary of its unit, where
        that is not the plan's.
    decide_now : ToDecide
        What cannot wait and nobody has decided: in no figure of the plan.
    limit_gains : tuple of LimitGain
        What the plan would cut more without each of its limits; empty where nobody looked.
    """

    starts: dict[str, int]
    refused: dict[str, str]
    verdicts: tuple[Verdict, ...]
    room: Room
    solver: SolverReport
    learning: Learning
    trade_off: tuple[TradeOff, ...] = ()
    marginal: tuple[Marginal, ...] = ()
    pathway_map: PathwayMap | None = None
    drivers: tuple[DriverShare, ...] = ()
    findings: tuple[Finding, ...] = ()
    in_the_way: tuple[Demand, ...] = ()
    stairs: tuple[Stair, ...] = ()
    judged: tuple[Judged, ...] = ()
    judged_others: tuple[Judged, ...] = ()
    answered: tuple[Judged, ...] = ()

    @property
    def stair(self) -> Stair | None:
        """From today to the target of the goal year."""
        return self.stairs[-1] if self.stairs else None

    prices: Mapping[str, Price] = field(default_factory=dict)
    elsewhere: Mapping[str, FloatArray] = field(default_factory=dict)
    decide_now: ToDecide = field(default_factory=ToDecide)
    limit_gains: tuple[LimitGain, ...] = ()

    @property
    def binding_limit(self) -> LimitGain | None:
        """The limit that holds the plan most back; None where none does, or nobody looked."""
        return binding_limit(self.limit_gains)

    CARD = ("kortreist.plans.outcome_card", "outcome_card")
