"""Kortreist: from a municipality's number to its account and its climate budget.

Everything public is here; names in rooms may move.

Examples
--------
>>> import kortreist
>>> account = kortreist.account("4005", year=2024)
>>> round(account.totals["territorial"].value)
40354
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kortreist.errors import (
    BoundaryError,
    FactsError,
    FiguresMissingError,
    ImportRefusedError,
    InputError,
    KortreistError,
    NetworkError,
    PlaceError,
    StoreError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date
    from pathlib import Path
    from typing import Literal

    from kortreist.accounts import Account, Source
    from kortreist.bindings import Binding
    from kortreist.budgets import ClimateBudget, RegisteredTarget, compare
    from kortreist.connectors import import_inventory, vintages
    from kortreist.documents import write_all
    from kortreist.documents.budget.views import as_xarray, chart
    from kortreist.measures import Measure
    from kortreist.measures.library_loader import library
    from kortreist.places import Place, find
    from kortreist.plans import PlanOutcome
    from kortreist.units import Boundary, Quantity

__all__ = [
    "Account",
    "BoundaryError",
    "ClimateBudget",
    "FactsError",
    "FiguresMissingError",
    "ImportRefusedError",
    "InputError",
    "KortreistError",
    "Measure",
    "NetworkError",
    "Place",
    "PlaceError",
    "PlanOutcome",
    "Quantity",
    "Source",
    "StoreError",
    "account",
    "as_xarray",
    "chart",
    "compare",
    "find",
    "import_inventory",
    "library",
    "plan",
    "vintages",
    "write_all",
]

# Loaded when first used: `import kortreist` must not cost a compiler and a chart library.
_HOMES = {
    "Account": "kortreist.accounts",
    "ClimateBudget": "kortreist.budgets",
    "Measure": "kortreist.measures",
    "Place": "kortreist.places",
    "Quantity": "kortreist.units",
    "Source": "kortreist.accounts",
    "PlanOutcome": "kortreist.plans",
    "as_xarray": "kortreist.documents.budget.views",
    "chart": "kortreist.documents.budget.views",
    "compare": "kortreist.budgets",
    "find": "kortreist.places",
    "import_inventory": "kortreist.connectors",
    "library": "kortreist.measures",
    "vintages": "kortreist.connectors",
    "write_all": "kortreist.documents",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name == "__version__":
        from importlib.metadata import version

        return version("kortreist")
    raise AttributeError(f"module 'kortreist' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, *(n for n in globals() if n.startswith("__")), "__version__"])


def account(
    place: str | Place,
    *,
    year: int | None = None,
    as_of: str | None = None,
    data_dir: Path | str | None = None,
    spending: Mapping[tuple[str, str], float] | None = None,
    households: Mapping[str, float] | None = None,
    business_output: Mapping[str, float] | None = None,
    without: Collection[str] = frozenset(),
) -> Account:
    """Return the account of a place.

    Parameters
    ----------
    place : str or Place
        ``"4005"``, ``"Notodden"``, ``"40"``, ``"NO"``, or what :func:`find` returned.
    year : int, optional
        Year of the inventory; the newest by default.
    as_of : str, optional
        Vintage id, or the newest on an ISO date.
    data_dir : Path or str, optional
        Where imports are kept; ``KORTREIST_DATA_DIR`` or the user's data folder by default.
    spending, households, business_output : mapping, optional
        The place's own figures instead of national means: (function, cost type) → NOK,
        household group → number, product → NOK.
    without : collection of str, optional
        What is left out: ``ets``, ``shipping``, ``aviation``, ``others``.

    Returns
    -------
    Account

    Raises
    ------
    PlaceError
        Unknown, ambiguous or no longer valid.
    FiguresMissingError
        Nothing can be given for the place.
    InputError
        An argument of the wrong type, or a year without an inventory.

    Examples
    --------
    >>> account("Notodden", year=2009).year
    2009
    """
    from kortreist.accounts import build
    from kortreist.arguments import check

    check(
        year=year,
        as_of=as_of,
        data_dir=data_dir,
        households=households,
        business_output=business_output,
        without=without,
    )
    return build(
        _resolve_place(place),
        year=year,
        as_of=as_of,
        data_dir=_path(data_dir),
        spending=spending,
        households=households,
        business_output=business_output,
        without=without,
    )


def plan(
    place: str | Place,
    *,
    boundary: Boundary = "territorial",
    reduction: float | None = None,
    target_year: int | None = None,
    reference_year: int | None = None,
    money_nok: float | None = None,
    staff_fte: float | None = None,
    as_of: str | None = None,
    futures_count: int = 1000,
    seed: int = 20261123,
    overrides: Path | str | None = None,
    learning_year: int | None = None,
    fixed: Mapping[str, int] | None = None,
    excluded: Sequence[str] = (),
    without: Collection[str] = frozenset(),
    counts: Mapping[str, float] | None = None,
    answers: Mapping[str, float] | None = None,
    dearest: float | None = None,
    known_changes: Path | str | None = None,
    time_limit: float = 20.0,
    extras: bool = True,
    plan_beside: bool = True,
    stair: bool = True,
    accept_met_target: bool = False,
    frame_start: Literal["last", "mean3"] = "last",
    today: date | None = None,
    data_dir: Path | str | None = None,
    commitments: Sequence[Binding] = (),
    adopted: Sequence[RegisteredTarget] = (),
    by_law: bool = False,
    progress: Callable[[str], None] = lambda stage: None,
) -> ClimateBudget:
    """Return the draft climate budget of a municipality; half a minute for a large one.

    Parameters
    ----------
    place : str or Place
        ``"4005"``, ``"Notodden"``, or what :func:`find` returned. A county is the sum of its
        municipalities: :func:`kortreist.budgets.county_plan`.
    boundary : {"territorial", "consumption", "combined"}
        Which emissions the target is about.
    reduction : float, optional
        Share 0–1 of the reference year to be cut by ``target_year``; by default the
        municipality's own registered target, else the next statutory one.
    target_year, reference_year : int, optional
    money_nok, staff_fte : float, optional
        The municipality's own limits a year; by default planning assumptions.
    as_of : str, optional
        Vintage id or ISO date.
    futures_count, seed : int
        Same seed, same plan.
    overrides, known_changes : Path or str, optional
        The municipality's own figures for measures (TOML) and changes at plants (CSV).
    learning_year : int, optional
        Decisions before it are the same in all futures.
    fixed : mapping of str to int, optional
        Measure id → start year that is already decided.
    excluded : sequence of str
        Measure ids that are not wanted.
    without : collection of str
        What is left out: ``ets``, ``shipping``, ``aviation``, ``others``.
    counts, answers : mapping of str to float, optional
        Own counts by unit id; answers in place of figures of judgement, by key.
    dearest : float, optional
        NOK per t CO2e above which a measure is not chosen.
    time_limit : float
        Seconds to prove how good the plan is.
    extras, plan_beside : bool
        Whether to compute the trade-off curve and what drives the plan; the plan without
        plants where they are most of the account.
    stair : bool
        Whether to share the way to the target out on who can take which part of it.
    accept_met_target : bool
        Whether a cut asked for may already be reached: for one cut asked of many places.
    frame_start : {"last", "mean3"}
    today : datetime.date, optional
    data_dir : Path or str, optional
    commitments : sequence of Binding
        What the municipality has bound itself to (:func:`kortreist.bindings.read_bindings`):
        those that are decided are in the baseline.
    adopted : sequence of RegisteredTarget
        What the council has adopted; it comes before what the facts say of it.
    by_law : bool
        Whether to plan by the law's target although the place has its own.
    progress : callable, optional
        Told the name of each part as it begins; ``print`` will do.

    Returns
    -------
    ClimateBudget

    Raises
    ------
    PlaceError, FiguresMissingError
        As for :func:`account`.
    InputError
        An argument of the wrong type or outside its range, a file with a mistake, or demands
        that cannot all be met (named, with the smallest mend).
    """
    asked: dict[str, Any] = dict(locals())
    from kortreist.budgets import climate_budget

    resolved_place = _resolve_place(asked.pop("place"))
    if resolved_place.kind == "county":
        raise InputError("budgets.county_is_sum", place=resolved_place.name)
    return climate_budget(resolved_place, **asked)


def _resolve_place(place: str | Place) -> Place:
    from kortreist.places import Place, find

    return place if isinstance(place, Place) else find(place)


def _path(path: Path | str | None) -> Path | None:
    from pathlib import Path

    return None if path is None else Path(path)
