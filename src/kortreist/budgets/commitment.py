"""Something the municipality has bound itself to, as a plan has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kortreist.budgets.budget import Band

__all__ = ["Commitment"]


@dataclass(frozen=True, slots=True)
class Commitment:
    """Something the municipality has bound itself to, and what it adds to the baseline.

    Parameters
    ----------
    id, name : str
    tonnes : dict of int to Band
        Year → t CO2e beside what would happen if nothing was signed.
    """

    id: str
    name: str
    tonnes: dict[int, Band]
