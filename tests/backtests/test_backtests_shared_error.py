"""What places' errors have in common: found again where it is known, and kept in the sum."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kortreist import accounts, futures, pathways, places
from kortreist.backtests import (
    calibrated_widths,
    class_of_account,
    uncertainty,
    uncertainty_of,
)
from kortreist.backtests.pairs import Pairs
from kortreist.backtests.shared_error import (
    OTHERS,
    calibrated_shares,
    fit_shares,
    half_width_of_sum,
    judge_sums,
)
from kortreist.backtests.size_classes import PLANTS
from kortreist.backtests.widths import Widths
from kortreist.facts import load

YEARS = np.arange(2024, 2033)
FLAT = Widths(0.01, 0.0, dict.fromkeys(("small", "medium", "large", PLANTS), 1.0), {80: 1.28})


def made_pairs(share: float, plants_share: float, seed: int) -> Pairs:
    """Twelve places, three with plants, in 400 groups: errors with a known common part."""
    rng = np.random.default_rng(seed)
    size = np.array(["small"] * 9 + [PLANTS] * 3)
    s = np.where(size == PLANTS, plants_share, share)
    rows = []
    for edition, base in itertools.product(range(20), range(20)):
        z = np.sqrt(s) * rng.standard_normal() + np.sqrt(1 - s) * rng.standard_normal(12)
        rows += [(f"{p:04}", f"e{edition}", base, 1, size[p], 0.1 * z[p]) for p in range(12)]
    number, edition, base, horizon, of, error = (np.array(c) for c in zip(*rows, strict=True))
    said = np.full(len(rows), 100.0)
    return Pairs(number, edition, base, horizon, of, said, said * (1 + error), {})


@pytest.mark.parametrize(("share", "plants"), [(0.0, 0.0), (0.4, 0.1), (0.9, 0.5)])
def test_a_known_common_part_is_found_again_and_the_sum_is_covered(
    share: float, plants: float
) -> None:
    pairs = made_pairs(share, plants, 1)
    widths = Widths(FLAT.level, 0.0, FLAT.classes, {50: 0.674, 80: 1.2816, 90: 1.645})
    found = fit_shares(pairs, widths)
    assert found[OTHERS] == pytest.approx(share, abs=0.05)
    assert found[PLANTS] == pytest.approx(plants, abs=0.09)
    held = judge_sums(pairs, widths, found)
    assert held is not None
    assert held.n == 400
    assert held.share[80] == pytest.approx(0.8, abs=0.06)


@given(st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 1)), min_size=1, max_size=20))
def test_a_sum_is_never_wider_than_its_parts_nor_narrower_than_apart(
    parts: list[tuple[float, float]],
) -> None:
    half, share = zip(*parts, strict=True)
    wide = half_width_of_sum(half, share)
    assert np.linalg.norm(half) * (1 - 1e-9) <= wide <= sum(half) * (1 + 1e-9)


def test_places_hang_together_in_the_same_futures_as_the_errors_did() -> None:
    tonnes = {"4003": ("large", 110e3), "4005": ("large", 39e3), "4001": (PLANTS, 1.9e6)}
    drawn = {
        n: uncertainty(np.full((4000, YEARS.size), t), YEARS, c, 7, place=n)
        for n, (c, t) in tonnes.items()
    }
    again = uncertainty(np.full((4000, YEARS.size), 39e3), YEARS, "large", 7, place="4005")
    assert np.array_equal(again, drawn["4005"])
    shares = calibrated_shares()
    for a, b in itertools.combinations(tonnes, 2):
        want = np.sqrt(shares[tonnes[a][0]] * shares[tonnes[b][0]])
        for t in (1, 4, 8):
            tie = np.corrcoef(drawn[a][:, t], drawn[b][:, t])[0, 1]
            assert tie == pytest.approx(want, abs=0.07)
    for t in (1, 4, 8):
        half = [calibrated_widths().half(80, t, c) * size for c, size in tonnes.values()]
        low, high = np.quantile(sum(d[:, t] for d in drawn.values()), (0.1, 0.9))
        wanted = half_width_of_sum(half, [shares[c] for c, _ in tonnes.values()])
        assert (high - low) / 2 == pytest.approx(wanted, rel=0.04)


def test_the_county_is_no_wider_than_its_members_and_no_narrower_than_apart(
    telemark: Path,
) -> None:
    """Baselines of all seventeen in the same futures, drivers and process together."""
    drawn, size, years = [], [], np.arange(2024, 2036)
    future_set = futures.draw((), years.tolist(), n=1000)
    for member in places.members(places.find("40")):
        account = accounts.build(member, data_dir=telemark)
        model = pathways.assemble(account, (), future_set)
        bare = pathways.evaluate_many(model, [{}])[0]
        drawn.append(bare + uncertainty_of(account, model, "territorial", 20261123))
        size.append(class_of_account(account))

    def half(tonnes: np.ndarray) -> np.ndarray:
        low, high = np.quantile(tonnes, (0.1, 0.9), axis=-2)
        return np.asarray((high - low) / 2)

    members, county = half(np.array(drawn))[:, 1:], half(np.sum(drawn, axis=0))[1:]
    assert (county <= members.sum(axis=0)).all()
    assert (county >= np.linalg.norm(members, axis=0) * 0.97).all()
    share = [calibrated_shares()[c] for c in size]
    for t in range(8):
        wanted = half_width_of_sum(members[:, t], share)
        assert county[t] == pytest.approx(wanted, rel=0.06), t


def test_what_drivers_hold_counts_towards_the_common_part() -> None:
    """With drivers the correlation is still the fitted one, no more."""
    rate = np.random.default_rng(3).normal(-0.02, 0.006, 4000)
    path = np.exp(rate[:, None] * (YEARS - YEARS[0])[None, :])
    whole = [path + uncertainty(path, YEARS, "large", 7, place=n) for n in ("4003", "4005")]
    for t in (1, 4, 8):
        tie = np.corrcoef(whole[0][:, t], whole[1][:, t])[0, 1]
        assert tie == pytest.approx(calibrated_shares()["large"], abs=0.05)


def test_the_interval_of_the_sum_was_not_too_narrow() -> None:
    """The facts: one sum a base year, horizon and edition, judged by widths of the same places."""
    row = next(r for r in load().table("interval_coverage") if r["scope"] == "sum")
    assert row["pairs"] >= 60
    assert row["coverage_80"] >= 0.75
    assert calibrated_shares()[PLANTS] < calibrated_shares()["small"] < 1.0
