"""What hinders that a draft is put before the council: told beforehand, refused when tried."""

from __future__ import annotations

from collections.abc import Sequence

from kortreist_web.budgets.content import staleness_of
from kortreist_web.budgets.labels import named
from kortreist_web.budgets.models import Budget, BudgetLine
from kortreist_web.budgets.owners import without_owner
from kortreist_web.budgets.uncounted import left_out
from kortreist_web.core.refusals import RefusedError

__all__ = ["hindrances"]


def hindrances(budget: Budget, lines: Sequence[BudgetLine]) -> list[RefusedError]:
    """Return what must be mended before a draft with these lines can be proposed, worst first.

    It has no lines, a line says neither unit nor person, its pathway is not that of its lines,
    or a line's known figures are in no sum of it.
    """
    if not lines:
        return [RefusedError("budgets.refused.no_lines")]
    found = []
    if nobody := without_owner(lines):
        names = ", ".join(named(line.name, line.measure) for line in nobody)
        found.append(RefusedError("budgets.refused.nobody", n=len(nobody), names=names))
    if staleness_of(budget):
        found.append(RefusedError("budgets.refused.stale"))
    if missing := left_out(budget, lines):
        names = ", ".join(named(x.name, x.measure) for x in missing)
        found.append(RefusedError("budgets.refused.left_out", n=len(missing), names=names))
    return found
