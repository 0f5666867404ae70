"""By when a measure must be decided, so that it gives its part of what the frame asks for."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from kortreist.measures.measure import Measure
from kortreist.plans.question import Question
from kortreist.units import BOUNDARIES

__all__ = ["deadline", "frame_share"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: Years back that a deadline is looked for: a ramp is never longer.
_BACK = 40


def frame_share(question: Question) -> FloatArray:
    """Return (C,) how far down the frame has come in each year, share 0–1 of its whole fall.

    C calendar years from the one after the account's to the horizon. All 0 where the frame
    does not fall.
    """
    q, model = question, question.model
    today = float(model.base @ model.weight[BOUNDARIES.index(q.boundary)])
    years = range(int(model.years[0]) + 1, q.horizon + 1)
    known = sorted(q.frame)
    frame = np.interp(list(years), known, [q.frame[y] for y in known])
    fall = today - float(frame[-1])
    if fall <= 0.0:
        return np.zeros(len(frame))
    share: FloatArray = np.clip((today - frame) / fall, 0.0, 1.0)
    return share


def deadline(question: Question, measure: Measure, share_kept: float, futures: IntArray) -> int:
    """Return the last year in which a measure can be decided and still do its part.

    Its part is the frame's own course: a share of its whole effect each year, as the frame
    falls. Summed over the years it must give ``share_kept`` of that, and in the last year that
    share of its whole effect; delays and the years it takes to carry out count. The budget of
    a year is adopted the year before, so a start needs its decision a year earlier. The year
    may be past. A measure that waits for a condition cannot be decided before that is
    expected.

    Parameters
    ----------
    question : Question
    measure : Measure
    share_kept : float
        Share 0–1.
    futures : (N,) int
    """
    q, model = question, question.model
    m = model.measure_ids.index(measure.id)
    delay = model.delay[m, futures]
    wanted = frame_share(q)
    years = np.arange(q.horizon - wanted.size + 1, q.horizon + 1)
    last = q.horizon - _BACK
    for start in range(q.horizon - 1, last, -1):
        since = years[:, None] - (start + delay) + 1.0
        x = np.clip(since / model.ramp[m], 0.0, 1.0).mean(axis=1)
        in_time = x[-1] >= share_kept and x.sum() >= share_kept * wanted.sum()
        if in_time or not wanted.any():
            last = start
            break
    if measure.enabling_conditions:
        enabled = model.enabled_from[m, futures]
        comes = enabled[np.isfinite(enabled)]
        expected = math.ceil(float(np.median(comes))) if comes.size else last
        last = max(last, expected, q.plan_years[0] + 1)
    return last - 1
