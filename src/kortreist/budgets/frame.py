"""The emission frame: how much may be emitted in each year on the way to the target."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

from kortreist.budgets.budget import Restatement

__all__ = ["emission_frame", "restate"]


def emission_frame(
    reference: float,
    start: tuple[int, float],
    goals: Mapping[int, float],
    years: Iterable[int],
) -> dict[int, float]:
    """Return the frame: straight lines from the last inventory through the goals.

    Parameters
    ----------
    reference : float
        Emissions in the reference year, t CO2e.
    start : tuple of int and float
        The last year of the inventory and its emissions, t CO2e.
    goals : mapping of int to float
        Goal year → share 0–1 of ``reference`` to be cut by then.
    years : iterable of int
        The years wanted, none before the start.

    Returns
    -------
    dict of int to float
        Year → t CO2e; after the last goal the frame stays where it is.

    Raises
    ------
    ValueError
        No goal after the start, a share outside 0–1, or a year before the start.

    Examples
    --------
    >>> emission_frame(100.0, (2024, 80.0), {2030: 0.5}, [2024, 2027, 2030, 2031])
    {2024: 80.0, 2027: 65.0, 2030: 50.0, 2031: 50.0}
    """
    if any(not 0 <= cut <= 1 for cut in goals.values()):
        raise ValueError("a goal is a share between 0 and 1")
    points = [start, *sorted((y, reference * (1 - c)) for y, c in goals.items() if y > start[0])]
    if len(points) == 1:
        raise ValueError("no goal lies after the last year of the inventory")
    frame: dict[int, float] = {}
    for year in years:
        if year < start[0]:
            raise ValueError(f"{year} lies before the start of the frame, {start[0]}")
        frame[year] = _at(points, year)
    return frame


def _at(points: Sequence[tuple[int, float]], year: int) -> float:
    for (y0, e0), (y1, e1) in itertools.pairwise(points):
        if y0 <= year <= y1:
            return e0 + (e1 - e0) * (year - y0) / (y1 - y0)
    return points[-1][1]


def restate(
    before: tuple[str, Mapping[int, float]],
    after: tuple[str, Mapping[int, float]],
    reference_year: int,
    goals: Mapping[int, float],
    years: Sequence[int],
) -> Restatement:
    """Return the same percentage goals under two vintages: the tonnes change, both shown.

    Parameters
    ----------
    before, after : tuple of str and mapping
        Vintage id and its history, year → t CO2e.
    reference_year : int
        Must be in both histories.
    goals : mapping
        Goal year → share cut.
    years : sequence of int
        Years of the frame to show.

    Raises
    ------
    KeyError
        ``reference_year`` is missing in a vintage.
    """

    def frame(history: Mapping[int, float]) -> dict[int, float]:
        last = max(history)
        wanted = [y for y in years if y >= last]
        return emission_frame(history[reference_year], (last, history[last]), goals, wanted)

    return Restatement(
        vintage_before=before[0],
        vintage_after=after[0],
        reference_before=before[1][reference_year],
        reference_after=after[1][reference_year],
        frame_before=frame(before[1]),
        frame_after=frame(after[1]),
    )
