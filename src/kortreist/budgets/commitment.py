"""Something the municipality has bound itself to, as a plan has it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kortreist.budgets.budget import Band

__all__ = ["Commitment"]


@dataclass(frozen=True, slots=True)
class Commitment:
    """Something the municipality has bound itself to, and what of the baseline is its.

    Parameters
    ----------
    id, name : str
    tonnes : dict of int to Band
        Year → t CO2e beside what would happen if nothing was signed.
    held : dict of int to Band
        Year → t CO2e of what is emitted anyway that no measure reaches while it lasts; empty
        where it holds nothing.
    """

    id: str
    name: str
    tonnes: dict[int, Band]
    held: dict[int, Band] = field(default_factory=dict)
