"""What of the budget lies in measures that are kept open: counted, but not decided now.

The plan as it looks today counts them at full strength, since that is how it may come to be.
They are told apart wherever the plan is summed up, so that nobody takes them for decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kortreist.plans.outcome import Verdict

if TYPE_CHECKING:
    from kortreist.budgets.budget import BudgetMeasure

__all__ = ["KeptOpen", "is_open", "kept_open"]


@dataclass(frozen=True, slots=True)
class KeptOpen:
    """The rows of the budget that are kept open.

    Parameters
    ----------
    measures : tuple of str
        Their ids, in the order of the rows.
    tonnes : dict of int to float
        Year → t CO2e cut that is in the pathway and lies in them.
    nok : dict of int to float
        Year → NOK of the municipality, known costs, that is in the sums and lies in them.
    """

    measures: tuple[str, ...] = ()
    tonnes: dict[int, float] = field(default_factory=dict)
    nok: dict[int, float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.measures)


def is_open(group: str | None, reason: str | None) -> bool:
    """Tell whether a measure in a plan is not for deciding now.

    What starts now or is anchored first is proposed; what is adopted already, or asked for by
    the user, is decided whatever its group.
    """
    # Plans made before adopted was a group of its own say so by their reason.
    decided = ("adopted", "start_now", "anchor_first")
    return group is not None and group not in decided and reason != "adopted"


def kept_open(
    rows: Iterable[BudgetMeasure], verdicts: Iterable[Verdict], years: Sequence[int]
) -> KeptOpen:
    """Return what of the rows is kept open.

    Parameters
    ----------
    rows : iterable of BudgetMeasure
        Of the budget.
    verdicts : iterable of Verdict
        Of its outcome.
    years : sequence of int
        Years to sum in.
    """
    open_ = {v.measure for v in verdicts if is_open(v.group, v.reason)}
    found = [row for row in rows if row.measure.id in open_]
    if not found:
        return KeptOpen()
    return KeptOpen(
        tuple(row.measure.id for row in found),
        {y: sum(row.effect[y].central for row in found if y in row.effect) for y in years},
        {y: sum(row.cost.get("municipality", {}).get(y, 0.0) for row in found) for y in years},
    )
