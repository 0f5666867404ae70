"""Try small: what a trial of a part would tell, and whether that is worth what it costs.

Waiting teaches what happens in the world: prices, traffic, law. What a measure itself cuts and
costs here is learnt only in part by waiting, from others; a small start tells more. In the
learning year a measure is then started or left by what is believed of it:

- started blindly in full, now;
- left until the learning year, with what is learnt anyway;
- tried now with a small share of its units, and the rest decided in the learning year with
  what the trial told besides.

The value of a trial is how much less the third loses than the better of the first two
(:mod:`kortreist.plans.sample_information`). Its cost is the staff it takes, and what the small
share loses by being started now. What the world does is known in the learning year in all three.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt

from kortreist.facts import load
from kortreist.measures.measure import Measure
from kortreist.measures.prices import effect_per_unit
from kortreist.pathways.discounting import discount_factors
from kortreist.plans.evidence import Seen, in_nok
from kortreist.plans.grouping import Grouping
from kortreist.plans.information import estimate
from kortreist.plans.question import Prices
from kortreist.plans.sample_information import Beliefs, beliefs, linear_choice
from kortreist.plans.verdict import Learnt, Pilot, PilotAdvice
from kortreist.plans.waiting import Waiting, Weighing

__all__ = ["Resolved", "Trial", "advised", "pilots", "together"]

FloatArray = npt.NDArray[np.float64]
End = Literal["low", "value", "high"]

#: Groups in which a trial could change what is decided; of others, only where they are unsure.
_OPEN = ("keep_open", "decide_now")
_UNSURE = ("start_now", "anchor_first", "not_for_climate")
#: Reasons that leave the measure's own figures to decide.
_REASONS = (
    "some_futures",
    "dear_when_wrong",
    "insurance",
    "short_of_money",
    "short_of_staff",
    "no_room_for_it",
    "early_and_free",
    "early_but_binds",
    "costs_more",
    "rival_better",
)
_OTHER: dict[str, End] = {"low": "high", "value": "value", "high": "low"}


@dataclass(frozen=True, slots=True)
class Resolved:
    """Share 0–1 of the variance that is resolved: of the effect and the cost, by level.

    ``tried`` and ``anyway`` are of a trial, and of waiting without one.
    """

    effect: float
    cost: float
    effect_anyway: float
    cost_anyway: float

    @classmethod
    def at(cls, level: int, end: End, when: date | None = None) -> Resolved:
        """Return what is resolved: at the low end a trial tells least, and waiting most."""

        def value(name: str, which: End) -> float:
            fact = load().figure(f"pilots/{name}", when)
            found: float | None = getattr(fact, which)
            return fact.value if found is None else found

        return cls(
            value(f"effect_level_{level}", end),
            value("cost", end),
            value("effect_anyway", _OTHER[end]),
            value("cost_anyway", _OTHER[end]),
        )


def together(one: float, other: float) -> float:
    """Return what two independent signals resolve: precisions add.

    Examples
    --------
    >>> round(together(0.5, 0.5), 3)
    0.667
    >>> together(0.0, 0.3), together(1.0, 0.3)
    (0.3, 1.0)
    """
    if max(one, other) >= 1.0:
        return 1.0
    odds = one / (1.0 - one) + other / (1.0 - other)
    return odds / (1.0 + odds)


@dataclass(frozen=True, slots=True)
class Trial:
    """One measure's own uncertainty, and what its three ways come to; F futures.

    Parameters
    ----------
    plus, minus : (F,) float
        NOK that a start in the learning year costs and saves, per unit of the multipliers.
    cost, effect : (F,) float
        The multipliers drawn.
    started : (F,) float
        NOK of starting now in full.
    """

    plus: FloatArray
    minus: FloatArray
    cost: FloatArray
    effect: FloatArray
    started: FloatArray

    def later(self, effect: float, cost: float) -> FloatArray:
        """Return (F,) NOK of deciding in the learning year when so much is resolved."""
        a: Beliefs = beliefs(self.cost, cost)
        return linear_choice(self.plus, self.minus, a, beliefs(self.effect, effect))

    def gains(self, r: Resolved, learns: Learnt = "both") -> FloatArray:
        """Return (F,) NOK less lost with a trial than with the better of the other ways."""
        waited = self.later(r.effect_anyway, r.cost_anyway)
        blind = min((self.started, waited), key=lambda nok: float(nok.mean()))
        gained: FloatArray = blind - self.tried(r, learns)
        return gained

    def tried(self, r: Resolved, learns: Learnt = "both") -> FloatArray:
        """Return (F,) NOK of deciding when the effect, the cost or both have been tried."""
        effect = 0.0 if learns == "cost" else r.effect
        cost = 0.0 if learns == "effect" else r.cost
        return self.later(together(effect, r.effect_anyway), together(cost, r.cost_anyway))


def pilots(
    s: Seen,
    prices: Prices,
    grouping: Grouping,
    compared: Waiting,
    stable: float,
    at: date | None = None,
) -> tuple[Pilot | None, ...]:
    """Return the trial of each measure; None where it would tell nothing worth having.

    Parameters
    ----------
    s : Seen
    prices : Prices
    grouping : Grouping
    compared : Waiting
        Starting now against waiting, in the futures of ``s``.
    stable : float
        Share of resamples and variants from which a group is sure.
    at : datetime.date, optional
        Which assumptions are valid.
    """
    out: list[Pilot | None] = [None] * len(s.question.measures)
    found = list(_tried_small(s, prices, grouping, compared, stable, at))
    for m, share, units in found:
        trial = _trial(s, compared, m)
        if trial is not None:
            out[m] = _pilot(s, trial, m, share, units, len(found), at)
    return tuple(out)


def _tried_small(
    s: Seen,
    prices: Prices,
    grouping: Grouping,
    compared: Waiting,
    stable: float,
    at: date | None,
) -> Iterator[tuple[int, float, float]]:
    """Return the measures that could be tried: which, share of the units, and how many."""
    q, sure = s.question, grouping.sure(stable)
    others = {x for m in q.measures for x in (*m.requires, *m.excludes)}
    size = load().figure("pilots/size", at).value
    most = load().figure("pilots/size_most", at).value
    for m, measure in enumerate(q.measures):
        group = grouping.groups[m]
        asked = group in _OPEN or (group in _UNSURE and not sure[m])
        if not asked or grouping.reasons[m] not in _REASONS or s.shut.get(measure.id):
            continue
        alone = not (measure.requires or measure.excludes or measure.id in others)
        if not alone or measure.enabling_conditions or np.isnan(compared.started[:, m]).any():
            continue
        units = _units(measure, float(prices.alone[m].max()))
        if units is None or prices.part_unknown[m] or 1.0 / units > most:
            continue
        few = float(max(round(size * units), 1))
        yield m, few / units, few


def _units(measure: Measure, tonnes: float) -> float | None:
    """Return how many units the measure comes to in full; None where it is counted in none."""
    effect = effect_per_unit(measure, "central")
    if effect is None or tonnes <= 0.0:
        return None
    return 1000.0 * tonnes / effect


def _trial(s: Seen, compared: Waiting, m: int) -> Trial | None:
    q, futures = s.question, s.views.futures
    weigh = Weighing(in_nok(q, s.whole), s.early)
    later = weigh.once_known(m)
    if later is None:
        return None
    nok, saved = later
    effect = q.futures.fraction[q.futures.measures.index(q.measures[m].id)][futures]
    if (effect <= 0.0).any():
        return None
    return Trial(
        np.full(futures.size, nok),
        saved / effect,
        s.whole.cost_spread[:, m],
        effect,
        compared.started[:, m],
    )


def _pilot(
    s: Seen, trial: Trial, m: int, share: float, units: float, looked_at: int, at: date | None
) -> Pilot | None:
    q = s.question
    level = q.measures[m].level

    def resolved(end: End) -> Resolved:
        return Resolved.at(level, end, at)

    central = trial.gains(resolved("value"))
    value = float(central.mean())
    low = estimate(trial.gains(resolved("low")), looked_at).low
    if low <= 0.0:
        return None
    small = share * float((trial.started - trial.tried(resolved("value"))).mean())
    years = load().figure("pilots/years", at).value
    work = load().figure("pilots/staff_fte", at).value * load().figure("measures/nok_per_fte").value
    cost = work * float(discount_factors(q.years)[0]) + max(small, 0.0)
    return Pilot(
        _learns(lambda what: float(trial.gains(resolved("value"), what).mean()), value),
        share,
        units,
        cost,
        value,
        low,
        estimate(trial.gains(resolved("high")), looked_at).high,
        q.plan_years[0] + int(years) - 1,
        advised(cost, value, low, load().figure("pilots/partners", at).value),
    )


def advised(cost: float, value: float, low: float, partners: float) -> PilotAdvice:
    """Return what to do with a trial that costs and is worth so many NOK.

    Examples
    --------
    >>> advised(100.0, 150.0, 120.0, 3), advised(100.0, 150.0, 50.0, 3)
    ('try', 'share')
    >>> advised(100.0, 40.0, 20.0, 3), advised(100.0, 30.0, 20.0, 3)
    ('share', 'no')
    """
    if low > cost:
        return "try"
    return "share" if partners * value > cost else "no"


def _learns(worth: Callable[[Learnt], float], both: float) -> Learnt:
    """Return what there is to learn: one of the two where that is nearly all."""
    one: tuple[Learnt, ...] = ("effect", "cost")
    most, share = max(one, key=worth), load().figure("pilots/one_signal_share").value
    return most if worth(most) >= share * both else "both"
