"""What happens year by year: one thing in use, then left for another.

A course is a row of stretches. Its tonnes, its money and what it keeps measures from are put
into the plan's problem: new tonnes go to what no option touches, held tonnes from what options
touch to what they do not, money off the limits, and closed measures off the offer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kortreist.bindings.binding import Binding, FlowAccount
from kortreist.bindings.flow_years import FlowYears, is_of
from kortreist.bindings.setting import Setting
from kortreist.plans.limits import with_lasting
from kortreist.plans.problem import Problem

__all__ = ["Course", "Stretch", "added", "changes_options", "in_use", "spent", "world"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stretch:
    """One thing in use from a year to a year.

    Parameters
    ----------
    binding : Binding
    start : int
        Year its path is counted from.
    first, last : int
        First and last year of use; none where ``last < first``.
    lifetime : int
        Years its capital is written off over.
    """

    binding: Binding
    start: int
    first: int
    last: int
    lifetime: int


@dataclass(frozen=True, slots=True)
class Course:
    """Stretches one after another, and what is paid once.

    Parameters
    ----------
    stretches : tuple of Stretch
    paid : tuple of (int, float)
        Year and NOK.
    """

    stretches: tuple[Stretch, ...]
    paid: tuple[tuple[int, float], ...] = ()


def in_use(binding: Binding, whole: Binding) -> Course:
    """Return something in use all the life of a binding; the zero alternative until it starts.

    Parameters
    ----------
    binding : Binding
        The binding itself, or one of its alternatives.
    whole : Binding
        Whose first to last year it is.
    """
    assert whole.start is not None
    assert whole.last is not None
    first, last, lifetime = whole.start, whole.last, whole.lifetime or 1

    def stretch(b: Binding, begin: int, end: int) -> Stretch:
        start = b.start if b.start is not None else first
        return Stretch(b, start, begin, end, b.lifetime or lifetime)

    begin = max(first, binding.start or first)
    zero = whole.zero_alternative()
    before = (stretch(zero, first, begin - 1),) if zero and begin > first else ()
    return Course((*before, stretch(binding, begin, last)))


def added(
    setting: Setting | FlowYears,
    course: Course,
    account: FlowAccount = "territorial",
    *,
    net: bool = True,
) -> FloatArray:
    """Return (F, Y) t CO2e that a course adds to an account.

    Parameters
    ----------
    setting : Setting or FlowYears
    course : Course
    account : {"territorial", "land", "consumption"}
    net : bool
        Without what the futures' own growth already holds.
    """
    total = np.zeros((setting.futures, setting.calendar.size))
    for s in course.stretches:
        for flow in s.binding.flows:
            if flow.mode == "adds" and flow.account == account:
                share = 1.0 - flow.in_baseline if net else 1.0
                total += share * setting.tonnes(flow, s.start, s.first, s.last)
    return total


def spent(setting: Setting, course: Course) -> FloatArray:
    """Return (Y,) NOK that a course costs, capital as an annuity over its lifetime."""
    years = setting.calendar
    total = np.zeros(years.size)
    for s in course.stretches:
        yearly = setting.yearly(s.binding.capital or 0.0, s.lifetime) + (s.binding.running or 0.0)
        total += yearly * ((years >= s.first) & (years <= s.last))
    for year, nok in course.paid:
        total[int(np.clip(year - years[0], 0, years.size - 1))] += nok
    return total


def changes_options(course: Course) -> bool:
    """Tell whether a course changes what measures can do, not only what is emitted."""
    return any(
        s.binding.closes
        or (s.binding.from_climate_money and (s.binding.capital or s.binding.running))
        or any(f.mode == "holds" for f in s.binding.flows)
        for s in course.stretches
        if s.last >= s.first
    )


def world(
    setting: Setting, problem: Problem, course: Course, tonnes: FloatArray | None = None
) -> Problem:
    """Return the problem once a course is what happens.

    Parameters
    ----------
    setting : Setting
    problem : Problem
    course : Course
    tonnes : (F, Y) float, optional
        t CO2e more than without it.

    Returns
    -------
    Problem
    """
    p = problem
    inside = setting.inside
    rest = p.rest if tonnes is None else p.rest + tonnes[:, inside]
    base = p.base
    available, money = p.available, p.money_limit
    for s in course.stretches:
        if s.last < s.first:
            continue
        for flow in s.binding.flows:
            if flow.mode == "holds":
                held = setting.tonnes(flow, s.start, s.first, s.last)[:, inside]
                base, rest = _hold(p, base, rest, flow.source, held)
        closed = np.isin(p.option_measure, [p.measures.index(c) for c in s.binding.closes])
        if closed.any():
            # What is fixed already stands; what would be started while it lasts cannot.
            shut = closed & (p.option_start <= s.last) & ~p.must[p.option_measure]
            available = available & ~shut
        if s.binding.from_climate_money:
            years = np.arange(int(p.years[0]), int(p.years[0]) + money.size - int(p.lasts))
            yearly = setting.yearly(s.binding.capital or 0.0, s.lifetime)
            yearly += s.binding.running or 0.0
            used = (years >= s.first) & (years <= s.last)
            taken: FloatArray = np.where(used, yearly, 0.0)
            if p.lasts:
                taken = with_lasting(taken, yearly if s.last > years[-1] else 0.0)
            money = money - taken
    return replace(p, rest=rest, base=base, available=available, money_limit=money)


def _hold(
    p: Problem, base: FloatArray, rest: FloatArray, source: str, held: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Move held tonnes of a source from what options touch to what they do not."""
    left = held.copy()
    base, rest = base.copy(), rest.copy()
    for g, name in enumerate(p.group_source):
        if is_of(source, name):
            part = np.minimum(left, base[:, g])
            base[:, g] -= part
            rest += part
            left -= part
    return base, rest
