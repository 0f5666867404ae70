"""The verdict on a binding: by rule, in words, never a score.

The first rule that holds decides. What binds must be right as often as what does not, and
losses and "right" use the same price.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from kortreist.bindings.binding import Binding
from kortreist.bindings.exits import SAME, counts
from kortreist.bindings.losses import Losses, right_in
from kortreist.bindings.thresholds import Thresholds

__all__ = ["VERDICTS", "Evidence", "Judgement", "Verdict", "binds", "judge"]

FloatArray = npt.NDArray[np.float64]

Verdict = Literal["unknown", "too_small", "avoid", "keep_open", "anchor_first", "start_now"]
VERDICTS: tuple[Verdict, ...] = (
    "unknown",
    "too_small",
    "avoid",
    "keep_open",
    "anchor_first",
    "start_now",
)


#: Reasons that hold whether or not the climate is touched.
_AS_IT_IS = ("late_for_duty", "no_difference")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the rules look at.

    Parameters
    ----------
    losses : Losses
    binds : bool
    harms : bool
        It emits above its path, emits from land, or keeps measures from tonnes.
    bears : bool
        What can be chosen differs in tonnes of some account, in some future.
    """

    losses: Losses
    binds: bool
    harms: bool
    bears: bool = True


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, and how sure it is.

    Parameters
    ----------
    verdict : Verdict
    reason : str
        Key of ``bindings.reason`` in the texts.
    stability : float
        Share 0–1 of resamples that keep the verdict.
    between : tuple of Verdict
        The two it lies between where it is not stable.
    right : (float, float, float)
        Share of futures in which it has the least loss, and its 90 % interval.
    signing, not_signing : float
        Expected NOK lost by signing, and by not signing, over the best in each future.
    value_of_waiting : float or None
        NOK; None where waiting is too late.
    """

    verdict: Verdict
    reason: str
    stability: float
    between: tuple[Verdict, ...]
    right: tuple[float, float, float]
    signing: float
    not_signing: float
    value_of_waiting: float | None


def binds(binding: Binding, takes: bool, losses: Losses, limits: Thresholds) -> bool:
    """Tell whether a binding binds: long, dear to leave, or without a way out.

    A way out must come within the years from which a measure binds, and within half of the
    term: one in its last year is none.

    Parameters
    ----------
    binding : Binding
    takes : bool
        It emits or shuts something out. What does neither and is the municipality's own binds
        nobody: money that is spent takes no room. A contract binds by its term.
    losses : Losses
        What its ways out are worth: those that nobody would take are none.
    limits : Thresholds
    """
    if not takes and not binding.contract:
        return False
    b = binding
    assert b.start is not None
    if not b.exits and (b.reversal_cost or 0.0) >= limits.reversal:
        return True
    # It binds when it is signed, also in the years before it is used.
    since = b.signed_by if b.signed_by is not None else b.start
    assert b.last is not None
    # After half of the term half of what it binds is gone, as with half of the capital.
    soon = min(limits.binding_years, (1.0 - limits.reversal) * (b.last + 1 - since))
    kept = losses.without_exits
    return not any(
        way.year - since < soon and counts(way, kept, b.capital, limits) for way in losses.ways
    )


def judge(evidence: Evidence, limits: Thresholds, seed: int) -> Judgement:
    """Return the verdict on a binding that can be judged, with its stability.

    Parameters
    ----------
    evidence : Evidence
    limits : Thresholds
    seed : int
        Of the resamples (bootstrap; Efron 1979).
    """
    e = evidence
    loss, allowed = e.losses.loss, e.losses.allowed
    futures = loss.shape[1]
    # What can be chosen, and itself: what it loses is told also where it breaks a duty.
    seen = allowed.copy()
    seen[0] = True
    best = loss[seen].min(axis=0)
    tie = e.losses.tie
    right = right_in(loss, allowed, limits.dominated)[0].astype(np.float64)
    rng = np.random.default_rng(seed)
    counts = rng.multinomial(futures, np.full(futures, 1.0 / futures), limits.resamples) / futures
    weights = np.vstack([np.full(futures, 1.0 / futures), counts])
    shares = np.minimum(weights @ right, 1.0)
    means = weights @ loss.T
    other = means[:, 1:][:, allowed[1:]].min(axis=1)
    least = weights @ best
    waiting = None if e.losses.waiting is None else weights @ e.losses.waiting
    worth = None if waiting is None else means[:, allowed].min(axis=1) - waiting
    found: list[Verdict] = []
    reasons: list[str] = []
    for i in range(weights.shape[0]):
        value = None if worth is None else float(worth[i])
        verdict, reason = _rule(e, limits, float(shares[i]), means[i, 0], other[i], value, tie)
        if not e.bears and verdict in ("avoid", "keep_open") and reason not in _AS_IT_IS:
            verdict, reason = "keep_open", "no_climate"
        found.append(verdict)
        reasons.append(reason)
    same = found[1:].count(found[0]) / max(len(found) - 1, 1)
    between: tuple[Verdict, ...] = ()
    verdict, reason = found[0], reasons[0]
    if same < limits.stability:
        between = tuple(v for v, _ in Counter(found).most_common(2))
        if verdict == "avoid":
            verdict, reason = "keep_open", "unsure_lock"
    low, high = (float(q) for q in np.quantile(shares[1:], [0.05, 0.95]))
    return Judgement(
        verdict,
        reason,
        same,
        between,
        (float(shares[0]), low, high),
        float(means[0, 0] - least[0]),
        float(other[0] - least[0]),
        None if worth is None else float(worth[0]),
    )


def _rule(
    e: Evidence,
    limits: Thresholds,
    right: float,
    signing: float,
    other: float,
    waiting: float | None,
    tie: float,
) -> tuple[Verdict, str]:
    dearer = signing > other + tie
    if e.binds and e.harms and right < limits.seldom - SAME and dearer:
        return "avoid", "locks"
    if not e.losses.allowed[0]:
        return "keep_open", "late_for_duty"
    if limits.seldom - SAME <= right < limits.right - SAME:
        if waiting is None:
            return "keep_open", "cannot_wait"
        return "keep_open", "decide_now" if waiting < -tie else "right_in_some"
    if right < limits.seldom:
        return "keep_open", "another_is_better"
    if _as_well_unsigned(e.losses, tie):
        return "keep_open", "no_difference"
    if waiting is not None and waiting > tie:
        return "keep_open", "worth_waiting"
    if not e.binds:
        return "start_now", "right_and_free"
    if dearer:
        return "keep_open", "dear_when_wrong"
    return "anchor_first", "right_and_binds"


def _as_well_unsigned(losses: Losses, tie: float) -> bool:
    """Tell whether nothing signed loses the same in every future, where that can be chosen."""
    unsigned: FloatArray = np.abs(losses.loss[0] - losses.loss[-1])
    return bool(losses.allowed[-1]) and bool(unsigned.max() <= tie)
