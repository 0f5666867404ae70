"""Our Sobol points are SciPy's, which is the independent maker of them."""

import numpy as np
import pytest
from scipy.stats import qmc

from kortreist.baseline import sobol_points
from kortreist.baseline.sobol_points import scrambled


@pytest.mark.parametrize("dimensions", [1, 2, 3, 53, 184])
@pytest.mark.parametrize("power", [0, 1, 6, 10])
def test_points_are_scipys_bit_for_bit(dimensions: int, power: int) -> None:
    ours, theirs = np.random.default_rng([7, dimensions]), np.random.default_rng([7, dimensions])
    points = scrambled(power, dimensions, ours)
    drawn = qmc.Sobol(dimensions, scramble=True, rng=theirs).random_base2(power)
    assert np.array_equal(points, drawn)
    # What the generator draws next is what it would have drawn.
    assert ours.integers(2**60) == theirs.integers(2**60)


def test_scipy_draws_where_its_table_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    here = scrambled(5, 4, np.random.default_rng(1))
    monkeypatch.setattr(sobol_points, "_known", None)
    monkeypatch.setattr(sobol_points, "_table", lambda: None)
    assert np.array_equal(scrambled(5, 4, np.random.default_rng(1)), here)
