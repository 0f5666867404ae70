"""A set of sampled futures: what may happen whatever the municipality does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kortreist.baseline.known_changes import KnownChange

__all__ = ["FutureSet"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FutureSet:
    """Drivers, effect and cost multipliers, delays and enabling conditions in every future.

    Parameters
    ----------
    seed : int
        Same seed, same futures, on every machine.
    years : (T,) int
        ``years[0]`` is the base year, where every index is 1.
    drivers : tuple of str
        Names of the D driver indices.
    index : (D, F, T) float
        Driver index relative to the base year, dimensionless, > 0.
    measures : tuple of str
        Ids of the M measures the next arrays run over.
    fraction : (M, F) float
        ``φ·e``: the measure's true fraction in the future, divided by its central
        fraction (dimensionless multiplier, ≥ 0).
    cost : (M, F) float
        Cost multiplier, dimensionless.
    delay : (M, F) float
        Years between the decided and the real start.
    enabled_from : (M, F) float
        First year all enabling conditions of the measure are present; ``inf`` if never.
    quantile : (M, F) float, optional
        The uniform draw (0–1) behind ``fraction``, so that each effect of a measure can
        be drawn from its own spread: a measure that does well, does well in all its
        effects. Without it every effect is its central fraction times ``fraction``.
    conditions : tuple of str
        Ids of the C enabling conditions drawn.
    condition_from : (C, F) float, optional
        First year each is present, ``inf`` if never; shared by all measures that wait.
    drawn : (D, F) float, optional
        What was drawn for each driver, in its own unit: a share a year, or the calendar
        year in which half is gone, or a number without unit.
    known : tuple of KnownChange
        What is known to happen at plants, also what does not count; each that counts is a
        driver of its own.
    """

    seed: int
    years: npt.NDArray[np.int64]
    drivers: tuple[str, ...]
    index: FloatArray
    measures: tuple[str, ...]
    fraction: FloatArray
    cost: FloatArray
    delay: FloatArray
    enabled_from: FloatArray
    quantile: FloatArray | None = None
    conditions: tuple[str, ...] = ()
    condition_from: FloatArray | None = None
    drawn: FloatArray | None = None
    known: tuple[KnownChange, ...] = ()

    @property
    def size(self) -> int:
        """Number of futures, F."""
        return int(self.index.shape[1])
