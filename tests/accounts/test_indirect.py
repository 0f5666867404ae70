from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from kortreist import facts, places
from kortreist.accounts import leontief
from kortreist.accounts.indirect import indirect_sources
from kortreist.accounts.input_output import footprint, multipliers
from kortreist.accounts.ledger import total
from kortreist.accounts.municipal_spending import from_spending, spending_from
from kortreist.connectors.fetch import FetchedRow, FetchedTable
from kortreist.errors import InputError
from kortreist.provenance import Origin


def test_three_sectors_by_hand() -> None:
    """The series I + A + A² + … summed by hand for a chain a → b → c."""
    z = np.array([[0.0, 30.0, 0.0], [0.0, 0.0, 50.0], [0.0, 0.0, 0.0]])
    x = np.array([100.0, 100.0, 100.0])
    s = np.array([2.0, 1.0, 0.5])
    expected = [2.0, 1.0 + 0.3 * 2.0, 0.5 + 0.5 * (1.0 + 0.3 * 2.0)]
    assert multipliers(z, x, s) == pytest.approx(expected)
    m = np.array([4.0, 0.0, 0.0])
    imports = np.array([[0.0, 10.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    with_imports = multipliers(z, x, s, imports, m)
    assert with_imports == pytest.approx([2.0, 2.0, 0.5 + 0.5 * 2.0])


@given(
    z=hnp.arrays(np.float64, (5, 5), elements=st.floats(0, 10)),
    y=hnp.arrays(np.float64, 5, elements=st.floats(1, 100)),
    s=hnp.arrays(np.float64, (2, 5), elements=st.floats(0, 5)),
)
def test_all_emissions_of_production_reach_final_demand(
    z: np.ndarray, y: np.ndarray, s: np.ndarray
) -> None:
    x = z.sum(axis=1) + y
    m = multipliers(z, x, s)
    assert m @ y == pytest.approx(s @ x, rel=1e-9, abs=1e-9)


@given(hnp.arrays(np.float64, (2, 4), elements=st.floats(0, 1e3)), st.floats(0, 10))
def test_footprint_is_linear_in_demand(demand: np.ndarray, factor: float) -> None:
    d, i = np.array([1.0, 2.0, 0.0, 0.5]), np.array([3.0, 0.0, 1.0, 0.5])
    one = footprint(demand[0], demand[1], d, i)
    assert footprint(factor * demand[0], factor * demand[1], d, i) == pytest.approx(factor * one)


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="fit"):
        multipliers(np.eye(3), np.ones(2), np.ones(2))
    with pytest.raises(ValueError, match="together"):
        multipliers(np.zeros((2, 2)), np.ones(2), np.ones(2), imports=np.zeros((2, 2)))


def test_a_mean_resident_lies_near_the_published_level() -> None:
    """11.9 t a head in the country without stocks and direct part 0.95: the indirect is 10.6."""
    county = indirect_sources(places.find("40"), 2024)
    t = total(county.sources, "consumption")
    head = t.value / places.population(places.find("40"), 2024)
    assert head == pytest.approx(10.6, abs=0.05)
    assert t.low < t.value < t.high


def test_a_municipality_is_its_residents_share_of_its_county() -> None:
    notodden, county = places.find("4005"), places.find("40")
    ours = {s.id: s.value for s in indirect_sources(notodden, 2024).sources}
    all_ = {s.id: s.value for s in indirect_sources(county, 2024).sources if not s.memo}
    here, there = places.population(notodden, 2024), places.population(county, 2024)
    assert here == 13266
    assert there is not None
    assert ours.keys() == all_.keys()
    for id, value in all_.items():
        assert ours[id] == pytest.approx(value * here / there)


def test_inside_grows_with_the_place() -> None:
    county = {s.id: s.inside for s in indirect_sources(places.find("40"), 2024).sources}
    notodden = {s.id: s.inside for s in indirect_sources(places.find("4005"), 2024).sources}
    for id, inside in notodden.items():
        assert 0 < inside < county[id] < 1


def test_suppressed_groups_are_missing_not_zero() -> None:
    ids = {s.source for s in indirect_sources(places.find("4005"), 2024).sources}
    suppressed = {
        r["code"]
        for r in facts.load().table("coicop_multipliers")
        if r["nok_per_household"] is None
    }
    assert suppressed
    assert not ids & suppressed
    assert all(s.value > 0 for s in indirect_sources(places.find("4005"), 2024).sources)


def test_own_accounts_replace_the_mean() -> None:
    spending = {("222", "180"): 1e6, ("222", "010"): 5e6, ("201", "115"): 2e6}
    groups = from_spending(spending)
    products = {r["code"]: r for r in facts.load().table("io_multipliers")}
    food, types = products["R10_12"], {r["cost_type"]: r for r in facts.load().table("cost_types")}
    share = types["115"]["import_share"]
    by_hand = (
        2e6
        / (1 + food["margin_share"])
        * ((1 - share) * food["dom_total"] + share * food["imp_total"])
        / 1000
    )
    assert groups["food"] == pytest.approx(by_hand)
    assert set(groups) == {"food", "energy"}, "wages cause nothing by themselves"
    own = indirect_sources(places.find("4005"), 2024, spending=spending)
    bought = [s for s in own.sources if s.sector == "kostra_cost_type"]
    assert math.fsum(s.value for s in bought) == pytest.approx(math.fsum(groups.values()))
    with pytest.raises(InputError, match="999"):
        from_spending({("222", "999"): 1.0})


def _table(n: int, rng: np.random.Generator, maximum: float) -> np.ndarray:
    a = rng.lognormal(0.0, 2.5, (n, n))
    return a * rng.uniform(0.3, maximum, n) / a.sum(axis=0)


@pytest.mark.parametrize("maximum", [0.6, 0.95, 0.999])
def test_iteration_gives_what_the_factorisation_gives(maximum: float) -> None:
    rng = np.random.default_rng(7)
    a, rows = _table(1100, rng, maximum), rng.random((4, 1100))
    rows[2] = 0.0
    scale = np.ones(1100)
    found = leontief._iterate(a, scale, rows)
    assert found is not None
    assert found == pytest.approx(leontief._factorise(a, scale, rows), rel=1e-9, abs=1e-12)


def test_what_does_not_settle_is_factorised() -> None:
    """An industry that uses more than its own output: iteration declines, the rest holds."""
    rng = np.random.default_rng(8)
    a = _table(1100, rng, 0.5)
    a[3, 3] = 1.5
    rows = rng.random((1, 1100))
    assert leontief._iterate(a, np.ones(1100), rows) is None
    m = leontief.solve(a, np.ones(1100), rows)
    assert m - m @ a == pytest.approx(rows, abs=1e-9)


def test_own_accounts_are_brought_to_the_prices_of_the_multipliers() -> None:
    index = {r["year"]: r["value"] for r in facts.load().table("price_index")}
    rows = tuple(
        FetchedRow({"KOKfunksjon0000": "222", "KOKart0000": "180", "Tid": year}, value, None)
        for year, value in [("2024", 900.0), ("2025", 1000.0), ("2099", 5.0)]
    )
    origin = Origin("fetched/12367/4005", "import", "12367")
    spending = spending_from(FetchedTable("12367", "4005", rows, origin))
    assert spending == {("222", "180"): pytest.approx(1e6 * index[2020] / index[2025])}
    assert spending_from(FetchedTable("12367", "4005", rows[2:], origin)) is None
