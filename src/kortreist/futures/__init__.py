"""Drivers, their correlations and the sampling of futures."""

from kortreist.futures.draw import DEFAULT_SEED, draw
from kortreist.futures.drivers import Driver, correlation_matrix, driver_paths, drivers
from kortreist.futures.future_set import FutureSet
from kortreist.futures.sampling import sobol, triangular

__all__ = [
    "DEFAULT_SEED",
    "Driver",
    "FutureSet",
    "correlation_matrix",
    "draw",
    "driver_paths",
    "drivers",
    "sobol",
    "triangular",
]
