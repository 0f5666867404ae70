"""Every future of a climate budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

__all__ = ["InFutures"]


@dataclass(frozen=True, slots=True)
class InFutures:
    """Baseline and pathway in every future, before the inventory's own variation is added.

    Parameters
    ----------
    years : (T,) int
        The account's year first.
    baseline, pathway : (F, T) float
        t CO2e.
    noise : (F, T) float
        t CO2e that the inventory varies by itself; added to both, it gives what is printed.
    drivers : dict of str to (F, T) float
        Driver id → index relative to the account's year.
    """

    years: npt.NDArray[np.int64]
    baseline: npt.NDArray[np.float64]
    pathway: npt.NDArray[np.float64]
    noise: npt.NDArray[np.float64]
    drivers: Mapping[str, npt.NDArray[np.float64]] = field(default_factory=dict)
