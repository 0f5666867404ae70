"""What each choice loses in every future: NOK, emissions at the carbon price included.

The measures' best later decisions are part of it where a choice keeps them from something;
where it only adds tonnes they are the same whatever is chosen, since every tonne has its price.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kortreist.bindings.binding import Binding, Exit
from kortreist.bindings.courses import Course, Stretch, added, changes_options, in_use, spent, world
from kortreist.bindings.exits import WayOut, taken, tie_of
from kortreist.bindings.setting import Setting
from kortreist.bindings.thresholds import Thresholds
from kortreist.plans.problem import Problem
from kortreist.plans.recourse import best_later

__all__ = ["Loss", "Losses", "losses_of", "right_in", "right_share"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Losses:
    """NOK lost in every future by signing, by every alternative, and by waiting.

    Parameters
    ----------
    names : tuple of str, length A
        The binding first, then its alternatives, the zero alternative last.
    allowed : (A,) bool
        Whether it can be chosen: what breaks a duty cannot, where something does not.
    loss : (A, F) float
        Present NOK, the binding with its exits.
    money, tonnes : (A, F) float
        Its parts: NOK without the carbon price, and t CO2e of the life.
    without_exits : (F,) float
        Of the binding, held to the end.
    ways : tuple of WayOut
        Out of the binding, in order of year.
    left_free : (F,) float
        Of the binding, left free of charge in the learning year where that is better.
    waiting : (F,) float or None
        Of waiting to the learning year and then choosing; None where that is too late.
    waiting_to : int or None
        Year in which it would be chosen.
    """

    names: tuple[str, ...]
    allowed: BoolArray
    loss: FloatArray
    money: FloatArray
    tonnes: FloatArray
    without_exits: FloatArray
    ways: tuple[WayOut, ...]
    left_free: FloatArray
    waiting: FloatArray | None
    waiting_to: int | None

    @property
    def others(self) -> FloatArray:
        """Return (A', F) NOK of the alternatives that can be chosen, in the order of names."""
        others: FloatArray = self.loss[1:][self.allowed[1:]]
        return others

    @property
    def tie(self) -> float:
        """Return the NOK below which two losses are the same."""
        return tie_of(self.loss)


class Loss:
    """Loss of courses over one window of years, against nothing being changed.

    Parameters
    ----------
    setting : Setting
    problem : Problem
        What is committed already.
    binding : Binding
        Judged: its first to its last year is the window.
    """

    def __init__(self, setting: Setting, problem: Problem, binding: Binding) -> None:
        assert binding.start is not None
        assert binding.last is not None
        self.setting, self.binding = setting, binding
        self.first, self.last = binding.start, binding.last
        self.lifetime = binding.lifetime or 1
        nok = setting.price.mean(axis=0)[setting.inside]
        self._priced = replace(problem, frame=np.zeros(problem.years.size), year_weight=nok)
        self._found: dict[tuple[Stretch, ...], tuple[FloatArray, FloatArray]] = {}
        self.others = _others(binding)
        self.allowed = _allowed(binding, self.others)
        #: What it can be left for: nothing is none where something is needed.
        self.instead = tuple(o for o in self.others if not (binding.duty and o.zero))

    def stretch(self, binding: Binding, first: int, last: int | None = None) -> Stretch:
        """Return a binding in use from a year, to the window's end by default."""
        start = binding.start if binding.start is not None else self.first
        end = self.last if last is None else last
        return Stretch(binding, start, first, end, binding.lifetime or self.lifetime)

    def whole(self, binding: Binding) -> Course:
        """Return a binding in use all the window; the zero alternative until it starts."""
        return in_use(binding, self.binding)

    def left(self, year: int, nok: float, then: Binding) -> Course:
        """Return the binding left in a year for another."""
        return Course(
            (self.stretch(self.binding, self.first, year - 1), self.stretch(then, year)),
            ((year, nok),) if nok else (),
        )

    def tonnes(self, course: Course) -> FloatArray:
        """Return (F, Y) t CO2e that have a price: territorial and land."""
        total: FloatArray = added(self.setting, course) + added(self.setting, course, "land")
        return total

    def money(self, course: Course) -> float:
        """Return the present NOK of what is paid."""
        return float(spent(self.setting, course) @ self.setting.discount)

    def of(self, course: Course) -> FloatArray:
        """Return (F,) present NOK that a course loses."""
        return self.parts(course)[0]

    def parts(self, course: Course) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return what a course loses, and its parts.

        Returns
        -------
        loss, money, tonnes : (F,) float
            Present NOK; present NOK without the carbon price; t CO2e. What measures are kept
            from is in all three.
        """
        own = self.tonnes(course)
        carbon, money, tonnes = self._kept_from_measures(course)
        money = money + self.money(course)
        carbon = carbon + (self.setting.price * own).sum(axis=1)
        return carbon + money, money, tonnes + own.sum(axis=1)

    def _kept_from_measures(self, course: Course) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return what measures and emissions come to more beside a course.

        After the plan's last year what it keeps measures from goes on as in that year, as long
        as it lasts, and so does what is spent on them.

        Returns
        -------
        carbon, cost, tonnes : (F,) float
            Present NOK of the emission; present NOK of the measures; t CO2e.
        """
        parts = tuple(x for x in course.stretches if changes_options(Course((x,))))
        if not parts:
            none = np.zeros(self.setting.futures)
            return none, none, none
        before, here = self._best(()), self._best(parts)
        tonnes, cost = here[0] - before[0], here[1] - before[1]
        s, end = self.setting, int(self._priced.years[-1])
        last = max(x.last for x in parts)
        after = (s.calendar > end) & (s.calendar <= last)
        carbon = (s.price[:, s.inside] * tonnes).sum(axis=1)
        carbon += s.price[:, after].sum(axis=1) * tonnes[:, -1]
        ahead = float(s.discount[after].sum() / s.discount[s.inside].sum())
        return carbon, cost * (1.0 + ahead), tonnes.sum(axis=1) + after.sum() * tonnes[:, -1]

    def _best(self, parts: tuple[Stretch, ...]) -> tuple[FloatArray, FloatArray]:
        """Return (F, T) t CO2e and (F,) present NOK of the best later decisions beside them.

        Courses that differ only in what changes no option share one search.
        """
        if parts not in self._found:
            problem = world(self.setting, self._priced, Course(parts))
            choice = best_later(problem, self.setting.early, with_cost=True).choice
            self._found[parts] = problem.emission(choice), problem.costs(choice)
        return self._found[parts]

    def ways(self) -> tuple[WayOut, ...]:
        """Return the ways out inside the window, each left for what then loses least."""
        return tuple(self._way(e) for e in sorted(self._exits(), key=lambda e: e.year))

    def _exits(self) -> tuple[Exit, ...]:
        """Return the exits inside the window, named or at the price of what is lost."""
        b = self.binding
        if b.exits:
            return tuple(e for e in b.exits if self.first < e.year <= self.last)
        if b.reversal_cost is None:
            return ()
        first = max(self.first + 1, self.setting.problem.learning_year)
        years = range(first, self.last + 1)
        if changes_options(self.whole(b)):
            years = years[:1]
        return tuple(Exit(y, b.reversal_cost * self._bound(y)) for y in years)

    def _bound(self, year: int) -> float:
        """Return NOK of a year that are still bound then: not written off, or left to pay."""
        b, years = self.binding, self.setting.calendar
        capital = (b.capital or 0.0) * (self.last + 1 - year) / self.lifetime
        ahead = (years >= year) & (years <= self.last)
        discount = self.setting.discount[ahead]
        return capital + b.bound_payments * float(discount.sum() / discount[0])

    def _way(self, way: Exit) -> WayOut:
        known = way.year >= self.setting.problem.learning_year
        after = [self.of(self.left(way.year, way.nok, other)) for other in self.instead]
        if known:
            loss: FloatArray = np.min(after, axis=0)
        else:
            loss = min(after, key=lambda x: float(x.mean()))
        b = self.binding
        paid = replace(b, running=max(b.running or 0.0, 0.0))
        stay = Course((self.stretch(paid, way.year),))
        carbon = float((self.setting.price * self.tonnes(stay)).sum(axis=1).mean())
        return WayOut(
            way.year,
            way.nok,
            self.money(Course((), ((way.year, way.nok),))),
            known,
            loss,
            self.money(stay) + carbon,
        )


def _others(binding: Binding) -> tuple[Binding, ...]:
    zero = binding.zero_alternative()
    return (*(a for a in binding.alternatives if not a.zero), *([zero] if zero else ()))


def _allowed(binding: Binding, others: tuple[Binding, ...]) -> BoolArray:
    """Return (A,) whether the binding and each alternative can be chosen.

    A duty that falls due while it would last shuts out that nothing is signed, and what comes
    after it is needed. Where nothing comes in time the question is still which.
    """
    everyone = (binding, *others)
    if not binding.duty:
        return np.ones(len(everyone), dtype=bool)
    assert binding.needs_by is not None
    assert binding.start is not None
    real = np.array([not b.zero for b in everyone])
    start = np.array([max(b.start or binding.start, binding.start) for b in everyone])
    in_time: BoolArray = real & (start <= binding.needs_by)
    return in_time if in_time.any() else real


def right_in(loss: FloatArray, allowed: BoolArray, dominated: float) -> BoolArray:
    """Return the futures in which each choice is right: none that can be chosen loses less.

    As much as another is right too, but not where that other is nowhere worse: what costs in
    some futures and gives nothing in the rest is not right in the rest.

    Parameters
    ----------
    loss : (A, F) float
        Present NOK.
    allowed : (A,) bool
        Those that can be chosen.
    dominated : float
        Share of futures in which another must be as good or better, to be nowhere worse.

    Returns
    -------
    (A, F) bool
    """
    tie = tie_of(loss)
    rows = np.flatnonzero(allowed)
    right: BoolArray = (loss <= loss[rows].min(axis=0) + tie) & allowed[:, None]
    means = loss.mean(axis=1)
    for i in rows:
        for j in rows:
            nowhere_worse = (loss[j] <= loss[i] + tie).mean() >= dominated
            if nowhere_worse and means[j] < means[i] - tie:
                right[i] &= loss[i] < loss[j] - tie
    return right


def right_share(setting: Setting, problem: Problem, binding: Binding, limits: Thresholds) -> float:
    """Return the share 0–1 of futures in which signing is right: see :func:`right_in`."""
    nok = Loss(setting, problem, binding)
    own = taken(nok.of(nok.whole(binding)), nok.ways())
    loss = np.array([own, *(nok.of(nok.whole(o)) for o in nok.others)])
    return float(right_in(loss, nok.allowed, limits.dominated)[0].mean())


def losses_of(setting: Setting, problem: Problem, binding: Binding) -> Losses:
    """Return what signing, every alternative and waiting lose, in every future.

    Parameters
    ----------
    setting : Setting
    problem : Problem
        What is committed already, the binding itself not in it.
    binding : Binding
        With start, lifetime, flows, cost and a zero alternative.

    Returns
    -------
    Losses
    """
    nok = Loss(setting, problem, binding)
    courses = [nok.whole(b) for b in (binding, *nok.others)]
    parts = [nok.parts(c) for c in courses]
    kept, ways = parts[0][0], nok.ways()
    loss = [taken(kept, ways), *(p[0] for p in parts[1:])]
    learning = setting.problem.learning_year
    free = max(learning, nok.first)
    left = kept
    if free <= nok.last:
        left = np.minimum(
            kept, np.min([nok.of(nok.left(free, 0.0, o)) for o in nok.instead], axis=0)
        )
    waiting, to = _waiting(nok, learning)
    return Losses(
        tuple(b.id for b in (binding, *nok.others)),
        nok.allowed,
        np.array(loss),
        np.array([p[1] for p in parts]),
        np.array([p[2] for p in parts]),
        kept,
        ways,
        left,
        waiting,
        to,
    )


def _waiting(nok: Loss, learning: int) -> tuple[FloatArray | None, int | None]:
    b = nok.binding
    signed = b.signed_by if b.signed_by is not None else nok.first
    chosen = max(signed, learning)
    start = nok.first + chosen - signed
    if start > nok.last or (b.needs_by is not None and start > b.needs_by):
        return None, None
    zero = nok.others[-1]
    interim = (nok.stretch(zero, nok.first, start - 1),) if start > nok.first else ()
    paid = ((nok.first, b.waiting_cost),) if b.waiting_cost and chosen > signed else ()
    choices = [o for o, ok in zip((b, *nok.others), nok.allowed, strict=True) if ok]
    loss = np.min(
        [nok.of(Course((*interim, nok.stretch(o, start)), paid)) for o in choices], axis=0
    )
    return loss, chosen
