"""What a municipality is about to bind itself to: an investment, a contract, an area, an agreement.

Plain values as a person enters them. ``None`` is not known and never zero: what cannot be
computed without it is then not computed, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from kortreist.measures.prices import is_leased

__all__ = [
    "ACCOUNTS",
    "COMMITTED",
    "KINDS",
    "STATUSES",
    "Binding",
    "Exit",
    "Flow",
    "FlowAccount",
    "Kind",
    "Status",
]

Kind = Literal[
    "road",
    "building",
    "heating",
    "fleet",
    "transport_contract",
    "waste_contract",
    "parking",
    "land",
    "energy",
    "other",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Status = Literal["idea", "planned", "adopted", "contracted", "running"]
STATUSES: tuple[Status, ...] = get_args(Status)
#: What is decided already: in every plan and in the baseline.
COMMITTED: tuple[Status, ...] = ("adopted", "contracted", "running")
FlowAccount = Literal["territorial", "land", "consumption"]
ACCOUNTS: tuple[FlowAccount, ...] = get_args(FlowAccount)
#: Kinds in which somebody else can demand that the whole term is paid for.
CONTRACTS: tuple[Kind, ...] = ("transport_contract", "waste_contract")


@dataclass(frozen=True, slots=True)
class Flow:
    """Tonnes a year that a binding emits, or keeps out of reach of every measure.

    Parameters
    ----------
    low, central, high : float
        t CO2e a year, or once; never negative: what cuts is a measure.
    mode : {"adds", "holds"}
        ``adds``: new tonnes. ``holds``: tonnes of an existing source that no measure can
        reach while it lasts.
    account : {"territorial", "land", "consumption"}
        Land and consumption are shown beside, never added to the territorial total.
    source : str
        ``sector/source`` of the inventory; needed by ``holds``.
    driver : str
        Driver whose path the tonnes follow; empty is a level that stays.
    path : tuple of float
        Share of the first year's tonnes in each year of use; the last is carried on. Empty
        is a level that stays.
    first, last : int, optional
        First and last year; by default all years of use.
    once : bool
        Emitted in the first year only.
    in_baseline : float
        Share 0–1 that the futures' growth of the source already holds.
    origin : str
        Where the figure is from, in the words of whoever entered it.
    """

    low: float
    central: float
    high: float
    mode: Literal["adds", "holds"] = "adds"
    account: FlowAccount = "territorial"
    source: str = ""
    driver: str = ""
    path: tuple[float, ...] = ()
    first: int | None = None
    last: int | None = None
    once: bool = False
    in_baseline: float = 0.0
    origin: str = ""

    @property
    def mean(self) -> float:
        """Mean of the triangle that is drawn from, t CO2e: what all that is compared rests on."""
        if self.low == self.high:
            return self.central
        return (self.low + self.central + self.high) / 3.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.low <= self.central <= self.high:
            raise ValueError("a flow has 0 ≤ low ≤ central ≤ high: what cuts is a measure")
        if not 0.0 <= self.in_baseline <= 1.0:
            raise ValueError("in_baseline is a share between 0 and 1")


@dataclass(frozen=True, slots=True)
class Exit:
    """A way out: a break clause, a sale, an end.

    Parameters
    ----------
    year : int
        First year without it.
    nok : float
        What leaving costs, all in all.
    notice_months : int
    """

    year: int
    nok: float
    notice_months: int = 0


@dataclass(frozen=True, slots=True)
class Binding:
    """One planned investment, contract, plan area or agreement; alternatives have the same form.

    Parameters
    ----------
    id, name : str
    kind : Kind
        Gives questions, never an emission.
    status : Status
        Adopted and later are commitments.
    signed_by, signed_month : int, optional
        Year, and month 1–12, in which it binds: signature or notice, not opening. Without a
        month, by the end of the year.
    start : int, optional
        First year of use.
    lifetime : int, optional
        Years of use; None is unknown.
    capital : float, optional
        NOK, once, in the newest price level; None is unknown.
    running : float, optional
        NOK a year; None is unknown.
    flows : tuple of Flow
        Empty is unknown; a stated zero is a flow of zero.
    exits : tuple of Exit
        An extension that need not be taken is an exit at its start.
    reversal_cost : float, optional
        Share 0–1 of what is still bound that is lost when it is left, where no exit is named:
        of the capital not yet written off, and of what is left to pay where that is what
        binds (:attr:`bound_payments`).
    alternatives : tuple of Binding
        One of them may be ``zero``.
    zero : bool
        What happens when nothing is signed, with its own flows and costs.
    zero_confirmed : bool
        Somebody has confirmed that nothing is emitted and nothing paid when nothing is signed.
    closes : tuple of str
        Measures that cannot start while it lasts.
    own_share : float
        Share 0–1 of the decision that is the municipality's: for responsibility, never for
        tonnes.
    from_climate_money : bool
        Whether its cost is taken from the money of the plan's measures.
    waiting_cost : float
        NOK that waiting costs beside what it leads to: lost grant, price rise, extension.
    needs_by : int, optional
        Year after which waiting breaks a duty.
    unit, decider, lines : str, str, tuple of str
        Whose it is, who decides, and its lines in the economic plan.
    """

    id: str
    name: str
    kind: Kind = "other"
    status: Status = "planned"
    signed_by: int | None = None
    start: int | None = None
    lifetime: int | None = None
    capital: float | None = None
    running: float | None = None
    flows: tuple[Flow, ...] = ()
    exits: tuple[Exit, ...] = ()
    reversal_cost: float | None = None
    alternatives: tuple[Binding, ...] = ()
    zero: bool = False
    zero_confirmed: bool = False
    closes: tuple[str, ...] = ()
    own_share: float = 1.0
    from_climate_money: bool = False
    waiting_cost: float = 0.0
    needs_by: int | None = None
    unit: str = ""
    decider: str = ""
    lines: tuple[str, ...] = ()
    signed_month: int | None = None

    @property
    def committed(self) -> bool:
        """Whether it is decided already."""
        return self.status in COMMITTED

    @property
    def contract(self) -> bool:
        """Whether somebody else can demand that the whole term is paid for."""
        return self.kind in CONTRACTS

    @property
    def bound_payments(self) -> float:
        """NOK a year that who leaves still owes: of a contract, and of what is leased.

        What is invested in stops costing when it is left: only its capital is bound.
        """
        yearly = max(self.running or 0.0, 0.0)
        return yearly if self.contract or is_leased(self.capital or 0.0, yearly) else 0.0

    @property
    def last(self) -> int | None:
        """Last year of use; None where start or lifetime is unknown."""
        if self.start is None or self.lifetime is None:
            return None
        return self.start + self.lifetime - 1

    @property
    def duty(self) -> bool:
        """Whether a duty falls due while it would last: something must then be chosen."""
        return self.needs_by is not None and self.last is not None and self.needs_by <= self.last

    def zero_alternative(self) -> Binding | None:
        """Return what happens when nothing is signed; None where nobody has said it."""
        stated = next((a for a in self.alternatives if a.zero), None)
        if stated is not None or not self.zero_confirmed:
            return stated
        nothing = Flow(0.0, 0.0, 0.0)
        return Binding(
            f"{self.id}:null",
            "",
            self.kind,
            start=self.start,
            capital=0.0,
            running=0.0,
            flows=(nothing,),
            zero=True,
        )

    def missing(self) -> tuple[str, ...]:
        """Return what it cannot be judged without, in the order a person would fill it in."""
        out = [
            name
            for name, absent in (
                ("flow", not self.flows),
                ("start", self.start is None),
                ("lifetime", self.lifetime is None),
                ("capital", self.capital is None),
                ("running", self.running is None),
                ("zero_alternative", self.zero_alternative() is None),
            )
            if absent
        ]
        others = [*self.alternatives]
        if self.duty and all(a.zero for a in others):
            # The question is which, and there is one: right by that alone.
            out.append("duty_alternative")
        if any(not a.flows for a in others):
            out.append("alternative_flow")
        if any(a.capital is None or a.running is None for a in others):
            out.append("alternative_cost")
        return tuple(out)
