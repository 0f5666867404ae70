"""What is said of one measure: its group, why, how sure, by when and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from kortreist.plans.goal import RoomChange
from kortreist.plans.interval import Range

__all__ = [
    "DECIDERS",
    "GROUPS",
    "Change",
    "ChangeKind",
    "Decider",
    "Group",
    "Learnt",
    "Pilot",
    "PilotAdvice",
    "Regret",
    "Signpost",
    "Unwatched",
    "Verdict",
    "sign_key",
]

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


Unwatched = Literal["", "cost_unknown", "resources", "short", "never_right", "no_deadline"]


@dataclass(frozen=True, slots=True)
class Signpost:
    """What to watch before deciding, by when, and how well it tells.

    Parameters
    ----------
    kind : {"condition", "driver", "cost", "effect", "resources"}
        ``condition``: a law, grant or task transfer comes. ``driver``: a development goes
        one way or the other. ``cost``: a cost that must be found out. ``effect``: how well
        it works elsewhere. ``resources``: money or staff becomes free.
    key : str
        Condition id, driver id or measure id.
    direction : {"up", "down", ""}
        Which way makes the measure right; of a condition, ``down`` where its coming speaks
        against it.
    threshold : float or None
        Beyond which the measure is right. Driver: index (1 = today) in ``year``. Cost and
        effect: times what is reckoned with here.
    year : int or None
        Which year's value it is read off.
    see_by : int or None
        Last year in which it must be seen: the measure's deadline.
    lead_years : float or None
        Years from the sign is seen to the measure's whole effect: one for the budget, those
        it takes to carry out, and the usual delay.
    timeliness, false_alarms : Range or None
        Share 0–1 of the futures in which the measure is right whose sign is seen by ``see_by``;
        share of all futures in which it is seen by then and the measure is not right.
    futures, right : int
        Of how many futures these are told, and in how many the measure is right.
    unwatched : {"", "cost_unknown", "resources", "short", "never_right", "no_deadline"}
        Why they are not known.
    """

    kind: Literal["condition", "driver", "cost", "effect", "resources"]
    key: str
    direction: Literal["up", "down", ""] = ""
    threshold: float | None = None
    year: int | None = None
    see_by: int | None = None
    lead_years: float | None = None
    timeliness: Range | None = None
    false_alarms: Range | None = None
    futures: int = 0
    right: int = 0
    unwatched: Unwatched = ""


Learnt = Literal["effect", "cost", "both"]
PilotAdvice = Literal["try", "share", "no"]


@dataclass(frozen=True, slots=True)
class Pilot:
    """A small start before the whole is decided, and what it would tell.

    Parameters
    ----------
    learns : {"effect", "cost", "both"}
        What of it is worth knowing.
    size : float
        Share 0–1 of the units.
    units : float
        How many that is.
    cost : float
        NOK that trying costs: staff, and what the small part loses by starting now.
    value, low, high : float
        NOK that is saved on average by deciding the rest when it has been tried; the range of
        what a trial resolves and of the futures' number.
    decide_after : int
        Last year of the trial: the rest is decided then, to start in the learning year.
    advice : {"try", "share", "no"}
        ``try`` where it is worth its cost also at the low end; ``share`` where it is so, as
        expected, when as many as the facts say share the cost; else ``no``.
    """

    learns: Learnt
    size: float
    units: float
    cost: float
    value: float
    low: float
    high: float
    decide_after: int
    advice: PilotAdvice


def sign_key(kind: str, direction: str, threshold: float) -> tuple[str, float]:
    """Return the text key of a sign in a measure's own cost or effect, and the share to say.

    What is reckoned to save may be right although it costs, and the other way round: the
    share is then below zero, and is said as what it is.

    Examples
    --------
    >>> sign_key("cost", "up", -1.81)
    ('plans.signpost.cost_up_below', 1.81)
    >>> sign_key("cost", "down", 0.9)
    ('plans.signpost.cost_down', 0.9)
    """
    below = "_below" if kind == "cost" and threshold < 0.0 else ""
    return f"plans.signpost.{kind}_{direction}{below}", abs(threshold)


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
    when_bound : RoomChange or None
        What binding it in the first year changes; None where it cannot be.
    committed_emissions : float
        t CO2e emitted above the frame's path by what it installs, over its life.
    closes : tuple of str
        Measure ids of which it cannot be done beside any, whichever of the two says so.
    closes_until : int or None
        Last year they are ruled out.
    binding_years : int
        Years it binds once started, by itself or by what it needs and is started with.
    regret : Regret
    satisficing : float
        Share 0–1 of futures in which starting now loses nothing against waiting.
    info_gap : float
        Info-gap radius, share 0–1: how far every uncertain figure may go from its central
        value towards its worst end before starting now is worse than waiting.
    decide_by : int or None
        Year by which it must be decided: for what starts, the year before; for what can wait,
        the last that still does its part of the frame, or the pathway map's where a sign there
        decides it; past where that is so. None where nothing is to be decided.
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
    pilot : Pilot or None
        A small trial that would tell something; None where there is nothing to learn by it, or
        it cannot be tried small.
    """

    measure: str
    group: Group
    reason: str
    stability: float
    uncertain: bool
    early_share: float
    ever_share: float
    start_year: int | None
    when_bound: RoomChange | None
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
    pilot: Pilot | None = None

    @property
    def holds_in(self) -> int:
        """In how many of the variants it keeps its group."""
        return self.variants - len(self.changes)
