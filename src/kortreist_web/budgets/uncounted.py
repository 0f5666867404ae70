"""What a draft's figures leave out although it is known, or hold although it is set aside.

A measure that was chosen after the plan was computed stands in a draft without tonnes and
kroner. Where they are known, sums without them are not what the budget comes to: the pathway
is computed again first, or the municipality gives its own cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kortreist_web.budgets.models import Budget, BudgetLine
from kortreist_web.budgets.provenance import OWN_COST
from kortreist_web.measures.catalogue import choice_key, measures_of
from kortreist_web.measures.figures_here import Ends, Here, heres
from kortreist_web.measures.models import AloneFigures, MeasureChoice
from kortreist_web.tenants.models import Organisation

__all__ = ["LeftOut", "left_out", "not_here", "not_here_in"]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line whose figures are known and in no sum of the draft.

    Parameters
    ----------
    measure : str
        What the database calls it.
    name : mapping of str to str
    cut : Ends or None
        t CO2e in the target year, alone; None where it is not computed here.
    cost : Ends or None
        NOK of the municipality a year, alone; None where it is not known.
    """

    measure: str
    name: Mapping[str, str]
    cut: Ends | None
    cost: Ends | None


def left_out(budget: Budget, lines: Iterable[BudgetLine]) -> tuple[LeftOut, ...]:
    """Return the lines that can be counted, and that the draft's figures do not count.

    What every measure does alone says whether there is anything to count here; where that was
    never computed, the library says whether the measure can be. A line with the municipality's
    own cost is no omission of money: its effect is said not to be in the pathway.
    """
    frame = budget.frame
    there = {*(frame.get("computed_with") or {}), *(frame.get("unquantified") or ())}
    rows = [x for x in lines if x.measure not in there and not x.effect and not _has_own_cost(x)]
    if not rows:
        return ()
    library = {choice_key(m): m for m in measures_of(budget.organisation)[0]}
    rows = [x for x in rows if x.measure in library and library[x.measure].quantified]
    figures = AloneFigures.objects.filter(organisation=budget.organisation).first()
    alone = heres(figures.content) if figures is not None else {}
    out = []
    for x in rows:
        here = alone.get(library[x.measure].id)
        if not alone or (here is not None and _says(here)):
            cut, cost = (here.cut, here.cost) if here is not None else (None, None)
            out.append(LeftOut(x.measure, x.name, cut, cost))
    return tuple(out)


def _has_own_cost(line: BudgetLine) -> bool:
    return bool(line.cost) and str(line.origins.get("cost", "")).startswith(OWN_COST)


def _says(here: Here) -> bool:
    """Tell whether anything but nothing is known of the measure."""
    return any(e is not None and e.central for e in (here.cut, here.footprint, here.cost))


def not_here(organisation: Organisation) -> frozenset[str]:
    """Return the measures the municipality has said are not for it."""
    rows = MeasureChoice.objects.filter(
        organisation=organisation, state=MeasureChoice.State.EXCLUDED
    )
    return frozenset(rows.values_list("measure", flat=True))


def not_here_in(budget: Budget, lines: Iterable[BudgetLine]) -> dict[str, Mapping[str, Any]]:
    """Return measure → name of what a draft proposes, or counts as kept open, and is set aside."""
    aside = not_here(budget.organisation)
    held = {m: v["name"] for m, v in (budget.frame.get("kept_open") or {}).items()}
    names = {**held, **{x.measure: x.name for x in lines}}
    return {m: name for m, name in names.items() if m in aside}
