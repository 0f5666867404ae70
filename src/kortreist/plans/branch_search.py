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

from kortreist.facts import load
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

#: Signs, best first, whose worth is judged in futures they were not found in.
_TRIED = 8
#: A difference smaller than this, NOK, is rounding.
_NO_LOSS = 1.0
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
        one = self.p.with_futures(np.arange(1))
        # One future in which everything is allowed: for money, staff and what rules what out.
        self.one = replace(one, available=np.ones_like(one.available))

    def best(self) -> tuple[Found, ...]:
        """Return the signs that decide, best first, each about measures of its own."""
        chosen: list[Found] = []
        if not self.signs or self.p.option_measure.size == 0:
            return ()
        most = int(load().figure("signposts/most_on_map").value)
        for gain, sign in self.worth():
            if len(chosen) == most:
                break
            found = self.pruned(sign, gain, chosen) if gain.low > 0.0 else None
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
        yes, no, bundles = self._allowed(sign, differ, plans[1:], before, closed)
        while bundles:
            held = [self._held_by(sign, yes, no, b, ()) for b in bundles]
            if min(held) >= self.judging.stability:
                break
            for m in bundles.pop(held.index(min(held))):
                del yes[m], no[m]
        if not yes:
            return None
        # Beside what earlier signs decide it must hold as a whole.
        stability = self._held_by(sign, yes, no, tuple(yes), before)
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

    def _bundles(self, some: Sequence[int]) -> list[tuple[int, ...]]:
        """Return measures that need one another together, those that use least money first."""
        joined = {m: {m} for m in some}
        for a, b in self.p.requires.tolist():
            if a in joined and b in joined:
                whole = joined[a] | joined[b]
                for m in whole:
                    joined[m] = whole
        money = [float(self.p.spent[self.p.of_measure(m)].max()) for m in some]
        use = dict(zip(some, money, strict=True))
        whole_ones = {tuple(sorted(whole)) for whole in joined.values()}
        return sorted(whole_ones, key=lambda b: (sum(use[m] for m in b), b))

    def _allowed(
        self,
        sign: Sign,
        differ: Sequence[int],
        plans: IntArray,
        before: Sequence[Found],
        closed: set[int],
    ) -> tuple[dict[int, int], dict[int, int], list[tuple[int, ...]]]:
        """Return the differences that fit, whatever earlier signs said, and what goes together.

        Where money or staff is taken by what is planned, that which the way's own plan leaves
        out or starts later makes room, the least missed first.
        """
        sides = [[self.trunk.copy()], [self.trunk.copy()]]
        for f in before:
            for rows in sides:
                rows[:] = [_with(r, side) for r in rows for side in (f.yes, f.no)]
        kept: tuple[dict[int, int], dict[int, int]] = ({}, {})
        bundles = []
        # What starts before the sign is read cannot hang on it.
        starts = np.append(self.p.option_start, 9999)[self.trunk]
        for bundle in self._bundles(differ):
            if not kept[0].keys().isdisjoint(bundle):
                continue  # has made room for another
            changed = [{m: int(plan[m]) for m in bundle} for plan in plans[:2]]
            for k, inside in enumerate((sign.come, ~sign.come)):
                soon = set(np.flatnonzero(starts < sign.start).tolist()) - set(differ)
                but = {*closed, *kept[0], *changed[0], *soon}
                for x in self._missed(inside, plans[k], but):
                    if self._fits(sides[k], changed[k]):
                        break
                    there = plans[1 - k, x] if x in differ else self.trunk[x]
                    changed[k][x] = int(plans[k, x])
                    changed[1 - k].setdefault(x, int(there))
            if all(self._fits(rows, new) for rows, new in zip(sides, changed, strict=True)):
                bundles.append(tuple(changed[0]))
                for k, new in enumerate(changed):
                    sides[k] = [_with(r, new) for r in sides[k]]
                    kept[k].update(new)
        return *kept, bundles

    def _fits(self, rows: Sequence[IntArray], new: Mapping[int, int]) -> bool:
        return all(not broken(self.one, _with(r, new)[None]) for r in rows)

    def _missed(self, inside: BoolArray, plan: IntArray, but: set[int]) -> list[int]:
        """Return what is planned otherwise in a way's own plan, the least missed first."""
        planned = np.flatnonzero((self.trunk >= 0) & (self.trunk != plan)).tolist()
        some = [x for x in planned if x not in but]
        if not some:
            return []
        now = self.loss(self._tiled(self.trunk))
        lost = {
            x: float(
                (self.loss(self._tiled(_with(self.trunk, {x: int(plan[x])}))) - now)[inside].mean()
            )
            for x in some
        }
        return sorted(some, key=lambda x: (lost[x], x))

    def _held_by(
        self,
        sign: Sign,
        yes: Mapping[int, int],
        no: Mapping[int, int],
        some: Sequence[int],
        before: Sequence[Found],
    ) -> float:
        """Return in what share of resamples the difference in some measures holds.

        It holds where their own way is no worse than the other on either side, and than what is
        planned of them whatever the sign says, the rest as it is.
        """
        choice = self.choice((*before, Found(sign, yes, no, _NOTHING, 0.0)))
        other, planned = choice.copy(), choice.copy()
        for m in some:
            other[:, m] = np.where(sign.come, no[m], yes[m])
            planned[:, m] = self.trunk[m]
        now = self.loss(choice)
        lost = self.loss(self._possible(other)) - now
        alike = self.draws.means(self.loss(self._possible(planned)) - now) > -_NO_LOSS
        there = self.draws.means(np.where(sign.come, lost, 0.0)) > -_NO_LOSS
        here = self.draws.means(np.where(sign.come, 0.0, lost)) > -_NO_LOSS
        return float((there & here & alike).mean())

    def _cut(self, sign: Sign, yes: Mapping[int, int], no: Mapping[int, int]) -> float:
        """Return mean t CO2e of the goal year that one way takes away more than the other."""
        choice = self.choice([Found(sign, yes, no, _NOTHING, 0.0)])
        without = choice.copy()
        without[:, list(yes)] = NONE
        year = int(np.flatnonzero(self.p.years == self.judging.year)[0])
        cut = (self.p.emission(without) - self.p.emission(choice))[:, year]
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

    def loss(self, choice: IntArray) -> FloatArray:
        """Return (F,) NOK of tonnes above the frame and of measures."""
        nok: FloatArray = self.p.miss(choice) + self.p.costs(choice)
        return nok


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
