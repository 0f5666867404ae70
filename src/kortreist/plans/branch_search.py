"""The few signs that decide what is done later, found in the plan's own futures.

For each sign the futures are cut in two, the best plan of each part is found, and the
sign is worth what the two plans lose less than the best one plan for all. The plans are found
in one half of the futures and judged in the other (cross-fitting), so that noise is worth
nothing on average; of what then differs only the measures are kept for which each way is the
better on its own side when the futures are drawn anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kortreist.plans.check import broken
from kortreist.plans.information import estimate
from kortreist.plans.interval import Range, Resamples
from kortreist.plans.narrowed import Means
from kortreist.plans.problem import NONE, Problem
from kortreist.plans.recourse import best_later
from kortreist.plans.room_for_manoeuvre import nothing
from kortreist.plans.signs import Sign

__all__ = ["Found", "Judging", "Search"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

#: More than this nobody keeps in mind, and each later one is worth less than the one before.
_MAXIMUM = 4
#: Signs, best first, whose worth is judged in futures they were not found in.
_TRIED = 8
_NOTHING = Range(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Judging:
    """What a map is judged by.

    Parameters
    ----------
    year : int
        The goal year, one of the problem's.
    target_t : float
        The adopted target, t CO2e in it.
    within_reach : float
        Share 0–1 of futures from which the target is within reach.
    minimum : float
        t CO2e of the goal year that count as something.
    stability : float
        Share 0–1 of resamples in which a branch must hold.
    resamples, seed : int
    """

    year: int
    target_t: float
    within_reach: float
    minimum: float
    stability: float
    resamples: int
    seed: int


@dataclass(frozen=True, slots=True)
class Found:
    """A sign, what is decided on either side (measure → option), and what it is worth."""

    sign: Sign
    yes: Mapping[int, int]
    no: Mapping[int, int]
    gain: Range
    stability: float


class Search:
    """Signs tried on one problem, the futures in an order that is their own.

    Parameters
    ----------
    problem : Problem
        Narrowed to what is open; ``year_weight`` present NOK per t CO2e.
    trunk : (M,) int
        What is planned of it whatever happens.
    signs : sequence of Sign
    judging : Judging
    """

    def __init__(
        self, problem: Problem, trunk: IntArray, signs: Sequence[Sign], judging: Judging
    ) -> None:
        # Halves and resamples must not hang on the order the futures were handed over in.
        parts = (problem.cost_spread, problem.base, problem.rest, problem.term_log)
        keys = [part.reshape(len(part), -1).sum(axis=1) for part in parts]
        self.order = np.lexsort(keys)
        self.p = problem.with_futures(self.order)
        self.trunk, self.judging = trunk, judging
        self.signs = [replace(s, come=s.come[self.order]) for s in signs]
        self.draws = Resamples(self.order.size, judging.resamples, judging.seed)
        self.half = np.arange(self.order.size) % 2 == 0
        self.means = Means(self.p)
        self._known: dict[bytes, tuple[FloatArray, FloatArray]] = {}

    def best(self) -> tuple[Found, ...]:
        """Return the signs that decide, best first, each about measures of its own."""
        chosen: list[Found] = []
        if not self.signs or self.p.option_measure.size == 0:
            return ()
        for gain, sign in self.worth():
            if gain.low <= 0.0 or len(chosen) == _MAXIMUM:
                break
            found = self.pruned(sign, gain, chosen)
            if found is not None:
                chosen.append(found)
        return tuple(chosen)

    # -- what a sign is worth ----------------------------------------------------------

    def worth(self) -> list[tuple[Range, Sign]]:
        """Return the best threshold of each sign that seems worth something, best first."""
        every = np.ones(self.order.size, dtype=np.bool_)
        rough = self._rough(self.signs, every)
        keys = {s.key for s in self.signs}
        best: dict[tuple[str, str], int] = {}
        for i in np.argsort(-rough, kind="stable").tolist():
            if rough[i] > 0.0:
                best.setdefault(self.signs[i].key, i)
        tried = list(best.items())[:_TRIED]
        out = []
        for key, i in tried:
            same = [s for s in self.signs if s.key == key]
            gained = estimate(self._crossed(same), len(keys))
            out.append((Range(gained.low, gained.value, gained.high), self.signs[i]))
        return sorted(out, key=lambda one: -one[0].central)

    def _rough(self, signs: Sequence[Sign], inside: BoolArray) -> FloatArray:
        """Return what each sign seems to save, mean NOK of some futures, in their means."""
        _, value = self._plans(signs, inside)
        come = np.array([s.come[inside].mean() for s in signs])
        yes, no = value[1::2], value[2::2]
        saved: FloatArray = value[0] - come * yes - (1.0 - come) * no
        return saved

    def _plans(self, signs: Sequence[Sign], inside: BoolArray) -> tuple[IntArray, FloatArray]:
        """Return plans and values: for all futures, then where each sign has come and has not."""
        come = np.array([s.come for s in signs])
        offered = np.array([self.p.option_start >= s.start for s in signs])
        means = self.means.split(inside, come, offered)
        later = best_later(means, nothing(means), with_cost=True)
        return later.choice, later.value

    def _crossed(self, signs: Sequence[Sign]) -> FloatArray:
        """Return (F,) NOK saved by one sign, its threshold and plans from the other half."""
        out = np.zeros(self.order.size)
        for learn in (self.half, ~self.half):
            some = [s for s in signs if 0 < (learn & s.come).sum() < learn.sum()]
            if not some:
                continue
            plans, value = self._plans(some, learn)
            come = np.array([s.come[learn].mean() for s in some])
            best = int(np.argmin(come * value[1::2] + (1.0 - come) * value[2::2]))
            rows = plans[[0, 1 + 2 * best, 2 + 2 * best]]
            loss = np.array([self.loss(self._tiled(row)) for row in rows])
            # One plan for all is one that all futures allow.
            alike = np.array([self.loss(self._tiled(self._always(row))) for row in rows])
            common = alike[int(alike[:, learn].mean(axis=1).argmin())]
            ours = np.where(some[best].come, loss[1], loss[2])
            out[~learn] = (common - ours)[~learn]
        return out

    # -- what is decided by it ---------------------------------------------------------

    def pruned(self, sign: Sign, gain: Range, before: Sequence[Found]) -> Found | None:
        """Return a sign with the measures it decides, or None where none is left."""
        plans, _ = self._plans([sign], np.ones(self.order.size, dtype=np.bool_))
        taken = {m for f in before for m in f.yes}
        closed = taken | self._tied(taken)
        differ = [
            m for m in range(self.trunk.size) if plans[1, m] != plans[2, m] and m not in closed
        ]
        yes, no = self._allowed(differ, plans[1], plans[2], before)
        while yes:
            held = self._held_by(sign, yes, no, ())
            weakest = min(yes, key=lambda m: held[m])
            if min(held.values()) >= self.judging.stability:
                break
            del yes[weakest], no[weakest]
        if not yes:
            return None
        # Beside what earlier signs decide it must hold as a whole.
        stability = self._held_by(sign, yes, no, before, each=False)[NONE]
        if stability < self.judging.stability:
            return None
        cut = self._cut(sign, yes, no)
        if abs(cut) < self.judging.minimum:
            return None
        found = Found(sign, yes, no, gain, stability)
        # A development is said in the direction that asks for more.
        return found if cut > 0.0 or sign.post.kind != "driver" else _turned(found)

    def _tied(self, some: set[int]) -> set[int]:
        """Return what needs some measures, is needed by them or is ruled out by them."""
        pairs = [*self.p.requires.tolist(), *self.p.excludes.tolist()]
        return {b for a, b in pairs if a in some} | {a for a, b in pairs if b in some}

    def _allowed(
        self, differ: Sequence[int], yes: IntArray, no: IntArray, before: Sequence[Found]
    ) -> tuple[dict[int, int], dict[int, int]]:
        """Return the differences that fit beside the rest, whatever earlier signs said."""
        one = self.p.with_futures(np.arange(1))
        one = replace(one, available=np.ones_like(one.available))
        sides = [[self.trunk.copy()], [self.trunk.copy()]]
        for f in before:
            for rows in sides:
                rows[:] = [_with(r, side) for r in rows for side in (f.yes, f.no)]
        kept: tuple[dict[int, int], dict[int, int]] = ({}, {})
        # What is not done makes room first, then what is done by what it uses.
        weight = self.p.money.sum(axis=1)
        use = [sum(float(weight[o]) for o in (yes[m], no[m]) if o >= 0) for m in differ]
        needs = set(self.p.requires[:, 1].tolist())
        for i in sorted(range(len(differ)), key=lambda i: (differ[i] not in needs, use[i])):
            m = differ[i]
            trial = [
                [_with(r, {m: int(plan[m])}) for r in rows]
                for rows, plan in zip(sides, (yes, no), strict=True)
            ]
            if all(not broken(one, r[None]) for rows in trial for r in rows):
                sides = trial
                kept[0][m], kept[1][m] = int(yes[m]), int(no[m])
        return kept

    def _held_by(
        self,
        sign: Sign,
        yes: Mapping[int, int],
        no: Mapping[int, int],
        before: Sequence[Found],
        *,
        each: bool = True,
    ) -> dict[int, float]:
        """Return in what share of resamples each measure's difference holds.

        It holds where its own way is no worse than the other on either side, the rest as it
        is. Under ``NONE`` stands the share of all of them changed at once.
        """
        choice = self.choice((*before, Found(sign, yes, no, _NOTHING, 0.0)))
        now = self.loss(choice)
        out = {}
        for some in [NONE, *yes] if each else [NONE]:
            other = choice.copy()
            for m in yes if some == NONE else (some,):
                other[:, m] = np.where(sign.come, no[m], yes[m])
            lost = self.loss(self._possible(other)) - now
            there = self.draws.means(np.where(sign.come, lost, 0.0)) >= 0.0
            here = self.draws.means(np.where(sign.come, 0.0, lost)) >= 0.0
            out[some] = float((there & here).mean())
        return out

    def _cut(self, sign: Sign, yes: Mapping[int, int], no: Mapping[int, int]) -> float:
        """Return mean t CO2e of the goal year that one way takes away more than the other."""
        choice = self.choice([Found(sign, yes, no, _NOTHING, 0.0)])
        without = choice.copy()
        without[:, list(yes)] = NONE
        year = int(np.flatnonzero(self.p.years == self.judging.year)[0])
        cut = (self.emission(without) - self.emission(choice))[:, year]
        return float(cut[sign.come].mean() - cut[~sign.come].mean())

    # -- plans in the futures ----------------------------------------------------------

    def choice(self, found: Sequence[Found]) -> IntArray:
        """Return (F, M) what is decided in each future when the signs are followed."""
        out = self._tiled(self.trunk)
        for f in found:
            for m in f.yes:
                out[:, m] = np.where(f.sign.come, f.yes[m], f.no[m])
        return self._possible(out)

    def _tiled(self, row: IntArray) -> IntArray:
        return self._possible(np.tile(row, (self.order.size, 1)))

    def _possible(self, choice: IntArray) -> IntArray:
        """Return a choice without what its future does not allow yet."""
        futures = np.arange(len(choice))[:, None]
        allowed = self.p.available[futures, np.maximum(choice, 0)]
        return np.where((choice >= 0) & ~allowed, NONE, choice)

    def _always(self, row: IntArray) -> IntArray:
        """Return a plan without what some future does not allow."""
        allowed: BoolArray = np.all(self.p.available, axis=0)
        return np.where((row >= 0) & ~allowed[np.maximum(row, 0)], NONE, row)

    def emission(self, choice: IntArray) -> FloatArray:
        """Return (F, T) t CO2e."""
        return self._each(choice)[0]

    def loss(self, choice: IntArray) -> FloatArray:
        """Return (F,) NOK of tonnes above the frame and of measures."""
        return self._each(choice)[1]

    def _each(self, choice: IntArray) -> tuple[FloatArray, FloatArray]:
        # The same few plans are asked about again and again, each in many futures.
        which: dict[bytes, list[int]] = {}
        for f, row in enumerate(choice):
            which.setdefault(row.tobytes(), []).append(f)
        emission = np.empty((len(choice), self.p.years.size))
        loss = np.empty(len(choice))
        for key, here in which.items():
            if key not in self._known:
                tiled = np.tile(choice[here[0]], (len(choice), 1))
                tonnes = self.p.emission(tiled)
                over = np.maximum(tonnes - self.p.frame, 0.0)
                self._known[key] = tonnes, over @ self.p.year_weight + self.p.costs(tiled)
            emission[here] = self._known[key][0][here]
            loss[here] = self._known[key][1][here]
        return emission, loss


def _turned(found: Found) -> Found:
    sign = found.sign
    post = replace(sign.post, direction="down" if sign.post.direction == "up" else "up")
    turned = replace(sign, post=post, come=~sign.come)
    return replace(found, sign=turned, yes=found.no, no=found.yes)


def _with(row: IntArray, side: Mapping[int, int]) -> IntArray:
    out = row.copy()
    for m, o in side.items():
        out[m] = o
    return out
