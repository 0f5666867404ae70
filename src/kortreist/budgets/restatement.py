"""The same goals under the vintage of the inventory before this one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from kortreist import connectors
from kortreist.accounts import Account
from kortreist.accounts.leaving_out import history_left
from kortreist.budgets.budget import Restatement
from kortreist.budgets.frame import restate
from kortreist.budgets.target import Target

__all__ = ["restatement"]


def restatement(
    account: Account,
    target: Target,
    goals: Mapping[int, float],
    plan_years: tuple[int, ...],
    start: Literal["last", "mean3"],
    data_dir: Path | None,
) -> Restatement | None:
    """Return the frame under the vintage before this one, if there is one here.

    Parameters
    ----------
    account : Account
    target : Target
    goals : mapping of int to float
        Goal year → share cut.
    plan_years : tuple of int
    start : {"last", "mean3"}
        Where the frame begins.
    data_dir : Path or None
        Where state is kept.
    """
    if target.boundary != "territorial":
        return None
    older = [
        v
        for v in connectors.vintages(data_dir)
        if account.place.number in v.places and v.date < account.vintage_date
    ]
    if not older:
        return None
    before = older[-1]
    inventory = connectors.inventory(account.place.number, as_of=before.id, data_dir=data_dir)
    series = history_left(inventory.rows, account.without)
    if target.reference_year not in series:
        return None
    if start == "mean3" and any(max(series) - k not in series for k in range(3)):
        return None
    return restate(
        (before.id, series),
        (account.vintage_id, account.history),
        target.reference_year,
        goals,
        plan_years,
        start,
    )
