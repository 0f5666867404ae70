"""The ledger: every source of emissions, who can act on it, and the three totals."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kortreist.cards import Shown
from kortreist.places.place import Place
from kortreist.provenance import Origin
from kortreist.units import Boundary, Quantity

if TYPE_CHECKING:
    import polars

    from kortreist.accounts.households import HouseholdGroup

__all__ = [
    "ACTORS",
    "SCOPES",
    "THEMES",
    "Account",
    "Actor",
    "Aside",
    "Scope",
    "Source",
    "Theme",
    "total",
]

Scope = Literal["direct", "indirect"]
Actor = Literal["residents", "business", "municipality"]
Theme = Literal["buildings", "transport", "food", "energy", "goods", "land_use", "other"]
SCOPES: tuple[Scope, ...] = ("direct", "indirect")
ACTORS: tuple[Actor, ...] = ("residents", "business", "municipality")
THEMES: tuple[Theme, ...] = (
    "buildings",
    "transport",
    "food",
    "energy",
    "goods",
    "land_use",
    "other",
)


@dataclass(frozen=True, slots=True)
class Source:
    """The smallest thing the account knows.

    Parameters
    ----------
    id : str
        ``direct/<sector>/<source>/<actor>`` or ``indirect/<actor>/<classification>/<code>``;
        English identifiers, stable between years and vintages.
    scope, actor, theme : str
    sector, source : str
        English identifiers, for example ``road_transport``, ``passenger_cars``; for
        indirect sources the classification (``coicop``, ``kostra_cost_type``, ``nace``,
        ``investment``, ``state_services``) and the code in it; for the country the category
        of final demand (``household_consumption``, ``stock_changes`` …) and the product.
    value, low, high : float
        t CO2e in the account's year; 5th and 95th percentile.
    final_demand : bool
        Direct only: emitted by residents' own final use (cars, stoves), so part of the
        consumption account too. Always true for indirect sources.
    inside : float
        Indirect only: the share (0–1) of the tonnes that is emitted inside the border and
        therefore already stands among the direct sources.
    overlaps : str or None
        Id of the direct source (or group, ``direct/*``) that holds the ``inside`` part.
    activity, activity_unit, intensity : optional
        ``value = activity × intensity / 1000`` where activity is known; intensity in kg
        CO2e per activity unit.
    influence : float
        Share (0–1) of the source that decisions in the municipality can reach.
    ets_covered : bool
        Inside the emissions trading system.
    memo : bool
        Shown but never summed: the purchases of local business, whose tonnes stand in
        their customers' consumption already.
    origin : str
        Id of an :class:`~kortreist.provenance.Origin` in the account's ``origins``.
    basis : tuple of int
        Years whose structure and prices the figure has, where they are not the account's own
        year: for such a figure only the residents follow the account's year.
    """

    id: str
    scope: Scope
    actor: Actor
    sector: str
    source: str
    theme: Theme
    value: float
    low: float
    high: float
    final_demand: bool
    origin: str
    inside: float = 0.0
    overlaps: str | None = None
    activity: float | None = None
    activity_unit: str | None = None
    intensity: float | None = None
    influence: float = 1.0
    ets_covered: bool = False
    memo: bool = False
    basis: tuple[int, ...] = ()

    def weight(self, boundary: Boundary) -> float:
        """Return the share of the source's tonnes that counts in ``boundary``."""
        if self.memo:
            return 0.0
        direct = self.scope == "direct"
        if boundary == "territorial":
            return 1.0 if direct else 0.0
        if boundary == "consumption":
            return 1.0 if self.final_demand or not direct else 0.0
        return 1.0 if direct else 1.0 - self.inside


@dataclass(frozen=True, slots=True)
class Aside:
    """A figure said beside the consumption total, and in no total.

    Parameters
    ----------
    id : str
        ``accounts.aside.<id>`` is its name.
    value : float
        t CO2e.
    origin : str
        Id of an Origin in the account's ``origins``.
    """

    id: str
    value: float
    origin: str


@dataclass(frozen=True, slots=True, repr=False)
class Account(Shown):
    """The account of one place in one year, as of one vintage.

    Parameters
    ----------
    place : Place
    year : int
        Year of the direct figures.
    vintage_id, vintage_date, vintage_origin : str
        Which edition of the inventory the direct figures are from.
    gwp : str
        GWP-100 set.
    sources : tuple of Source
    totals : dict
        Boundary → :class:`~kortreist.units.Quantity`; a boundary that cannot be given is
        absent.
    overlap : Quantity or None
        Tonnes that stand in both the territorial and the consumption account:
        ``combined = territorial + consumption − overlap``.
    missing : dict
        Boundary → why it cannot be given, a text key of ``locale/accounts.toml``.
    history : dict
        Year → territorial t CO2e in this vintage (no 2010, 2012, 2014).
    population : float or None
        Residents in ``year``.
    origins : dict
        Origin id → Origin, for every figure in the account.
    notes : tuple of str
        Text keys of ``locale/accounts.toml``: price basis, VAT, residence principle ….
    lacking : tuple of str
        A county only: ``number name`` of the municipalities whose inventory is not imported.
    without : tuple of str
        What is left out of sources, totals and history: see
        :data:`kortreist.accounts.leaving_out.WITHOUT`; empty is all inside the border.
    households : tuple of HouseholdGroup
        Emissions per household by type and by income, with how many live here where known.
    asides : tuple of Aside
        The country: what its footprint would be by other conventions. Other places: what the
        country's footprint holds and this account leaves out, with its size here.
    """

    place: Place
    year: int
    vintage_id: str
    vintage_date: str
    vintage_origin: str
    gwp: str
    sources: tuple[Source, ...]
    totals: dict[Boundary, Quantity]
    overlap: Quantity | None
    missing: dict[Boundary, str]
    history: dict[int, float]
    population: float | None
    origins: dict[str, Origin]
    notes: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    households: tuple[HouseholdGroup, ...] = ()
    without: tuple[str, ...] = ()
    asides: tuple[Aside, ...] = ()

    @property
    def basis(self) -> tuple[int, ...]:
        """First and last year whose structure and prices consumption has; empty: its own year."""
        indirect = (s for s in self.sources if s.scope == "indirect" and not s.memo)
        years = {y for s in indirect for y in s.basis}
        return tuple(sorted({min(years), max(years)})) if years else ()

    def within(self, boundary: Boundary) -> tuple[Source, ...]:
        """Return the sources that count in ``boundary``."""
        return tuple(s for s in self.sources if s.weight(boundary) > 0)

    def to_frame(self, language: str = "en") -> polars.DataFrame:
        """Return one row a source, with its weight in each boundary.

        See :func:`kortreist.accounts.as_frame.account_frame`.
        """
        from kortreist.accounts.as_frame import account_frame

        return account_frame(self, language)

    CARD = ("kortreist.accounts.as_frame", "account_card")


def total(sources: Iterable[Source], boundary: Boundary, gwp: str = "AR5") -> Quantity:
    """Sum sources inside one boundary; spreads of different sources are independent.

    Parts of one inventory source that differ only in actor share their spread, so they
    are added before the spreads are combined.

    Returns
    -------
    Quantity
        t CO2e.
    """
    return weighted_sum(((s, s.weight(boundary)) for s in sources), boundary, gwp)


def weighted_sum(
    weighted: Iterable[tuple[Source, float]], boundary: Boundary, gwp: str = "AR5"
) -> Quantity:
    """Sum sources times their weights, with spreads combined as in :func:`total`."""
    groups: dict[tuple[str, str, str], list[float]] = {}
    values: list[float] = []
    for s, w in weighted:
        if w == 0.0:
            continue
        values.append(w * s.value)
        group = groups.setdefault((s.scope, s.sector, s.source), [0.0, 0.0])
        group[0] += w * (s.value - s.low)
        group[1] += w * (s.high - s.value)
    value = math.fsum(values)
    down = math.sqrt(math.fsum(g[0] ** 2 for g in groups.values()))
    up = math.sqrt(math.fsum(g[1] ** 2 for g in groups.values()))
    return Quantity(value, value - down, value + up, boundary, gwp=gwp)
