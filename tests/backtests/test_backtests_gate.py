"""The gate: what is printed as an 80 % interval has held about four fifths of what came."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kortreist import backtests, places
from kortreist.backtests.breaks import breaks_in
from kortreist.backtests.calibrate import calibration_tables
from kortreist.backtests.coverage import HORIZONS
from kortreist.backtests.editions import editions, held
from kortreist.backtests.forecast import county_rates, forecast
from kortreist.errors import FiguresMissingError
from kortreist.facts import load


def test_the_printed_interval_covers_what_came(telemark: Path) -> None:
    found = backtests.backtest(None, telemark)
    assert found.own
    assert found.whose.name == "Telemark"
    assert len(found.by_place) == 17
    assert min(found.by_base_year) == 2016
    assert 0.75 <= found.coverage.share[80] <= 0.85
    for first, last in HORIZONS:
        part = found.by_horizon[backtests.horizon_name(first, last)]
        assert 0.68 <= part.share[80] <= 0.92, (first, last)
        ends = found.horizon_blocks[backtests.horizon_name(first, last)].both
        assert ends is not None
        assert ends[0] < part.share[80] < ends[1]
    assert found.coverage.share[50] < found.coverage.share[80] < found.coverage.share[90]
    # The parts are the whole.
    for parts in (found.by_horizon, found.by_base_year, found.by_place):
        assert sum(c.n for c in parts.values()) == found.coverage.n
    assert found.block.both is not None
    assert found.block.both[0] < found.coverage.share[80] < found.block.both[1]


def test_the_facts_are_what_the_command_makes(telemark: Path) -> None:
    """The tables that ship are those anyone gets who imports the same editions."""
    made = {n: text.splitlines() for n, text in calibration_tables(telemark).items()}
    root = Path(str(load()._root)) / "data"
    for name, lines in made.items():
        kept = (root / f"{name}.csv").read_text("utf-8").splitlines()
        assert [r.rpartition(",")[0] for r in lines] == [r.rpartition(",")[0] for r in kept], name


def test_forecasts_know_nothing_of_later_years(telemark: Path) -> None:
    edition = editions(held(telemark), telemark)[-1]
    known = forecast(edition, 2019, np.arange(1, 6))
    later = edition.years > 2019
    changed = edition.tonnes.copy()
    changed[:, :, later] *= 7.0
    blind = forecast(replace(edition, tonnes=changed), 2019, np.arange(1, 6))
    assert np.array_equal(known, blind)


def test_agricultural_soils_jumped_and_are_not_carried_on(telemark: Path) -> None:
    edition = editions(held(telemark), telemark)[-1]
    soils = [
        (b.from_year, b.to_year) for b in breaks_in(edition) if b.source == "agricultural_soils"
    ]
    assert soils == [(2019, 2020), (2023, 2024)]
    at = edition.sources.index(("agriculture", "agricultural_soils"))
    rate = county_rates(edition.tonnes, edition.years, 2024)[at]
    whole = edition.tonnes[:, at].sum(axis=0)
    naive = np.log(whole[-1] / whole[0]) / (edition.years[-1] - edition.years[0])
    assert naive > 0.03  # the trend with the jumps in it
    assert abs(rate) < 0.015


def test_a_place_with_few_pairs_prints_the_calibration_sets(tmp_path: Path) -> None:
    notodden = places.find("4005")
    found = backtests.backtest(notodden, tmp_path)
    assert not found.own
    assert found.whose.name == "Telemark"
    assert found.own_pairs == 36
    assert 0.75 <= found.coverage.share[80] <= 0.85
    assert found.calibrated_on
    assert found.worst_sources
    with pytest.raises(FiguresMissingError):
        backtests.backtest(places.find("0301"), tmp_path)


def test_a_place_with_enough_pairs_prints_its_own(telemark: Path) -> None:
    tinn = backtests.backtest(places.find("Tinn"), telemark)
    every = backtests.backtest(None, telemark)
    assert tinn.own
    assert tinn.coverage == every.by_place[tinn.whose.number]
    assert sum(s.share_of_error for s in tinn.worst_sources) <= 1.0
    county = backtests.backtest(places.find("40"), telemark)
    assert county.coverage == every.coverage
