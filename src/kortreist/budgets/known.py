"""What stands above the measures: known changes, ours beside theirs, a source that is most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from kortreist.accounts.ledger import Account
from kortreist.baseline import KnownChange, change_from
from kortreist.budgets.budget import Dominant, KnownRow
from kortreist.budgets.rows import bands
from kortreist.errors import InputError, TextKey
from kortreist.measures.measure import Measure
from kortreist.pathways import PathwayModel, known_tonnes

__all__ = ["dominant", "fitted", "in_use", "known_rows"]

#: How well it goes, 0–1: the ends and the middle bound every year's change.
_GOES = np.array([0.0, 0.5, 1.0])


def fitted(
    changes: Sequence[KnownChange],
    account: Account,
    own: Sequence[KnownChange],
    file: Path,
    last: int,
) -> tuple[KnownChange, ...]:
    """Return the changes with what each sets apart of its source here; no tonnes get lost.

    A source never sets apart more than it emits. So a row of the municipality's own that takes
    away more, or acts where nothing is emitted, is refused; one that adds more than there is
    is carried in full.

    Parameters
    ----------
    changes : sequence of KnownChange
        In the order in which they are set apart.
    account : Account
        The whole account, nothing left out.
    own : sequence of KnownChange
        Those of them that stand in ``file``, in its order.
    file : Path
    last : int
        Last year computed.

    Raises
    ------
    InputError
        Names row and field, and what is left there (``here``, t CO2e).
    """
    years = np.arange(account.year, last + 1, dtype=np.int64)
    row_of = {k.id: row for row, k in enumerate(own, start=2)}
    left: dict[tuple[str, str, str], float] = {}
    for s in account.sources:
        if s.scope == "direct" and not s.memo:
            emits = (s.sector, s.source, s.actor)
            left[emits] = left.get(emits, 0.0) + s.value
    out = []
    for known in changes:
        if known.municipality != account.place.number or not known.counts:
            out.append(known)
            continue
        key = (known.sector, known.source, known.actor)
        here = left.get(key, 0.0)
        ahead = change_from(known, _GOES, years)
        if known.id in row_of and ahead.any():
            row = row_of[known.id]
            if here <= 0.0:
                raise _refused(file, row, "source", "/".join(key), "nothing_here", 0.0)
            if -float(ahead.min()) > here * (1.0 + 1e-9):
                raise _refused(file, row, "fossil_high", known.part, "above_source", here)
        size = min(known.part, here)
        left[key] = here - size
        out.append(replace(known, apart=size) if size > 0.0 else known)
    return tuple(out)


def _refused(
    file: Path, row: int, field: str, value: object, problem: str, here: float
) -> InputError:
    """Return the error; ``here`` is what is left of the source when the row's turn comes."""
    return InputError(
        "baseline.bad_cell",
        file=str(file),
        row=row,
        field=field,
        value=value,
        problem=TextKey(f"baseline.problem.{problem}"),
        detail=f" {here:.1f}" if here > 0.0 else "",
        here=here,
    )


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
