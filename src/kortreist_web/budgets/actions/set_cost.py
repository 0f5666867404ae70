"""Give the municipality's own figures for what a measure costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kortreist_web.budgets.adding import BEARERS
from kortreist_web.budgets.models import BudgetLine
from kortreist_web.budgets.provenance import OWN_COST
from kortreist_web.ground.action import action
from kortreist_web.ground.refusals import RefusedError

__all__ = ["set_cost"]


@action("change", BudgetLine)
def set_cost(
    who: Any,
    organisation: Any,
    line: BudgetLine,
    *,
    cost: Mapping[str, Mapping[int | str, int]],
    missing: Iterable[str],
) -> BudgetLine:
    """Put own figures in place of the plan's.

    Parameters
    ----------
    cost : mapping
        Bearer → year → whole kroner at the budget year's prices; a year left out is missing.
    missing : iterable of str
        Bearers of whom some cost is unknown.

    Raises
    ------
    RefusedError
        An unknown bearer.
    """
    unknown = set(missing)
    if not unknown | set(cost) <= set(BEARERS):
        raise RefusedError("budgets.refused.unknown_bearer")
    lacking = [b for b in BEARERS if b in unknown]
    own = {b: {str(y): int(v) for y, v in cost[b].items()} for b in BEARERS if cost.get(b)}
    if own == line.cost and lacking == list(line.cost_missing):
        return line
    line.cost, line.cost_missing = own, lacking
    line.origins = {**line.origins, "cost": f"{OWN_COST}{line.measure}"}
    line.save()
    return line
