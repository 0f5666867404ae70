"""Compile a kernel with numba, and keep the machine code on disk where that is possible."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numba

__all__ = ["LOCK", "compiled"]

#: Numba's simplest threading layer may not be entered by two threads at once.
LOCK = threading.Lock()


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile for all cores."""
    result: Callable[..., Any]
    try:
        result = numba.njit(parallel=True, cache=True)(function)
    except RuntimeError:  # no place for a cache: compile in every process
        result = numba.njit(parallel=True)(function)
    return result
