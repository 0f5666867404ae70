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
    from kortreist.accounts import Account, Source
    from kortreist.budgets import ClimateBudget
    from kortreist.connectors import import_inventory, vintages
    from kortreist.documents import write_all
    from kortreist.documents.views import as_xarray, chart
    from kortreist.measures import Measure
    from kortreist.measures.loading import library
    from kortreist.places import Place, find
    from kortreist.plans import PlanOutcome
    from kortreist.units import Quantity

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
    "as_xarray": "kortreist.documents.views",
    "chart": "kortreist.documents.views",
    "find": "kortreist.places",
    "import_inventory": "kortreist.connectors",
    "library": "kortreist.measures",
    "vintages": "kortreist.connectors",
    "write_all": "kortreist.documents",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'kortreist' has no attribute {name!r}")


def account(place: str, **options: Any) -> Account:
    """Return the account of a place given by number or name.

    Parameters
    ----------
    place : str
        ``"4005"``, ``"Notodden"``, ``"40"``, ``"NO"``.
    **options
        ``year``, ``as_of``, ``home``: see :func:`kortreist.accounts.build`.

    Raises
    ------
    PlaceError
        Unknown, ambiguous or no longer valid.
    FiguresMissingError
        Nothing can be given for the place.
    """
    from kortreist.accounts import build
    from kortreist.places import find as find_place

    return build(find_place(place), **options)


def plan(place: str, **options: Any) -> ClimateBudget:
    """Return the draft climate budget of a place given by number or name.

    Parameters
    ----------
    place : str
    **options
        See :func:`kortreist.budgets.climate_budget`.

    Raises
    ------
    PlaceError, FiguresMissingError, InputError
    """
    from kortreist.budgets import climate_budget
    from kortreist.places import find as find_place

    return climate_budget(find_place(place), **options)
