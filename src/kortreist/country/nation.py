"""``kortreist nation`` as one call: who takes part, their plans, and what they add up to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from kortreist.accounts import Account
from kortreist.country.model import country_model
from kortreist.country.portfolios import Portfolios, evaluate_country
from kortreist.country.roll import country_accounts
from kortreist.country.run import Progress, run_country
from kortreist.country.summary import CountrySummary, summarise
from kortreist.country.task import MunicipalityResult, Settings, shared_futures
from kortreist.futures import FutureSet
from kortreist.measures import Measure

__all__ = ["nation", "national_portfolios"]


def nation(
    settings: Settings,
    *,
    only: Collection[str] = (),
    workers: int | None = None,
    scheduler: str | None = None,
    folder: Path | None = None,
    data_dir: Path | None = None,
    progress: Progress | None = None,
) -> tuple[CountrySummary, tuple[MunicipalityResult, ...]]:
    """Plan every municipality and add up.

    Parameters
    ----------
    settings : Settings
    only : collection of str
        Municipality numbers; all by default.
    workers, scheduler, folder, progress
        As for :func:`kortreist.country.run.run_country`.
    data_dir : Path, optional
        Where imports are kept.

    Returns
    -------
    CountrySummary, tuple of MunicipalityResult

    Raises
    ------
    KortreistError
        As for :func:`~kortreist.country.roll.country_accounts` and
        :func:`~kortreist.country.run.run_country`.
    """
    accounts = country_accounts(only, data_dir=data_dir)
    results = run_country(
        accounts, settings, workers=workers, scheduler=scheduler, folder=folder, progress=progress
    )
    portfolios = national_portfolios(accounts, results, settings)
    every, _ = _futures(accounts, results, settings)
    return summarise(results, every, portfolios, settings), results


def national_portfolios(
    accounts: Sequence[Account], results: Sequence[MunicipalityResult], settings: Settings
) -> Portfolios:
    """Evaluate the municipalities' plans in the futures they share.

    Parameters
    ----------
    accounts : sequence of Account
    results : sequence of MunicipalityResult
        Of the same municipalities in the same order.
    settings : Settings
    """
    every, drawn = _futures(accounts, results, settings)
    model = country_model(accounts, every, drawn)
    return evaluate_country(model, [r.starts for r in results], results[0].goal_year)


def _futures(
    accounts: Sequence[Account], results: Sequence[MunicipalityResult], settings: Settings
) -> tuple[tuple[Measure, ...], FutureSet]:
    return shared_futures(
        accounts[0].year, results[0].goal_year, settings.futures, settings.seed, settings.day
    )
