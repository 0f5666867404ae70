"""Fit decisions to what the engine can count: which measures act here, and from which year.

A decision that cannot be counted is no fault: it is left out of the question and said on
the plan's page with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kortreist.measures import Measure

__all__ = ["Fitted", "fit"]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Decisions as the engine is asked, and what became of the others.

    Parameters
    ----------
    fixed : dict
        Measure → start year.
    excluded : tuple of str
    not_here : tuple of str
        Decided on, but without a quantified effect on this place's emissions.
    in_figures : tuple of str
        In full effect before the last inventory: their cut is in its figures already, so
        they are kept out of the plan rather than counted twice.
    moved : dict
        Begun before the plan's first year → the year they began. They are counted from the
        plan's first year, which is cautious.
    """

    fixed: dict[str, int]
    excluded: tuple[str, ...]
    not_here: tuple[str, ...]
    in_figures: tuple[str, ...]
    moved: dict[str, int]

    def notes(self) -> dict[str, Any]:
        """Return what the plan's page says of decisions that were not counted as they stand."""
        return {
            "not_here": list(self.not_here),
            "in_figures": list(self.in_figures),
            "moved": dict(self.moved),
        }


def fit(
    fixed: Mapping[str, int],
    excluded: Sequence[str],
    counted: Mapping[str, Measure],
    *,
    account_year: int,
    first_year: int,
) -> Fitted:
    """Return the decisions the engine can count.

    Parameters
    ----------
    fixed : mapping of str to int
    excluded : sequence of str
    counted : mapping of str to Measure
        Quantified measures that act on the place's emissions.
    account_year : int
        Year of the newest inventory.
    first_year : int
        First year of the plan.
    """
    kept: dict[str, int] = {}
    moved: dict[str, int] = {}
    in_figures: list[str] = []
    for id, year in fixed.items():
        if id not in counted:
            continue
        if year + counted[id].ramp_years - 1 <= account_year:
            in_figures.append(id)
        elif year < first_year:
            kept[id], moved[id] = first_year, year
        else:
            kept[id] = year
    decided = {*fixed, *excluded}
    out = {id for id in excluded if id in counted} | set(in_figures)
    return Fitted(
        fixed=kept,
        excluded=tuple(sorted(out - kept.keys())),
        not_here=tuple(sorted(decided - counted.keys())),
        in_figures=tuple(sorted(in_figures)),
        moved=moved,
    )
