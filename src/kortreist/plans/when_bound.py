"""What binding each measure changes for what can be decided later."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kortreist.plans.first_stage import fill_early
from kortreist.plans.goal import RoomChange
from kortreist.plans.interval import Resamples
from kortreist.plans.problem import NONE, Problem
from kortreist.plans.room import Rooms, Searched

__all__ = ["when_bound"]

IntArray = npt.NDArray[np.int64]


def when_bound(
    rooms: Rooms, early: IntArray, wanted: float, *, resamples: int, seed: int
) -> tuple[RoomChange | None, ...]:
    """Return what binding each measure in the first year changes, with what else is bound.

    It is held as long as it is bound, and then free; the rest of the plan is kept.

    Parameters
    ----------
    rooms : Rooms
    early : (M,) int
        What the plan binds before the learning year.
    wanted : float
        Share 0–1 of futures that reach is counted in.
    resamples : int
    seed : int

    Returns
    -------
    tuple of RoomChange or None, length M
        None where it cannot be bound, or is adopted already.
    """
    p = rooms.problem
    draws = Resamples(p.weight.size, resamples, seed)
    plan = rooms.bound(early)
    out: list[RoomChange | None] = []
    for m in range(len(p.measures)):
        if p.must[m] or p.never[m]:
            out.append(None)
        elif early[m] >= 0:
            other = early.copy()
            other[list(rooms.with_it(m, early))] = NONE
            here = rooms.bound(early, rooms.with_it(m, early))
            out.append(_change(rooms, draws, wanted, m, early, here, rooms.bound(other)))
        else:
            trial = _with(p, early, m)
            if trial is None:
                out.append(None)
                continue
            here = rooms.bound(trial, rooms.with_it(m, trial))
            out.append(_change(rooms, draws, wanted, m, trial, here, plan))
    return tuple(out)


def _change(
    rooms: Rooms,
    draws: Resamples,
    wanted: float,
    m: int,
    early: IntArray,
    here: Searched,
    there: Searched,
) -> RoomChange:
    return RoomChange(
        draws.quantile(here.lowest.value, wanted, there.lowest.value),
        draws.mean(here.above.value, there.above.value),
        draws.mean(here.restore.value, there.restore.value),
        draws.mean(rooms.saved(early, rooms.with_it(m, early), here)),
    )


def _with(problem: Problem, early: IntArray, m: int) -> IntArray | None:
    """Return the commitments with measure m bound in the first year, others making way."""
    own = np.flatnonzero(
        (problem.option_measure == m)
        & problem.early
        & (problem.stem == np.arange(problem.stem.size))
    )
    if own.size == 0:
        return None
    score = np.zeros(problem.option_measure.size)
    taken = early[early >= 0]
    score[taken] = 1.0
    # The measure first, then what was bound, the most money last.
    score[taken] += 1.0 / (1.0 + problem.spent[taken])
    score[own[0]] = 3.0
    trial = fill_early(problem, score)
    return trial if trial[m] >= 0 else None
