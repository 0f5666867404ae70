"""One backtest as a value: coverage, bias, worst sources, and whose they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from kortreist import connectors, facts, places
from kortreist.backtests.coverage import (
    HORIZONS,
    BlockInterval,
    Coverage,
    Judged,
    block_intervals,
    judge,
    judge_forward,
)
from kortreist.backtests.editions import Edition, editions, held
from kortreist.backtests.pairs import Pairs, SourceErrors, pairs_of
from kortreist.backtests.widths import PERCENTS, calibrated_widths
from kortreist.errors import FiguresMissingError
from kortreist.facts import Row
from kortreist.places import COUNTRY, Place

__all__ = ["Backtest", "SourceError", "backtest", "horizon_name"]

_BLOCKS = ("place", "base_year", "both")


@dataclass(frozen=True, slots=True)
class SourceError:
    """What one source adds to the errors.

    Parameters
    ----------
    sector, source : str
    share_of_error : float
        Its part 0–1 of the absolute errors of all sources.
    bias : float
        Outcome over forecast of the source, summed over pairs, less 1.
    """

    sector: str
    source: str
    share_of_error: float
    bias: float


@dataclass(frozen=True, slots=True)
class Backtest:
    """How the printed interval has held.

    Parameters
    ----------
    place : Place or None
        What was asked about; None is all imported municipalities.
    whose : Place
        Whose coverage it is: the place itself, or the set the widths were calibrated on.
    own : bool
        Whether ``coverage`` is of the place asked about.
    coverage : Coverage
    block : BlockInterval
        Of the coverage of the 80 % interval.
    forward : Coverage or None
        The same pairs of all places at hand, with widths that knew earlier years only; None
        where too few are at hand to tell.
    forward_whose : Place
        Whose ``forward`` is: the county or country of all places at hand, also where the
        rest is one municipality's own.
    by_horizon : dict
        ``"1-2"``, ``"3-5"``, ``"6-8"`` → Coverage.
    horizon_blocks : dict
        The same classes → BlockInterval of the coverage of the 80 % interval.
    by_base_year : dict
        Base year → Coverage.
    by_place : dict
        Number → Coverage: those of the set judged, and the place's own pairs however few.
    worst_sources : tuple of SourceError
        Largest part of the errors first; empty where nothing at hand can tell.
    own_pairs : int
        Pairs of the place itself at hand.
    editions : tuple of str
        Editions the pairs are from.
    repeated : tuple of str
        Editions at hand that hold the places and say what another says: counted once.
    calibrated_on : str
        Day the widths of the facts were made; empty when they were fitted here.
    """

    place: Place | None
    whose: Place
    own: bool
    coverage: Coverage
    block: BlockInterval
    forward: Coverage | None
    forward_whose: Place
    by_horizon: dict[str, Coverage]
    horizon_blocks: dict[str, BlockInterval]
    by_base_year: dict[int, Coverage]
    by_place: dict[str, Coverage]
    worst_sources: tuple[SourceError, ...]
    own_pairs: int
    editions: tuple[str, ...]
    repeated: tuple[str, ...]
    calibrated_on: str


def horizon_name(first: int, last: int) -> str:
    """Return how a class of horizon is named in data: ``"1-2"``."""
    return f"{first}-{last}"


def backtest(place: Place | None, data_dir: Path | None = None) -> Backtest:
    """Judge the printed interval on what is at hand.

    Parameters
    ----------
    place : Place or None
        A municipality, a county (its municipalities together), or None for all at hand.
    data_dir : Path, optional
        Where imports are kept.

    Returns
    -------
    Backtest
        With fewer pairs of its own than the facts ask for, or too few municipalities at hand
        to fit widths on, the coverage is that of the set the facts' widths were calibrated
        on, and says so.

    Raises
    ------
    FiguresMissingError
        No edition at hand holds the place.
    """
    here = held(data_dir)
    asked = _places_asked(place, here)
    if place is not None and not asked:
        if not any(place.number in v.places for v in connectors.vintages(data_dir)):
            raise FiguresMissingError("inventory.missing", number=place.number)
        # An invented municipality has an inventory but no county or neighbours.
        return _from_facts(place, None, (), (), 0, ())
    group = here if place is None else _neighbours(asked, here)
    stamp = tuple((v.id, v.checksum) for v in connectors.vintages(data_dir))
    fittable = len(group) >= facts.load().figure("backtest/least_places").value
    judged, every = _judge_group(group, data_dir, stamp, fittable)
    mine = np.isin(judged.pairs.number, asked)
    enough = facts.load().figure("backtest/own_pairs").value
    own_pairs = int(mine.sum())
    worst = _worst(judged.pairs, asked)
    if own_pairs < enough or not fittable:
        said_twice = _repeated_editions(asked, every, data_dir)
        return _from_facts(place, judged, asked, worst, own_pairs, said_twice)
    part = _part(judged, mine)
    numbers = np.unique(part.pairs.number).tolist()
    return Backtest(
        place=place,
        whose=place or _common(numbers),
        own=True,
        coverage=_certain(part.coverage()),
        block=block_intervals(part),
        forward=judge_forward(judged.pairs),
        forward_whose=_common(np.unique(judged.pairs.number).tolist()),
        by_horizon={
            horizon_name(a, z): c for a, z in HORIZONS if (c := part.coverage(part.ahead(a, z)))
        },
        horizon_blocks={
            horizon_name(a, z): block_intervals(_part(part, ahead))
            for a, z in HORIZONS
            if (ahead := part.ahead(a, z)).any()
        },
        by_base_year={
            int(b): _certain(part.coverage(part.pairs.base == b))
            for b in np.unique(part.pairs.base)
        },
        by_place={n: _certain(part.coverage(part.pairs.number == n)) for n in numbers},
        worst_sources=worst,
        own_pairs=own_pairs,
        editions=tuple(e.id for e in every if e.id in set(part.pairs.edition.tolist())),
        repeated=_repeated_editions(asked, every, data_dir),
        calibrated_on="",
    )


def _places_asked(place: Place | None, here: tuple[str, ...]) -> tuple[str, ...]:
    if place is None or place.kind == "country":
        return here
    if place.kind == "county":
        return tuple(m.number for m in places.members(place) if m.number in here)
    return (place.number,) if place.number in here else ()


def _neighbours(asked: Iterable[str], here: tuple[str, ...]) -> tuple[str, ...]:
    """Return the municipalities at hand in the counties of those asked about."""
    counties = {places.find(n).county for n in asked}
    return tuple(n for n in here if places.find(n).county in counties)


@lru_cache(maxsize=4)
def _judge_group(
    group: tuple[str, ...],
    data_dir: Path | None,
    stamp: tuple[tuple[str, str], ...],
    fittable: bool,
) -> tuple[Judged, tuple[Edition, ...]]:
    every = editions(group, data_dir)
    first = int(facts.load().figure("backtest/first_base_year").value)
    return judge(pairs_of(every, first), None if fittable else calibrated_widths()), every


def _repeated_editions(
    asked: Iterable[str], every: Iterable[Edition], data_dir: Path | None
) -> tuple[str, ...]:
    """Return the vintages that hold some of the places, none with figures of its own."""
    wanted = set(asked)
    used = {e.id for e in every if wanted & set(e.numbers)}
    return tuple(
        v.id for v in connectors.vintages(data_dir) if v.id not in used and wanted & set(v.places)
    )


def _part(judged: Judged, at: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Judged:
    p = judged.pairs
    numbers = set(p.number[at].tolist())
    pairs = Pairs(
        p.number[at],
        p.edition[at],
        p.base[at],
        p.horizon[at],
        p.size[at],
        p.forecast[at],
        p.outcome[at],
        {n: s for n, s in p.by_source.items() if n in numbers},
    )
    return Judged(pairs, {k: v[at] for k, v in judged.inside.items()}, judged.half[at])


def _certain(coverage: Coverage | None) -> Coverage:
    assert coverage is not None, "the pairs were counted"
    return coverage


def _common(numbers: Iterable[str]) -> Place:
    """Return the county the municipalities share, else the country."""
    counties = {places.find(n).county for n in numbers}
    only = counties.pop() if len(counties) == 1 else None
    return places.find(only) if only else COUNTRY


def _worst(pairs: Pairs, asked: Iterable[str]) -> tuple[SourceError, ...]:
    """Return the sources that add most to the errors of the places asked about."""
    chosen = [pairs.by_source[n] for n in asked if n in pairs.by_source]
    if not chosen:
        return ()
    keys: dict[tuple[str, str], list[float]] = {}
    for errors in chosen:
        _add(keys, errors)
    whole = sum(v[1] for v in keys.values())
    maximum = int(facts.load().figure("backtest/worst_sources").value)
    order = sorted(keys, key=lambda k: (-keys[k][1], k))[:maximum]
    return tuple(
        SourceError(*k, keys[k][1] / whole, _bias(*keys[k])) for k in order if keys[k][1] > 0
    )


def _add(keys: dict[tuple[str, str], list[float]], errors: SourceErrors) -> None:
    for key, missed, absolute, came in zip(
        errors.sources, errors.missed, errors.missed_absolute, errors.came, strict=True
    ):
        three = keys.setdefault(key, [0.0, 0.0, 0.0])
        three[0] += float(missed)
        three[1] += float(absolute)
        three[2] += float(came)


def _bias(missed: float, absolute: float, came: float) -> float:
    predicted = came - missed
    return missed / predicted if predicted > 0 else float("inf") if missed > 0 else 0.0


def _from_facts(
    place: Place | None,
    judged: Judged | None,
    asked: tuple[str, ...],
    worst: tuple[SourceError, ...],
    own_pairs: int,
    repeated: tuple[str, ...],
) -> Backtest:
    """Return the coverage of the calibration set, with the place's own pairs beside it."""
    rows = facts.load().table("interval_coverage")
    whole = next(r for r in rows if r["scope"] == "all")

    def blocks(row: Row) -> BlockInterval:
        ends = ((row[f"{n}_block_low"], row[f"{n}_block_high"]) for n in _BLOCKS)
        return BlockInterval(*(None if None in pair else pair for pair in ends))

    def coverages(scope: str) -> dict[str, Coverage]:
        return {
            str(r["key"]): Coverage(
                {p: r[f"coverage_{p}"] for p in PERCENTS},
                int(r["pairs"]),
                r["bias"],
                r["half_width_80"],
            )
            for r in rows
            if r["scope"] == scope
        }

    by_place = coverages("place")
    for number in asked:
        # A place of the calibration set keeps the row that was judged without it.
        own = judged.coverage(judged.pairs.number == number) if judged else None
        if own is not None:
            by_place.setdefault(number, own)
    whose = places.find(whole["key"]) if whole["key"] != COUNTRY.number else COUNTRY
    return Backtest(
        place=place,
        whose=whose,
        own=False,
        coverage=coverages("all")[whole["key"]],
        block=blocks(whole),
        forward=coverages("forward").get(whole["key"]),
        forward_whose=whose,
        by_horizon=coverages("horizon"),
        horizon_blocks={str(r["key"]): blocks(r) for r in rows if r["scope"] == "horizon"},
        by_base_year={int(k): v for k, v in coverages("base_year").items()},
        by_place=by_place,
        worst_sources=worst,
        own_pairs=own_pairs,
        editions=tuple(str(whole["editions"]).split()),
        repeated=repeated,
        calibrated_on=whole["made_on"].isoformat(),
    )
