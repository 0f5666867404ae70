"""The emission frame: how much may be emitted in each year on the way to the target."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from kortreist.budgets.budget import Restatement
from kortreist.budgets.target import FrameStart
from kortreist.errors import InputError

__all__ = ["emission_frame", "restate", "start_of_frame"]

_MEAN_OF = 3


def start_of_frame(history: Mapping[int, float], kind: Literal["last", "mean3"]) -> FrameStart:
    """Return where the frame's line starts.

    One year of an inventory is noisy: a cold winter or a shutdown moves every year of the
    frame. The mean of three years moves less; it is placed in the middle one, where a mean of
    a series that falls steadily lies on the series.

    Parameters
    ----------
    history : mapping of int to float
        Year → t CO2e.
    kind : {"last", "mean3"}

    Returns
    -------
    FrameStart

    Raises
    ------
    InputError
        A mean is asked for, and the last three years are not in the inventory.

    Examples
    --------
    >>> start_of_frame({2022: 90.0, 2023: 84.0, 2024: 81.0}, "mean3").value
    85.0
    """
    last = max(history)
    if kind == "last":
        return FrameStart(kind, (last,), last, history[last])
    years = tuple(range(last - _MEAN_OF + 1, last + 1))
    missing = [y for y in years if y not in history]
    if missing:
        raise InputError(
            "budgets.frame_start",
            first=years[0],
            last=last,
            missing=", ".join(str(y) for y in missing),
        )
    return FrameStart(kind, years, years[1], sum(history[y] for y in years) / _MEAN_OF)


def emission_frame(
    reference: float,
    start: tuple[int, float],
    goals: Mapping[int, float],
    years: Iterable[int],
) -> dict[int, float]:
    """Return the frame: straight lines from its start through the goals.

    Parameters
    ----------
    reference : float
        Emissions in the reference year, t CO2e.
    start : tuple of int and float
        The year the line starts in and emissions there, t CO2e: see :func:`start_of_frame`.
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
    start: Literal["last", "mean3"] = "last",
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
    start : {"last", "mean3"}
        How the frame starts, in both.

    Raises
    ------
    KeyError
        ``reference_year`` is missing in a vintage.
    """

    def frame(history: Mapping[int, float]) -> dict[int, float]:
        begin = start_of_frame(history, start)
        frame_years = [y for y in years if y >= max(history)]
        return emission_frame(
            history[reference_year], (begin.year, begin.value), goals, frame_years
        )

    return Restatement(
        vintage_before=before[0],
        vintage_after=after[0],
        reference_before=before[1][reference_year],
        reference_after=after[1][reference_year],
        frame_before=frame(before[1]),
        frame_after=frame(after[1]),
    )
