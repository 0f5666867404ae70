"""The account, the measures and the futures as arrays the kernel can walk through."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kortreist.accounts.ledger import Account, Source
from kortreist.baseline.known_changes import KnownChange
from kortreist.baseline.national import source_rows
from kortreist.baseline.sampling import triangular
from kortreist.errors import InputError
from kortreist.facts import load
from kortreist.futures.future_set import FloatArray, FutureSet
from kortreist.measures.measure import Effect, Measure
from kortreist.units import BOUNDARIES

__all__ = ["AVOID", "IMPROVE", "SHIFT", "PathwayModel", "assemble"]

IntArray = npt.NDArray[np.int64]
AVOID, SHIFT, IMPROVE = 0, 1, 2
_MODES = {"avoid": AVOID, "shift": SHIFT, "improve": IMPROVE}


@dataclass(frozen=True, slots=True)
class PathwayModel:
    """What a plan is evaluated on; everything in it is independent of the plan.

    S sources, M measures, E flattened effects, D drivers, F futures, T years.

    Parameters
    ----------
    years : (T,) int
        ``years[0]`` is the account's year.
    source_ids : tuple of str, length S
        Ledger ids; sources that only receive shifted activity come last (``virtual``).
    base : (S,) float
        t CO2e in the account's year.
    weight : (3, S) float
        Share 0–1 of each source that counts, in the order of ``units.BOUNDARIES``.
    activity_driver, intensity_driver : (S,) int
        Index into ``driver_ids``; −1 is an index that stays 1.
    driver_ids : tuple of str, length D
    index : (D, F, T) float
        Relative to the account's year, dimensionless.
    measure_ids : tuple of str, length M
    ramp, lifetime : (M,) float
        Years.
    renewed : (M,) bool
        Whether the measure is renewed when its lifetime ends.
    delay : (M, F) float
        Years.
    enabled_from : (M, F) float
        Year; ``inf`` if never, ``-inf`` if it waits for nothing.
    effect_measure, effect_source, effect_mode : (E,) int
        Effects are grouped by measure.
    effect_start : (M + 1,) int
        Effects of measure m are ``effect_start[m]:effect_start[m + 1]``.
    effect_fraction : (E, F) float
        φ·e, share 0–1 of the source at full implementation in the future.
    effect_target : (E,) int
        Shift: the receiving source; −1 where nothing that emits receives.
    effect_gain : (E,) float
        Shift: t CO2e (base-year intensity) that arrive at the target for each t CO2e
        (base-year intensity) that leave the source.
    virtual : tuple of str
        Sources that the account lacks but measures shift activity to; base 0.
    undriven : tuple of str
        Sources no driver moves: their baseline is flat.
    unreached : tuple of (str, str)
        Measure id and ``sector/source`` of effects that reach nothing in this account.
    known : tuple of (str, int)
        Known change and the row of the part of a source that is set apart for it.
    """

    years: IntArray
    source_ids: tuple[str, ...]
    base: FloatArray
    weight: FloatArray
    activity_driver: IntArray
    intensity_driver: IntArray
    driver_ids: tuple[str, ...]
    index: FloatArray
    measure_ids: tuple[str, ...]
    ramp: FloatArray
    lifetime: FloatArray
    renewed: npt.NDArray[np.bool_]
    delay: FloatArray
    enabled_from: FloatArray
    effect_measure: IntArray
    effect_source: IntArray
    effect_mode: IntArray
    effect_start: IntArray
    effect_fraction: FloatArray
    effect_target: IntArray
    effect_gain: FloatArray
    virtual: tuple[str, ...] = ()
    undriven: tuple[str, ...] = ()
    unreached: tuple[tuple[str, str], ...] = ()
    known: tuple[tuple[str, int], ...] = ()

    @property
    def size(self) -> int:
        """Number of futures, F."""
        return int(self.index.shape[1])

    def first(self, count: int) -> PathwayModel:
        """Return the model in its first futures alone."""
        few = slice(0, count)
        return replace(
            self,
            index=np.ascontiguousarray(self.index[:, few]),
            delay=np.ascontiguousarray(self.delay[:, few]),
            enabled_from=np.ascontiguousarray(self.enabled_from[:, few]),
            effect_fraction=np.ascontiguousarray(self.effect_fraction[:, few]),
        )

    def starts(self, plan: Mapping[str, int]) -> FloatArray:
        """Return the start year of every measure, NaN where it is not in the plan.

        Returns
        -------
        (M,) float

        Raises
        ------
        InputError
            The plan names a measure that is not in the model.
        """
        place = {name: i for i, name in enumerate(self.measure_ids)}
        out = np.full(len(place), np.nan)
        for name, year in plan.items():
            if name not in place:
                raise InputError("pathways.unknown_measure", measure=name)
            out[place[name]] = year
        return out


def assemble(
    account: Account,
    measures: Sequence[Measure],
    futures: FutureSet,
    *,
    not_renewed: Collection[str] = (),
) -> PathwayModel:
    """Turn an account, measures and futures into arrays.

    An effect reaches every source of the account with its scope, sector and source whose
    actor is among its actors. A shift's target is the matching source of ``to_actor``;
    without ``to_actor`` that of the actor it leaves, else the largest. Where the account
    has no such source, a *virtual* one with base 0 is added, so that what arrives is
    still counted. Memo sources are left out: they are never summed.

    What is known to happen at a plant here is a part of the plant's source with a driver of
    its own (id ``source#change``): the two parts add up to the source, and measures act on
    what is left of both, save those that do what is already known on its own part.

    Parameters
    ----------
    account : Account
    measures : sequence of Measure
        Effects with an unknown fraction are left out (unknown is not zero: the measure
        then stands among the unquantified).
    futures : FutureSet
        Must hold every measure, and its base year must be the account's year.
    not_renewed : collection of str
        Ids of measures that end when their lifetime ends.

    Returns
    -------
    PathwayModel

    Raises
    ------
    InputError
        The futures have another base year or lack a measure.
    """
    if int(futures.years[0]) != account.year:
        raise InputError("pathways.base_year", account=account.year, futures=int(futures.years[0]))
    drawn = {name: i for i, name in enumerate(futures.measures)}
    for measure in measures:
        if measure.id not in drawn:
            raise InputError("pathways.not_drawn", measure=measure.id)
    order = np.array([drawn[m.id] for m in measures], dtype=np.int64)
    here = [
        k
        for k in futures.known
        if k.counts
        and k.municipality == account.place.number
        and k.full_year is not None
        and k.full_year[2] > account.year  # else the account shows all of it already
    ]
    table = _Sources([s for s in account.sources if not s.memo], here)
    effects, unreached = _flatten(measures, table, futures, order)
    activity, intensity, undriven = _source_drivers(table, futures.drivers)
    counts = np.bincount(effects.measure, minlength=len(measures))
    return PathwayModel(
        years=futures.years,
        source_ids=tuple(table.ids),
        base=np.array(table.base, dtype=np.float64),
        weight=np.array(table.weight, dtype=np.float64).reshape(-1, 3).T.copy(),
        activity_driver=activity,
        intensity_driver=intensity,
        driver_ids=futures.drivers,
        index=np.ascontiguousarray(futures.index),
        measure_ids=tuple(m.id for m in measures),
        ramp=np.array([max(m.ramp_years, 1) for m in measures], dtype=np.float64),
        lifetime=np.array([max(m.lifetime_years, 1) for m in measures], dtype=np.float64),
        renewed=np.array([m.id not in not_renewed for m in measures], dtype=np.bool_),
        delay=np.ascontiguousarray(futures.delay[order]),
        enabled_from=np.ascontiguousarray(futures.enabled_from[order]),
        effect_measure=effects.measure,
        effect_source=effects.source,
        effect_mode=effects.mode,
        effect_start=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        effect_fraction=effects.fraction,
        effect_target=effects.target,
        effect_gain=effects.gain,
        virtual=tuple(table.ids[len(table.real) :]),
        undriven=undriven,
        unreached=unreached,
        known=tuple((k.id, i) for i, k in table.known.items()),
    )


class _Sources:
    """Sources of the account with plants set apart, and the virtual ones added on the way."""

    def __init__(self, real: list[Source], changes: Sequence[KnownChange] = ()) -> None:
        self.known: dict[int, KnownChange] = {}
        self.real = real = self._apart(real, changes)
        self.ids = [s.id for s in real]
        self.base = [s.value for s in real]
        self.weight = [[s.weight(b) for b in BOUNDARIES] for s in real]
        self.key = [(s.scope, s.sector, s.source) for s in real]
        self.actor: list[str] = [s.actor for s in real]

    def _apart(self, real: list[Source], changes: Sequence[KnownChange]) -> list[Source]:
        """Set the part that is known to change apart of its source, never more than there is."""
        out = list(real)
        parts: list[tuple[Source, KnownChange]] = []
        for change in changes:
            for i, source in enumerate(out):
                key = ("direct", change.sector, change.source, change.actor)
                if (source.scope, source.sector, source.source, source.actor) != key:
                    continue
                size = min(change.base, source.value)
                if size > 0.0:
                    out[i] = replace(source, value=source.value - size)
                    part = replace(source, id=f"{source.id}#{change.id}", value=size)
                    parts.append((part, change))
        for part, change in parts:
            self.known[len(out)] = change
            out.append(part)
        return out

    def matching(self, scope: str, sector: str, source: str) -> list[int]:
        target_key = (scope, sector, source)
        return [i for i, key in enumerate(self.key) if key == target_key]

    def target(self, effect: Effect, origin: int) -> int:
        """Return the index of the source that receives, −1 when nothing that emits does."""
        if effect.mode != "shift" or not effect.to_source:
            return -1
        scope = effect.to_scope or effect.scope
        sector = effect.to_sector or effect.sector
        matches = self.matching(scope, sector, effect.to_source)
        actor = effect.to_actor or self.actor[origin]
        exact = [i for i in matches if self.actor[i] == actor]
        if exact:
            return exact[0]
        # A virtual source was made for one actor's final use or not: never shared.
        real = [i for i in matches if i < len(self.real)]
        if real and not effect.to_actor:
            return max(real, key=lambda i: self.base[i])
        return self._add(scope, sector, effect.to_source, actor, origin)

    def _add(self, scope: str, sector: str, source: str, actor: str, origin: int) -> int:
        parts = (sector, source, actor) if scope == "direct" else (actor, sector, source)
        self.ids.append("/".join((scope, *parts)))
        self.base.append(0.0)
        if scope == "direct":
            # Whether it is somebody's final use follows what it replaces.
            self.weight.append([1.0, self.weight[origin][1], 1.0])
        else:
            self.weight.append([0.0, 1.0, 1.0])
        self.key.append((scope, sector, source))  # type: ignore[arg-type]
        self.actor.append(actor)
        return len(self.ids) - 1


@dataclass(frozen=True, slots=True)
class _Effects:
    measure: IntArray
    source: IntArray
    mode: IntArray
    fraction: FloatArray
    target: IntArray
    gain: FloatArray


def _flatten(
    measures: Sequence[Measure], table: _Sources, futures: FutureSet, order: IntArray
) -> tuple[_Effects, tuple[tuple[str, str], ...]]:
    measure, source, mode, target, gain = [], [], [], [], []
    fraction: list[FloatArray] = []
    unreached: list[tuple[str, str]] = []
    for m, one in enumerate(measures):
        for effect in one.effects:
            if effect.fraction is None:
                continue
            reached = [
                i
                for i in table.matching(effect.scope, effect.sector, effect.source)
                if i < len(table.real) and (not effect.actors or table.actor[i] in effect.actors)
            ]
            if not reached:
                unreached.append((one.id, f"{effect.sector}/{effect.source}"))
                continue
            drawn = _drawn_fraction(effect, futures, int(order[m]))
            for s in reached:
                if s in table.known and one.id in table.known[s].instead_of:
                    continue
                to = table.target(effect, s)
                measure.append(m)
                source.append(s)
                mode.append(_MODES[effect.mode])
                fraction.append(drawn)
                target.append(to)
                gain.append(effect.conversion if to >= 0 else 0.0)
    ints = [np.array(values, dtype=np.int64) for values in (measure, source, mode, target)]
    stacked = np.array(fraction, dtype=np.float64).reshape(len(fraction), futures.size)
    effects = _Effects(ints[0], ints[1], ints[2], stacked, ints[3], np.array(gain, np.float64))
    return effects, tuple(unreached)


def _drawn_fraction(effect: Effect, futures: FutureSet, m: int) -> FloatArray:
    """Return φ·e of one effect, (F,), share 0–1."""
    spread = effect.fraction
    assert spread is not None
    if min(spread.low, spread.central, spread.high) < 0.0:
        # What adds emissions is no measure: cut off at nought it would look harmless.
        raise InputError("pathways.negative_effect", measure=futures.measures[m])
    if futures.quantile is None:
        drawn = spread.central * futures.fraction[m]
    else:
        drawn = triangular(futures.quantile[m], spread.low, spread.central, spread.high)
    fraction: FloatArray = np.clip(drawn, 0.0, 1.0)
    return fraction


def _source_drivers(
    table: _Sources, names: tuple[str, ...]
) -> tuple[IntArray, IntArray, tuple[str, ...]]:
    place = {name: i for i, name in enumerate(names)}
    rows = load().table("source_drivers")
    activity = np.full(len(table.ids), -1, dtype=np.int64)
    intensity = np.full(len(table.ids), -1, dtype=np.int64)
    undriven: list[str] = []
    for i, (scope, sector, source) in enumerate(table.key):
        if i in table.known:
            # What is known goes by its own driver alone: its tonnes are then exactly stated.
            intensity[i] = place[table.known[i].driver]
            continue
        row = source_rows(rows, scope, sector, source, table.actor[i])
        if row is None:
            undriven.append(table.ids[i])
            continue
        for column, out in (("activity_driver", activity), ("intensity_driver", intensity)):
            name = row[column]
            if name is None:
                continue
            if name not in place:
                raise InputError(
                    "futures.unknown_driver", driver=name, where=f"source_drivers {sector}"
                )
            out[i] = place[name]
    return activity, intensity, tuple(undriven)
