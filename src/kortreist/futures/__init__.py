"""Drivers, their correlations and the sampling of futures."""

from kortreist.baseline.drivers import (
    Driver,
    correlation_matrix,
    driver_paths,
    driver_values,
    drivers,
)
from kortreist.baseline.sampling import sobol, triangular
from kortreist.futures.draw import DEFAULT_SEED, condition_ids, draw, from_uniforms
from kortreist.futures.future_set import FutureSet
from kortreist.futures.present import with_present
from kortreist.futures.uniforms import Uniforms, sample

__all__ = [
    "DEFAULT_SEED",
    "Driver",
    "FutureSet",
    "Uniforms",
    "condition_ids",
    "correlation_matrix",
    "draw",
    "driver_paths",
    "driver_values",
    "drivers",
    "from_uniforms",
    "sample",
    "sobol",
    "triangular",
    "with_present",
]
