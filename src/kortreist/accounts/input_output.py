"""Multipliers of a single country's input–output tables coupled to import multipliers (SNAC).

One linear system is solved once for all products; no place inverts anything. Method: single
national account consistent footprints (Edens et al. 2015; Tukker et al. 2018), the Leontief
quantity model with import multipliers of a global model as exogenous emission factors.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kortreist.accounts.leontief import solve

__all__ = ["footprint", "multipliers"]

FloatArray = npt.NDArray[np.float64]


def multipliers(
    domestic: FloatArray,
    output: FloatArray,
    direct: FloatArray,
    imports: FloatArray | None = None,
    import_multipliers: FloatArray | None = None,
) -> FloatArray:
    """Return emissions per unit of final demand for domestic products.

    Solves ``m (I − A) = s + m_imp A_imp``; the inverse is never formed (see
    :mod:`kortreist.accounts.leontief`).

    Parameters
    ----------
    domestic : (n, n) float
        Z, deliveries of domestic product i to industry j, in money.
    output : (n,) float
        Output of each industry, in the same money; industries with zero output buy and
        sell nothing and get multiplier = direct.
    direct : (K, n) or (n,) float
        Emissions per unit of output.
    imports : (n, n) float, optional
        Deliveries of imported products to industries.
    import_multipliers : (K, n) or (n,) float, optional
        Emissions per unit of imported product.

    Returns
    -------
    ndarray
        Shaped as ``direct``.

    Raises
    ------
    ValueError
        Shapes that do not fit, or imports without import multipliers.

    Examples
    --------
    >>> z = np.array([[0.0, 20.0], [10.0, 0.0]])
    >>> multipliers(z, np.array([100.0, 100.0]), np.array([1.0, 0.0])).round(4).tolist()
    [1.0204, 0.2041]
    """
    n = output.size
    if domestic.shape != (n, n) or direct.shape[-1] != n:
        raise ValueError(f"tables of {n} industries do not fit {domestic.shape}, {direct.shape}")
    if (imports is None) != (import_multipliers is None):
        raise ValueError("imports and import multipliers go together")
    scale = np.divide(1.0, output, out=np.zeros(n), where=output > 0)
    rhs = np.atleast_2d(np.array(direct, dtype=np.float64))
    if imports is not None and import_multipliers is not None:
        rhs = rhs + (np.atleast_2d(import_multipliers) @ imports) * scale
    result = solve(domestic, scale, rhs)
    return result.reshape(np.shape(direct))


def footprint(
    demand_domestic: FloatArray,
    demand_import: FloatArray,
    domestic: FloatArray,
    imported: FloatArray,
) -> FloatArray:
    """Return the footprint of each product of a final demand.

    Negative demand (sales from stocks, of used assets, of valuables) is set to zero, as in
    the published national figure: what is taken from stock was emitted in an earlier year.

    Parameters
    ----------
    demand_domestic, demand_import : (n,) float
        Final demand in money, basic prices.
    domestic, imported : (n,) float
        Multipliers, emissions per unit of money.

    Returns
    -------
    (n,) float
    """
    result: FloatArray = np.clip(demand_domestic, 0, None) * domestic
    result += np.clip(demand_import, 0, None) * imported
    return result
