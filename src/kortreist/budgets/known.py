"""What stands above the measures: known changes, ours beside theirs, a source that is most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
#: Part of a source that carries what rises where all else is taken away: too little to see.
_GRAIN = 1e-6
Key = tuple[str, str, str]


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
    is carried in full, and leaves the source to the others.

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
    emitted: dict[Key, float] = {}
    for s in account.sources:
        if s.scope == "direct" and not s.memo:
            emits = (s.sector, s.source, s.actor)
            emitted[emits] = emitted.get(emits, 0.0) + s.value
    here = [k for k in changes if k.municipality == account.place.number and k.counts]
    left = dict(emitted)
    sizes: dict[str, float] = {}
    for change in (k for k in here if not _rises(k)):
        key = _key(change)
        ahead = change_from(change, _GOES, years)
        if change.id in row_of and ahead.any():
            row = row_of[change.id]
            if emitted.get(key, 0.0) <= 0.0:
                raise _bad_row(file, row, "source", "/".join(key), "nothing_here", 0.0)
            if left[key] <= 0.0:
                raise _bad_row(file, row, "source", "/".join(key), "taken", 0.0)
            if -float(ahead.min()) > left[key] * (1.0 + 1e-9):
                raise _bad_row(file, row, "fossil_high", change.part, "above_source", left[key])
        sizes[change.id] = min(change.part, left.get(key, 0.0))
        left[key] = left.get(key, 0.0) - sizes[change.id]
    rising = [k for k in here if _rises(k)]
    for change in rising:
        key = _key(change)
        acts = change.id in row_of and bool(change_from(change, _GOES, years).any())
        if acts and emitted.get(key, 0.0) <= 0.0:
            raise _bad_row(file, row_of[change.id], "source", "/".join(key), "nothing_here", 0.0)
    sizes |= _shared_out(rising, left, emitted, sizes, here)
    return tuple(
        replace(k, apart=sizes[k.id]) if sizes.get(k.id, 0.0) > 0.0 else k for k in changes
    )


def _shared_out(
    rising: Sequence[KnownChange],
    left: Mapping[Key, float],
    emitted: Mapping[Key, float],
    sizes: dict[str, float],
    here: Sequence[KnownChange],
) -> dict[str, float]:
    """Return what is set apart for changes that rise: something of the source for each.

    They add tonnes, so that any part of the source can carry them; what falls has had its own
    first. Where nothing is left, they are carried by a grain of what falls.
    """
    out: dict[str, float] = {}
    for key in {_key(k) for k in rising}:
        mine = [k for k in rising if _key(k) == key]
        free = left.get(key, 0.0)
        if free <= _GRAIN * emitted.get(key, 0.0):
            largest = max(
                (k for k in here if _key(k) == key and sizes.get(k.id, 0.0) > 0.0),
                key=lambda k: sizes[k.id],
                default=None,
            )
            if largest is None:
                continue
            free = _GRAIN * sizes[largest.id]
            sizes[largest.id] -= free
        wanted = sum(k.part for k in mine)
        out |= {k.id: k.part * min(1.0, free / wanted) for k in mine}
    return out


def _rises(known: KnownChange) -> bool:
    return known.tonnes is not None and known.tonnes[1] > 0.0


def _key(known: KnownChange) -> Key:
    return known.sector, known.source, known.actor


def _bad_row(
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
        detail=("", here) if here > 0.0 else "",
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
    has_change = any(
        r.tonnes and (r.change.sector, r.change.source) == (sector, source) for r in rows
    )
    return Dominant(sector, source, share, has_change)


def in_use(measures: Sequence[Measure]) -> tuple[tuple[Measure, str], ...]:
    """Return the measures whose condition is in force, with the condition to use."""
    return tuple((m, m.uses[0]) for m in measures if m.uses)
