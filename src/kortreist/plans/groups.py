"""Which group a measure is in, by rule: what to do with it, and why.

One bar and one price for all. What binds must be right as often as what does not, and nothing
is started whose expected loss is larger than that of waiting. "Right" is the future's own best
plan, and losses are NOK, both with emissions at the carbon price of public analyses.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kortreist.plans.outcome import GROUPS, Group
from kortreist.plans.thresholds import Thresholds

__all__ = ["Evidence", "group_of", "rules", "same_group", "stability", "unsure"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the futures say about every measure; F futures, M measures.

    Parameters
    ----------
    early, ever : (F, M) bool
        Whether the future's own best plan starts it before the learning year, or ever.
    pays : (F, M) bool
        Worth its cost in the future, money and staff aside.
    met : (F,) bool
        The future's own best plan keeps to the frame.
    worst : (F,) bool
        Among the worst futures.
    difference : (F, M) float
        NOK that starting now costs more than waiting; NaN where it cannot start now.
    commitment, reversal : (M,) float
        Years it binds; share of the capital lost if given up, NaN where unknown.
    shut : tuple of str, length M
        Why it may not be chosen whatever the future, or ``adopted``; "" where it may.
    waits, unpriced, closes, adds, late : (M,) bool
        It waits for a condition; nobody knows what a tonne by it costs; it and another rule
        each other out; it emits more than it cuts; its deadline is past.
    sets : tuple of tuple of int
        Measures of which one is enough.
    set_difference : (F, S) float
        NOK that starting one of each set now costs more than starting none.
    needs, rivals : tuple of tuple of int, length M
        What each needs that is not adopted, directly or through others; what it and another
        rule out. Empty where nothing needs or rules out anything.
    unlimited : (F, M) bool, optional
        Whether the future's own best plan would start it before the learning year, were there
        no limit on money and staff.
    slack : (F,) bool, optional
        Neither limit changes the future's own best plan.
    lacks : tuple of str, length M
        ``money`` or ``staff`` where that alone keeps it, with what it needs, from being
        started before the learning year; "" where it could. Empty where nobody has looked.
    """

    early: BoolArray
    ever: BoolArray
    pays: BoolArray
    met: BoolArray
    worst: BoolArray
    difference: FloatArray
    commitment: FloatArray
    reversal: FloatArray
    shut: tuple[str, ...]
    waits: BoolArray
    unpriced: BoolArray
    closes: BoolArray
    adds: BoolArray
    late: BoolArray
    sets: tuple[tuple[int, ...], ...] = ()
    set_difference: FloatArray | None = None
    needs: tuple[tuple[int, ...], ...] = ()
    rivals: tuple[tuple[int, ...], ...] = ()
    unlimited: BoolArray | None = None
    slack: BoolArray | None = None
    lacks: tuple[str, ...] = ()

    def binds(self, limits: Thresholds) -> BoolArray:
        """Return (M,) whether starting it binds: long, or dear to give up, it or what it needs."""
        alone = np.array(
            [
                limits.binds(years, None if np.isnan(lost) else lost)
                for years, lost in zip(self.commitment, self.reversal, strict=True)
            ],
            dtype=np.bool_,
        )
        out = alone.copy()
        for m, needs in enumerate(self.needs):
            out[m] |= alone[list(needs)].any()
        return out


#: Reason → group, in the order the rules are asked; the first that holds decides.
_RULES: tuple[tuple[str, Group], ...] = (
    ("adopted", "adopted"),
    ("unknown_cost", "unknown"),
    ("other_boundary", "unknown"),
    ("too_dear", "not_for_climate"),
    ("not_ranked", "not_for_climate"),
    ("needs_other", "keep_open"),
    ("closes_more", "avoid"),
    ("adds_emissions", "avoid"),
    ("adds_emissions", "not_for_climate"),
    ("adds_emissions", "keep_open"),
    ("waits_for_condition", "keep_open"),
    ("price_unknown", "keep_open"),
    ("early_and_free", "start_now"),
    ("early_but_binds", "anchor_first"),
    ("one_of_these", "start_now"),
    ("one_of_these", "anchor_first"),
    ("dear_when_wrong", "decide_now"),
    ("dear_when_wrong", "keep_open"),
    ("short_of_money", "decide_now"),
    ("short_of_money", "keep_open"),
    ("short_of_staff", "decide_now"),
    ("short_of_staff", "keep_open"),
    ("insurance", "decide_now"),
    ("insurance", "keep_open"),
    ("some_futures", "decide_now"),
    ("some_futures", "keep_open"),
    ("costs_more", "not_for_climate"),
    ("rival_better", "not_for_climate"),
    ("not_needed", "not_needed"),
    ("costs_more", "not_for_climate"),
    ("no_room_for_it", "decide_now"),
    ("no_room_for_it", "keep_open"),
    ("unsure_lock", "decide_now"),
    ("unsure_lock", "keep_open"),
)
#: Rule → its group's place in ``GROUPS``.
_GROUP = np.array([GROUPS.index(g) for _, g in _RULES])
_UNSURE = len(_RULES) - 1
_AVOID = GROUPS.index("avoid")


def group_of(rule: IntArray) -> tuple[tuple[Group, ...], tuple[str, ...]]:
    """Return groups and reasons of rules."""
    return tuple(GROUPS[_GROUP[r]] for r in rule), tuple(_RULES[r][0] for r in rule)


def unsure(rule: IntArray, doubtful: BoolArray, late: BoolArray) -> IntArray:
    """Return rules with the lock-ins that do not hold kept open: none is printed on a doubt."""
    kept = np.where(late, _UNSURE - 1, _UNSURE)
    return np.where((_GROUP[rule] == _AVOID) & doubtful, kept, rule)


def stability(e: Evidence, limits: Thresholds, rule: IntArray, seed: int) -> FloatArray:
    """Return (M,) share of resamples of the futures in which a measure keeps its group.

    Parameters
    ----------
    e : Evidence
    limits : Thresholds
    rule : (M,) int
        As found in all futures.
    seed : int
        Of the resamples (bootstrap; Efron 1979).
    """
    futures = e.early.shape[0]
    rng = np.random.default_rng([seed, 0x67727570])
    drawn = rng.multinomial(futures, np.full(futures, 1.0 / futures), size=limits.resamples)
    again = _GROUP[rules(e, limits, drawn / futures)]
    same: FloatArray = (again == _GROUP[rule]).mean(axis=0)
    return same


def same_group(a: IntArray, b: IntArray) -> BoolArray:
    """Tell whether rules lead to the same group."""
    same: BoolArray = _GROUP[a] == _GROUP[b]
    return same


def rules(e: Evidence, limits: Thresholds, weight: FloatArray | None = None) -> IntArray:
    """Return the rule that decides for every measure.

    Parameters
    ----------
    e : Evidence
    limits : Thresholds
    weight : (B, F) float, optional
        Weightings of the futures; by default all equally.

    Returns
    -------
    (B, M) int, or (M,) without ``weight``
    """
    if weight is None:
        futures = e.early.shape[0]
        alone: IntArray = rules(e, limits, np.full((1, futures), 1.0 / futures))[0]
        return alone
    w, binds = weight, e.binds(limits)
    early, ever = w @ e.early, w @ e.ever
    loses = w @ np.nan_to_num(np.maximum(e.difference, 0.0))
    gives = w @ np.nan_to_num(np.maximum(-e.difference, 0.0))
    fair, right = loses <= gives, early >= limits.early
    seldom = early < limits.seldom
    worst = w * e.worst
    in_worst = np.divide(worst @ e.ever, np.maximum(worst.sum(axis=1), 1e-12)[:, None])
    insurance = (ever < limits.seldom) & (ever > 0.0) & (in_worst >= limits.insurance)
    idle = ~e.ever & e.pays
    spare = w @ (idle & e.met[:, None]) >= w @ (idle & ~e.met[:, None])
    one_of = _one_of(e, limits, w, early, right)
    # A deadline that is past presses only where an early start is not seldom right.
    keeps = ~e.late | seldom

    def shut(name: str) -> BoolArray:
        return np.broadcast_to(np.array([why == name for why in e.shut]), early.shape)

    some = ever >= limits.some
    dear = w @ e.pays < 0.5
    wanted = _wanted(e, limits, w, some) & ~dear

    def short(of: str) -> BoolArray:
        """Tell where there is too little of something for what would else be right."""
        lacks: BoolArray = wanted & np.array([x == of for x in e.lacks or ("",)])
        return lacks

    lock = binds & seldom & (loses > gives)
    holds = [
        shut("adopted"),
        shut("unknown_cost"),
        shut("other_boundary"),
        shut("too_dear"),
        shut("not_ranked"),
        shut("needs_other"),
        lock & e.closes,
        lock & e.adds,
        e.adds & ~some,
        np.broadcast_to(e.adds, early.shape),
        np.broadcast_to(e.waits, early.shape),
        # What nobody has priced cannot be right on price: the price is found out first.
        e.unpriced & some,
        right & fair & ~binds,
        right & fair & binds,
        one_of & ~binds,
        one_of & binds,
        right & ~keeps,
        right,
        short("money") & ~keeps,
        short("money"),
        short("staff") & ~keeps,
        short("staff"),
        insurance & ~keeps,
        insurance,
        some & ~keeps,
        some,
        dear,
        _beaten(e, idle, w),
        spare,
        # More money or staff would not bring it in: it is its worth that does not.
        _not_the_limits(e, idle, w),
        ~keeps,
        keeps,
    ]
    picked: IntArray = np.select(holds, list(range(len(holds))), default=_UNSURE)
    return picked


def _beaten(e: Evidence, idle: BoolArray, w: FloatArray) -> BoolArray:
    """Return (B, M) whether what it cannot be done beside is why it is mostly not done."""
    out = np.zeros((w.shape[0], e.ever.shape[1]), dtype=np.bool_)
    for m, rivals in enumerate(e.rivals):
        if rivals:
            instead = idle[:, m] & e.ever[:, list(rivals)].any(axis=1)
            out[:, m] = (w @ instead > 0.0) & (w @ instead >= 0.5 * (w @ idle[:, m]))
    return out


def _wanted(e: Evidence, limits: Thresholds, w: FloatArray, some: BoolArray) -> BoolArray:
    """Return (B, M) whether it would be right early, or ever, but for money and staff."""
    if e.unlimited is None:
        return np.zeros_like(some)
    early = w @ e.unlimited
    out: BoolArray = (early >= limits.early) | (~some & (early >= limits.some))
    return out


def _not_the_limits(e: Evidence, idle: BoolArray, w: FloatArray) -> BoolArray:
    """Return (B, M) whether it is mostly left out where neither limit changes anything."""
    if e.slack is None:
        return np.zeros((w.shape[0], idle.shape[1]), dtype=np.bool_)
    out: BoolArray = w @ (idle & e.slack[:, None]) >= 0.5 * (w @ idle)
    return out


def _one_of(
    e: Evidence, limits: Thresholds, w: FloatArray, early: FloatArray, right: BoolArray
) -> BoolArray:
    """Return (B, M) whether one of a set should start, and it may be this."""
    out = np.zeros(early.shape, dtype=np.bool_)
    if e.set_difference is None:
        return out
    for i, some in enumerate(e.sets):
        members = list(some)
        d = np.nan_to_num(e.set_difference[:, i])
        fair = w @ np.maximum(d, 0.0) <= w @ np.maximum(-d, 0.0)
        one = (w @ e.early[:, members].any(axis=1) >= limits.early) & fair
        # Where one alone is right often enough it is no longer a choice between them.
        one &= ~right[:, members].any(axis=1)
        out[:, members] |= one[:, None] & (early[:, members] >= limits.some)
    return out
