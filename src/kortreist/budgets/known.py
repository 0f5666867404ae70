"""What stands above the measures: known changes, ours beside theirs, a source that is most."""

from __future__ import annotations

from collections.abc import Sequence

from kortreist.accounts.ledger import Account
from kortreist.baseline import KnownChange
from kortreist.budgets.budget import Dominant, KnownRow
from kortreist.budgets.rows import bands
from kortreist.measures.measure import Measure
from kortreist.pathways import PathwayModel, known_tonnes

__all__ = ["dominant", "in_use", "known_rows"]


def known_rows(
    model: PathwayModel, changes: Sequence[KnownChange], number: str, years: Sequence[int]
) -> tuple[KnownRow, ...]:
    """Return the known changes in a municipality, those that count first.

    Parameters
    ----------
    model : PathwayModel
    changes : sequence of KnownChange
        As the futures hold them.
    number : str
        Municipality.
    years : sequence of int
    """
    every = [int(y) for y in model.years]
    tonnes = known_tonnes(model, every)
    rows = [
        KnownRow(c, bands(tonnes[c.id], model.years, years) if c.id in tonnes else {})
        for c in changes
        if c.municipality == number
    ]
    return tuple(sorted(rows, key=lambda r: (not r.tonnes, not r.change.counts)))


def dominant(account: Account, rows: Sequence[KnownRow]) -> Dominant | None:
    """Return the direct source of more than half of the account, if there is one."""
    total = 0.0
    by: dict[tuple[str, str], float] = {}
    for s in account.sources:
        if s.scope == "direct" and not s.memo:
            by[s.sector, s.source] = by.get((s.sector, s.source), 0.0) + s.value
            total += s.value
    if total <= 0.0:
        return None
    sector, source = max(by, key=lambda key: by[key])
    share = by[sector, source] / total
    if share <= 0.5:
        return None
    known = any(r.tonnes and (r.change.sector, r.change.source) == (sector, source) for r in rows)
    return Dominant(sector, source, share, known)


def in_use(measures: Sequence[Measure]) -> tuple[tuple[Measure, str], ...]:
    """Return the measures whose condition is in force, with the condition to use."""
    return tuple((m, m.uses[0]) for m in measures if m.uses)
