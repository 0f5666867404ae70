"""How much is done, where the intensity is known: fuel burnt behind the tonnes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kortreist.facts import load

__all__ = ["Activity", "implied_activity"]


@dataclass(frozen=True, slots=True)
class Activity:
    """Activity of a source; ``amount × intensity / 1000`` is its t CO2e.

    Parameters
    ----------
    amount : float
        In ``unit`` a year.
    unit : str
        ``litre``, ``kg`` or ``Sm3`` of fuel as it is filled, biofuel included.
    intensity : float
        kg CO2e per unit.
    """

    amount: float
    unit: str
    intensity: float


@lru_cache(maxsize=1)
def _intensities() -> Mapping[tuple[str, str], tuple[str, float]]:
    return {
        (r["sector"], r["source"]): (r["activity_unit"], r["intensity"])
        for r in load().table("activity_intensities")
    }


def implied_activity(sector: str, source: str, tonnes: float) -> Activity | None:
    """Return the fuel that gives these tonnes, or None where no factor is known.

    The inventory publishes tonnes only. Litres follow from tonnes whatever the fleet is;
    kilometres would not. The litre is the one at the pump: part of it is biofuel, which the
    inventory counts as zero, so a litre of road diesel gives less than its carbon.

    Parameters
    ----------
    sector, source : str
    tonnes : float
        t CO2e a year.

    Examples
    --------
    >>> round(implied_activity("road_transport", "vans", 2.26).amount, 6)
    1000.0
    >>> implied_activity("agriculture", "enteric_fermentation", 1.0) is None
    True
    """
    factor = _intensities().get((sector, source))
    if factor is None:
        return None
    unit, intensity = factor
    return Activity(tonnes * 1000 / intensity, unit, intensity)
