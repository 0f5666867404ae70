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
from kortreist.bindings.losses import Losses
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
#: NOK and shares below which two losses are the same.
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the rules look at.

    Parameters
    ----------
    losses : Losses
    binds : bool
    harms : bool
        It emits above its path, emits from land, or shuts measures out.
    """

    losses: Losses
    binds: bool
    harms: bool


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


def binds(binding: Binding, takes: bool, limits: Thresholds) -> bool:
    """Tell whether a binding binds: long, dear to leave, or without a way out.

    Parameters
    ----------
    binding : Binding
    takes : bool
        It emits or shuts something out. What does neither and is the municipality's own binds
        nobody: money that is spent takes no room. A contract binds by its term.
    limits : Thresholds
    """
    if not takes and not binding.contract:
        return False
    b = binding
    assert b.start is not None
    if not b.exits:
        if b.reversal_cost is None:
            return True
        return b.reversal_cost >= limits.reversal
    first = min(b.exits, key=lambda e: e.year)
    if first.year - b.start >= limits.binding_years:
        return True
    return bool(b.capital) and first.nok >= limits.reversal * (b.capital or 0.0)


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
    loss = e.losses.loss
    futures = loss.shape[1]
    best = loss.min(axis=0)
    tie = _SAME * max(1.0, float(np.abs(loss).max()))
    right = (loss[0] <= loss[1:].min(axis=0) + tie).astype(np.float64)
    rng = np.random.default_rng(seed)
    counts = rng.multinomial(futures, np.full(futures, 1.0 / futures), limits.resamples) / futures
    weights = np.vstack([np.full(futures, 1.0 / futures), counts])
    shares = weights @ right
    means = weights @ loss.T
    least = weights @ best
    waiting = None if e.losses.waiting is None else weights @ e.losses.waiting
    worth = None if waiting is None else means.min(axis=1) - waiting
    found: list[Verdict] = []
    reasons: list[str] = []
    for i in range(weights.shape[0]):
        value = None if worth is None else float(worth[i])
        verdict, reason = _rule(
            e, limits, float(shares[i]), means[i, 0], means[i, 1:].min(), value, tie
        )
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
        float(means[0, 1:].min() - least[0]),
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
    if e.binds and e.harms and right < limits.seldom - _SAME and dearer:
        return "avoid", "locks"
    if limits.seldom - _SAME <= right < limits.right - _SAME:
        return "keep_open", "right_in_some"
    if right < limits.seldom:
        return "keep_open", "another_is_better"
    if waiting is not None and waiting > tie:
        return "keep_open", "worth_waiting"
    if not e.binds:
        return "start_now", "right_and_free"
    if dearer:
        return "keep_open", "dear_when_wrong"
    return "anchor_first", "right_and_binds"
