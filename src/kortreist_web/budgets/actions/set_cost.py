"""Give the municipality's own figures for what a measure costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kortreist_web.budgets.kinds import own_kinds
from kortreist_web.budgets.lines import MAX_KRONER, is_year
from kortreist_web.budgets.models import BudgetLine
from kortreist_web.budgets.money_totals import BEARERS
from kortreist_web.budgets.provenance import OWN_COST
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["set_cost"]


@action("change", BudgetLine)
def set_cost(
    who: Actor,
    organisation: Organisation,
    line: BudgetLine,
    *,
    cost: Mapping[str, Mapping[Any, int]],
    missing: Iterable[str],
    investment: Mapping[Any, int] | None = None,
    why: str = "",
) -> BudgetLine:
    """Put own figures in place of the plan's; the plan's range goes with the plan's figures.

    Parameters
    ----------
    cost : mapping
        Bearer → year → whole kroner at the budget year's prices; a year left out is missing.
    missing : iterable of str
        Bearers of whom some cost is unknown.
    investment : mapping, optional
        Year → kroner of the municipality's that are investment, the rest is running cost; None:
        how it falls is not known.

    Raises
    ------
    RefusedError
        An unknown bearer, a year that is none, or an amount that is not whole kroner.
    """
    unknown = set(missing)
    if not unknown | set(cost) <= set(BEARERS):
        raise RefusedError("budgets.refused.unknown_bearer")
    told = [*cost.values(), *([] if investment is None else [investment])]
    for year, amount in ((y, v) for years in told for y, v in years.items()):
        whole = isinstance(amount, int) and not isinstance(amount, bool)
        if not is_year(str(year)) or not whole or abs(amount) >= MAX_KRONER:
            raise RefusedError("budgets.refused.cost", year=year, value=amount)
    lacking = [b for b in BEARERS if b in unknown]
    own = {b: {str(y): int(v) for y, v in cost[b].items()} for b in BEARERS if cost.get(b)}
    kinds: dict[str, Any] = {}
    if investment is not None and own.get("municipality"):
        invested = {str(y): int(v) for y, v in investment.items()}
        kinds = own_kinds(own["municipality"], invested)
    same = own == line.cost and lacking == list(line.cost_missing)
    if same and (investment is None or kinds == line.kinds):
        return line
    line.cost, line.cost_missing, line.cost_range = own, lacking, {}
    line.kinds, line.cost_mark = kinds, "own"
    line.origins = {**line.origins, "cost": f"{OWN_COST}{line.measure}"}
    line.save()
    return line
