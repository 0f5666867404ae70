"""Who takes part: real accounts where the store has them, made ones for the rest."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from kortreist import connectors, places
from kortreist.accounts import Account, build
from kortreist.country.model import territorial
from kortreist.country.synthetic import SYNTHETIC_SEED, synthetic_account, synthetic_year
from kortreist.errors import FiguresMissingError, InputError
from kortreist.places import Place

__all__ = ["country_accounts"]


def country_accounts(
    only: Collection[str] = (), *, data_dir: Path | None = None, seed: int = SYNTHETIC_SEED
) -> tuple[Account, ...]:
    """Return one territorial account a municipality, by number.

    Parameters
    ----------
    only : collection of str
        Municipality numbers; all of today's by default.
    data_dir : Path, optional
        Where imports are kept.
    seed : int
        Which made country.

    Returns
    -------
    tuple of Account
        All of one year, so that their sums are of one year. Without the origins of each
        figure: they are sent to every worker.

    Raises
    ------
    PlaceError
        A number that no municipality has.
    InputError
        A place that is not a municipality.
    """
    every = places.municipalities()
    if only:
        chosen = [places.find(number) for number in dict.fromkeys(only)]
        for place in chosen:
            if place.kind != "municipality":
                raise InputError("country.not_a_municipality", place=place.name)
        every = tuple(sorted(chosen, key=lambda p: p.number))
    held = {n for v in connectors.vintages(data_dir) for n in v.places}
    return tuple(_account(p, p.number in held, data_dir, seed) for p in every)


def _account(place: Place, held: bool, data_dir: Path | None, seed: int) -> Account:
    account: Account | None = None
    if held:
        try:
            account = build(place, year=synthetic_year(), data_dir=data_dir)
        except (FiguresMissingError, InputError):
            account = None  # the store has other years of it only
    if account is None or "territorial" not in account.totals:
        account = synthetic_account(place, seed)
    return replace(territorial(account), origins={}, households=(), notes=())
