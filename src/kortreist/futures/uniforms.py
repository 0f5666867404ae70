"""The uniform points behind a set of futures, before anything is known about spreads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kortreist.baseline.sampling import sobol
from kortreist.futures.future_set import FloatArray

__all__ = ["Uniforms", "sample"]


@dataclass(frozen=True, slots=True)
class Uniforms:
    """Independent points strictly between 0 and 1; every row is one thing that may vary.

    Parameters
    ----------
    drivers : (D, F) float
        One row a driver, before the copula ties them together.
    measures : (M, 3, F) float
        True effect, cost and delay of each measure.
    conditions : (C, 2, F) float
        Whether each enabling condition comes, and when.

    Raises
    ------
    ValueError
        The blocks do not have these shapes, or not the same number of futures.
    """

    drivers: FloatArray
    measures: FloatArray
    conditions: FloatArray

    def __post_init__(self) -> None:
        blocks = (self.drivers, self.measures, self.conditions)
        if tuple(b.ndim for b in blocks) != (2, 3, 3):
            raise ValueError("drivers must be (D, F), measures (M, 3, F), conditions (C, 2, F)")
        if (self.measures.shape[1], self.conditions.shape[1]) != (3, 2):
            raise ValueError("a measure has three rows, a condition two")
        if len({b.shape[-1] for b in blocks}) > 1:
            raise ValueError("the blocks must have the same number of futures")

    @property
    def size(self) -> int:
        """Number of futures, F."""
        return int(self.drivers.shape[1])


def sample(
    n: int,
    seed: int,
    drivers: int,
    measures: Sequence[str],
    conditions: Sequence[str],
    plants: Sequence[str] = (),
) -> Uniforms:
    """Return scrambled Sobol points: one block for the drivers, one for each other name.

    A block belongs to the id of its measure, condition or known change: adding or leaving out
    one changes no other.

    Parameters
    ----------
    n : int
        Number of futures, F.
    seed : int
    drivers : int
        Number of drivers that are not known changes.
    measures, conditions : sequence of str
        Ids.
    plants : sequence of str
        Drivers of known changes, the last of the drivers.

    Returns
    -------
    Uniforms
    """
    # The drivers' points stay a transposed view: the copula's matrix product then reads the
    # same memory layout and gives the same bits, which documents already made depend on.
    driver_points = sobol(n, drivers, seed, "drivers", shuffle=False).T
    if plants:
        own = [sobol(n, 1, seed, name).T for name in plants]
        driver_points = np.concatenate([driver_points, *own])
    measure_points = np.empty((len(measures), 3, n))
    for i, name in enumerate(measures):
        measure_points[i] = sobol(n, 3, seed, "measure/" + name).T
    condition_points = np.empty((len(conditions), 2, n))
    for i, name in enumerate(conditions):
        condition_points[i] = sobol(n, 2, seed, "condition/" + name).T
    return Uniforms(driver_points, measure_points, condition_points)
