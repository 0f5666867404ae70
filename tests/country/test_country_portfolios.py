"""The national kernel equals the reference, municipality by municipality."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kortreist import accounts, measures, pathways, places
from kortreist.accounts import Account
from kortreist.country import CountryModel, country_model, evaluate_country
from kortreist.country import portfolios as module
from kortreist.country.model import territorial
from kortreist.futures import FutureSet, draw
from kortreist.pathways import cube

YEARS = range(2024, 2042)
GOAL = 2035
COUNT = 5


def country() -> tuple[list[Account], list[measures.Measure], FutureSet]:
    """Notodden in several shapes: sources left out (also a shift's target), other tonnes."""
    rng = np.random.default_rng(7)
    whole = territorial(accounts.build(places.find("4005")))
    every = [m for m in measures.library() if m.quantified]
    found = []
    for i in range(COUNT):
        kept = [s for s in whole.sources if rng.random() > 0.1 and (i % 2 or s.source != "buses")]
        kept = [replace(s, value=s.value * rng.uniform(0.2, 3.0)) for s in kept]
        place = replace(whole.place, number=f"99{i:02d}")
        found.append(replace(whole, sources=tuple(kept), place=place))
    return found, every, draw(every, YEARS, n=149, seed=11)


@pytest.fixture(scope="module")
def case() -> tuple[list[Account], list[measures.Measure], FutureSet, CountryModel, list]:
    found, every, futures = country()
    rng = np.random.default_rng(3)
    plans = [
        {m.id: int(rng.integers(2025, 2040)) for m in every if rng.random() < 0.8} for _ in found
    ]
    plans[1] = {}
    return found, every, futures, country_model(found, every, futures), plans


def test_equals_the_reference(case) -> None:
    found, every, futures, model, plans = case
    result = evaluate_country(model, plans, GOAL, shares=(0.1, 0.5, 0.9))
    national = 0.0
    for n, (account, plan) in enumerate(zip(found, plans, strict=True)):
        one = pathways.assemble(account, every, futures)
        before, after = (a[0] for a in cube(one, plan).totals(one))
        np.testing.assert_allclose(result.baseline_mean[n], before.mean(axis=0), rtol=1e-10)
        np.testing.assert_allclose(result.mean[n], after.mean(axis=0), rtol=1e-10)
        wanted = np.quantile(after, result.shares, axis=0)
        np.testing.assert_allclose(result.quantiles[:, n], wanted, rtol=1e-10)
        national = national + after
        # The measures' shares are LMDI's, as in the municipality's own plan.
        shared = pathways.evaluate(one, plan, "territorial", report_years=[GOAL])
        ours = dict(zip(result.measures, result.effect_mean[n], strict=True))
        for m, effect in zip(shared.measures, shared.effect, strict=True):
            assert ours[m] == pytest.approx(effect[:, 0].mean(), rel=1e-8, abs=1e-8)
    np.testing.assert_allclose(result.national, national, rtol=1e-10)


def test_measures_add_to_the_national_cut_in_every_future(case) -> None:
    *_, model, plans = case
    result = evaluate_country(model, plans, GOAL)
    t = GOAL - YEARS[0]
    cut = (result.national_baseline - result.national)[:, t]
    np.testing.assert_allclose(result.national_effect.sum(axis=0), cut, rtol=1e-9)
    np.testing.assert_allclose(
        result.effect_mean.sum(axis=0), result.national_effect.mean(axis=1), rtol=1e-9, atol=1e-9
    )


def test_parts_blocks_and_order_change_nothing(case, monkeypatch: pytest.MonkeyPatch) -> None:
    found, every, futures, model, plans = case
    whole = evaluate_country(model, plans, GOAL)
    monkeypatch.setattr(module, "_MAX_BYTES", 1)  # one municipality at a time
    parts = evaluate_country(model, plans, GOAL)
    np.testing.assert_allclose(parts.national, whole.national, rtol=1e-13)
    np.testing.assert_array_equal(parts.quantiles, whole.quantiles)
    turned = country_model(found[::-1], every, futures)
    back = evaluate_country(turned, plans[::-1], GOAL)
    np.testing.assert_allclose(back.mean[::-1], whole.mean, rtol=1e-12)
    np.testing.assert_allclose(back.national_effect, whole.national_effect, rtol=1e-9, atol=1e-6)


def test_measures_that_end_are_not_carried_on(case) -> None:
    found, every, futures, model, plans = case
    ends = replace(
        model, renewed=np.zeros_like(model.renewed), lifetime=np.full_like(model.ramp, 5)
    )
    result = evaluate_country(ends, plans, GOAL)
    one = pathways.assemble(found[0], every, futures)
    one = replace(one, renewed=np.zeros_like(one.renewed), lifetime=np.full_like(one.ramp, 5))
    after = cube(one, plans[0]).totals(one)[1][0]
    np.testing.assert_allclose(result.mean[0], after.mean(axis=0), rtol=1e-10)


def test_probability_counts_futures_within_the_limit(case) -> None:
    *_, model, plans = case
    whole = evaluate_country(model, plans, GOAL)
    at = evaluate_country(model, plans, GOAL, limits=whole.quantiles[1] * (1 + 1e-12))
    # The middle one of an odd number of futures is within its own limit.
    assert at.probability[0, 5] == pytest.approx(75 / 149)
    assert (whole.probability == 1.0).all()


def test_no_plan_anywhere_is_the_baseline(case) -> None:
    *_, model, plans = case
    result = evaluate_country(model, [{} for _ in plans])
    np.testing.assert_allclose(result.national, result.national_baseline, rtol=1e-12)
    assert not result.national_effect.any()


def test_wrong_shapes_are_refused(case) -> None:
    *_, model, plans = case
    with pytest.raises(ValueError, match="municipalities"):
        evaluate_country(model, plans[:2])
    with pytest.raises(ValueError, match="goal year"):
        evaluate_country(model, plans, 2100)


def test_plants_known_to_change_are_counted_as_in_their_own_municipality() -> None:
    """Capture, electrolysers and new power: parts of a source, with drivers of their own."""
    from kortreist.country import synthetic_account

    every = [m for m in measures.library() if m.quantified]
    found = [territorial(synthetic_account(places.find(n))) for n in ("4001", "5603", "4005")]
    futures = draw(every, range(found[0].year, 2042), n=49, seed=11)
    assert {k.municipality for k in futures.known if k.counts} & {"4001", "5603"}
    plan = {m.id: 2027 for m in every}
    model = country_model(found, every, futures)
    result = evaluate_country(model, [plan] * 3, GOAL)
    parts = 0
    for n, account in enumerate(found):
        one = pathways.assemble(account, every, futures)
        parts += len(one.known)
        before, after = (a[0] for a in cube(one, plan).totals(one))
        np.testing.assert_allclose(result.baseline_mean[n], before.mean(axis=0), rtol=1e-10)
        np.testing.assert_allclose(result.mean[n], after.mean(axis=0), rtol=1e-10)
    assert parts >= 1
