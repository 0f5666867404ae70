"""The gate: what is printed as an 80 % interval has held about four fifths of what came."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from kortreist import backtests, places
from kortreist.backtests.as_dict import backtest_dict
from kortreist.backtests.breaks import breaks_in
from kortreist.backtests.calibrate import calibration_tables
from kortreist.backtests.coverage import HORIZONS
from kortreist.backtests.editions import editions, held
from kortreist.backtests.forecast import county_rates, forecast
from kortreist.backtests.pairs import pairs_of
from kortreist.errors import FiguresMissingError
from kortreist.facts import load

TOOLS = Path(__file__).resolve().parents[2] / "tools"


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


def test_a_sector_that_came_later_is_a_new_boundary_not_a_miss(telemark: Path) -> None:
    every = editions(held(telemark), telemark)
    late = "fluorinated_gases"
    assert [late in e.sectors for e in every] == [False, False, True]
    pairs, newest = pairs_of(every, 2016), every[-1]
    at = np.array([sector != late for sector, _ in newest.sources])
    whole = newest.totals
    without = newest.tonnes[:, at].sum(axis=1)
    for i in range(0, pairs.count, 97):
        row = newest.numbers.index(str(pairs.number[i]))
        column = newest.column(int(pairs.base[i] + pairs.horizon[i]))
        counted = whole if pairs.edition[i] == newest.id else without
        assert pairs.outcome[i] == pytest.approx(counted[row, column])
    # A fault of the boundary would raise what came from the old editions above the newest's.
    bias = {e.id: pairs.error[pairs.edition == e.id].mean() for e in every}
    assert max(bias.values()) - min(bias.values()) < 0.015
    assert pairs.error.mean() == pytest.approx(-0.0233, abs=2e-4)
    # Had both never listed it, nothing would be another figure for the older editions.
    bare = [
        replace(e, tonnes=np.where(at[:, None], e.tonnes, 0.0), sectors=e.sectors - {late})
        for e in every
    ]
    older = pairs.edition != newest.id
    assert pairs_of(bare, 2016).error[older] == pytest.approx(pairs.error[older])


def test_an_edition_that_repeats_another_is_named_and_counted_once(telemark: Path) -> None:
    found = backtests.backtest(places.find("4005"), telemark)
    assert [e[:15] for e in found.editions] == [
        "mdir-2024-10-01",
        "mdir-2025-01-24",
        "mdir-2026-04-24",
    ]
    # February's figures are April's, and so are Notodden's that ship with the program.
    assert sorted(e[:15] for e in found.repeated) == ["mdir-2026-02-03", "mdir-2026-04"]


def test_every_count_says_whose_it_is(telemark: Path) -> None:
    out = backtest_dict(backtests.backtest(places.find("4005"), telemark))
    assert (out["n"], out["whose"]["number"], out["whose"]["own"]) == (107, "4005", True)
    assert (out["forward"]["n"], out["forward"]["whose"]["name"]) == (1054, "Telemark")
    assert out["worst_sources_whose"]["number"] == "4005"
    for group in ("by_place", "by_horizon", "by_base_year"):
        assert {part["whose"]["number"] for part in out[group].values()} == {"4005"}


def tool(name: str) -> ModuleType:
    """Load a script of tools/, which is no package."""
    spec = importlib.util.spec_from_file_location(name, TOOLS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_on_intervals_says_what_the_command_says(telemark: Path) -> None:
    table = tool("intervals_table")
    found = backtests.backtest(None, telemark)
    page = table.PAGE.read_text("utf-8")
    assert table.renewed(page, table.section(found)) == page
    poor = page.split("**Poor**")[1].splitlines()[0]
    for number, part in found.by_place.items():
        assert (places.find(number).name in poor) == (part.share[80] < table.POOR)


def test_the_table_of_figures_has_each_place_s_own_coverage(telemark: Path, tmp_path: Path) -> None:
    table = tool("figures_table")
    own = {n: table.coverage(n, backtests.backtest(places.find(n), telemark)) for n in table.PLACES}
    assert len({v["coverage_80"] for v in own.values()}) > 2
    assert len({v["pooled_80"] for v in own.values()}) == 1
    # With one edition at hand the backtest is Telemark's; the place's own row is still its own.
    few = table.coverage("4005", backtests.backtest(places.find("4005"), tmp_path))
    assert few["coverage_80"] == pytest.approx(own["4005"]["coverage_80"], abs=1e-4)
    assert few["coverage_80"] != few["pooled_80"]
