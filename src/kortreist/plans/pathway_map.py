"""The pathway map: how long each package of measures holds the path, and what comes next.

Dynamic adaptive policy pathways (Haasnoot et al. 2013): an action is good until it tips;
before that year the next must be decided. Packages are laid on top of one another in the
order of the groups.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from kortreist.pathways import PathwayModel, evaluate_many
from kortreist.plans.outcome import Package
from kortreist.units import Boundary

__all__ = ["packages"]

FloatArray = npt.NDArray[np.float64]


def packages(
    model: PathwayModel,
    added: Sequence[tuple[str, Mapping[str, int]]],
    boundary: Boundary,
    path: Mapping[int, float],
    noise: FloatArray,
    probability: float,
    lead: Mapping[str, int],
    soonest: int,
) -> tuple[Package, ...]:
    """Return when each package, on top of those before it, no longer holds the path.

    Parameters
    ----------
    model : PathwayModel
    added : sequence of (str, mapping)
        Package id and the measures it adds → start year, in the order they are laid.
    boundary : Boundary
    path : mapping of int to float
        Calendar year → t CO2e that may be emitted, for the years of the map.
    noise : (F, T) float
        t CO2e added to all pathways.
    probability : float
        Share 0–1 of the futures that must keep to the path.
    lead : mapping of str to int
        Package id → years from decision to effect.
    soonest : int
        No decision can be made before this year.

    Returns
    -------
    tuple of Package
    """
    plans: list[dict[str, int]] = []
    for _, starts in added:
        plans.append({**(plans[-1] if plans else {}), **starts})
    years = sorted(path)
    columns = np.searchsorted(model.years, years)
    limit = np.array([path[y] for y in years])
    totals = evaluate_many(model, plans, boundary)[:, :, columns] + noise[:, columns]
    out: list[Package] = []
    for i, (name, starts) in enumerate(added):
        above = (totals[i] > limit).mean(axis=0)
        tips = _first(years, above > 1.0 - probability)
        before = out[-1].tips if out else None
        # What holds nothing needs no decision.
        decide = None if before is None or not starts else max(before - lead.get(name, 0), soonest)
        out.append(
            Package(
                name,
                tuple(starts),
                tips,
                _first(years, above > 0.1),
                _first(years, above > 0.9),
                decide,
            )
        )
    return tuple(out)


def _first(years: Sequence[int], holds: npt.NDArray[np.bool_]) -> int | None:
    """Return the first year from which it holds to the end."""
    if not holds[-1]:
        return None
    start = len(years) - int(np.argmin(holds[::-1])) if not holds.all() else 0
    return years[start]
