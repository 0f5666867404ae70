"""Find a small rule that tells the futures of interest from the others.

Scenario discovery: of all boxes with few limits ("population grows more than … and half of
the cars are electric later than …"), the one that best separates. Instead of peeling off a
little at a time from one box (the patient rule induction method), several boxes are kept at
once (beam search), every limit of every column is tried on all of them in one matrix
product, and limits already there are moved again when one is added. No chance is drawn: the
same data give the same rule.

Every limit must earn its place: a quasi-p-value as Bryant and Lempert's, multiplied by the
number of limits that were tried, so that noise gives no rule.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kortreist.plans.interval import share_interval

__all__ = ["Rule", "held_rule", "rule"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

_BEAM = 12
_CUTS = 39


@dataclass(frozen=True, slots=True)
class Rule:
    """Limits that all hold inside.

    Parameters
    ----------
    limits : tuple of (int, str, float)
        Column, ``above`` or ``below``, threshold in the column's unit; by column.
    coverage : float
        Share 0–1 of the cases of interest that are inside.
    density : float
        Share of those inside that are of interest.
    base : float
        Share of all that are of interest.
    inside : (F,) bool
    """

    limits: tuple[tuple[int, str, float], ...]
    coverage: float
    density: float
    base: float
    inside: BoolArray


def rule(
    x: FloatArray,
    interest: BoolArray,
    *,
    maximum: int = 3,
    density: float | None = None,
    support: float = 0.05,
    significance: float = 0.01,
) -> Rule | None:
    """Return the best small rule, or None where none holds water.

    Best is the largest (density − base) × share inside, the weighted relative accuracy of
    subgroup discovery, among rules dense enough.

    Parameters
    ----------
    x : (F, D) float
        Finite; what the rule may set limits on.
    interest : (F,) bool
        The cases to be found.
    maximum : int
        Limits in a rule.
    density : float, optional
        Least density, share 0–1; by default halfway from the base to 1, so that the rule
        removes at least half of the doubt.
    support : float
        Least share of all cases inside.
    significance : float
        Highest chance that a limit is there by accident, after counting all limits tried.

    Returns
    -------
    Rule or None
        None also where all or no cases are of interest.

    References
    ----------
    Friedman & Fisher (1999), *Bump hunting in high-dimensional data*, Statistics and
    Computing 9; Bryant & Lempert (2010), *Thinking inside the box*, Technological
    Forecasting and Social Change 77; Lavrač, Kavšek, Flach & Todorovski (2004), *Subgroup
    discovery with CN2-SD*, Journal of Machine Learning Research 5.
    """
    if x.ndim != 2 or interest.shape != x.shape[:1] or not np.isfinite(x).all():
        raise ValueError("x must be finite (F, D), and interest (F,)")
    base = float(interest.mean()) if interest.size else 0.0
    if base in (0.0, 1.0) or x.shape[1] == 0:
        return None
    minimum = (1.0 + base) / 2 if density is None else density
    search = _Search(x, interest, minimum, support)
    best: Rule | None = None
    score = 0.0
    for box in search.boxes(maximum):
        candidate = search.describe(box)
        gain = _accuracy(candidate)
        if gain > score and search.chance(box) <= significance:
            best, score = candidate, gain
    return best


def held_rule(
    x: FloatArray,
    interest: BoolArray,
    *,
    seed: int = 0,
    maximum: int = 3,
    density: float | None = None,
    support: float = 0.05,
    significance: float = 0.01,
) -> Rule | None:
    """Return the best small rule, if it is found again in halves and holds in the other half.

    The cases are halved by chance. In each half the best rule must have the same limits
    (columns and sides) as in all of them. In the other half, which it was not found in, every
    limit must earn its place again, and the density must not be clearly below what a rule must
    have. Density and coverage are those of the halves the rules were not found in.

    Parameters
    ----------
    x, interest, maximum, density, support, significance
        As for :func:`rule`.
    seed : int
        Of the halving: same seed, same halves.

    Returns
    -------
    Rule or None
        None where no rule is found, or the one found does not hold.
    """
    how = {"maximum": maximum, "support": support, "significance": significance}
    best = rule(x, interest, density=density, **how)  # type: ignore[arg-type]
    if best is None:
        return None
    order = np.random.default_rng(seed).permutation(interest.size)
    halves = np.sort(order[: order.size // 2]), np.sort(order[order.size // 2 :])
    hits = covered = 0
    for learn, judge in (halves, halves[::-1]):
        found = rule(x[learn], interest[learn], density=density, **how)  # type: ignore[arg-type]
        if found is None or _kind(found) != _kind(best):
            return None
        inside = _inside(x[judge], found.limits)
        wanted = (1.0 + float(interest[judge].mean())) / 2 if density is None else density
        count, right = int(inside.sum()), int((inside & interest[judge]).sum())
        if count == 0 or share_interval(right / count, count)[1] < wanted:
            return None
        for limit in found.limits:
            others = _inside(x[judge], tuple(one for one in found.limits if one != limit))
            if _by_accident(inside, others, interest[judge]) > significance:
                return None
        hits, covered = hits + right, covered + count
    return Rule(best.limits, hits / int(interest.sum()), hits / covered, best.base, best.inside)


def _kind(found: Rule) -> tuple[tuple[int, str], ...]:
    """Return columns and sides of a rule's limits."""
    return tuple((column, side) for column, side, _ in found.limits)


def _inside(x: FloatArray, limits: tuple[tuple[int, str, float], ...]) -> BoolArray:
    """Return (F,) whether all limits hold."""
    held = np.ones(x.shape[0], dtype=np.bool_)
    for column, side, at in limits:
        held &= x[:, column] > at if side == "above" else x[:, column] < at
    return held


def _by_accident(inside: BoolArray, outer: BoolArray, interest: BoolArray) -> float:
    """Return the chance of at least as many hits inside, had the limit made no difference."""
    from scipy.special import bdtrc

    count, hits = int(inside.sum()), int((inside & interest).sum())
    density = float(interest[outer].mean()) if outer.any() else 1.0
    return float(bdtrc(hits - 1, count, density)) if hits and density < 1.0 else 1.0


def _accuracy(candidate: Rule) -> float:
    return float(candidate.inside.mean() * (candidate.density - candidate.base))


def _candidates(x: FloatArray) -> tuple[npt.NDArray[np.int64], FloatArray]:
    """Return columns and thresholds: midway between neighbours at quantiles of each column.

    Where a quantile falls in a run of equal values, both ends of the run are limits.
    """
    rows = x.shape[0]
    place = np.unique(np.arange(1, _CUTS + 1) * rows // (_CUTS + 1))
    columns: list[npt.NDArray[np.int64]] = [np.zeros(0, np.int64)]
    limits: list[FloatArray] = [np.zeros(0)]
    for c, ordered in enumerate(np.sort(x, axis=0).T):
        first = np.searchsorted(ordered, ordered[place], "left")
        last = np.searchsorted(ordered, ordered[place], "right")
        cut = np.unique(np.concatenate([first, last[last > first + 1]]))
        cut = cut[(cut > 0) & (cut < rows)]
        lower, upper = ordered[cut - 1], ordered[cut]
        middle = lower + (upper - lower) / 2
        middle = middle[(lower < middle) & (middle < upper)]
        columns.append(np.full(middle.size, c, dtype=np.int64))
        limits.append(middle)
    return np.concatenate(columns), np.concatenate(limits)


#: A box: candidate limits by number, ascending.
_Box = tuple[int, ...]


class _Search:
    """All candidate limits of the data, and boxes of them.

    Candidate ``i`` is column ``column[i]``, side ``above[i]``, threshold ``limit[i]``.
    """

    def __init__(self, x: FloatArray, interest: BoolArray, minimum: float, support: float) -> None:
        self.interest = interest
        self.minimum = minimum
        self.support = support * interest.size
        columns, limits = _candidates(x)
        self.column = np.repeat(columns, 2)
        self.limit = np.repeat(limits, 2)
        self.above = np.tile([True, False], columns.size)
        self.group = 2 * self.column + self.above
        order = np.argsort(self.group, kind="stable")
        for name in ("column", "limit", "above", "group"):
            setattr(self, name, getattr(self, name)[order])
        value = x[:, self.column]
        self.holds = np.where(self.above, value > self.limit, value < self.limit)
        # Counts up to 2**24 are exact in single precision, and the product twice as fast.
        self.matrix = self.holds.astype(np.float32)

    def inside(self, box: _Box) -> BoolArray:
        held: BoolArray = np.all(self.holds[:, list(box)], axis=1)
        return held

    def describe(self, box: _Box) -> Rule:
        inside = self.inside(box)
        hits = int((inside & self.interest).sum())
        limits = sorted(
            (int(self.column[i]), "above" if self.above[i] else "below", float(self.limit[i]))
            for i in box
        )
        return Rule(
            tuple(limits),
            hits / int(self.interest.sum()),
            hits / max(int(inside.sum()), 1),
            float(self.interest.mean()),
            inside,
        )

    def scores(self, boxes: list[_Box], part: slice = slice(None)) -> tuple[FloatArray, BoolArray]:
        """Return accuracy of each box with each candidate added, and whether it will do.

        Parameters
        ----------
        boxes : list of tuple of int
        part : slice
            Of the candidates.

        Returns
        -------
        score : (boxes, candidates) float
            −inf where too few are inside.
        dense : (boxes, candidates) bool
        """
        held = np.array([self.inside(box) for box in boxes])
        weights = np.concatenate([held, held & self.interest]).astype(np.float32)
        count, hits = np.split((weights @ self.matrix[:, part]).astype(np.float64), 2)
        score = (hits - count * self.interest.mean()) / self.interest.size
        score[count < max(self.support, 1.0)] = -np.inf
        return score, hits >= self.minimum * count

    def boxes(self, maximum: int) -> list[_Box]:
        """Return the best dense box of each number of limits, from one to ``most``."""
        best_boxes: list[_Box] = []
        beam: list[_Box] = [()]
        for _ in range(maximum if self.column.size else 0):
            score, dense = self.scores(beam)
            for row, box in enumerate(beam):  # one limit on a side of a column
                score[row, np.isin(self.group, self.group[list(box)])] = -np.inf
            good = np.where(dense, score, -np.inf)
            at = np.unravel_index(int(good.argmax()), good.shape)
            if good[at] > 0.0:
                best_boxes.append(self.refine(tuple(sorted((*beam[int(at[0])], int(at[1]))))))
            beam = self.widen(beam, score)
            if not beam:
                break
        return best_boxes

    def widen(self, beam: list[_Box], score: FloatArray) -> list[_Box]:
        """Return the next boxes: the best limit of each box, column and side, then the best."""
        order = np.argsort(-score, axis=None, kind="stable")
        order = order[score.ravel()[order] > 0.0]
        row, candidate = np.unravel_index(order, score.shape)
        key = row * (2 * int(self.column.max()) + 2) + self.group[candidate]
        first = np.sort(np.unique(key, return_index=True)[1])
        out: list[_Box] = []
        seen: set[tuple[int, ...]] = set()
        for i in first.tolist():
            box = tuple(sorted((*beam[int(row[i])], int(candidate[i]))))
            kind = tuple(sorted(self.group[list(box)].tolist()))
            if kind not in seen:  # the same columns and sides, reached another way
                seen.add(kind)
                out.append(self.refine(box, dense=False))
            if len(out) == _BEAM:
                break
        return out

    def refine(self, box: _Box, *, dense: bool = True, rounds: int = 3) -> _Box:
        """Move each limit to its best place while the others stand, until none moves."""
        for _ in range(rounds):
            before = box
            for limit in before:
                others = tuple(i for i in box if i != limit)
                first, last = np.searchsorted(self.group, self.group[limit] + np.array([0, 1]))
                score, enough = self.scores([others], slice(int(first), int(last)))
                if dense:
                    score[~enough] = -np.inf
                best = int(score[0].argmax())
                if score[0, best] > score[0, limit - first]:
                    box = tuple(sorted((*others, best + int(first))))
            if box == before:
                break
        return box

    def chance(self, box: _Box) -> float:
        """Return the highest quasi-p-value of the box's limits, times the limits tried.

        Of a limit: the chance of at least as many hits inside, had density been as it is
        without the limit.
        """
        inside = self.inside(box)
        worst = 0.0
        for limit in box:
            outer = self.inside(tuple(i for i in box if i != limit))
            p = _by_accident(inside, outer, self.interest)
            worst = max(worst, p * self.column.size)
        return worst
