"""One binding judged: what it commits, what it takes, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kortreist.bindings.binding import Binding, FlowAccount
from kortreist.bindings.verdict import Verdict
from kortreist.plans.interval import Range

__all__ = ["Alternative", "GoalChance", "InAll", "JudgedBinding"]


@dataclass(frozen=True, slots=True)
class GoalChance:
    """The chance of a goal, with a binding and without.

    Parameters
    ----------
    name : str
    tonnes : float
        t CO2e in the goal year.
    bound, free : float
        Share 0–1 of futures in which the best later decisions come to it.
    """

    name: str
    tonnes: float
    bound: float
    free: float


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of the choices: the binding itself, an alternative, or nothing signed.

    Parameters
    ----------
    id, name : str
    zero : bool
    right : float
        Share 0–1 of futures in which it loses least.
    loss_nok : float
        Expected present NOK, emissions at the carbon price included.
    money_nok : float
        The same without the carbon price.
    tonnes : float
        Mean t CO2e over the life of the binding.
    above_frame_t : float or None
        Mean t CO2e above the frame that it costs beside the zero alternative.
    dominated : bool
        Another has both less cost and less emission in nearly all futures.
    breaks_duty : bool
        It comes after it is needed, or is nothing where something is: no choice.
    """

    id: str
    name: str
    zero: bool
    right: float
    loss_nok: float
    money_nok: float
    tonnes: float
    above_frame_t: float | None
    dominated: bool
    breaks_duty: bool


@dataclass(frozen=True, slots=True)
class InAll:
    """A planned binding among all that are planned, mean t CO2e above the frame.

    Parameters
    ----------
    together : float
        All of them.
    alone, left_out, share : float
        This alone; what leaving it out saves; its share of ``together``.
    orders : int
        Orders the share is a mean over; 0 where leaving out adds up.
    """

    together: float
    alone: float
    left_out: float
    share: float
    orders: int


@dataclass(frozen=True, slots=True)
class JudgedBinding:
    """A binding with everything that is computed of it; None is not known, and why is said.

    Parameters
    ----------
    binding : Binding
    verdict : Verdict
    reason : str
        Key of ``bindings.reason``.
    horizon : int
        The plan's last year.
    missing : tuple of str
        What it cannot be judged without.
    committed : dict of FlowAccount to Range
        G, t CO2e that are signed for, account by account.
    committed_to : int or None
        Last year of them: of its life, or before a clause that is free.
    whole_life : dict of FlowAccount to Range
        t CO2e if it is kept to the end.
    by_year : dict of int to Range
        What is signed for inside the border by year of use; empty where it is not known.
    committed_net : float or None
        t CO2e beside the zero alternative and what the futures hold already.
    above_path : Range or None
        CE, t CO2e above its own share of the frame.
    share_of_frame : float or None
        Share of what may be emitted in the plan's years.
    reach_change : float or None
        t CO2e that the level reached in the goal year moves.
    goals : tuple of GoalChance
    above_frame : Range or None
        ΔV, t CO2e; 10th percentile, mean and 90th percentile over futures.
    not_made_good : float or None
        u, share that nothing else can make room for.
    cost_to_restore : float or None
        ΔW, present NOK.
    options_closed : float
        t CO2e lost by what it shuts out.
    price_of_binding, price_of_binding_t : float or None
        B, present NOK and t CO2e.
    break_value, value_of_waiting : float or None
        Present NOK.
    decide_by, wait_to, leave_from : int or None
        Year it must be signed; year in which it would be chosen if it waits; first year it is
        priced to be free from.
    best_alternative : str or None
    alternatives : tuple of Alternative
    right : (float, float, float) or None
        Share of futures in which it is right, with its 90 % interval.
    right_by_price : dict of str to float
        The same at low, central and high carbon price.
    signing, not_signing : float or None
        Expected present NOK lost by either.
    break_even : float or None
        NOK per t CO2e of today at which it is as good as the best other.
    stability : float or None
    between : tuple of Verdict
    portfolio : InAll or None
    notes : tuple of str
        Keys of ``bindings.note``.
    """

    binding: Binding
    verdict: Verdict
    reason: str
    horizon: int
    missing: tuple[str, ...] = ()
    committed: Mapping[FlowAccount, Range] = field(default_factory=dict)
    committed_to: int | None = None
    whole_life: Mapping[FlowAccount, Range] = field(default_factory=dict)
    by_year: Mapping[int, Range] = field(default_factory=dict)
    committed_net: float | None = None
    above_path: Range | None = None
    share_of_frame: float | None = None
    reach_change: float | None = None
    goals: tuple[GoalChance, ...] = ()
    above_frame: Range | None = None
    not_made_good: float | None = None
    cost_to_restore: float | None = None
    options_closed: float = 0.0
    price_of_binding: float | None = None
    price_of_binding_t: float | None = None
    break_value: float | None = None
    value_of_waiting: float | None = None
    decide_by: int | None = None
    wait_to: int | None = None
    leave_from: int | None = None
    best_alternative: str | None = None
    alternatives: tuple[Alternative, ...] = ()
    right: tuple[float, float, float] | None = None
    right_by_price: Mapping[str, float] = field(default_factory=dict)
    signing: float | None = None
    not_signing: float | None = None
    break_even: float | None = None
    stability: float | None = None
    between: tuple[Verdict, ...] = ()
    portfolio: InAll | None = None
    notes: tuple[str, ...] = ()
