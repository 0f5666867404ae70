"""The whole draft of a real municipality, which documents and budgets are both tested on."""

from __future__ import annotations

from datetime import date
from tempfile import TemporaryDirectory

from kept_results import kept

import kortreist

__all__ = ["REAL_TODAY", "compute_real", "real_budget"]

#: The day the draft is made on.
REAL_TODAY = date(2026, 11, 23)


def compute_real() -> kortreist.ClimateBudget:
    with TemporaryDirectory() as folder:
        return kortreist.plan("4005", data_dir=folder, futures_count=64, today=REAL_TODAY)


def real_budget() -> kortreist.ClimateBudget:
    """Return the draft of 4005 Notodden from what ships, with few futures: made once."""
    return kept("real", compute_real)
