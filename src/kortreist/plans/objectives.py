"""What a plan is to make small, and what it is worth under it: never one hidden score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from kortreist.plans.problem import Problem

__all__ = ["Aim", "kept", "value_of"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Aim:
    """What is made small; every other aim is a limit that must be kept.

    Parameters
    ----------
    kind : {"miss", "regret", "cost", "quality"}
        ``miss``: (1 − tail_weight) · mean + tail_weight · mean of the worst ``tail`` of
        futures, t CO2e above the frame. ``regret``: largest over futures of
        ``price`` · miss + cost − ``best``, NOK. ``cost``: mean discounted NOK. ``quality``:
        minus the mean sum of quality scores.
    tail, tail_weight : float
        Shares 0–1 of the conditional value at risk (Rockafellar & Uryasev 2000).
    price : float
        NOK per t CO2e above the frame.
    best : (F,) float, optional
        NOK: what each future's own best plan costs.
    max_miss, max_cost : float, optional
        Limits on the aims that go before (same units as those aims).
    """

    kind: Literal["miss", "regret", "cost", "quality"]
    tail: float = 0.1
    tail_weight: float = 0.0
    price: float = 0.0
    best: FloatArray | None = None
    max_miss: float | None = None
    max_cost: float | None = None


def value_of(problem: Problem, aim: Aim, choice: IntArray) -> float:
    """Return what a choice is worth under an aim, by the problem's own product."""
    if aim.kind == "cost":
        return float(problem.weight @ problem.costs(choice))
    if aim.kind == "quality":
        return -float(problem.weight @ np.where(choice >= 0, problem.quality, 0.0).sum(axis=1))
    miss = problem.miss(choice)
    if aim.kind == "regret":
        best = np.zeros_like(miss) if aim.best is None else aim.best
        return float((aim.price * miss + problem.costs(choice) - best).max())
    return _blended_miss(miss, problem.weight, aim)


def _blended_miss(miss: FloatArray, weight: FloatArray, aim: Aim) -> float:
    mean = float(weight @ miss)
    if aim.tail_weight == 0.0:
        return mean
    order = np.argsort(-miss)
    left = aim.tail - np.concatenate([[0.0], np.cumsum(weight[order])[:-1]])
    share = np.clip(left, 0.0, weight[order])
    worst = float(share @ miss[order]) / float(share.sum())
    return (1.0 - aim.tail_weight) * mean + aim.tail_weight * worst


def kept(problem: Problem, aim: Aim, choice: IntArray) -> bool:
    """Tell whether a choice keeps the limits on the aims that go before."""
    slack = 1.0 + 1e-9
    if aim.max_miss is not None:
        miss = _blended_miss(problem.miss(choice), problem.weight, aim)
        if miss > aim.max_miss * slack + 1e-9:
            return False
    if aim.max_cost is not None:
        cost = float(problem.weight @ problem.costs(choice))
        if cost > aim.max_cost + 1e-9 * abs(aim.max_cost) + 1e-6:
            return False
    return True
