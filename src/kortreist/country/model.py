"""The whole country as arrays: every municipality's sources, one set of futures for all.

What differs between municipalities is small (tonnes, which sources there are, start years);
what is large (drivers, delays, true effects in every future) is the same for all and is kept
once. Each municipality's structure comes from :func:`kortreist.pathways.assemble`, so there
is one definition of which effect reaches which source.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kortreist.accounts import Account
from kortreist.errors import InputError
from kortreist.futures.future_set import FloatArray, FutureSet
from kortreist.measures import Measure
from kortreist.pathways.model import IMPROVE, SHIFT, PathwayModel, assemble

__all__ = ["CountryModel", "country_model", "territorial"]

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CountryModel:
    """What the portfolios of N municipalities are evaluated on; territorial boundary.

    J sources of all municipalities, E effects on them, H shifts that arrive somewhere, K
    distinct effect fractions, P pairs of drivers, M measures, F futures, T years.

    Parameters
    ----------
    places : tuple of str, length N
        Municipality numbers.
    years : (T,) int
        Consecutive; ``years[0]`` is the accounts' year.
    measure_ids : tuple of str, length M
    index : (D, F, T) float
        Index of each driver, 1 in the accounts' year.
    pair : (P, 2) int
        Activity and intensity driver, −1 where there is none.
    ramp, lifetime : (M,) float
    renewed : (M,) bool
    delay, enabled_from : (M, F) float
        As in :class:`kortreist.pathways.PathwayModel`.
    fraction : (K, F) float
        Share 0–1 taken of a source at full implementation.
    fraction_measure : (K,) int
    source_start : (N + 1,) int
        Sources of municipality n are ``source_start[n]:source_start[n + 1]``.
    base : (J,) float
        t CO2e in the accounts' year; 0 for a source that only receives.
    source_pair : (J,) int
    shifting : (J,) bool
        Activity leaves for, or arrives from, another source.
    effect_start : (J + 1,) int
        Effects of source j; those on activity stand before those on intensity.
    effect_row : (E,) int
        Row of ``fraction``.
    effect_improves : (E,) bool
    shift_start : (N + 1,) int
    shift_row, shift_from, shift_to : (H,) int
        Row of ``fraction``, sending and receiving source.
    shift_gain : (H,) float
        t that arrive for each t that leaves, at the intensity of the accounts' year.
    """

    places: tuple[str, ...]
    years: IntArray
    measure_ids: tuple[str, ...]
    index: FloatArray
    pair: IntArray
    ramp: FloatArray
    lifetime: FloatArray
    renewed: npt.NDArray[np.bool_]
    delay: FloatArray
    enabled_from: FloatArray
    fraction: FloatArray
    fraction_measure: IntArray
    source_start: IntArray
    base: FloatArray
    source_pair: IntArray
    shifting: npt.NDArray[np.bool_]
    effect_start: IntArray
    effect_row: IntArray
    effect_improves: npt.NDArray[np.bool_]
    shift_start: IntArray
    shift_row: IntArray
    shift_from: IntArray
    shift_to: IntArray
    shift_gain: FloatArray

    @property
    def size(self) -> int:
        """Number of futures, F."""
        return int(self.index.shape[1])

    def starts(self, plans: Sequence[dict[str, int]]) -> FloatArray:
        """Return (N, M) start years of one plan a municipality, NaN where not in the plan.

        Raises
        ------
        InputError
            A plan names a measure that is not in the model.
        """
        place = {name: i for i, name in enumerate(self.measure_ids)}
        out = np.full((len(plans), len(place)), np.nan)
        for n, plan in enumerate(plans):
            for name, year in plan.items():
                if name not in place:
                    raise InputError("pathways.unknown_measure", measure=name)
                out[n, place[name]] = year
        return out


def territorial(account: Account) -> Account:
    """Return the account with its direct sources only: what the national run counts.

    Territorial and consumption accounts are never added; between municipalities only the
    territorial one can be, since each tonne is emitted inside one border.
    """
    return replace(account, sources=tuple(s for s in account.sources if s.scope == "direct"))


def country_model(
    accounts: Sequence[Account], measures: Sequence[Measure], futures: FutureSet
) -> CountryModel:
    """Put the municipalities' accounts, the measures and one set of futures into arrays.

    Parameters
    ----------
    accounts : sequence of Account
        One a municipality, all of the year in which the futures begin.
    measures : sequence of Measure
    futures : FutureSet
        Shared by all municipalities, so that what happens to all happens at once.

    Returns
    -------
    CountryModel

    Raises
    ------
    InputError
        As for :func:`kortreist.pathways.assemble`.
    ValueError
        The years are not consecutive, or no account is given.
    """
    if not accounts:
        raise ValueError("no municipality")
    if np.any(np.diff(futures.years) != 1):
        raise ValueError("the years must be consecutive")
    direct = [territorial(a) for a in accounts]
    whole = assemble(_union(direct), measures, futures)
    fraction, row_of = _fractions(whole)
    probe = _first_future(futures)
    pairs: dict[tuple[int, int], int] = {}
    parts = _Parts()
    for account in direct:
        parts.add(assemble(account, measures, probe), row_of, pairs)
    measure_of = np.zeros(len(fraction), dtype=np.int64)
    for key, row in row_of.items():
        measure_of[row] = key[0]
    return CountryModel(
        places=tuple(a.place.number for a in accounts),
        years=futures.years,
        measure_ids=whole.measure_ids,
        index=whole.index,
        pair=np.array(list(pairs), dtype=np.int64).reshape(-1, 2),
        ramp=whole.ramp,
        lifetime=whole.lifetime,
        renewed=whole.renewed,
        delay=whole.delay,
        enabled_from=whole.enabled_from,
        fraction=fraction,
        fraction_measure=measure_of,
        source_start=np.array(parts.source_start, dtype=np.int64),
        base=np.array(parts.base, dtype=np.float64),
        source_pair=np.array(parts.pair, dtype=np.int64),
        shifting=np.array(parts.shifting, dtype=np.bool_),
        effect_start=np.array(parts.effect_start, dtype=np.int64),
        effect_row=np.array(parts.row, dtype=np.int64),
        effect_improves=np.array(parts.improves, dtype=np.bool_),
        shift_start=np.array(parts.shift_start, dtype=np.int64),
        shift_row=np.array([s[0] for s in parts.shifts], dtype=np.int64),
        shift_from=np.array([s[1] for s in parts.shifts], dtype=np.int64),
        shift_to=np.array([s[2] for s in parts.shifts], dtype=np.int64),
        shift_gain=np.array([s[3] for s in parts.shifts], dtype=np.float64),
    )


_Key = tuple[int, str, int, int]


def _union(accounts: Sequence[Account]) -> Account:
    """Return an account that has every source any municipality has."""
    every = {s.id: s for a in accounts for s in a.sources if not s.memo}
    return replace(accounts[0], sources=tuple(every.values()))


def _keys(model: PathwayModel) -> list[_Key]:
    """Return what names an effect in any account: measure, source, way, and which of them.

    Effects stand in the measure's own order in every account, so the count of those before
    on the same source tells two effects of one measure on one source apart.
    """
    seen: dict[tuple[int, str, int], int] = {}
    out: list[_Key] = []
    for m, s, mode in zip(
        model.effect_measure.tolist(),
        model.effect_source.tolist(),
        model.effect_mode.tolist(),
        strict=True,
    ):
        key = (m, model.source_ids[s], mode)
        seen[key] = seen.get(key, -1) + 1
        out.append((*key, seen[key]))
    return out


def _fractions(whole: PathwayModel) -> tuple[FloatArray, dict[_Key, int]]:
    """Return the distinct rows of fractions, and the row of each effect."""
    rows: dict[tuple[int, bytes], int] = {}
    kept: list[int] = []
    row_of: dict[_Key, int] = {}
    for e, key in enumerate(_keys(whole)):
        what = (key[0], whole.effect_fraction[e].tobytes())
        if what not in rows:
            rows[what] = len(kept)
            kept.append(e)
        row_of[key] = rows[what]
    return np.ascontiguousarray(whole.effect_fraction[kept]), row_of


def _first_future(futures: FutureSet) -> FutureSet:
    """Return the first future alone: enough to see which effect reaches which source."""
    return replace(
        futures,
        index=futures.index[:, :1],
        fraction=futures.fraction[:, :1],
        cost=futures.cost[:, :1],
        delay=futures.delay[:, :1],
        enabled_from=futures.enabled_from[:, :1],
        quantile=None if futures.quantile is None else futures.quantile[:, :1],
        condition_from=None if futures.condition_from is None else futures.condition_from[:, :1],
        drawn=None if futures.drawn is None else futures.drawn[:, :1],
    )


class _Parts:
    """Sources, effects and shifts of one municipality after the other."""

    def __init__(self) -> None:
        self.source_start = [0]
        self.base: list[float] = []
        self.pair: list[int] = []
        self.shifting: list[bool] = []
        self.effect_start = [0]
        self.row: list[int] = []
        self.improves: list[bool] = []
        self.shift_start = [0]
        self.shifts: list[tuple[int, int, int, float]] = []

    def add(
        self, model: PathwayModel, row_of: dict[_Key, int], pairs: dict[tuple[int, int], int]
    ) -> None:
        # A plant that is known to change is a part of its source (``source#change``), and what
        # acts on the part acts with the source's own fraction.
        rows = [
            row_of[m, source.partition("#")[0], mode, which]
            for m, source, mode, which in _keys(model)
        ]
        target = model.effect_target.tolist()
        mode = model.effect_mode.tolist()
        origin = model.effect_source.tolist()
        arrives = [
            m == SHIFT and to >= 0 and model.weight[0, to] > 0
            for m, to in zip(mode, target, strict=True)
        ]
        moving = {origin[e] for e, a in enumerate(arrives) if a}
        moving |= {target[e] for e, a in enumerate(arrives) if a}
        of_source: dict[int, list[int]] = {}
        for e, s in enumerate(origin):
            of_source.setdefault(s, []).append(e)
        place: dict[int, int] = {}
        for s, tonnes in enumerate((model.base * model.weight[0]).tolist()):
            if tonnes == 0.0 and s not in moving:
                continue
            place[s] = len(self.base)
            drivers = (int(model.activity_driver[s]), int(model.intensity_driver[s]))
            self.base.append(tonnes)
            self.pair.append(pairs.setdefault(drivers, len(pairs)))
            self.shifting.append(s in moving)
            for e in sorted(of_source.get(s, []), key=lambda e: (mode[e] == IMPROVE, rows[e])):
                self.row.append(rows[e])
                self.improves.append(mode[e] == IMPROVE)
            self.effect_start.append(len(self.row))
        self.source_start.append(len(self.base))
        for e, there in enumerate(arrives):
            if there:
                gain = float(model.effect_gain[e])
                self.shifts.append((rows[e], place[origin[e]], place[target[e]], gain))
        self.shift_start.append(len(self.shifts))
