"""What a goal must say to be one: the same rule for pages and API."""

from __future__ import annotations

import math

from django.utils import timezone

from kortreist_web.core.refusals import RefusedError
from kortreist_web.goals.models import AdoptedGoal

__all__ = ["FIELDS", "checked"]

FIELDS = frozenset(
    {
        "kind",
        "boundary",
        "scope",
        "base_year",
        "reduction",
        "reduction_high",
        "tonnes",
        "wording",
        "target_year",
        "title",
        "body",
        "decided_on",
        "case_number",
        "archive_reference",
        "address",
        "resolution",
    }
)
#: Most per cent: more than all is taken up, which is said in words.
_ALL = 100.0
_MAX_TONNES = 6e7
_YEARS = range(1990, 2101)


def checked(goal: AdoptedGoal) -> AdoptedGoal:
    """Return the goal if it holds together; fields that its kind does not have are emptied.

    Raises
    ------
    RefusedError
        Names the field, what is wrong and the mend.
    """
    if goal.kind not in AdoptedGoal.Kind.values:
        raise RefusedError("goals.refused.kind", about="kind")
    if goal.boundary not in AdoptedGoal.Boundary.values:
        raise RefusedError("goals.refused.boundary", about="boundary")
    for name in ("title", "body", "case_number"):
        if not str(getattr(goal, name)).strip():
            raise RefusedError("goals.refused.resolution", about=name)
    if goal.boundary == AdoptedGoal.Boundary.OTHER and not goal.scope.strip():
        raise RefusedError("goals.refused.scope", about="scope")
    if goal.boundary != AdoptedGoal.Boundary.OTHER:
        goal.scope = ""
    if goal.decided_on > timezone.localdate():
        raise RefusedError("goals.refused.future", about="decided_on")
    if goal.target_year not in _YEARS or goal.target_year < goal.decided_on.year:
        raise RefusedError(
            "goals.refused.target_year", about="target_year", year=goal.decided_on.year
        )
    {"share": _share, "tonnes": _tonnes, "words": _words}[goal.kind](goal)
    return goal


def _share(goal: AdoptedGoal) -> None:
    goal.tonnes, goal.wording = None, ""
    low, high = goal.reduction, goal.reduction_high
    if low is None or not (0 < low <= _ALL):
        raise RefusedError("goals.refused.reduction", about="reduction")
    if high is not None and not (low < high <= _ALL):
        raise RefusedError("goals.refused.span", about="reduction_high")
    base = goal.base_year
    if base is None or base not in _YEARS or base >= goal.target_year:
        raise RefusedError("goals.refused.base_year", about="base_year")


def _tonnes(goal: AdoptedGoal) -> None:
    goal.reduction = goal.reduction_high = goal.base_year = None
    goal.wording = ""
    tonnes = goal.tonnes
    if tonnes is None or not math.isfinite(tonnes) or not (0 <= tonnes <= _MAX_TONNES):
        raise RefusedError("goals.refused.tonnes", about="tonnes")


def _words(goal: AdoptedGoal) -> None:
    goal.reduction = goal.reduction_high = goal.tonnes = goal.base_year = None
    if not goal.wording.strip():
        raise RefusedError("goals.refused.wording", about="wording")
