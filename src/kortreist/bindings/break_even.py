"""The carbon price, the same in every year, at which the answer turns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from kortreist.bindings.courses import changes_options
from kortreist.bindings.losses import Loss, Losses
from kortreist.bindings.setting import Setting
from kortreist.plans.problem import Problem

__all__ = ["break_even"]

FloatArray = npt.NDArray[np.float64]

#: Prices tried before it is said that none turns the answer.
_STEPS = 6
#: Share by which two prices are the same.
_NEAR = 0.01
#: How far beyond the price it is tried that the answer has turned.
_BEYOND = 2.0


def break_even(setting: Setting, problem: Problem, nok: Loss, losses: Losses) -> float | None:
    """Return NOK per t CO2e at which signing loses as much as the best other.

    A price that is the same in every year, in the price level of the answer, and discounted as
    money is: one that can be held against any price of today. Where neither changes what
    measures can do, tonnes and money are the same at any price. Else the best later decisions
    are searched for anew at each price (Newton's method: the tonnes are the slope), and the
    price is only told where the answer is another beyond it.

    Parameters
    ----------
    setting : Setting
    problem : Problem
        What is committed already.
    nok : Loss
    losses : Losses

    Returns
    -------
    float or None
        None where no price turns it: the dearer also emits more, or both emit the same.
    """
    rows = 1 + np.flatnonzero(losses.allowed[1:])
    other = int(rows[np.argmin(losses.loss[rows].mean(axis=1))])
    everyone = (nok.binding, *nok.others)
    discount = np.broadcast_to(setting.discount, setting.price.shape)

    def at(nok_per_t: float) -> tuple[FloatArray, FloatArray]:
        """Return NOK without the carbon price, and discounted t CO2e, of the two."""
        there = replace(setting, price=nok_per_t * discount)
        loss = Loss(there, problem, nok.binding)
        parts = [loss.parts(loss.whole(everyone[i])) for i in (0, other)]
        tonnes = np.array([(p[0] - p[1]).mean() for p in parts]) / nok_per_t
        return np.array([p[1].mean() for p in parts]), tonnes

    present = float(setting.price.sum() / discount.sum()) or 1.0
    price = _turn(*at(present))
    if price is None or not any(changes_options(nok.whole(everyone[i])) for i in (0, other)):
        return price
    now = np.sign(losses.without_exits.mean() - losses.loss[other].mean())

    for _ in range(_STEPS):
        last, price = price, _turn(*at(price))
        if price is None:
            return None
        if abs(price - last) <= _NEAR * last:
            beyond = price / _BEYOND if price < present else price * _BEYOND
            money, tonnes = at(beyond)
            difference = money + beyond * tonnes
            gap = float(difference[0] - difference[1])
            turned = now * gap < -_NEAR * abs(float(money[0] - money[1]))
            return price if turned else None
    return None


def _turn(money: FloatArray, tonnes: FloatArray) -> float | None:
    """Return the price at which the first loses as much as the second."""
    more, saved = float(tonnes[0] - tonnes[1]), float(money[1] - money[0])
    if abs(more) < 1e-9 or saved / more <= 0.0:
        return None
    return saved / more
