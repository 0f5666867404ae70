"""What a plan comes to when nothing that is kept open is done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kortreist.budgets.budget import Band
from kortreist.budgets.rows import bands
from kortreist.pathways import PathwayResult

__all__ = ["WithoutOpen", "without_open"]


@dataclass(frozen=True, slots=True)
class WithoutOpen:
    """A plan without what it keeps open.

    Parameters
    ----------
    pathway : dict of int to Band
        Year → t CO2e: what the rows kept open cut is put back, so that rows and pathways add.
    probability : dict of int to float
        Year → share of futures at or under the frame; only years that are still to come.
    """

    pathway: dict[int, Band]
    probability: dict[int, float]


def without_open(
    result: PathwayResult,
    noise: npt.NDArray[np.float64],
    frame: Mapping[int, float],
    held: Collection[str],
    this_year: int,
) -> WithoutOpen | None:
    """Return what a plan comes to without some measures; None where there are none.

    Parameters
    ----------
    result : PathwayResult
        Of the whole plan.
    noise : (F, T) float
        The inventory's own variation.
    frame : mapping of int to float
    held : collection of str
        Ids of the measures that are kept open.
    this_year : int
    """
    if not held:
        return None
    years = result.report_years
    mine = [i for i, name in enumerate(result.measures) if name in held]
    columns = np.searchsorted(result.years, years)
    tonnes = (result.pathway + noise)[:, columns] + result.effect[mine].sum(axis=0)
    return WithoutOpen(
        bands(tonnes, np.array(years), years),
        {y: float((tonnes[:, r] <= frame[y]).mean()) for r, y in enumerate(years) if y > this_year},
    )
