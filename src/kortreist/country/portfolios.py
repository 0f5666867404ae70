"""Every municipality's own plan in the same futures: totals, chances and the country's sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kortreist.country.model import CountryModel
from kortreist.futures.future_set import FloatArray
from kortreist.numerics.compiled import LOCK
from kortreist.pathways.reference import SMALLEST

__all__ = ["Portfolios", "evaluate_country"]

IntArray = npt.NDArray[np.int64]

#: Futures at a time: what a core works on stays in its nearest memory.
_BLOCK = 64
#: Bytes of totals held at once; municipalities are taken in parts so that this is kept.
_MAX_BYTES = 256_000_000


@dataclass(frozen=True, slots=True)
class Portfolios:
    """N municipalities' plans in F futures and T years, territorial, t CO2e.

    Parameters
    ----------
    places : tuple of str, length N
    years : (T,) int
    measures : tuple of str, length M
    goal_year : int
    shares : tuple of float, length Q
        Which quantiles.
    baseline_mean, mean : (N, T) float
        Mean over futures without and with the plans.
    quantiles : (Q, N, T) float
    probability : (N, T) float
        Share 0–1 of futures at or below the municipality's limit; 1 where none is given.
    national_baseline, national : (F, T) float
        The municipalities' sum in each future: what moves all of them moves the sum.
    effect_mean : (N, M) float
        t CO2e each measure cuts in the goal year, mean over futures; LMDI-I, so that the
        measures of a municipality add to what its plan cuts.
    national_effect : (M, F) float
        The municipalities' sum in each future, goal year.
    """

    places: tuple[str, ...]
    years: IntArray
    measures: tuple[str, ...]
    goal_year: int
    shares: tuple[float, ...]
    baseline_mean: FloatArray
    mean: FloatArray
    quantiles: FloatArray
    probability: FloatArray
    national_baseline: FloatArray
    national: FloatArray
    effect_mean: FloatArray
    national_effect: FloatArray


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The model under given start years: only what is carried out somewhere."""

    group_row: IntArray
    group_measure: IntArray
    group_start: FloatArray
    wanted: npt.NDArray[np.bool_]
    every_base: FloatArray
    plain_base: FloatArray
    source_start: IntArray
    base: FloatArray
    source_pair: IntArray
    special: IntArray
    effect_start: IntArray
    effect_split: IntArray
    refs: IntArray
    shifts: IntArray
    moved_start: IntArray
    moved_ref: IntArray
    moved_shift: IntArray
    moved_from: IntArray
    moved_to: IntArray
    moved_gain: FloatArray
    specials: int


def evaluate_country(
    model: CountryModel,
    plans: Sequence[Mapping[str, int]] | FloatArray,
    goal_year: int | None = None,
    *,
    limits: FloatArray | None = None,
    shares: Sequence[float] = (0.1, 0.5, 0.9),
) -> Portfolios:
    """Evaluate one plan a municipality in every future.

    Parameters
    ----------
    model : CountryModel
    plans : N mappings of measure id to start year, or (N, M) float
        NaN where a measure is not in the plan.
    goal_year : int, optional
        Year in which the cut is shared out on measures; the last by default.
    limits : (N, T) float, optional
        t CO2e that may be emitted.
    shares : sequence of float
        Quantiles wanted, rising.

    Returns
    -------
    Portfolios

    Raises
    ------
    InputError
        A plan names an unknown measure.
    ValueError
        Not one plan a municipality, or a goal year outside the model.
    """
    from kortreist.country.kernels import describe, walk  # compiled on first use

    starts = plans if isinstance(plans, np.ndarray) else model.starts([dict(p) for p in plans])
    places, steps = len(model.places), model.years.size
    if starts.shape != (places, len(model.measure_ids)):
        raise ValueError(f"start years {starts.shape} for {places} municipalities")
    year = int(model.years[-1]) if goal_year is None else goal_year
    goal = year - int(model.years[0])
    if not 0 <= goal < steps:
        raise ValueError(f"goal year {year} is outside the model's years")
    limit = np.full((places, steps), np.inf) if limits is None else limits
    levels = np.array(sorted(shares), dtype=np.float64)
    futures, measures = model.size, len(model.measure_ids)
    blocks = -(-futures // _BLOCK)
    mean, below, before = np.zeros((3, places, steps))
    quantiles = np.zeros((levels.size, places, steps))
    national, national_before = np.zeros((2, steps, futures))
    effect_national = np.zeros((measures, futures))
    effect_mean = np.zeros((places, measures))
    at_once = max(1, min(places, _MAX_BYTES // (8 * steps * futures)))
    with LOCK:
        for first in range(0, places, at_once):
            part = slice(first, min(first + at_once, places))
            c = _choose(model, starts, part, goal)
            count = part.stop - part.start
            after = np.empty((count, steps, futures))
            before_sum = np.zeros((blocks, count, steps))
            effect_sum = np.zeros((blocks, count, measures))
            walk(
                float(model.years[0]),
                SMALLEST,
                _BLOCK,
                goal,
                model.index,
                model.pair,
                model.ramp,
                model.lifetime,
                model.renewed,
                model.delay,
                model.enabled_from,
                model.fraction,
                c.group_row,
                c.group_measure,
                c.group_start,
                c.wanted,
                c.every_base,
                c.plain_base,
                c.source_start,
                c.base,
                c.source_pair,
                c.special,
                c.effect_start,
                c.effect_split,
                c.refs,
                c.shifts,
                c.moved_start,
                c.moved_ref,
                c.moved_shift,
                c.moved_from,
                c.moved_to,
                c.moved_gain,
                c.specials,
                after,
                national,
                national_before,
                before_sum,
                effect_national,
                effect_sum,
            )
            described = np.empty((levels.size, count, steps))
            describe(after, limit[part], levels, mean[part], described, below[part])
            quantiles[:, part] = described
            before[part] = before_sum.sum(axis=0) / futures
            effect_mean[part] = effect_sum.sum(axis=0) / futures
    return Portfolios(
        model.places,
        model.years,
        model.measure_ids,
        year,
        tuple(levels.tolist()),
        before,
        mean,
        quantiles,
        below,
        national_before.T,
        national.T,
        effect_mean,
        effect_national,
    )


def _choose(model: CountryModel, starts: FloatArray, part: slice, goal: int) -> _Chosen:
    """Keep the effects of measures that are carried out, and put equal sources together."""
    steps, pairs = model.years.size, len(model.pair)
    j0, j1 = int(model.source_start[part.start]), int(model.source_start[part.stop])
    e0, e1 = int(model.effect_start[j0]), int(model.effect_start[j1])
    place_of = np.repeat(
        np.arange(part.start, part.stop), np.diff(model.source_start[part.start : part.stop + 1])
    )
    source_of = np.repeat(np.arange(j0, j1), np.diff(model.effect_start[j0 : j1 + 1]))
    row = model.effect_row[e0:e1]
    groups = _Groups(model)
    ref, shift = groups.of(row, starts[place_of[source_of - j0], model.fraction_measure[row]])
    used = ref >= 0
    ref, shift, source_of = ref[used], shift[used], source_of[used] - j0
    improves = model.effect_improves[e0:e1][used]
    count = np.bincount(source_of, minlength=j1 - j0)
    begins = np.concatenate(([0], np.cumsum(count)))
    activity = np.bincount(source_of[~improves], minlength=j1 - j0)

    h0, h1 = int(model.shift_start[part.start]), int(model.shift_start[part.stop])
    moved_place = np.repeat(
        np.arange(part.start, part.stop), np.diff(model.shift_start[part.start : part.stop + 1])
    )
    moved_row = model.shift_row[h0:h1]
    moved_ref, moved_shift = groups.of(
        moved_row, starts[moved_place, model.fraction_measure[moved_row]]
    )
    moves = np.flatnonzero(moved_ref >= 0)
    moves = moves[np.argsort(model.shift_from[h0:h1][moves], kind="stable")]
    moving = set((model.shift_from[h0:h1][moves] - j0).tolist())
    moving |= set((model.shift_to[h0:h1][moves] - j0).tolist())

    places = part.stop - part.start
    every, plain = np.zeros((2, places, pairs))
    kept: list[list[int]] = []
    tonnes: list[float] = []
    source_start, new_place = [0], {}
    base, pair = model.base[j0:j1], model.source_pair[j0:j1]
    for i in range(places):
        low, high = (int(model.source_start[part.start + i + k]) - j0 for k in (0, 1))
        same: dict[tuple[int, bytes, bytes], int] = {}
        for j in range(low, high):
            every[i, pair[j]] += base[j]
            a, b = int(begins[j]), int(begins[j + 1])
            if j in moving:
                new_place[j] = len(kept)
                kept.append([j, a, b])
                tonnes.append(float(base[j]))
                continue
            if a == b:
                plain[i, pair[j]] += base[j]
                continue
            key = (int(pair[j]), ref[a:b].tobytes(), shift[a:b].tobytes())
            if key in same:
                tonnes[same[key]] += float(base[j])
                continue
            same[key] = len(kept)
            kept.append([j, a, b])
            tonnes.append(float(base[j]))
        source_start.append(len(kept))
    spans = [np.arange(a, b) for _, a, b in kept]
    order = np.concatenate(spans) if spans else np.zeros(0, dtype=np.int64)
    old = np.array([j for j, _, _ in kept], dtype=np.int64)
    effect_start = np.concatenate(([0], np.cumsum([b - a for _, a, b in kept]))).astype(np.int64)
    special = np.full(len(kept), -1, dtype=np.int64)
    maximum = 0
    for i in range(places):
        here = [k for k in range(source_start[i], source_start[i + 1]) if kept[k][0] in moving]
        special[here] = np.arange(len(here))
        maximum = max(maximum, len(here))
    table_row, table_measure, table_start = groups.table()
    needs_log = np.zeros((len(table_row), steps), dtype=np.bool_)
    at = goal - shift
    needs_log[ref[at >= 0], at[at >= 0]] = True
    # What shifts send follows the logarithms of all that acts on the source's activity.
    origins = np.isin(source_of, model.shift_from[h0:h1][moves] - j0) & ~improves
    needs_log[ref[origins]] = True
    return _Chosen(
        table_row,
        table_measure,
        table_start,
        needs_log,
        every,
        plain,
        np.array(source_start, dtype=np.int64),
        np.array(tonnes),
        pair[old],
        special,
        effect_start,
        effect_start[:-1] + activity[old],
        ref[order],
        shift[order],
        np.concatenate(
            ([0], np.cumsum(np.bincount(moved_place[moves] - part.start, minlength=places)))
        ).astype(np.int64),
        moved_ref[moves],
        moved_shift[moves],
        np.array([new_place[j] for j in (model.shift_from[h0:h1][moves] - j0).tolist()], np.int64),
        np.array([new_place[j] for j in (model.shift_to[h0:h1][moves] - j0).tolist()], np.int64),
        model.shift_gain[h0:h1][moves],
        maximum,
    )


class _Groups:
    """Rows of the table: one a fraction, counted in years since the start.

    A measure that waits for a condition does not start so many years after the decision in
    every future, so it has one a fraction and start year.
    """

    def __init__(self, model: CountryModel) -> None:
        self.model = model
        waits = np.isfinite(model.enabled_from).any(axis=1) | (model.delay < 0.0).any(axis=1)
        self.waits = waits | (model.enabled_from > model.years[0]).any(axis=1)
        self.known: dict[tuple[int, int], int] = {}

    def of(self, row: IntArray, start: FloatArray) -> tuple[IntArray, IntArray]:
        """Return the group of each effect, −1 where not carried out, and how far it is moved."""
        used = ~np.isnan(start)
        first = int(self.model.years[0])
        year = np.where(used, start, first).astype(np.int64)
        own = self.waits[self.model.fraction_measure[row]]
        key = np.where(own, year, -1)
        ref = np.full(row.size, -1, dtype=np.int64)
        for e in np.flatnonzero(used).tolist():
            ref[e] = self.known.setdefault((int(row[e]), int(key[e])), len(self.known))
        return ref, np.where(own, 0, year - first)

    def table(self) -> tuple[IntArray, IntArray, FloatArray]:
        """Return fraction row, measure and start year (NaN: years since) of each group."""
        row = np.array([k for k, _ in self.known], dtype=np.int64)
        start = np.array([y if y >= 0 else np.nan for _, y in self.known], dtype=np.float64)
        return row, self.model.fraction_measure[row], start
