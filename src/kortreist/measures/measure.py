"""A measure: what it acts on, what it costs, what it binds, and what it does to a place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from kortreist.accounts.ledger import Actor, Theme
from kortreist.cards import Card, Shown
from kortreist.provenance import Mark, weakest

__all__ = [
    "BEARERS",
    "DECIDERS",
    "FEE_UNITS",
    "QUALITIES",
    "Activity",
    "Bearer",
    "Change",
    "Cost",
    "Decider",
    "Effect",
    "Instrument",
    "Level",
    "Measure",
    "Mode",
    "Quality",
    "Spread",
]

Level = Literal[1, 2, 3]
Mode = Literal["avoid", "shift", "improve"]
Bearer = Literal["municipality", "company", "residents", "business", "county", "state"]
#: Who pays. ``company``: a company the municipality owns alone or with others, a port, or a
#: service paid by fees at cost; not the municipality's own budget.
BEARERS: tuple[Bearer, ...] = (
    "municipality",
    "company",
    "residents",
    "business",
    "county",
    "state",
)
#: Units of the municipality whose people and plants are not paid by its own budget: waste, water
#: and sewage by fees at cost (Pollution Control Act section 34, Act on municipal water and sewage
#: facilities), a port by its own capital (Harbours and Fairways Act section 32).
FEE_UNITS = ("water_and_waste", "port")
Decider = Literal[
    "municipality",
    "company",
    "county",
    "state",
    "business",
    "farmers",
    "residents",
    "heating_company",
    "grid_company",
]
#: Who decides whether a measure happens. ``company`` is the municipality's own or an
#: inter-municipal one: the municipality decides there as an owner only.
DECIDERS: tuple[Decider, ...] = get_args(Decider)
#: Qualities of the community that a measure may strengthen or weaken.
QUALITIES: tuple[str, ...] = (
    "health",
    "safety",
    "air_and_quiet",
    "nature",
    "community",
    "access",
    "local_value",
    "equity",
    "preparedness",
    "adaptation",
)


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure with its spread and where it comes from.

    Parameters
    ----------
    low, central, high : float
        5th percentile, mode-like central value, 95th percentile.
    source : str
        Id of a work in ``facts`` table ``sources``; ``"judgement"`` when it is ours.
    mark : Mark
    note : str
        What the source says and how the figure follows from it.
    distribution : {"triangular"}
        Triangular on (low, central, high).
    """

    low: float
    central: float
    high: float
    source: str
    mark: Mark
    note: str = ""
    distribution: Literal["triangular"] = "triangular"


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect acts on one source.

    Parameters
    ----------
    scope, sector, source : str
        Which account sources it reaches (identifiers of the ledger).
    actors : tuple of Actor
        Whose part of the source it reaches; empty means all.
    mode : {"avoid", "shift", "improve"}
    fraction : Spread or None
        φ at full implementation, share 0–1 of what it reaches; ``None`` is unknown, which
        is carried and never guessed.
    to_scope, to_sector, to_source, to_actor : str
        Shift only: the source that receives the activity.
    conversion : float
        Shift only: activity that arrives per activity that leaves. Where activities are
        unknown both are counted in base-year t CO2e.
    """

    scope: str
    sector: str
    source: str
    mode: Mode
    fraction: Spread | None
    actors: tuple[Actor, ...] = ()
    to_scope: str = ""
    to_sector: str = ""
    to_source: str = ""
    to_actor: str = ""
    conversion: float = 0.0


@dataclass(frozen=True, slots=True)
class Cost:
    """Money one bearer pays.

    Parameters
    ----------
    bearer : Bearer
    kind : {"capital", "running", "staff"}
        Capital falls in the ramp years of the start; running every year in force; own staff
        in the ramp years too, but it is running cost, and the cost of bringing the measure
        about, not of the measure.
    basis : {"per_unit", "per_tonne", "per_inhabitant", "fixed"}
        NOK per unit of the measure's activity, per t CO2e cut that year, per inhabitant (total
        for capital, a year for running), or NOK.
    amount : Spread or None
        In NOK at ``price_year`` prices, without VAT; ``None`` is unknown.
    price_year : int
    transfer : bool
        One side of what one bearer gives another: no cost to society.
    avoided : bool
        Something not built or not bought. Told apart: it stands in nobody's plan, so not
        paying it frees no money, and it is in no sum and no price.
    earmarked : bool
        Income that the measure itself spends, on what its description says: net nothing to
        the one who takes it in, and told apart.
    """

    bearer: Bearer
    kind: Literal["capital", "running", "staff"]
    basis: Literal["per_unit", "per_tonne", "per_inhabitant", "fixed"]
    amount: Spread | None
    price_year: int = 2025
    transfer: bool = False
    avoided: bool = False
    earmarked: bool = False


@dataclass(frozen=True, slots=True)
class Activity:
    """What a measure is counted in: the unit that its costs and its effect belong to.

    Parameters
    ----------
    unit : str
        Id in the facts table ``activity_units``. Measures with the same unit share its count.
    effect : Spread or None
        kg CO2e per unit, a year or once; None for what only makes room for others (charging).
    boundary : {"direct", "consumption", "land"}
        Which tonnes ``effect`` is of: money is divided by no others.
    timing : {"yearly", "once"}
        Whether a unit cuts every year of its life, or in the year it is paid.
    lifetime_years : float
        Of the unit's investment.
    rank_by_price : bool
        False where the price per tonne says little: health, time, or effects elsewhere.
    tax_nok_per_tonne : float
        Tax that the running cost saves per t CO2e, NOK of 2025: no saving to society.
    """

    unit: str
    effect: Spread | None
    boundary: Literal["direct", "consumption", "land"]
    timing: Literal["yearly", "once"]
    lifetime_years: float
    rank_by_price: bool = True
    tax_nok_per_tonne: float = 0.0


@dataclass(frozen=True, slots=True)
class Quality:
    """What the measure does to one quality of the community, −3 to +3, with the reason."""

    quality: str
    score: int
    reason: dict[str, str]


@dataclass(frozen=True, slots=True)
class Instrument:
    """What triggers the measure, and whose decision that is.

    ``decision`` is what is decided where it is the municipality's: an id in the facts table
    ``decision_rules``; "" where nobody has said.
    """

    name: dict[str, str]
    owner: Literal["municipality", "county", "state"]
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One figure a municipality has given in place of the library's.

    Parameters
    ----------
    field : str
        Dotted path, for example ``costs.0.amount``.
    ours, yours : object
        The library's value (None where it has none) and the municipality's, as in the file.
    note, source : str
        What the municipality says of it; ``source`` is ``local`` where it says nothing.
    """

    field: str
    ours: object
    yours: object
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Measure(Shown):
    """One measure of the library, or a municipality's own.

    Texts (``name``, ``description`` …) are dicts with ``nb``, ``nn`` and ``en``.

    Parameters
    ----------
    id : str
        Stable slug, for example ``electric_vans``.
    level : {1, 2, 3}
        I efficiency, II development, III transformation.
    theme : Theme
    unit : str
        Which unit of the municipality is responsible: a key under ``measures.unit`` in
        ``locale/measures.toml`` (``technical_services``, ``planning`` …). Where somebody else
        decides, it is the unit that prepares, asks and follows up.
    effects, costs, qualities, instruments : tuple
    ramp_years : int
        Years from start to full implementation.
    lifetime_years : int
        Years in force before it must be renewed.
    commitment_years : int
        Years it binds once started.
    reversal_cost : float or None
        Share (0–1) lost if given up early: of the capital, and where next to nothing is
        invested of what is left to pay while it binds. None: unknown, and never given up.
    staff_fte : float
        Full-time equivalents in the ramp years.
    excludes, requires : tuple of str
        Measure ids.
    enabling_conditions : tuple of str
        Ids of conditions that must be present (see ``futures``).
    uses : tuple of str
        Ids of conditions that are in force and there to be used; set by
        :func:`~kortreist.measures.settled`.
    relevant_if : str
        For whom: key of a rule: ``all``, ``coast``, ``agriculture``, ``industry``, ``city`` ….
    indicator : dict
        How it is followed up, in three languages.
    source : str
        Main work in ``facts`` table ``sources``.
    conflicts : dict
        Goal conflicts to discuss, in three languages; empty if none is known.
    national_potential_kt_2035 : float or None
        What the national study expects of the whole country, for context.
    overridden : tuple of str
        Dotted paths of the fields a municipality has given its own value.
    changes : tuple of Change
        The same with both values, note and source; empty for a measure of its own.
    unquantified_reason : dict
        Why no effect is known, in three languages; set on every measure without one.
    decided_by : Decider
        Who decides whether it happens; not the municipality wherever the contract, the permit,
        the plant or the vehicle is somebody else's.
    activity : Activity or None
        The unit its costs and effect belong to; None where there is no honest one.
    national : str
        Id of the national measure it is part of; empty without one.
    """

    id: str
    name: dict[str, str]
    description: dict[str, str]
    level: Level
    theme: Theme
    unit: str
    effects: tuple[Effect, ...]
    costs: tuple[Cost, ...]
    ramp_years: int
    lifetime_years: int
    commitment_years: int
    staff_fte: float
    indicator: dict[str, str]
    source: str
    reversal_cost: float | None = None
    qualities: tuple[Quality, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    excludes: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    enabling_conditions: tuple[str, ...] = ()
    relevant_if: str = "all"
    conflicts: dict[str, str] = field(default_factory=dict)
    national_potential_kt_2035: float | None = None
    overridden: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    unquantified_reason: dict[str, str] = field(default_factory=dict)
    decided_by: Decider = "municipality"
    uses: tuple[str, ...] = ()
    activity: Activity | None = None
    national: str = ""

    @property
    def payer(self) -> Bearer:
        """Whose people bring it about: the municipality's own, or those a company or fees pay."""
        paid_by_fees = self.decided_by == "company" or self.unit in FEE_UNITS
        return "company" if paid_by_fees else "municipality"

    @property
    def own_fte(self) -> float:
        """Full-time equivalents a year of the municipality's own budget, in the ramp years."""
        return self.staff_fte if self.payer == "municipality" else 0.0

    @property
    def can_be_offered(self) -> bool:
        """Whether anybody can give a price of it: nobody sells a fee or a toll."""
        fee = any(c.transfer and c.kind == "running" for c in self.costs)
        bought = self.activity is not None or any(c.kind == "capital" for c in self.costs)
        return bought and not fee

    @property
    def quantified(self) -> bool:
        """Whether at least one effect has a known fraction."""
        return any(e.fraction is not None for e in self.effects)

    @property
    def mark(self) -> Mark:
        """The weakest mark among the fractions used (``judgement`` when none is known)."""
        marks = [e.fraction.mark for e in self.effects if e.fraction is not None]
        return weakest(marks) if marks else "judgement"

    def _card(self) -> Card:
        effects = [
            f"{e.fraction.central:.0%} ({e.fraction.low:.0%}–{e.fraction.high:.0%}) of {e.source}"
            for e in self.effects
            if e.fraction is not None
        ]
        return Card(
            f"Measure {self.id}: {self.name['en']}",
            [
                ("level", f"{'I' * self.level}, {self.theme}; decided by {self.decided_by}"),
                (
                    "effect",
                    f"{'; '.join(effects[:3]) or 'unknown'}"
                    + (f"; {len(effects) - 3} more" if len(effects) > 3 else ""),
                ),
                ("costs", ", ".join(dict.fromkeys(c.bearer for c in self.costs)) or "none stated"),
                (
                    "time",
                    f"{self.ramp_years} years to full effect, binds {self.commitment_years}, "
                    f"lasts {self.lifetime_years}",
                ),
                (
                    "figures",
                    f"{self.mark if self.quantified else 'no effect known'}; source {self.source}",
                ),
                ("own figures", ", ".join(self.overridden) or "none"),
            ],
            ".effects  .costs  .activity  .requires  .excludes  .enabling_conditions",
        )
