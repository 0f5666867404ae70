"""What the emission of the goal year hangs on, whatever the plan says: a list, longest first.

Everything uncertain is put into factors: each driver that moves a source inside the boundary,
each enabling condition a measure waits for, the true effect of each of the measures that cut
most, the effects of the others together, and all delays together. The plan is evaluated in
the points of two designs over these factors, only for the goal year.

Drivers that go together are taken apart by the symmetric square root of their correlation
matrix (zero-phase whitening), not by the Cholesky factor the futures are drawn with: the
futures are as likely, but no driver gets the shared part because it happens to stand first.
What is said of a driver is thus said of the part of chance that is most its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt

from kortreist.accounts.ledger import Account
from kortreist.baseline.known_changes import KnownChange
from kortreist.errors import InputError
from kortreist.futures import (
    DEFAULT_SEED,
    FutureSet,
    Uniforms,
    condition_ids,
    correlation_matrix,
    drivers,
    from_uniforms,
    sobol,
)
from kortreist.measures.measure import Measure
from kortreist.pathways import assemble, evaluate, evaluate_many
from kortreist.pathways.model import SHIFT, PathwayModel
from kortreist.plans.discovery import held_rule
from kortreist.plans.information import partial_information
from kortreist.plans.outcome import DriverShare, Finding
from kortreist.plans.sensitivity import cross, morris_effects, morris_points, sobol_indices
from kortreist.units import BOUNDARIES, Boundary

__all__ = ["driver_shares", "findings", "moving_drivers"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Kind = Literal["driver", "condition", "effect", "delay"]

#: Levels of Morris' design: the middles of ten equally likely cells, from 5 to 95 %.
_LEVELS = 10
#: Points evaluated at a time, which bounds the memory.
_AT_A_TIME = 4096


@dataclass(frozen=True, slots=True)
class _Factors:
    """Names of the K factors, and the factor of every row of uniform points (−1: fixed).

    The rows are those of ``Uniforms`` one after the other: D, 3 M and 2 C.
    """

    names: tuple[tuple[Kind, str], ...]
    of_row: IntArray


def driver_shares(
    account: Account,
    measures: Sequence[Measure],
    starts: Mapping[str, int],
    year: int,
    *,
    boundary: Boundary = "territorial",
    seed: int = DEFAULT_SEED,
    n: int = 256,
    trajectories: int = 16,
    largest: int = 8,
    keep: int = 12,
    overrides: Mapping[str, tuple[float, float, float]] | None = None,
    at: date | None = None,
    known: Sequence[KnownChange] | None = None,
    futures: FutureSet | None = None,
    loss: FloatArray | None = None,
) -> tuple[DriverShare, ...]:
    """Tell which uncertain things move the plan's emission in the goal year most.

    Parameters
    ----------
    account : Account
    measures : sequence of Measure
        Those of the plan; others are passed over.
    starts : mapping of str to int
        The plan: measure id → start year.
    year : int
        The goal's year.
    boundary : {"territorial", "consumption", "combined"}
    seed : int
        Same seed, same answer.
    n : int
        Base points N: the plan is evaluated N·(K + 2) times for K factors.
    trajectories : int
        Of Morris' design, ≥ 2.
    largest : int
        This many measures' effects are factors by themselves.
    keep : int
        How many to return.
    overrides, at, known
        As for :func:`kortreist.futures.draw`.
    futures : FutureSet, optional
        The futures ``loss`` is in.
    loss : (P, F) float, optional
        NOK lost by each of the plans that could be chosen, in each of ``futures``; what a
        factor is worth knowing is computed from it.

    Returns
    -------
    tuple of DriverShare
        Largest total order first; empty where nothing moves the emission. The confidence is
        90 %. Chance may bring the estimate of a first order outside what it can be, 0 to the
        total order: it is then moved there. ``mu_star`` is what the emission changes on
        average, t CO2e, when the factor alone moves by half of its chances, scaled up to the
        way from its 5th to its 95th percentile.

    Raises
    ------
    InputError
        A start of a measure that is not among ``measures``, or a year that is not after the
        account's.
    """
    for name in starts:
        if all(name != m.id for m in measures):
            raise InputError("pathways.unknown_measure", measure=name)
    plan = [m for m in measures if m.id in starts]
    chosen = {m.id: starts[m.id] for m in plan}
    years = (account.year, year)
    names = tuple(d.id for d in drivers(at, overrides, known))

    def model_of(rows: FloatArray, root: FloatArray | None = None) -> PathwayModel:
        points = _uniforms(rows, len(names), len(plan))
        drawn = from_uniforms(
            plan, years, points, seed, root=root, overrides=overrides, at=at, known=known
        )
        return assemble(account, plan, drawn)

    # A few points are enough to see which drivers move something and which measures cut most.
    rows = len(names) + 3 * len(plan) + 2 * len(condition_ids(at))
    few = model_of(sobol(64, rows, seed, "drives/few").T)
    cut = np.abs(evaluate(few, chosen, boundary, report_years=()).effect_mean[:, -1])
    moving = moving_drivers(few, boundary, overrides, at, known)
    factors = _factors(names, moving, plan, cut, largest, condition_ids(at))
    count = len(factors.names)
    if count == 0:
        return ()
    root = _symmetric_root(names, moving, at)

    def emission(points: FloatArray) -> FloatArray:
        parts = [
            evaluate_many(model_of(points[:, i : i + _AT_A_TIME], root), [chosen], boundary)
            for i in range(0, points.shape[1], _AT_A_TIME)
        ]
        return np.concatenate([part[0, :, -1] for part in parts])

    crossed = cross(*_two_samples(factors, n, seed), factors.of_row)
    found_there = emission(crossed.reshape(rows, -1)).reshape(count + 2, n)
    share = sobol_indices(found_there, confidence=0.9, seed=seed)
    grid = morris_points(trajectories, count, levels=_LEVELS, seed=seed)
    on_grid = emission(_on_grid(factors, grid, seed)).reshape(trajectories, count + 1)
    if not share.total.any():
        return ()
    size = morris_effects(grid, on_grid, seed=seed)
    shares = [
        DriverShare(
            kind=kind,
            key=key,
            first=float(min(max(share.first[k], 0.0), share.total[k])),
            first_conf=float(share.first_conf[k]),
            total=float(share.total[k]),
            total_conf=float(share.total_conf[k]),
            mu_star=float(size.mu_star[k]),
            worth_nok=_worth(kind, key, futures, loss),
        )
        for k, (kind, key) in enumerate(factors.names)
    ]
    return tuple(sorted(shares, key=lambda s: (-s.total, s.kind, s.key))[:keep])


def findings(
    model: PathwayModel,
    futures: FutureSet,
    emission: FloatArray,
    tonnes: float,
    *,
    boundary: Boundary = "territorial",
    waits: Sequence[str] = (),
    overrides: Mapping[str, tuple[float, float, float]] | None = None,
    at: date | None = None,
) -> tuple[Finding, ...]:
    """Find where among the futures the goal is mostly missed, and where mostly met.

    Parameters
    ----------
    model : PathwayModel
        What the plan is evaluated on; tells which drivers move something.
    futures : FutureSet
        Ordinary futures, with what was drawn for the drivers.
    emission : (F,) float
        t CO2e in the goal year in each of them.
    tonnes : float
        The goal: met where the emission is not above it.
    boundary : {"territorial", "consumption", "combined"}
    waits : sequence of str
        Enabling conditions to look at too: the year each comes, or one year after the last
        year of the futures when it does not come.
    overrides, at
        As for :func:`kortreist.futures.draw`.

    Returns
    -------
    tuple of Finding
        Missed before met; empty where nothing sets them apart.
    """
    if futures.drawn is None:
        raise ValueError("the futures do not hold what was drawn")
    moving = moving_drivers(model, boundary, overrides, at, futures.known)
    place = [futures.drivers.index(d) for d in moving]
    columns = [futures.drawn[place]]
    names: list[tuple[str, str]] = [("driver", d) for d in moving]
    if futures.condition_from is not None and waits:
        rows = [futures.conditions.index(c) for c in waits]
        columns.append(np.minimum(futures.condition_from[rows], futures.years[-1] + 1.0))
        names += [("condition", c) for c in waits]
    x = np.concatenate(columns).T
    missed = emission > tonnes
    rules: list[Finding] = []
    outcomes: tuple[tuple[Literal["missed", "met"], npt.NDArray[np.bool_]], ...] = (
        ("missed", missed),
        ("met", ~missed),
    )
    for outcome, interest in outcomes:
        best = held_rule(x, interest, seed=futures.seed)
        if best is not None:
            limits = tuple((*names[c], side, at_) for c, side, at_ in best.limits)
            rules.append(Finding(outcome, limits, best.coverage, best.density, best.base))
    return tuple(rules)


def moving_drivers(
    model: PathwayModel,
    boundary: Boundary,
    overrides: Mapping[str, tuple[float, float, float]] | None = None,
    at: date | None = None,
    known: Sequence[KnownChange] | None = None,
) -> tuple[str, ...]:
    """Return the uncertain drivers that move something inside a boundary, in drawn order.

    A driver moves a source with emissions that count, or what a shift brings to one; and so
    does a driver that is multiplied into such a driver.
    """
    counts = model.weight[BOUNDARIES.index(boundary)] > 0.0
    used: set[int] = set()
    alive = counts & (model.base > 0.0)
    used |= set(model.activity_driver[alive]) | set(model.intensity_driver[alive])
    shift = (model.effect_mode == SHIFT) & (model.effect_target >= 0)
    brings = shift & counts[model.effect_target]
    used |= set(model.activity_driver[model.effect_source[brings]])
    used |= set(model.intensity_driver[model.effect_target[brings]])
    moving = {model.driver_ids[int(d)] for d in used if d >= 0}
    chosen = drivers(at, overrides, known)
    for driver in reversed(chosen):  # what is multiplied in stands before
        if driver.id in moving:
            moving |= set(driver.times)
    return tuple(d.id for d in chosen if d.id in moving and d.low < d.high)


def _factors(
    names: tuple[str, ...],
    moving: tuple[str, ...],
    plan: Sequence[Measure],
    cut: FloatArray,
    largest: int,
    conditions: tuple[str, ...],
) -> _Factors:
    factors: list[tuple[Kind, str]] = []
    drawn = np.full(len(names), -1)
    of_measure = np.full((len(plan), 3), -1)
    of_condition = np.full((len(conditions), 2), -1)

    def factor(kind: Kind, key: str) -> int:
        factors.append((kind, key))
        return len(factors) - 1

    for name in moving:
        drawn[names.index(name)] = factor("driver", name)
    waited = {c for m in plan for c in m.enabling_conditions}
    for i, name in enumerate(conditions):
        if name in waited:
            of_condition[i] = factor("condition", name)
    order = np.argsort(-cut, kind="stable")
    for m in order[:largest]:
        of_measure[m, 0] = factor("effect", plan[m].id)
    if order.size > largest:
        of_measure[order[largest:], 0] = factor("effect", "")
    if plan:
        of_measure[:, 2] = factor("delay", "")
    rows = np.concatenate([drawn, of_measure.ravel(), of_condition.ravel()])
    return _Factors(tuple(factors), rows.astype(np.int64))


def _two_samples(factors: _Factors, n: int, seed: int) -> tuple[FloatArray, FloatArray]:
    """Return two sets of points, (rows, n) each; a factor's block changes no other's."""
    a, b = np.full((2, factors.of_row.size, n), 0.5)
    for k, (kind, key) in enumerate(factors.names):
        rows = np.flatnonzero(factors.of_row == k)
        block = sobol(n, 2 * rows.size, seed, f"drives/{kind}/{key}").T
        a[rows], b[rows] = block[: rows.size], block[rows.size :]
    return a, b


def _on_grid(factors: _Factors, grid: FloatArray, seed: int) -> FloatArray:
    """Return (rows, R·(K + 1)) points: the middles of Morris' levels.

    In a group every row has a level of its own to begin with, and moves up or down by the
    same half of the levels when the group moves.
    """
    trajectories, steps, _ = grid.shape
    level = np.rint(grid * (_LEVELS - 1)).astype(np.int64)
    of_row = factors.of_row
    first = np.zeros(of_row.size, dtype=bool)
    first[np.unique(of_row, return_index=True)[1]] = True
    rng = np.random.default_rng(seed)
    own = rng.integers(_LEVELS, size=(of_row.size, trajectories))
    own[first] = 0
    moved = (level[:, :, of_row].transpose(2, 0, 1) + own[:, :, None]) % _LEVELS
    points = (moved + 0.5) / _LEVELS
    points[of_row < 0] = 0.5
    return points.reshape(of_row.size, trajectories * steps)


def _uniforms(rows: FloatArray, drivers: int, measures: int) -> Uniforms:
    n = rows.shape[1]
    last = drivers + 3 * measures
    return Uniforms(
        rows[:drivers],
        rows[drivers:last].reshape(measures, 3, n),
        rows[last:].reshape((len(rows) - last) // 2, 2, n),
    )


def _symmetric_root(names: tuple[str, ...], moving: tuple[str, ...], at: date | None) -> FloatArray:
    """Return (D, D): the symmetric root among the drivers that move, 1 for the others.

    References
    ----------
    Kessy, Lewin & Strimmer (2018), *Optimal whitening and decorrelation*, The American
    Statistician 72(4): of all roots, the symmetric one leaves every variable closest to the
    standard variable of its own.
    """
    root = np.eye(len(names))
    if moving:
        place = [names.index(d) for d in moving]
        part = np.ix_(place, place)
        values, vectors = np.linalg.eigh(correlation_matrix(names, at)[part])
        root[part] = (vectors * np.sqrt(values)) @ vectors.T
    return root


def _worth(
    kind: Kind, key: str, futures: FutureSet | None, loss: FloatArray | None
) -> float | None:
    """Return NOK gained by knowing this before choosing; None for a group, or without loss."""
    if futures is None or loss is None or not key:
        return None
    if kind == "driver" and futures.drawn is not None:
        return partial_information(loss, futures.drawn[futures.drivers.index(key)])
    if kind == "condition" and futures.condition_from is not None:
        return partial_information(loss, futures.condition_from[futures.conditions.index(key)])
    if kind == "effect" and futures.quantile is not None and key in futures.measures:
        return partial_information(loss, futures.quantile[futures.measures.index(key)])
    return None
