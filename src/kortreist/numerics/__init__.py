"""Helpers for whoever computes: kernels compiled by numba, and HiGHS models that are silent.

Imports nothing of the program, so that any package may use it.
"""

from __future__ import annotations

__all__: list[str] = []
