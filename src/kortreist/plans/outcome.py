"""What a robust plan says: groups of measures, room for manoeuvre, regret, drivers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from kortreist.cards import Shown
from kortreist.plans.goal import Goal, Room, RoomDifference
from kortreist.plans.judgement import Judged
from kortreist.plans.pricing import Price
from kortreist.plans.stair import Stair

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
    "Group",
    "Learning",
    "Marginal",
    "Package",
    "PlanOutcome",
    "Regret",
    "Room",
    "RoomDifference",
    "Signpost",
    "SolverReport",
    "TradeOff",
    "Verdict",
]

FloatArray = npt.NDArray[np.float64]
Group = Literal[
    "adopted",
    "start_now",
    "anchor_first",
    "decide_now",
    "keep_open",
    "avoid",
    "not_needed",
    "not_for_climate",
    "unknown",
]
#: In the order they are read: what is decided, what to decide, what can wait, what is not done.
GROUPS: tuple[Group, ...] = get_args(Group)
Decider = Literal["council", "delegated", "partners", "owner", "county", "state", "unclear"]
DECIDERS: tuple[Decider, ...] = get_args(Decider)


@dataclass(frozen=True, slots=True)
class Regret:
    """NOK lost by a wrong choice, over the futures in which that choice is the wrong one.

    Discounted cost to all bearers, plus emissions at the carbon price of public analyses.

    Parameters
    ----------
    start_wrong, wait_wrong : float or None
        Mean NOK lost by starting now where waiting was better, and the other way round; 0
        where that never happens; None where a cost is unknown.
    start_chance, wait_chance : float
        Share 0–1 of futures in which each is wrong.
    largest : float or None
        The largest NOK lost in any future by starting now.
    """

    start_wrong: float | None
    wait_wrong: float | None
    start_chance: float
    wait_chance: float
    largest: float | None = None


ChangeKind = Literal["price", "learning_year", "threshold", "futures"]


@dataclass(frozen=True, slots=True)
class Change:
    """A variant in which a measure is in another group.

    Parameters
    ----------
    kind : {"price", "learning_year", "threshold", "futures"}
    variant : str
        ``low`` or ``high``; the year; the figure and its end; the number of the draw.
    group : Group
        Where it is then.
    """

    kind: ChangeKind
    variant: str
    group: Group


@dataclass(frozen=True, slots=True)
class Signpost:
    """What to watch before deciding.

    Parameters
    ----------
    kind : {"condition", "driver", "cost", "effect", "resources"}
        ``condition``: a law, grant or task transfer comes. ``driver``: a development goes
        one way or the other. ``cost``: a cost that must be found out. ``effect``: how well
        it works elsewhere. ``resources``: money or staff becomes free.
    key : str
        Condition id, driver id or measure id.
    direction : {"up", "down", ""}
        Driver: which way makes the measure right.
    threshold : float or None
        Driver: index (1 = today) in ``year`` beyond which the measure is right.
    year : int or None
        When it can be read off.
    """

    kind: Literal["condition", "driver", "cost", "effect", "resources"]
    key: str
    direction: Literal["up", "down", ""] = ""
    threshold: float | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One measure: which group, why, and how sure.

    Parameters
    ----------
    measure : str
    group : Group
    reason : str
        Text key under ``plans.reason`` (in ``locale/plans.toml``).
    stability : float
        Share 0–1 of resamples of the futures in which it keeps its group.
    uncertain : bool
        It keeps its group in fewer resamples or variants than the threshold in the facts.
    early_share, ever_share : float
        Share of futures whose own best plan starts it before the learning year, or ever.
    start_year : int or None
        In the plan as it looks today; None if it is not in it.
    room_change, room_change_alone : float
        What starting it now does to the room, with the rest of the plan and alone, share
        points (0.02 is 2 of 100 futures gained).
    committed_emissions : float
        t CO2e emitted above the frame's path by what it installs, over its life.
    closes : tuple of str
        Measure ids of which it cannot be done beside any, whichever of the two says so.
    closes_until : int or None
        Last year they are ruled out.
    binding_years : int
        Years it binds once started.
    regret : Regret
    satisficing : float
        Share 0–1 of futures in which starting now loses nothing against waiting.
    info_gap : float
        Info-gap radius, share 0–1: how far every uncertain figure may go from its central
        value towards its worst end before starting now is worse than waiting.
    decide_by : int or None
        Year by which it must be decided: for what starts, the year before; for what can wait,
        the last that still does its part of the frame; past where that is so. None where
        nothing is to be decided.
    signpost : Signpost or None
    decider : Decider
        Whose decision it needs.
    decision_rule : str
        Row of the facts table ``decision_rules`` that says so.
    variants : int
        Variants of price, learning year, thresholds and futures it was judged in.
    changes : tuple of Change
        Those in which it is in another group.
    one_of : tuple of str
        Measures of which one is enough, itself not named.
    needs : tuple of str
        Measures it needs that are started with it.
    """

    measure: str
    group: Group
    reason: str
    stability: float
    uncertain: bool
    early_share: float
    ever_share: float
    start_year: int | None
    room_change: float
    room_change_alone: float
    committed_emissions: float
    closes: tuple[str, ...]
    closes_until: int | None
    binding_years: int
    regret: Regret
    satisficing: float
    info_gap: float
    decide_by: int | None
    signpost: Signpost | None
    decider: Decider
    decision_rule: str = ""
    variants: int = 0
    changes: tuple[Change, ...] = ()
    one_of: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def holds_in(self) -> int:
        """In how many of the variants it keeps its group."""
        return self.variants - len(self.changes)


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
    """One point of the trade-off curve: what a plan for this money reaches.

    ``money_nok`` is the municipality's own money a year; ``cost_nok`` the discounted cost to
    all bearers (known costs); ``emission`` expected t CO2e in the goal year; ``quality`` sum
    of quality scores; ``measures`` how many; ``chosen`` the plan shown in the document.
    """

    money_nok: float
    cost_nok: float
    emission: float
    quality: float
    measures: int
    chosen: bool


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
class Package:
    """One line of the pathway map: measures that together hold the path until they tip.

    Parameters
    ----------
    id : {"baseline", "start_now", "anchor_first", "keep_open", "all"}
        Each package holds those before it too.
    measures : tuple of str
        Those it adds.
    tips : int or None
        First year in which fewer than the wanted share of futures keep to the path; None
        if it holds to the end.
    early, late : int or None
        First year in which a tenth, and nine tenths, of the futures are above the path.
    decide_by : int or None
        Year by which the package must be decided to be there when the one before tips.
    """

    id: str
    measures: tuple[str, ...]
    tips: int | None
    early: int | None
    late: int | None
    decide_by: int | None


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

    ``kind``: ``fix``, ``exclude``, ``money``, ``staff``, ``requires``, ``excludes``,
    ``target``; ``key`` a measure id or ``""``; ``change`` how much (NOK a year, FTE, share of
    the reference year) or None.
    """

    kind: str
    key: str
    change: float | None


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
    room, room_without : Room
        With the plan's commitments, and without any.
    room_difference : RoomDifference or None
        The first less the second, future by future.
    solver : SolverReport
    learning : Learning
    trade_off : tuple of TradeOff
    marginal : tuple of Marginal
    packages : tuple of Package
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
    """

    starts: dict[str, int]
    refused: dict[str, str]
    verdicts: tuple[Verdict, ...]
    room: Room
    room_without: Room
    solver: SolverReport
    learning: Learning
    trade_off: tuple[TradeOff, ...] = ()
    marginal: tuple[Marginal, ...] = ()
    packages: tuple[Package, ...] = ()
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
    room_difference: RoomDifference | None = None
    CARD = ("kortreist.plans.outcome_card", "outcome_card")
