"""The forecast of an interim report: the adopted plan moved by what has been reported.

The rule is plain and stands in ``docs/explanation/interim-report.md``. It is not the engine's
computation made again: the plan's own tonnes are moved measure by measure, and the chance is
read off a normal distribution as wide as the plan's own band.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

from kortreist_web.budgets.kept_open import lines_alone

__all__ = ["RULE", "Forecast", "chance", "effect_now", "forecast"]

#: Name of the rule, kept with what was computed by it.
RULE = "kortreist/forecast/1"
#: From the 10th to the 90th percentile of a normal distribution, in standard deviations.
_WIDTH = 2 * NormalDist().inv_cdf(0.9)
#: A finite set of futures that all fall on one side says this much at most.
_EDGE = 0.005

Band = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Forecast:
    """Year (as text) → tonnes CO2e, bands and chances.

    ``change``: how much more than planned is emitted. ``probability`` and
    ``plan_probability``: share 0–1; a year whose frame is unknown is left out.
    """

    bands: dict[str, dict[str, float]]
    plan: dict[str, dict[str, float]]
    change: dict[str, float]
    frame: dict[str, float]
    probability: dict[str, float]
    plan_probability: dict[str, float]


def effect_now(effect: Mapping[str, Band], status: str | None, since: int) -> dict[str, float]:
    """Return year → tonnes cut by a measure, as its status leaves it.

    Parameters
    ----------
    effect : mapping
        Year → band of tonnes cut, as adopted.
    status : str or None
        ``stopped``: nothing from ``since`` on. ``delayed``: from then on each year has the
        year before's effect, never more than planned. ``not_started``: nothing in ``since``.
        All else: as planned. What a measure adds to emissions in a year is always counted.
    since : int
        The year the status was reported for.

    Examples
    --------
    >>> planned = {str(y): {"central": t} for y, t in ((2027, 0.0), (2028, 40.0), (2029, 60.0))}
    >>> effect_now(planned, "delayed", 2028)
    {'2027': 0.0, '2028': 0.0, '2029': 40.0}
    >>> effect_now(planned, "stopped", 2028)
    {'2027': 0.0, '2028': 0.0, '2029': 0.0}
    """
    planned = {y: float(band["central"]) for y, band in effect.items()}
    now: dict[str, float] = {}
    for year, tonnes in planned.items():
        if status == "stopped" and int(year) >= since:
            now[year] = min(tonnes, 0.0)
        elif status == "delayed" and int(year) >= since:
            now[year] = min(tonnes, max(planned.get(str(int(year) - 1), 0.0), 0.0))
        elif status == "not_started" and int(year) == since:
            now[year] = min(tonnes, 0.0)
        else:
            now[year] = tonnes
    return now


def chance(plan: float | None, band: Band, change: float, frame: float) -> float:
    """Return the chance of staying within the frame when ``change`` tonnes are added.

    Parameters
    ----------
    plan : float or None
        The plan's own chance: the share of its futures within the frame.
    band : mapping
        The plan's band that year: ``low`` and ``high`` are the 10th and 90th percentiles.
    change : float
        Tonnes more than planned.
    frame : float
        Tonnes that may be emitted.

    Notes
    -----
    The distribution is normal, as wide as the band, and stands where it gives the plan's own
    chance: no change gives that chance again, and more emission never a better one.
    """
    if plan is not None and change == 0:
        return plan
    middle = (band["low"] + band["high"]) / 2
    deviation = (band["high"] - band["low"]) / _WIDTH
    if deviation <= 0:
        return 1.0 if band["central"] + change <= frame else 0.0
    place = (frame - middle) / deviation
    if plan is None:
        return NormalDist().cdf(place - change / deviation)
    edge = NormalDist().inv_cdf(_EDGE)
    if plan <= 0:
        place = min(place, edge)
    elif plan >= 1:
        place = max(place, -edge)
    else:
        place = NormalDist().inv_cdf(plan)
    probability = NormalDist().cdf(place - change / deviation)
    return min(probability, plan) if change > 0 else max(probability, plan)


def forecast(
    content: Mapping[str, Any], statuses: Mapping[str, tuple[str, int]], years: Iterable[int]
) -> Forecast:
    """Return the forecast for an adopted budget.

    Parameters
    ----------
    content : mapping
        The frozen budget's content: ``pathway``, ``frame``, ``probability_under_frame`` and
        the ``effect`` of each line.
    statuses : mapping of str to (str, int)
        Measure → its status and the year it was reported for; a measure that is not there
        goes as planned.
    years : iterable of int
        Years wanted; one the pathway does not have is left out.
    """
    content = lines_alone(content)  # What is kept open is not adopted.
    year_keys = [str(y) for y in years if str(y) in content["pathway"]]
    change = dict.fromkeys(year_keys, 0.0)
    for line in content["lines"]:
        if line["measure"] not in statuses:
            continue
        now = effect_now(line.get("effect") or {}, *statuses[line["measure"]])
        for year in year_keys:
            if year in now:
                change[year] += float(line["effect"][year]["central"]) - now[year]
    plan = {y: {k: float(v) for k, v in content["pathway"][y].items()} for y in year_keys}
    bands = {y: {k: v + change[y] for k, v in plan[y].items()} for y in year_keys}
    frame = {y: float(content["frame"][y]) for y in year_keys if y in content["frame"]}
    probabilities = content.get("probability_under_frame") or {}
    own = {y: float(probabilities[y]) for y in frame if probabilities.get(y) is not None}
    return Forecast(
        bands=bands,
        plan=plan,
        change=change,
        frame=frame,
        probability={y: chance(own.get(y), plan[y], change[y], frame[y]) for y in frame},
        plan_probability={y: own.get(y, chance(None, plan[y], 0.0, frame[y])) for y in frame},
    )
