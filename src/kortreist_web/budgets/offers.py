"""Measures nobody has chosen, which a draft may take in: offered, never added.

A plan chooses among what can be counted. Relevant measures without a quantified effect are
told beside it; taking one into the budget is a choice that a person makes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from kortreist_web.budgets.models import Budget
from kortreist_web.budgets.parts import part_of
from kortreist_web.measures.catalogue import choice_key, measures_of
from kortreist_web.measures.models import MeasureChoice

__all__ = ["Offer", "is_chosen", "offers"]

_CHOSEN = (MeasureChoice.State.CHOSEN, MeasureChoice.State.UNDER_WAY)
#: What is done needs no decision, and what is left out is not asked about again.
_SETTLED = (MeasureChoice.State.DONE, MeasureChoice.State.EXCLUDED)


@dataclass(frozen=True, slots=True)
class Offer:
    """A measure that may be taken in: its name, why it has no figures, and where it would stand.

    ``measure`` is what the database calls it.
    """

    measure: str
    name: Mapping[str, str]
    reason: Mapping[str, str]
    part: str


def is_chosen(choice: MeasureChoice | None) -> bool:
    """Tell whether the municipality has chosen a measure, or begun on it."""
    return choice is not None and choice.state in _CHOSEN


def offers(budget: Budget, in_lines: Collection[str] | None = None) -> list[Offer]:
    """Return what a draft may take in, by the order of its plan.

    Parameters
    ----------
    budget : Budget
    in_lines : collection of str, optional
        The measures of its lines, where they are read already.
    """
    listed = budget.frame.get("unquantified") or []
    if not listed:
        return []
    there = set(budget.lines.values_list("measure", flat=True) if in_lines is None else in_lines)
    rows = MeasureChoice.objects.filter(organisation=budget.organisation, state__in=_SETTLED)
    there |= set(rows.values_list("measure", flat=True))
    by_id: dict[str, Any] = {choice_key(m): m for m in measures_of(budget.organisation)[0]}
    return [
        Offer(id, by_id[id].name, by_id[id].unquantified_reason, part_of(by_id[id]))
        for id in listed
        if id in by_id and id not in there
    ]
